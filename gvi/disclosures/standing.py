"""Where a disclosure stands, for the one who looks: in words, and what he may do with it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gvi.access import policy
from gvi.access.principal import Principal
from gvi.acts.act import NotNow
from gvi.disclosures.models import Disclosure, EndReason
from gvi.disclosures.offers import offered
from gvi.partnerships.models import Agency


def words(fields: list[str]) -> list[str]:
    """The chosen fields as people call them."""
    return [str(offered().fields.get(name, name)) for name in fields]


def labelled(fields: list[str], facts: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The chosen fields of one person, each with what it is called."""
    return [(label, facts.get(name) or "") for name, label in zip(fields, words(fields), strict=True)]


def standing(disclosure: Disclosure) -> tuple[str, str]:
    """The state in a word, and the colour of its tag."""
    if disclosure.disposed_at:
        return pgettext("disclosure", "disposed of"), "neutral"
    if disclosure.ended_as:
        return str(EndReason(disclosure.ended_as).label), "ochre"
    if not disclosure.is_valid:
        return pgettext("disclosure", "time is up"), "neutral"
    if disclosure.accepted_at:
        return pgettext("disclosure", "accepted"), "success"
    return pgettext("disclosure", "waits to be accepted"), "warning"


def received(by: Principal) -> QuerySet[Disclosure]:
    """What was handed to the agency: what is valid, and for the register what is over too (architecture 3)."""
    rows = Disclosure.objects.filter(receiver=by.agency)
    return rows if by.may("disclosures.see_ended") else rows.filter(valid_until__gt=timezone.now())


def readable(by: Principal) -> QuerySet[Disclosure]:
    """What the agency has handed over, and what it has received."""
    return Disclosure.objects.filter(owner=by.agency) | received(by)


def to_dispose_of(by: Principal) -> QuerySet[Disclosure]:
    """Accepted copies that are over: the receiver has to decide whether they are kept."""
    over = Disclosure.objects.filter(receiver=by.agency, valid_until__lte=timezone.now(), disposed_at=None)
    return over.exclude(accepted_at=None)


def receivers(by: Principal) -> QuerySet[Agency]:
    """To whom the agency may hand something: those who log in and have somebody who may accept it."""
    kinds = policy.kinds_with("disclosures.accept")
    others = Agency.objects.filter(partnership=by.partnership, logs_in=True, kind__in=kinds).exclude(pk=by.agency.pk)
    return others.order_by("circle", "short_name")


def check_accept(disclosure: Disclosure, by: Principal) -> None:
    """The receiver, once, as long as it is valid. Raises PermissionDenied, NotNow."""
    check_receiver(disclosure, by)
    _valid(disclosure)
    if disclosure.accepted_at is not None:
        raise NotNow(_("This is accepted already."))


def check_give_back(disclosure: Disclosure, by: Principal) -> None:
    """The receiver, as long as it is valid. Raises PermissionDenied, NotNow."""
    check_receiver(disclosure, by)
    _valid(disclosure)


def check_withdraw(disclosure: Disclosure, by: Principal) -> None:
    """The giver, as long as it is valid. Raises PermissionDenied, NotNow."""
    check_giver(disclosure, by)
    _valid(disclosure)


def check_dispose(disclosure: Disclosure, by: Principal) -> None:
    """The receiver, once it is over and was accepted. Raises PermissionDenied, NotNow."""
    check_receiver(disclosure, by)
    if disclosure.is_valid or disclosure.accepted_at is None:
        raise NotNow(_("It is still valid. Give it back if it is not needed."))


def check_giver(disclosure: Disclosure, by: Principal) -> None:
    """Raises PermissionDenied for anybody else."""
    if disclosure.owner_id != by.agency.pk:
        raise PermissionDenied("disclosures: only its giver")


def check_receiver(disclosure: Disclosure, by: Principal) -> None:
    """Raises PermissionDenied for anybody else."""
    if disclosure.receiver_id != by.agency.pk:
        raise PermissionDenied("disclosures: only its receiver")


def _valid(disclosure: Disclosure) -> None:
    if not disclosure.is_valid:
        raise NotNow(_("It is over: it is not valid any more."))


# Whose it is to do, and when; the acts ask the same as the pages that offer them.
CHECKS: dict[str, Callable[[Disclosure, Principal], None]] = {
    "disclosures.accept": check_accept,
    "disclosures.give_back": check_give_back,
    "disclosures.withdraw": check_withdraw,
    "disclosures.dispose": check_dispose,
    "disclosures.print_decision": check_giver,
}


def open_acts(disclosure: Disclosure, by: Principal) -> list[str]:
    """The names of the acts that this reader may do on it now."""
    return [name for name, check in CHECKS.items() if by.may(name) and _passes(check, disclosure, by)]


def _passes(check: Callable[[Disclosure, Principal], None], disclosure: Disclosure, by: Principal) -> bool:
    try:
        check(disclosure, by)
    except (PermissionDenied, NotNow):
        return False
    return True
