"""Pages of groups and people."""
