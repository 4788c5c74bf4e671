"""Formats stage: a room for each format, and the few things that they share."""
