"""Two messages from the public pages: one settled, one that waits."""

from django.utils import timezone

from gvi.access.principal import Principal, PublicVisitor, act_as
from gvi.portal.actions import answer_message, leave_message
from gvi.portal.models import Format, MessageKind, MessageState


def messages(coordinator: Principal) -> None:
    """Left as anybody leaves them, and the first one answered by the coordinator."""
    with act_as(PublicVisitor(partnership=coordinator.partnership)) as outside:
        answered = leave_message(
            by=outside,
            kind=MessageKind.BARRIER,
            place="Om GVI",
            text="Telefonnumret till växeln läses upp som ett enda långt tal i min skärmläsare.",
            contact="leser@exempel.example",
        )
        leave_message(
            by=outside,
            kind=MessageKind.FORMAT,
            place="Tillgänglighetsredogörelsen",
            format=Format.LARGE,
            text="Gärna minst 18 punkter.",
            contact="Provgatan 1, Norrby",
        )
    with act_as(coordinator):
        answer_message(
            answered,
            by=coordinator,
            state=MessageState.ANSWERED,
            done_on=timezone.localdate(),
            answer="Numret är uppdelat i grupper. Svar skickat med e-post.",
        )
