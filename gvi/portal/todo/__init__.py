"""Min dag: what needs the user today. Each kind of item is one function, for the roles that can act on it."""
