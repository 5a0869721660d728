"""The Celery task that removes expired drafts."""

from celery import shared_task

from gvi.pages import drafts


@shared_task(name="gvi.pages.tasks.remove_expired_drafts")  # type: ignore[untyped-decorator]
def remove_expired_drafts() -> int:
    """Remove what was typed and not saved once its time is up, also when nobody keeps anything new."""
    return drafts.remove_expired()
