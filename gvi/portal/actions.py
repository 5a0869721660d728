"""Acts on messages from the public: leave one, answer it, close it."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvi.access import context
from gvi.access.principal import Principal
from gvi.acts.act import act
from gvi.acts.requires import NotNow
from gvi.portal.models import MessageState, PublicMessage, RegisterCounter, kept_until


def is_waiting(message: PublicMessage, by: Principal) -> None:
    """Raises NotNow for a settled message."""
    if not message.is_waiting:
        raise NotNow(_("This message is already settled."))


@act("portal.leave_message", log=gettext_lazy("left a message from outside"))
def leave_message(
    *, by: Principal, kind: str, text: str, place: str = "", format: str = "", contact: str = ""
) -> PublicMessage:
    """Somebody outside writes (SFS 2018:1937 12-15 §§): registered, with a number and the day it will be removed."""
    today = timezone.localdate()
    message = PublicMessage(
        number=_next_number(today),
        kind=kind,
        text=text,
        place=place,
        format=format,
        contact=contact,
        dispose_on=kept_until(today),
    )
    message.save()
    return message


@act(
    "portal.answer_message", on=PublicMessage, requires=[is_waiting], label=gettext_lazy("Mark as answered"),
    log=gettext_lazy("settled a message from the public"),
    done=gettext_lazy("The message is marked as answered. The day when it may be disposed of is a proposal."),
)  # fmt: skip
def answer_message(message: PublicMessage, *, by: Principal, state: str, done_on: date, answer: str) -> PublicMessage:
    """Answered, or closed without an answer; the time until its removal runs from that day."""
    if done_on > timezone.localdate():
        raise NotNow(_("The day cannot be in the future."))
    message.state = MessageState(state)
    message.done_on, message.answer = done_on, answer
    message.dispose_on = kept_until(done_on)
    message.save()
    return message


def _next_number(today: date) -> str:
    """T2026-001, without gaps: the counter is locked until the message is saved."""
    year: dict[str, Any] = {"partnership_id": context.current().partnership, "year": today.year}
    RegisterCounter.objects.get_or_create(**year)
    counter = RegisterCounter.objects.select_for_update().get(**year)
    counter.latest += 1
    counter.save()
    return f"T{today.year}-{counter.latest:03}"
