"""What the log reviewer looks for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvi.access.principal import Principal
from gvi.acts.models import LogEntry, Outcome
from gvi.pages.fields import DateField
from gvi.pages.forms import CleanForm, offer_choices
from gvi.partnerships.accounts.namesakes import offer_users
from gvi.partnerships.models import User
from gvi.portal.log import labels, subjects

SAMPLE = 20  # entries drawn by lot, for a review that nobody has chosen


class LogFilter(CleanForm):
    """What the reviewer looks for. Sent by POST: whose reading is looked at is never in an address.

    `about` keeps what the subject named, by model label, so that the search itself can be logged.
    """

    user = forms.ModelChoiceField(
        label=gettext_lazy("Who"), queryset=User.objects.none(), required=False, empty_label=gettext_lazy("Choose")
    )
    verb = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    outcome = forms.ChoiceField(label=gettext_lazy("How it went"), required=False)
    row = forms.CharField(
        label=gettext_lazy("About"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Code, case, day of a meeting, own person or id."),
    )
    since = DateField(label=gettext_lazy("Not earlier than"), required=False)
    until = DateField(label=gettext_lazy("Not later than"), required=False)

    def __init__(self, *args: Any, by: Principal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.about: dict[str, set[str]] = {}
        people = User.objects.filter(pk__in=by.agency.affiliations.values("user"))
        offer_users(self, "user", people)
        self.verbs = labels.verbs_by_label()
        offer_choices(self, "verb", [("", _("Everything")), *((verbs[0], label) for label, verbs in self.verbs)])
        offer_choices(self, "outcome", [("", _("Everything")), *Outcome.choices])

    def clean_row(self) -> str:
        """Find what the text names. Raises ValidationError if it names nothing that the agency sees."""
        text = " ".join(self.cleaned_data["row"].split())
        if text:
            self.about = subjects.find(text, self.by)
            if not self.about:
                raise ValidationError(
                    _("Nothing that your agency sees is called that. Write it as it stands on its page.")
                )
        return text

    def apply(self, entries: QuerySet[LogEntry]) -> QuerySet[LogEntry]:
        """The entries that fit all that was filled in."""
        facts = self.cleaned_data
        wanted = {
            "user": facts["user"],
            "outcome": facts["outcome"],
            "verb__in": next((verbs for _label, verbs in self.verbs if facts["verb"] in verbs), None),
            "logged_at__date__gte": facts["since"],
            "logged_at__date__lte": facts["until"],
        }
        entries = entries.filter(**{name: value for name, value in wanted.items() if value})
        if self.about:
            ids = "|".join(sorted(subjects.with_their_parts(self.about)))
            entries = entries.alias(ids=Cast("rows", TextField())).filter(ids__regex=ids)
        return entries
