"""Formats stage, the room of the binder: printed editions for places of work, as PDF files that need no system."""
