"""Undoing an import: what it made goes, what it changed gets its old values back, while nothing rests on it."""
