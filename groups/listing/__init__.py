"""The group list as a file: reading it, checking it row by row, and comparing it with what is held."""
