"""Formats stage, the room of packs for newcomers: all that one path leads through in one file, on paper or in Word."""
