"""Intake stage: sheets of results that were filled in → facts: how a drill went, who attended a course."""
