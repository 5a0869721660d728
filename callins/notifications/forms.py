"""What is typed about custom notifications: counts only."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from callins.models import NotificationCount
from groups.models import Group
from gvi.access.row_security import column
from gvi.pages.fields import DateField
from gvi.pages.forms import ActForm, offer_rows
from gvi.text.swedish import Alphabetical


def count_of(name: str, help_text: Any, **more: Any) -> Any:
    """The form field of a count."""
    return column(NotificationCount, name).formfield(min_value=0, max_value=500, help_text=help_text, **more)


class CountsForm(ActForm):
    """A round that is written down already; its group stays."""

    date = DateField(label=_("Date"), latest=timezone.localdate, initial=timezone.localdate)
    attempts = count_of("attempts", _("How many times somebody was looked for."))
    carried_out = count_of("carried_out", _("How many of the attempts became a talk."))
    reached = count_of("reached", _("How many people got the message face to face."), initial=0)
    relatives = count_of("relatives", _("How many relatives were met instead or besides."), initial=0)


class NoteForm(CountsForm):
    """A new round."""

    field_order = ("group", "date", "attempts", "carried_out", "reached", "relatives")

    group = forms.ModelChoiceField(label=_("Group"), queryset=Group.objects.none(), empty_label=_("Choose"))

    def offer(self) -> None:
        offer_rows(self, "group", Group.objects.active().published().order_by(Alphabetical("name")))
