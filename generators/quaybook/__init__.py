"""Quaybook: one container terminal's facts → its policies, continuity plan, cards and proof of coverage."""

__version__ = "0.1.0"
