"""Who may get a code, and when a membership is reviewed."""

from collections.abc import Iterable
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.models import BYSTANDERS, Certainty, Dossier, Group, GroupState, Membership, PersonCode
from gvi.access.principal import Principal
from gvi.acts.requires import NotNow
from gvi.text.national_ids import COORDINATION

ADULT_AGE = 18
REVIEW_MONTHS = 6  # domain 2.11 rule 14


class Exclusion(TextChoices):
    """Why a person gets no code and is not handed on to another agency (domain 2.11 rules 15, 18)."""

    MINOR = "minor", gettext_lazy("under 18, or may be")
    UNKNOWN_AGE = "unknown_age", gettext_lazy("year of birth not known")
    PROTECTED = "protected", gettext_lazy("protected identity")
    BYSTANDER = "bystander", gettext_lazy("relative or contact, not suspected")
    DROPPED = "dropped", gettext_lazy("dropped from the list")
    DISSOLVED = "dissolved", gettext_lazy("the group is dissolved")


# Reasons that protect the person: to those who must protect, the marked way is open (gvi/disclosures/protection.py).
PROTECTIVE = (Exclusion.MINOR, Exclusion.UNKNOWN_AGE, Exclusion.PROTECTED, Exclusion.BYSTANDER)


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + years, month + 1, last)
        except ValueError:
            continue
    raise ValueError(day)


def next_review(day: date) -> date:
    """When a membership or a card that is looked at on this day must be reviewed (domain 2.2, 2.11 rule 14)."""
    return add_months(day, REVIEW_MONTHS)


def has_memberships_due(dossier: Dossier, by: Principal) -> None:
    """Raises NotNow unless a membership of the person is due for review."""
    if not Membership.objects.due_for_review().filter(dossier=dossier).exists():
        raise NotNow(_("No membership of this person is due for review."))


def date_of_birth(dossier: Dossier) -> date | None:
    """The date in the national id, or None without one. The day may be a neighbouring one (domain 3.7)."""
    digits = dossier.national_id_in_clear
    if not digits:
        return None
    day = int(digits[6:8])
    return date(int(digits[:4]), int(digits[4:6]), day - COORDINATION * (day > COORDINATION))


def is_adult(dossier: Dossier, today: date) -> bool:
    """Eighteen or older for certain. If only the year of birth is known, the whole year must have passed."""
    if dossier.birth_year is None:
        return False
    if today.year - dossier.birth_year != ADULT_AGE:
        return today.year - dossier.birth_year > ADULT_AGE
    born = date_of_birth(dossier)
    return born is not None and (born.month, born.day) <= (today.month, today.day)


def why_no_code(membership: Membership, today: date) -> Exclusion | None:
    """Why this person is not offered for a code in this group, or None."""
    if membership.dossier.protected:
        return Exclusion.PROTECTED
    if membership.role in BYSTANDERS:
        return Exclusion.BYSTANDER
    if membership.certainty == Certainty.DROPPED:
        return Exclusion.DROPPED
    if membership.group.state == GroupState.DISSOLVED:
        return Exclusion.DISSOLVED
    return why_excluded(membership.dossier, today)


def why_code_closes(
    dossier: Dossier, code: PersonCode, memberships: Iterable[Membership], today: date
) -> Exclusion | None:
    """Why this person may not keep this code, or None: the rules under which it was given, asked again."""
    there = [member for member in memberships if member.group_id == code.group_id]
    return why_no_code(there[0], today) if there else why_excluded(dossier, today)


def why_excluded(dossier: Dossier, today: date) -> Exclusion | None:
    """Why this person is excluded whatever group they are in, or None."""
    if dossier.protected:
        return Exclusion.PROTECTED
    if dossier.birth_year is None:
        return Exclusion.UNKNOWN_AGE
    return None if is_adult(dossier, today) else Exclusion.MINOR


def why_protected(dossier: Dossier, memberships: Iterable[Membership], today: date) -> frozenset[str]:
    """All that protects this person; empty for an adult who is suspected and has no protected identity."""
    age = None if is_adult(dossier, today) else Exclusion.MINOR if dossier.birth_year else Exclusion.UNKNOWN_AGE
    found = [
        Exclusion.PROTECTED if dossier.protected else None,
        Exclusion.BYSTANDER if any(member.is_bystander for member in memberships) else None,
        age,
    ]
    return frozenset(exclusion.value for exclusion in found if exclusion)


def is_protected(dossier: Dossier, by: Principal) -> None:
    """The person has protected identity. Raises NotNow."""
    if not dossier.protected:
        raise NotNow(_("Only a person with protected identity has named readers."))


def is_given(person_code: PersonCode, by: Principal) -> None:
    """The code has not been taken back. Raises NotNow."""
    if not person_code.is_open:
        raise NotNow(_("The code is taken back: it is nobody's any more."))


def has_codes(group: Group, by: Principal) -> None:
    """The group has codes: without any, a key sheet is empty. Raises NotNow."""
    if not PersonCode.objects.published().filter(group=group).exists():
        raise NotNow(_("The group has no codes yet. Make them first."))
