"""Schema stage: the facts' JSON Schema for editors."""
