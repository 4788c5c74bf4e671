"""Formats stage: the pages of the site, as Markdown texts by path. Knows nothing of MkDocs."""
