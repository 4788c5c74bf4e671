"""Formats stage: the pages as Markdown with settings for generators of sites other than the kit's own."""
