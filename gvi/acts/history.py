"""What was corrected or struck in an agency's own rows: the words before and after. Nobody else reads them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gvi.access.guarded import Guarded
from gvi.acts.models import Change, LogEntry


@dataclass(frozen=True)
class Correction:
    """A text of a row before and after. The time is None if another agency did it: its log is its own."""

    row: UUID
    agency: str
    at: datetime | None
    before: str
    after: str


def corrections_of(rows: Iterable[Guarded], *texts: str) -> list[Correction]:
    """The corrections of these texts in the reader's own rows, the latest first. Two queries."""
    own = [row.pk for row in rows if row.is_mine]
    changes = list(Change.objects.filter(row__in=own).select_related("teller")) if own else []
    entries = LogEntry.objects.filter(pk__in={change.entry for change in changes}) if changes else ()
    times = {entry.pk: entry.logged_at for entry in entries}
    found = [
        Correction(
            change.row, change.teller.short_name, times.get(change.entry), change.before[text], change.after[text]
        )
        for change in changes
        for text in texts
        if change.before.get(text) and change.before[text] != change.after.get(text)
    ]
    return sorted(found, key=_moment, reverse=True)


def _moment(correction: Correction) -> float:
    return correction.at.timestamp() if correction.at else 0.0
