"""Formats stage: OSCAL, the exchange format of NIST for catalogues, plans and findings."""
