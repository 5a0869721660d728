"""Violent incidents: from the report to what the others may see of it (domain 2.8)."""
