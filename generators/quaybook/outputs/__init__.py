"""Outputs stage: one module per format, and the few things formats share."""
