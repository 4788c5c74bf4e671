"""Assessment stage: the rules, one small function per requirement, grouped by the report's sections.

Each rule follows the catalogue's `met_when`. A requirement without a rule is one that documents alone decide.
"""
