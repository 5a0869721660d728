"""Agencies outside the core that are invited to take part in one focus: what they are told, see and answer."""
