"""The follow-up on paper: a sheet for the talk, which lies between the worker and the person (domain 2.7, 5).

It names no person, no agency, no partnership and no case: whoever finds it on a bus learns nothing (domain 9.17).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gvi.access.policy import Right
from gvi.documents.registry import Contents, paper
from gvi.partnerships.models import Partnership
from support.actions import FOLLOW_UP
from support.models import FollowUp

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Question:
    """A question of the talk, with the short answers that have a box."""

    text: "StrOrPromise"
    choices: "tuple[StrOrPromise, ...]"


WRITING_LINES = 4
STEPS = 4  # lines for what was agreed
YES_NO = (pgettext_lazy("paper", "Yes"), pgettext_lazy("paper", "No"))
# In the words one says to the person across the table. The codes of the answers are for the screen (FollowUp).
QUESTIONS = (
    Question(pgettext_lazy("paper", "How are you? Have you been safe since last time?"), YES_NO),
    Question(pgettext_lazy("paper", "Has anything happened to you since last time?"), YES_NO),
    Question(pgettext_lazy("paper", "Where do you live now? Is it safe there?"), YES_NO),
    Question(
        pgettext_lazy("paper", "What do you do in the daytime?"),
        (pgettext_lazy("paper", "Work"), pgettext_lazy("paper", "School"), pgettext_lazy("paper", "Other")),
    ),
    Question(pgettext_lazy("paper", "Are you getting closer to what you want?"), YES_NO),
)


@paper(
    FOLLOW_UP,
    name=_("follow-up"),
    template="documents/follow_up.html",
    place="support:log_follow_up",
    needs=Right.SUPPORT_SEE,
    stays_home=True,
    subject=FollowUp,
)
def contents(subject_id: UUID) -> Contents:
    """The questions with their boxes, and lines for what is said and agreed."""
    row = FollowUp.objects.get(pk=subject_id)
    return Contents(
        {
            "partnership": Partnership.objects.get(pk=row.partnership_id),
            "questions": QUESTIONS,
            "lines": range(WRITING_LINES),
            "steps": range(STEPS),
        }
    )
