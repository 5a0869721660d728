"""Striking a person from a call-in (domain 2.5: prevented and replaced are not absent)."""
