"""Formats stage: what is due as a calendar file, and the sheets in which it is written down when it is done."""
