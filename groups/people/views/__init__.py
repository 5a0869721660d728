"""Pages of the people in groups."""
