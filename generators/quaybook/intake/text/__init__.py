"""Intake stage: YAML as text: written with comments, changed without touching the rest."""
