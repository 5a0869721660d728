"""The follow-up document: what a worker takes along, asks and writes on (domain 2.7, 5).

For the worker's own agency. It holds no name and no address: whoever finds it on a bus learns nothing (domain 9.17).
"""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from callins.models import Known
from gvi.access.policy import Right
from gvi.access.row_security import column
from gvi.documents.registry import Contents, paper
from gvi.partnerships.models import Partnership
from support.actions import FOLLOW_UP
from support.models import ANSWERS, FollowUp

WRITING_LINES = 9


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
    """The questions with their boxes, and lines for what is said."""
    row = FollowUp.objects.select_related("case").get(pk=subject_id)
    return Contents(
        {
            "partnership": Partnership.objects.get(pk=row.partnership_id),
            "follow_up": row,
            "case": row.case,
            "questions": [column(FollowUp, name).verbose_name for name in ANSWERS],
            "choices": [Known.YES.label, Known.NO.label, Known.UNKNOWN.label],
            "lines": range(WRITING_LINES),
        }
    )
