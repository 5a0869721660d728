"""What is done about participation in increased focus: an agency is asked, answers, and ends (domain 2.9)."""

from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvi.access import policy
from gvi.access.principal import Principal
from gvi.acts.act import act
from gvi.acts.validators import check_not_in_future, constraint_as_error
from gvi.partnerships.models import Agency
from sanctions.models import FocusParticipation, Sanction
from sanctions.participation.queries import agencies_to_invite
from sanctions.participation.rules import (
    has_no_answer,
    has_somebody_to_invite,
    is_going,
    is_told,
    seen_after_its_end,
    seen_until,
)
from sanctions.rules import is_running


@act(
    "sanctions.invite_agency", on=Sanction, writes=False, requires=[is_running, has_somebody_to_invite],
    label=gettext_lazy("Invite an agency"), icon="user-plus", log=gettext_lazy("invited an agency to increased focus"),
    done=gettext_lazy("The agency is invited. It is asked on My day."),
)  # fmt: skip
def invite_agency(
    sanction: Sanction,
    *,
    by: Principal,
    receiver: Agency,
    request: str,
    asked: Collection[str] = (),
    message: str = "",
    invited_on: date | None = None,
) -> FocusParticipation:
    """Ask an agency outside the core to take part, today unless another day is given: it sees the group's name, the
    time and what is asked, until it has had time to report after the review. Raises ValidationError.
    """
    invited_on = invited_on or timezone.localdate()
    check_not_in_future("invited_on", invited_on)
    if not agencies_to_invite(sanction).filter(pk=receiver.pk).exists():
        raise ValidationError({"receiver": _("This agency cannot be invited, or is invited already.")})
    if not set(asked) <= set(policy.levers(receiver.kind)):
        sentence = _("%(agency)s has no such measure.") % {"agency": receiver.short_name}
        raise ValidationError({"asked": sentence})
    made = FocusParticipation(
        sanction=sanction, receiver=receiver, group_name=sanction.group.name, asked=list(asked), request=request,
        message=message, invited_on=invited_on,
        readable_until=seen_until(sanction.review_on or invited_on),
    )  # fmt: skip
    taken = _("This agency cannot be invited, or is invited already.")
    with constraint_as_error("one_going_participation_per_agency", field="receiver", message=taken):
        made.save()
    return made


@act(
    "sanctions.end_participation", on=FocusParticipation, requires=[is_going],
    label=gettext_lazy("End the participation"), icon="ban", danger=True,
    log=gettext_lazy("ended an agency's participation in increased focus"),
)  # fmt: skip
def end_participation(participation: FocusParticipation, *, by: Principal) -> FocusParticipation:
    """The agency sees the focus no longer: at once, or when it has had time to report what it has not closed.

    Its measures stay its own, and the core goes on seeing them.
    """
    participation.ended_on = timezone.localdate()
    participation.readable_until = seen_after_its_end(participation)
    participation.save()
    return participation


@act(
    "sanctions.decline", on=FocusParticipation, requires=[is_told, is_going, has_no_answer],
    label=gettext_lazy("Answer that you have no measure"), icon="message",
    log=gettext_lazy("answered that the agency has no measure"), done=gettext_lazy("Your answer is saved."),
)  # fmt: skip
def decline(participation: FocusParticipation, *, by: Principal, decline_reason: str) -> FocusParticipation:
    """The agency has no measure of its own to plan. It may plan one all the same, later."""
    participation.declined_on, participation.decline_reason = timezone.localdate(), decline_reason
    participation.save()
    return participation
