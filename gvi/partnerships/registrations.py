"""What partnerships and accounts register: the job that mails invitations, and who listens to signing in."""

from gvi.partnerships.accounts import jobs, sign_in_log

__all__ = ["jobs", "sign_in_log"]
