"""Documents stage: what the paper of a terminal holds and how far it reaches."""
