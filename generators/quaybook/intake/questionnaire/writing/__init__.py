"""Intake stage, questionnaire: the sheets, as they are laid out for people."""
