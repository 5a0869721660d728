"""Who may get a code, and which codes are free: what several acts and pages share."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.codes import drawn_by_lot
from groups.models import BYSTANDERS, Certainty, Dossier, Membership, PersonCode
from gvi.acts.act import NotNow
from gvi.text.national_ids import COORDINATION

GROWN = 18
REVIEW_MONTHS = 6  # domain 2.11 rule 14


def months_on(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + years, month + 1, last)
        except ValueError:
            continue
    raise ValueError(day)


def review_day(day: date) -> date:
    """When a membership must be looked at again (domain 2.11 rule 14)."""
    return months_on(day, REVIEW_MONTHS)


def born_on(dossier: Dossier) -> date | None:
    """The date in the national id; the day may be a neighbouring one (domain 3.7)."""
    digits = dossier.number
    if not digits:
        return None
    day = int(digits[6:8])
    return date(int(digits[:4]), int(digits[4:6]), day - COORDINATION * (day > COORDINATION))


def is_grown(dossier: Dossier, today: date) -> bool:
    """Eighteen or more for certain. Where only the year is known the whole year must have passed."""
    if dossier.birth_year is None:
        return False
    if today.year - dossier.birth_year != GROWN:
        return today.year - dossier.birth_year > GROWN
    born = born_on(dossier)
    return born is not None and (born.month, born.day) <= (today.month, today.day)


def why_no_code(membership: Membership, today: date) -> str:
    """Why this person is not offered for a code: protected, bystander, dropped, minor, unknown age; or nothing."""
    if membership.dossier.protected:
        return "protected"
    if membership.role in BYSTANDERS:
        return "bystander"
    if membership.certainty == Certainty.DROPPED:
        return "dropped"
    return why_hidden(membership.dossier, today)


def why_hidden(dossier: Dossier, today: date) -> str:
    """Why somebody stays out of sight wherever he is recorded: protected, minor, unknown age; or nothing."""
    if dossier.protected:
        return "protected"
    if dossier.birth_year is None:
        return "unknown_age"
    return "" if is_grown(dossier, today) else "minor"


def free_codes(count: int) -> list[str]:
    """Codes that nobody has, as far as we can see; the unique constraint knows of those we cannot. Raises NotNow."""
    free: list[str] = []
    lot = drawn_by_lot()
    step = 2 * count + 20
    for start in range(0, len(lot), step):
        drawn = lot[start : start + step]
        taken = {person_code.code for person_code in PersonCode.objects.filter(code__in=drawn)}
        free += [code for code in drawn if code not in taken]
        if len(free) >= count:
            return free[:count]
    raise NotNow(_("All codes are taken. Codes of people who have been removed must be freed first."))


REASONS = {
    "minor": gettext_lazy("under 18, or may be"),
    "unknown_age": gettext_lazy("year of birth not known"),
    "protected": gettext_lazy("protected identity"),
    "bystander": gettext_lazy("relative or contact, not suspected"),
    "dropped": gettext_lazy("dropped from the list"),
}
