"""The log of the agency, as its log reviewer and each person reads it."""
