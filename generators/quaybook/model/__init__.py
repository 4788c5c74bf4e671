"""Model stage: plain data → frozen, typed facts; requirements; what a document is."""
