"""Model stage: the groups of facts and their closed vocabularies, one module for each subject."""
