"""Formats stage: what a page does for somebody who is new: it keeps what is done, and prints what is signed."""
