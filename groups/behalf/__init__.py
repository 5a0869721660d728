"""What agencies that do not log in tell of groups and incidents, recorded by coordination (architecture 6)."""
