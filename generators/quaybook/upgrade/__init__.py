"""Upgrade stage: facts of an earlier schema → the same facts as the present schema has them, comments kept."""
