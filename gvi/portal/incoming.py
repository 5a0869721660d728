"""The register of what the public has sent in: for the leading agency's registrar and coordinator."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvi.pages.act_page import ActPage
from gvi.pages.detail import DetailPage
from gvi.pages.forms import ActForm, offer_choices
from gvi.pages.lists import ListPage
from gvi.portal.actions import answer_message
from gvi.portal.models import MessageState, PublicMessage


class Messages(ListPage):
    """Incoming messages, the newest first. What they say is read one by one, and each reading is logged."""

    needs = "portal.see_messages"
    template_name = "portal/messages.html"
    heading = gettext_lazy("Incoming from the public")
    lead = gettext_lazy("Messages from the public pages. They are incoming documents with a number of their own.")
    model = PublicMessage
    order = ("-received", "pk")

    def rows(self) -> QuerySet[PublicMessage]:
        return PublicMessage.objects.defer("text", "contact")


class MessagePage(DetailPage):
    """One message, as it came in, and what was done."""

    needs = "portal.see_messages"
    template_name = "portal/message.html"
    model = PublicMessage

    def extra(self, row: PublicMessage) -> dict[str, Any]:
        return {"may_answer": answer_message.act.is_open_for(row, self.by) and row.is_waiting, "heading": row.number}


class AnswerForm(ActForm):
    """How a message was settled."""

    state = forms.ChoiceField(label=gettext_lazy("What happened"), widget=forms.RadioSelect)
    done_on = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    answer = forms.CharField(
        label=gettext_lazy("What was done"),
        help_text=gettext_lazy("In a few words. The answer itself is sent from your own post."),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )

    def offer(self) -> None:
        ends = [state for state in MessageState if state != MessageState.NEW]
        offer_choices(self, "state", [(state.value, state.label.capitalize()) for state in ends])


class Answer(ActPage):
    act = answer_message
    model = PublicMessage
    form_class = AnswerForm
    heading = gettext_lazy("Settle the message")
    submit = gettext_lazy("Save")

    def initial(self, row: Any) -> dict[str, Any]:
        return {"state": MessageState.ANSWERED, "done_on": timezone.localdate()}

    def said(self, result: Any) -> str:
        return _("The message is settled. It will be removed on the day that is shown.")

    def success_url(self, result: Any) -> str:
        return result.get_absolute_url()
