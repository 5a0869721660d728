"""GVI Samverkan: the shared rooms, below and above the four apps at the top level."""
