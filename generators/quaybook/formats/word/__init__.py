"""Formats stage: Word files, made by pandoc and finished by python-docx."""
