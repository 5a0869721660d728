"""What the demo partnership writes down later: a meeting, an outcome that was wrong, concern for a child."""

from datetime import time, timedelta

from django.utils import timezone

from callins.corrections.actions import correct_outcome
from callins.models import Attendance, CallIn, Invitation
from gvi.access.principal import Principal, act_as
from gvi.disclosures import actions as disclosures
from gvi.disclosures.models import LegalGround
from gvi.disclosures.registry import disclosable
from gvi.meetings import actions as meetings
from gvi.meetings.models import ItemKind, MeetingKind
from gvi.partnerships.models import Agency


def written_down_later(principals: dict[str, Principal]) -> None:
    """The coordinator enters a meeting, and the police correct an outcome and report concern for a child."""
    _meeting(principals["samordnare"])
    _outcome(principals["polis"])
    _child(principals["polis"])


def _meeting(coordinator: Principal) -> None:
    """The network meeting that nobody had called here."""
    with act_as(coordinator):
        others = Agency.objects.filter(partnership=coordinator.partnership, short_name__in=["Polisen", "Frivården"])
        meeting = meetings.enter_held(
            by=coordinator, kind=MeetingKind.NETWORK, date=timezone.localdate() - timedelta(days=18),
            starts_at=time(17), ends_at=time(18, 30), venue="Församlingshemmet", agencies=others,
        )  # fmt: skip
        item = meetings.add_item(meeting, by=coordinator, kind=ItemKind.DECISION, text="Ska vi träffas igen före jul?")
        meetings.settle_item(item, by=coordinator, outcome="Ja, i december")


def _outcome(police: Principal) -> None:
    """Somebody who was noted as absent came late."""
    with act_as(police):
        held = CallIn.objects.held().order_by("-date")
        absent = Invitation.objects.filter(callin__in=held, owner=police.agency, outcome=Attendance.ABSENT)
        correct_outcome(
            absent.order_by("seat")[0], by=police, outcome=Attendance.PRESENT,
            reason="Kom tio minuter sent. Frivården, Charlie satt bakom.",
        )  # fmt: skip


def _child(police: Principal) -> None:
    """Marked for protection, to social services."""
    with act_as(police):
        young = [each.row for each in disclosable().candidates(police) if "minor" in each.protected_as][:1]
        disclosures.hand_over(
            by=police, receiver=Agency.objects.get(partnership=police.partnership, short_name="Socialtjänsten Norrby"),
            people=young, fields=["given_name", "family_name", "birth_year"],
            ground=LegalGround.objects.in_force().get(code="polislagen-6"), purpose="Oro för ett barn",
            valid_until=timezone.now() + timedelta(days=14), decided_by="chef för lokalpolisområdet",
            reasons="Socialtjänsten behöver veta det för att kunna skydda barnet.", for_protection=True,
            protection_reason="Orosanmälan: personen är under 18 år och har setts med gruppen i tre veckor.",
        )  # fmt: skip
