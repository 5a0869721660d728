"""Requests for support, written to social services by whoever meets the person."""
