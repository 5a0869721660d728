"""Participation as the page of a sanction shows it: who is invited, what the answer is, who has not answered."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gvi.access.principal import Principal
from gvi.pages.buttons import Button, button
from gvi.text.days import day_label
from sanctions.models import FocusParticipation
from sanctions.participation import actions


@dataclass(frozen=True)
class ParticipationRow:
    """An invited agency: its answer in words, and the button that ends its participation, for whoever may."""

    participation: FocusParticipation
    answer: str
    end: Button | None

    @property
    def asked(self) -> str:
        return ", ".join(self.participation.asked_labels)


def participation_rows(found: Iterable[FocusParticipation], by: Principal) -> list[ParticipationRow]:
    """Invited agencies, the latest first. Each must know `has_planned`."""
    return [
        ParticipationRow(
            each,
            answer_of(each, has_planned=each.has_planned),
            button(actions.end_participation, each) if actions.end_participation.act.is_open_for(each, by) else None,
        )
        for each in found
    ]


def answer_of(participation: FocusParticipation, *, has_planned: bool) -> str:
    """What the agency has answered so far."""
    if participation.ended_on:
        return _("no longer takes part since %(day)s") % {"day": day_label(participation.ended_on)}
    if has_planned:
        return _("has planned measures")
    if participation.declined_on:
        return _("has no measure: %(reason)s") % {"reason": participation.decline_reason}
    return _("has not answered")
