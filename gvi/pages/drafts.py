"""Drafts: what was typed and is not saved, sealed for the one who typed it (decision 0009).

A draft belongs to a mark (`Principal.mark`) and an address. It may be kept when nobody is signed in any more, because
the form carries the mark of whom it was made for; it is given back to that principal alone.
"""

from datetime import timedelta
from hashlib import sha256

from cryptography.fernet import InvalidToken
from django.http import QueryDict
from django.utils import timezone

from gvi.access.principal import Principal, is_mark
from gvi.pages.models import Draft
from gvi.text.national_ids import seal, unseal

KEPT = timedelta(hours=10)  # as long as a session may last
LONGEST = 200_000  # characters of a form as it is sent
PER_WRITER = 20
MADE_FOR = "made_for"  # the field of a form that says whom it was made for
LEFT_OUT = ("csrfmiddlewaretoken", MADE_FOR, "confirm", "again", "discard")


def keep(mark: str, address: str, typed: QueryDict) -> bool:
    """Keep what was typed, in place of what was kept there before. False if the mark is made up or it is too long."""
    words = typed.copy()
    for name in LEFT_OUT:
        words.pop(name, None)
    text = words.urlencode()
    if not is_mark(mark) or len(text) > LONGEST:
        return False
    writer, place = _row(mark, address)
    sealed = seal(f"{writer} {place} {text}")
    Draft.objects.update_or_create(writer=writer, place=place, defaults={"sealed": sealed, "kept_at": timezone.now()})
    newest = Draft.objects.filter(writer=writer).order_by("-kept_at", "-pk").values("pk")
    Draft.objects.filter(writer=writer).exclude(pk__in=list(newest[:PER_WRITER].values_list("pk", flat=True))).delete()
    return True


def found(by: Principal, address: str) -> QueryDict | None:
    """What this principal had typed at this address and not saved; None if there is nothing or it is too old."""
    writer, place = _row(by.mark, address)
    row = Draft.objects.filter(writer=writer, place=place, kept_at__gte=timezone.now() - KEPT).first()
    try:
        told_writer, told_place, text = unseal(row.sealed).split(" ", 2) if row else ("", "", "")
    except InvalidToken:
        return None
    return QueryDict(text) if (told_writer, told_place) == (writer, place) else None


def forget(by: Principal, address: str) -> None:
    """It was saved, or thrown away."""
    writer, place = _row(by.mark, address)
    Draft.objects.filter(writer=writer, place=place).delete()


def remove_expired() -> int:
    """Remove the drafts that nobody can get back any more. Returns how many."""
    removed, _per_model = Draft.objects.filter(kept_at__lt=timezone.now() - KEPT).delete()
    return removed


def is_for_another(by: Principal, posted: QueryDict) -> bool:
    """Whether a form was made for another principal than the one who sends it."""
    return posted.get(MADE_FOR, by.mark) not in ("", by.mark)


def _row(mark: str, address: str) -> tuple[str, str]:
    """The two columns that find a draft: hashes, so that the table tells neither who nor where."""
    return sha256(mark.encode()).hexdigest(), sha256(f"{mark} {address}".encode()).hexdigest()
