"""Intake stage: the questionnaire in Excel: what it asks, how it is written, how it is read back."""
