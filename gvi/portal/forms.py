"""Forms of the portal."""

from typing import Any

from django import forms
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvi.access.principal import Principal
from gvi.acts.models import LogEntry
from gvi.pages.fields import DateField
from gvi.pages.forms import ActForm, CleanForm, offer_choices, offer_rows
from gvi.partnerships.models import User
from gvi.portal import log_labels
from gvi.portal.models import MessageState
from gvi.text.swedish import Swedish


class LogFilter(CleanForm):
    """What the reviewer looks for. Sent by POST: whose reading is looked at is never in an address."""

    user = forms.ModelChoiceField(
        label=gettext_lazy("Who"), queryset=User.objects.none(), required=False, empty_label=gettext_lazy("Choose")
    )
    verb = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    row = forms.UUIDField(
        label=gettext_lazy("Id of a row"),
        required=False,
        error_messages={"invalid": gettext_lazy("Write the whole id, as it is in the log.")},
    )
    until = DateField(label=gettext_lazy("Not later than"), required=False)

    def __init__(self, *args: Any, by: Principal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(pk__in=by.agency.affiliations.values("user"))
        offer_rows(self, "user", people.order_by(Swedish("full_name")))
        named = sorted((label, verb) for verb, label in log_labels.labels().items())
        offer_choices(self, "verb", [("", _("Everything")), *((verb, label) for label, verb in named)])

    def apply(self, entries: QuerySet[LogEntry]) -> QuerySet[LogEntry]:
        """The entries that fit all that was filled in."""
        facts = self.cleaned_data
        wanted = {"user": facts["user"], "verb": facts["verb"], "logged_at__date__lte": facts["until"]}
        entries = entries.filter(**{name: value for name, value in wanted.items() if value})
        if facts["row"]:
            entries = entries.alias(ids=Cast("rows", TextField())).filter(ids__contains=str(facts["row"]))
        return entries


class AnswerForm(ActForm):
    """How a message was settled."""

    state = forms.ChoiceField(label=gettext_lazy("What happened"), widget=forms.RadioSelect)
    done_on = DateField(label=gettext_lazy("Day"), latest=timezone.localdate)
    answer = forms.CharField(
        label=gettext_lazy("What was done"),
        help_text=gettext_lazy("In a few words. The answer itself is sent from your own post."),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )

    def offer(self) -> None:
        ends = [state for state in MessageState if state != MessageState.NEW]
        offer_choices(self, "state", [(state.value, state.label.capitalize()) for state in ends])
