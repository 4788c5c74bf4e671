"""Documents stage: which documents there are, those of the kit and those of a terminal, and which a set has."""
