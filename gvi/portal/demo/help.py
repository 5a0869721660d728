"""Support in the demo: requests that wait, one acute and about a child; cases on their way, one that nobody has.

All of it is invented.
"""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from callins import actions as callins
from callins.models import Asker, Channel, Known
from gvi.access.principal import Principal, act_as
from gvi.partnerships.accounts.queries import system_principal
from gvi.partnerships.models import Agency
from support import actions as support
from support.models import CaseState, Consent, ContactChannel, FollowUp, Help, Reached, SupportCase

# who, safe way, days since asked, hours to the first contact (none: only attempts), needs, measures, next step, in days
CASES: list[tuple[str, str, int, int | None, list[str], list[str], str, int | None]] = [
    (
        "Alex Hägg",
        "Ring efter 19 på det privata numret. Lägg inte på direkt, säg att det gäller cykeln.",
        196,
        5,
        [Help.RELOCATION, Help.WORK, Help.DEBT],
        [Help.RELOCATION, Help.WORK],
        "Möte med handledaren på praktikplatsen",
        4,
    ),
    (
        "Kim Oxel",
        "Genom systern, vardagar före 12.",
        97,
        20,
        [Help.EMERGENCY_HOUSING, Help.INCOME, Help.DOCUMENTS],
        [Help.EMERGENCY_HOUSING, Help.INCOME],
        "Boka tid för id-handling",
        -1,
    ),
    (
        "Robin Sälg",
        "Träffas på biblioteket, torsdagar klockan 15.",
        34,
        49,
        [Help.TREATMENT, Help.MENTOR],
        [Help.MENTOR],
        "Presentera kontaktpersonen",
        2,
    ),
    ("Sam Alm", "Sms med bara ”Hej, hör av dig”. Ringer själv upp.", 9, 3, [Help.EDUCATION], [], "Bedömning", 1),
    ("", "Kontantkort, svarar bara på kvällen. Numret finns i ert eget system.", 2, None, [], [], "", None),
]


def requests_and_cases(principals: dict[str, Principal]) -> None:
    """Three new requests for social services in Norrby, one in Sjöstad, and six cases at different points."""
    worker = principals["socialsekreterare"]
    _wish(principals["frivardsinspektor"], worker.agency, hours=3, person_note="Elis Tall", channel=Channel.PROBATION)
    _wish(
        principals["polis"],
        worker.agency,
        hours=27,
        person_note="",
        asker=Asker.RELATIVE,
        channel=Channel.TELEPHONE,
        safe_way="Modern, vardagar efter 17. Fråga efter henne vid förnamn: Mika.",
        language="somaliska",
        children=Known.YES,
    )
    _wish(
        principals["samordnare2"],
        principals["socialsekreterare2"].agency,
        hours=6,
        person_note="Nova Lind",
        channel=Channel.STAFF,
    )
    _wish(
        principals["polis"],
        worker.agency,
        hours=2,
        person_note="Nico, 16 år",
        asker=Asker.RELATIVE,
        channel=Channel.TELEPHONE,
        safe_way="Mormor, när som helst. Ring inte hem.",
        acute=Known.YES,
        minor=Known.YES,
    )
    _left_behind(principals["socialsekreterare3"])
    for number, facts in enumerate(CASES, start=1):
        _case(worker, number, *facts)
    with act_as(system := system_principal(worker.agency)):
        support.plan_follow_ups(by=system)
    _follow_ups(worker)
    _stand_in(worker, principals["avhoppare"])


def _stand_in(worker: Principal, colleague: Principal) -> None:
    """A colleague stands in on the oldest case for two weeks."""
    with act_as(worker):
        case = SupportCase.objects.assigned_to(worker.user).order_by("asked_at")[0]
        until = timezone.localdate() + timedelta(days=14)
        support.name_stand_in(case, by=worker, worker=colleague.user, ends_on=until)


def _wish(by: Principal, to: Agency, *, hours: int, **facts: Any) -> None:
    asked = timezone.now() - timedelta(hours=hours)
    facts.setdefault("safe_way", "Ring mobilen mellan 16 och 18. Bara personen själv svarar.")
    with act_as(by):
        callins.request_support(by=by, to=to, asked_at=asked, **facts)


def _case(
    by: Principal,
    number: int,
    name: str,
    way: str,
    days: int,
    hours: int | None,
    needs: list[str],
    measures: list[str],
    step: str,
    in_days: int | None,
) -> None:
    asked = timezone.now() - timedelta(days=days)
    with act_as(by):
        case = support.open_case(by=by, person_note=name, safe_way=way, asked_at=asked, channel=Channel.TELEPHONE)
        tried = asked + timedelta(hours=2)
        support.log_contact(case, by=by, happened_at=tried, channel=ContactChannel.TELEPHONE, reached=Reached.NOBODY)
        if hours is None:
            return
        reached = asked + timedelta(hours=hours)
        support.log_contact(case, by=by, happened_at=reached, channel=ContactChannel.TELEPHONE, reached=Reached.SELF)
        support.change(
            case,
            by=by,
            reference=f"SOC-2{number:02}-{1700 + 13 * number}",
            consent=Consent.YES,
            needs=needs,
            measures=measures,
            next_step=step,
            next_on=timezone.localdate() + timedelta(days=in_days or 0),
        )
        _on_its_way(case, by, days)


def _left_behind(by: Principal) -> None:
    """A case whose worker has left: nobody answers for it."""
    asked = timezone.now() - timedelta(days=21)
    with act_as(by):
        case = support.open_case(
            by=by,
            person_note="Juno Sälg",
            safe_way="Skriv till den vanliga adressen.",
            asked_at=asked,
            channel=Channel.VISIT,
        )
        met = asked + timedelta(hours=4)
        support.log_contact(case, by=by, happened_at=met, channel=ContactChannel.MEETING, reached=Reached.SELF)
        support.change(case, by=by, reference="SOC-207-1791", next_step="Samtal om arbete", consent=Consent.YES)


def _on_its_way(case: SupportCase, by: Principal, days: int) -> None:
    """Assessed after a week, under way after two."""
    for after, state in ((7, CaseState.ASSESSED), (14, CaseState.ONGOING)):
        if days > after:
            support.change_state(case, by=by, state=state, date=timezone.localdate() - timedelta(days=days - after))


def _follow_ups(by: Principal) -> None:
    """All are done that were due more than a week ago; the latest wait."""
    with act_as(by):
        for follow_up in FollowUp.objects.filter(due_on__lt=timezone.localdate() - timedelta(days=8)).order_by(
            "due_on"
        ):
            answers = {"alive": Known.YES, "unhurt": Known.YES, "victim": Known.NO, "housing": Known.YES}
            support.log_follow_up(
                follow_up,
                by=by,
                date=follow_up.due_on + timedelta(days=2),
                reached=Reached.SELF,
                goal=Known.YES,
                **answers,
            )
