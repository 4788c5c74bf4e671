"""Tests of what the paper of a terminal holds."""
