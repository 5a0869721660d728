"""Correcting an outcome after the evening (domain 2.11 rule 20)."""
