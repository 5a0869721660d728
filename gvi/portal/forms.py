"""Forms of the portal."""

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from gvi.pages.fields import DateField, LongText
from gvi.pages.forms import ActForm, offer_choices
from gvi.portal.models import MessageState


class AnswerForm(ActForm):
    """How a message was settled."""

    state = forms.ChoiceField(label=gettext_lazy("What happened"), widget=forms.RadioSelect)
    done_on = DateField(label=gettext_lazy("Day"), latest=timezone.localdate)
    answer = LongText(
        label=gettext_lazy("What was done"),
        help_text=gettext_lazy("In a few words. The answer itself is sent from your own post."),
        max_length=500,
    )

    def offer(self) -> None:
        ends = [state for state in MessageState if state != MessageState.NEW]
        offer_choices(self, "state", [(state.value, capfirst(state.label)) for state in ends])
