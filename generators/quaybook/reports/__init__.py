"""Reports stage: what the commands print: findings, remarks, explanations, as lines and as data."""
