"""What documents register with the kernel: the job that renders copies."""

from gvi.documents import jobs

__all__ = ["jobs"]
