"""The evening: the page on which attendance is recorded."""
