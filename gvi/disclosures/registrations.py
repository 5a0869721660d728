"""What disclosures register with other apps: the paper of a decision."""

from gvi.disclosures import documents

__all__ = ["documents"]
