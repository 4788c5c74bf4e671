"""Documents stage: the template language: what a template reaches, what it may call, how much work it may take."""
