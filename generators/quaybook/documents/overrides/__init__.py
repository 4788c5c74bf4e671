"""Documents stage: what a terminal has of its own in the place of the kit's texts, looked at before it is read."""
