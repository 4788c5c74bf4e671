"""Intake stage: people's answers → a folder of facts."""
