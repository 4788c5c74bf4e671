"""Wording stage: all that knows the kit's Markdown. Whoever writes or reads a form of it asks here."""
