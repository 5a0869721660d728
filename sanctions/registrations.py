"""What sanctions register with groups and commitments: who is in focus, events of a timeline, names of origins."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.extension_points import Event, Mark, attribution_buttons, event_finders, mark_finders
from groups.models import Attribution, Group
from gvi.access.principal import Principal
from gvi.commitments.origins import Origin, origin_finders
from gvi.pages.buttons import Button
from sanctions import actions
from sanctions.models import DecisionKind, Sanction, SanctionDecision, SanctionState
from sanctions.queries import missing_parts

TITLES = {
    DecisionKind.BEGIN: gettext_lazy("Increased focus decided"),
    DecisionKind.EXTEND: gettext_lazy("Increased focus extended"),
    DecisionKind.REJECT: gettext_lazy("Increased focus rejected"),
}


@mark_finders.register
def in_focus(groups: Collection[Group]) -> dict[UUID, Mark]:
    """Increased focus follows from a decided sanction that has not ended; it is never entered by hand (product 2)."""
    running = list(Sanction.objects.running().filter(group__in=groups))
    missing = missing_parts(running) if running else {}
    return {
        sanction.group_id: Mark(
            _("increased focus, not confirmed yet")
            if sanction.pk in missing and not sanction.started_on
            else _("increased focus"),
            sanction.get_absolute_url(),
        )
        for sanction in running
    }


@event_finders.register
def focused(group: Group) -> Iterable[Event]:
    """Decided, lifted, informed."""
    for decision in SanctionDecision.objects.filter(sanction__group=group).select_related("sanction"):
        title = str(TITLES[DecisionKind(decision.kind)])
        yield Event(decision.decided_on, title, decision.reason, decision.sanction.get_absolute_url(), "accent")
    for sanction in Sanction.objects.filter(group=group, ended_on__isnull=False):
        url = sanction.get_absolute_url()
        if sanction.state == SanctionState.WITHDRAWN:
            yield Event(sanction.ended_on, _("Increased focus withdrawn"), sanction.end_note, url)  # type: ignore[arg-type]
            continue
        yield Event(sanction.ended_on, _("Increased focus lifted"), sanction.get_end_reason_display(), url, "success")  # type: ignore[arg-type]
        if sanction.informed_on:
            how = sanction.get_informed_through_display()
            yield Event(sanction.informed_on, _("The group was told that it is over"), how, url)


@attribution_buttons.register
def propose_focus(attribution: Attribution, by: Principal) -> Iterable[Button]:
    """Increased focus may be proposed on a published judgement that can carry it."""
    if attribution.is_open and attribution.supports_sanction and actions.propose.act.is_open_for(None, by):
        url = f"{reverse('sanctions:propose')}?utlosande={attribution.pk}"
        yield Button(_("Propose increased focus"), url)


@origin_finders.register_as("sanction")
def sanction_origins(ids: Collection[UUID]) -> dict[UUID, Origin]:
    """Sanctions by their group, for the commitments that came of them."""
    found = Sanction.objects.filter(pk__in=ids).select_related("group")
    return {
        sanction.pk: Origin(_("Increased focus: %(group)s") % {"group": sanction.group}, sanction.get_absolute_url())
        for sanction in found
    }
