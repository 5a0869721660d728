"""Min dag of those who answer for the agency's people."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gvi.access.principal import Principal
from gvi.partnerships.accounts import presenters, queries
from gvi.partnerships.models import ResetKind
from gvi.portal.todo.item import TodoItem


def resets_to_confirm(by: Principal, today: date) -> Iterator[TodoItem]:
    """Second factors and passwords that somebody else has asked to renew: it takes two, within 24 hours."""
    for row in presenters.reset_rows(by):
        if row.may_confirm:
            name = {"name": row.reset.affiliation.known_as}
            if row.reset.kind == ResetKind.PASSWORD:
                text = _("A link to a new password waits for you: %(name)s") % name
            else:
                text = _("Reset of a second factor waits for you: %(name)s") % name
            yield TodoItem(text, reverse(row.confirm.url_name, args=[row.reset.pk]), _("Show the request"), today)


def access_to_review(by: Principal, today: date) -> Iterator[TodoItem]:
    """People whose access nobody has confirmed for a year (product 16)."""
    if due := queries.due_for_review(by.agency).exclude(user=by.user).count():
        text = ngettext(
            "%(n)s user has not been reviewed for a year", "%(n)s users have not been reviewed for a year", due
        ) % {"n": due}
        yield TodoItem(text, reverse("partnerships:review"), _("Review"), late=True)
