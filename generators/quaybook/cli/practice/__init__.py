"""Door 1, the room of commands for those who practise."""
