"""Law stage: statements about law and institutions as data, and the clocks that run from what somebody knows."""
