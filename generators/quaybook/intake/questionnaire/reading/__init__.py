"""Intake stage, questionnaire: the workbook that somebody sent back → what is told, and where."""
