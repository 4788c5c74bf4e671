"""Documents stage: figures and charts, drawn from facts as descriptions that a format turns into pictures."""
