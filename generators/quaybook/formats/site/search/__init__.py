"""Formats stage: what stands in the pages of a site → scripts by which it is found, whatever device asks for it."""
