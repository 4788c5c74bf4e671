"""Formats stage: registers and gap lists as workbooks."""
