"""Formats stage, the room of numbered blanks: what a print run of forms gives to each place of work, as PDF files."""
