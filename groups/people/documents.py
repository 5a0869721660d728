"""The key sheet: codes in print, and blank lines on which the agency that keeps it writes by pen who they are.

It holds no name when it is printed, and never comes back (architecture 3; product 18).
"""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.models import Group, PersonCode
from groups.people.codes import KEY_SHEET
from gvi.documents.registry import Contents, paper
from gvi.partnerships.models import Partnership


@paper(KEY_SHEET, name=_("key sheet"), template="documents/key_sheet.html", place="groups:group")
def contents(subject_id: UUID) -> Contents:
    """The codes of one group, in Swedish order."""
    group = Group.objects.get(pk=subject_id)
    codes = list(PersonCode.objects.published().filter(group=group).by_code())
    facts = {"partnership": Partnership.objects.get(pk=group.partnership_id), "group": group, "codes": codes}
    return Contents(facts, {"codes": len(codes)})
