"""Intake stage: a new terminal by questions, and the private workspace in which it lives."""
