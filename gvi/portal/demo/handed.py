"""Disclosures in the demo partnership, by the real acts: one in use, one that waits, one that was taken back."""

from datetime import timedelta

from django.utils import timezone

from gvi.access.principal import Principal, act_as
from gvi.disclosures import actions
from gvi.disclosures.models import Disclosure, LegalGround
from gvi.disclosures.registry import disclosable, occasions
from gvi.partnerships.models import Agency

NAMES = ["given_name", "family_name"]
WHY = "Frivården möter var och en av sina egna i entrén och behöver känna igen dem. Det väger uppenbart tyngst."
CHIEF = "chef för lokalpolisområdet"


def over(principals: dict[str, Principal]) -> None:
    """The police hand names to probation for the coming evening, and to social services about three people."""
    _confirm(principals["registrator-polis"], "10:27", "polisområdets jurist")
    _confirm(principals["registrator-frivard"], "10:27", "Kriminalvårdens rättsenhet")
    earlier = _hand(
        principals["polis"], "Frivården", 6, "10:27", "Förberedande samtal inför call-in", timedelta(days=9), WHY
    )
    evening = _for_the_evening(principals["polis"])
    why = "Personerna har skriftligen bett om kontakt."
    _hand(principals["polis"], "Socialtjänsten Norrby", 3, "samtycke", "Kontakt om stöd", timedelta(days=30), why)
    with act_as(principals["frivard"]):
        for disclosure in (earlier, evening):
            actions.accept(disclosure, by=principals["frivard"])
    with act_as(principals["polis"]):
        actions.withdraw(earlier, by=principals["polis"])


def _confirm(registrar: Principal, code: str, confirmed_by: str) -> None:
    with act_as(registrar):
        day = timezone.localdate() - timedelta(days=40)
        actions.confirm_ground(by=registrar, ground=_ground(code), confirmed_by=confirmed_by, confirmed_on=day)


def _ground(code: str) -> LegalGround:
    return LegalGround.objects.in_force().get(code=code)


def _hand(by: Principal, to: str, count: int, code: str, purpose: str, time: timedelta, reasons: str) -> Disclosure:
    """The first people of the list who may be handed over and have a code."""
    with act_as(by):
        people = [each.row for each in disclosable().candidates(by) if each.code and not each.refusal][:count]
        return actions.hand_over(
            by=by,
            receiver=Agency.objects.get(partnership=by.partnership, short_name=to),
            people=people,
            fields=NAMES,
            ground=_ground(code),
            purpose=purpose,
            valid_until=timezone.now() + time,
            decided_by=CHIEF,
            reasons=reasons,
            assessed_each=True,
            consent_on=timezone.localdate() if code == "samtycke" else None,
        )


def _for_the_evening(by: Principal) -> Disclosure:
    """Those who have a seat at the next call-in, until the evening is over."""
    with act_as(by):
        occasion = next(iter(occasions().values()))
        seated = [
            each
            for each in disclosable().candidates(by)
            if each.person_code_id in occasion.person_code_ids and not each.refusal
        ]
        return actions.hand_over(
            by=by,
            receiver=Agency.objects.get(partnership=by.partnership, short_name="Frivården"),
            people=[each.row for each in seated],
            fields=[*NAMES, "birth_year"],
            ground=_ground("10:27"),
            purpose=occasion.name,
            valid_until=occasion.ends_at,
            decided_by=CHIEF,
            reasons=WHY,
            assessed_each=True,
            assessments={seated[0].row: "Har själv bett att bli mött av sin frivårdsinspektör."},
        )
