"""Call-ins from before the system: what is kept of them is what is kept of any call-in afterwards, counts per group."""
