"""Facts stage: text files → plain data that remembers where each value stands."""
