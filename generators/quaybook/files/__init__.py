"""Files stage: folders that come to their place whole, results kept, backups: what every later stage writes with."""
