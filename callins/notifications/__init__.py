"""Custom notifications, as counts for each group and day (domain 2.6)."""
