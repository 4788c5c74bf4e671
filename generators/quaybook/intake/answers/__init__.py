"""Intake stage: an answer as a person typed it → the fact that is meant, one way for keyboard and workbook."""
