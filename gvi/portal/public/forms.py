"""What anybody may write to the one who answers for the site."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from gvi.acts.models import new_key
from gvi.pages.fields import LongText
from gvi.pages.forms import CleanForm, key_of_press, offer_choices
from gvi.partnerships.models import Partnership
from gvi.portal.models import Format


class MessageForm(CleanForm):
    """To whom, and how to reach the one who writes. Asked only where there is a choice."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    partnership = forms.ModelChoiceField(
        Partnership.objects.none(), label=_("Which cooperation is it about?"), empty_label=_("Choose")
    )

    def __init__(self, *args: Any, partnerships: QuerySet[Partnership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", new_key())
        self.there_are = list(partnerships)
        field = cast("forms.ModelChoiceField[Partnership]", self.fields["partnership"])
        field.queryset = partnerships
        if len(self.there_are) == 1:
            del self.fields["partnership"]

    def clean_key(self) -> UUID | None:
        """The same button again sends nothing; other words in the same form are sent."""
        return key_of_press(self, self.cleaned_data["key"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if len(self.there_are) == 1:
            cleaned["partnership"] = self.there_are[0]
        return cleaned


class ReportForm(MessageForm):
    """What does not work, and where."""

    place = forms.CharField(
        label=_("Where is it?"),
        help_text=_("For example the page's address or heading."),
        max_length=200,
        required=False,
    )
    text = LongText(
        label=_("What does not work?"),
        help_text=_("Say what you tried to do and what happened. Write nothing about other people."),
        max_length=3000,
        rows=6,
    )
    contact = forms.CharField(
        label=_("How can we reach you?"),
        help_text=_("An e-mail address or a telephone number, if you want an answer."),
        max_length=200,
        required=False,
    )


class FormatForm(MessageForm):
    """What somebody wants to read, in which form, and where to send it."""

    place = forms.CharField(
        label=_("What do you want to read?"),
        help_text=_("For example the page's address or heading, or what a paper is called."),
        max_length=200,
    )
    format = forms.ChoiceField(label=_("In what form?"), widget=forms.RadioSelect)
    text = LongText(
        label=_("Anything else we should know"),
        help_text=_("Write nothing about other people."),
        max_length=3000,
        required=False,
        rows=4,
    )
    contact = forms.CharField(
        label=_("Where do we send it?"),
        help_text=_("An e-mail address, a postal address or a telephone number."),
        max_length=200,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "format", [(choice.value, capfirst(choice.label)) for choice in Format])
