"""Formats stage: slides with speaker's notes: a deck for each text that is taught, and for each drill."""
