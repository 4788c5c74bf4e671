"""Catalogue stage: the requirement sets that a terminal works by, and what is wrong with them."""
