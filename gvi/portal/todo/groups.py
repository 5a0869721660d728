"""What those who keep the group list have to do: cards, memberships, incidents, people who are invited."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from callins.models import Invitation
from groups.models import Dossier, Group, Incident, Membership, Retraction
from groups.people.retraction.queries import copies_of
from groups.queries import due_for_review
from gvi.access.principal import Principal
from gvi.portal.queries import upcoming_callins
from gvi.portal.todo.item import TodoItem, nearest


def groups_to_review(by: Principal, today: date) -> Iterator[TodoItem]:
    """Own group cards whose review date has come (domain 2.2: a group list grows old)."""
    due = due_for_review(Group.objects.all(), by).order_by("review_on", "pk")

    def item(group: Group) -> TodoItem:
        return TodoItem(
            _("Review the card of %(group)s") % {"group": group.name},
            reverse("groups:edit_group", args=[group.pk]) + "?genomgang",
            _("Review"),
            group.review_on,
            late=group.review_on is not None and group.review_on < today,
        )

    more = ngettext_lazy("and %(n)s card more to review", "and %(n)s cards more to review", "n")
    return nearest(due, item, more=more, url=reverse("groups:groups") + "?visa=ga-igenom")


def memberships_to_review(by: Principal, today: date) -> Iterator[TodoItem]:
    """Memberships are assessments with a date: how many have come due (domain 2.11 rule 14)."""
    due = Membership.objects.due_for_review().count()
    if due:
        text = ngettext("%(n)s membership is due for review", "%(n)s memberships are due for review", due) % {"n": due}
        yield TodoItem(text, reverse("groups:dossiers") + "?visa=ga-igenom", _("Show people"), late=True)


def protected_in_lists(by: Principal, today: date) -> Iterator[TodoItem]:
    """People whom a list has brought in and whom this reader keeps with protected identity, unknown to who imported."""
    for pk in Dossier.objects.protected_elsewhere().order_by("pk").values_list("pk", flat=True)[:5]:
        yield TodoItem(
            _("A list has brought in a person whom you keep with protected identity"),
            reverse("groups:dossier", args=[pk]),
            _("Open the new record"),
            late=True,
        )


def own_invited(by: Principal, today: date) -> Iterator[TodoItem]:
    """People whom the agency keeps and who are invited to the next call-in, by anybody's code: reach them in time."""
    known = Dossier.objects.filter(person_code__isnull=False).values("person_code")
    for callin in upcoming_callins(today)[:1]:
        mine = Invitation.objects.standing().filter(callin=callin, person_code__in=known).count()
        if mine:
            text = ngettext(
                "%(n)s person whom you keep is invited to the call-in",
                "%(n)s people whom you keep are invited to the call-in",
                mine,
            ) % {"n": mine}
            yield TodoItem(text, callin.get_absolute_url(), _("Show the seats"), callin.date)


def receivers_to_call(by: Principal, today: date) -> Iterator[TodoItem]:
    """Codes that were taken back while something was with others or on paper: they must be asked to destroy it."""
    for each in Retraction.objects.filter(owner=by.agency).to_call_about().order_by("retracted_at"):
        copies = copies_of(each)
        names = [agency.short_name for agency in copies.agencies]
        names += [_("paper %(number)s") % {"number": paper.number} for paper in copies.papers]
        text = _("Call the receivers about %(code)s: %(names)s") % {"code": each, "names": ", ".join(names)}
        yield TodoItem(text, each.get_absolute_url(), _("Show"), timezone.localdate(each.retracted_at), late=True)


def incidents_to_review(by: Principal, today: date) -> Iterator[TodoItem]:
    """Own incidents that nobody has reviewed yet: within a week it should be done (domain 6.3)."""
    waiting = Incident.objects.filter(owner=by.agency).unreviewed()

    def item(each: Incident) -> TodoItem:
        text = _("Review: %(incident)s") % {"incident": each}
        late = each.review_by < today
        return TodoItem(text, each.get_absolute_url(), _("Open the incident"), each.review_by, late=late)

    more = ngettext_lazy("and %(n)s incident more to review", "and %(n)s incidents more to review", "n")
    return nearest(waiting, item, more=more, url=reverse("groups:incidents") + "?visa=ga-igenom")
