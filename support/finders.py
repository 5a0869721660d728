"""How support cases are found: by who it is and by the reference in social services' own system."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvi.access.policy import Right
from gvi.access.principal import Principal
from gvi.pages.finders import Finder, Hit, about, by_what
from gvi.text.days import day_label
from gvi.text.swedish import whose_words_begin
from support.models import SupportCase


def cases_called(text: str, by: Principal) -> QuerySet[SupportCase]:
    """The cases that the reader may open of such a person or reference, the latest first."""
    return whose_words_begin(SupportCase.objects.all(), text, ["person_note", "reference"]).order_by("-asked_at")


def case_hits(cases: list[SupportCase], text: str) -> list[Hit]:
    """Cases with their reference, the day the person asked, and their state."""
    return [
        Hit(
            str(case),
            case.get_absolute_url(),
            by_what(text, [(_("name"), case.person_note), (_("reference"), case.reference)]),
            about(
                case.reference,
                _("asked %(day)s") % {"day": day_label(case.asked_at)},
                case.get_state_display(),
            ),
        )
        for case in cases
    ]


CASES = Finder(gettext_lazy("Support cases"), Right.SUPPORT_SEE, cases_called, case_hits)
