"""What partnerships and accounts register with the kernel: the job that mails invitations."""

from gvi.partnerships.accounts import jobs

__all__ = ["jobs"]
