"""Pages of groups."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from groups import actions
from groups.extension_points import added_buttons, figures_of, group_buttons, marks_of, timeline
from groups.forms import GroupForm, PublishGroupsForm, SourcedGroupForm
from groups.list_import import actions as list_import
from groups.models import Group, GroupState, Membership, PersonCode
from groups.people import actions as people
from groups.people.presenters import code_table
from groups.people.rules import next_review
from groups.presenters import COLUMNS, Card, readers_of
from groups.queries import due_for_review
from gvi.access.policy import Right
from gvi.pages.act_page import ActPage
from gvi.pages.base import Section
from gvi.pages.buttons import Button, button, buttons_for, make_first_primary
from gvi.pages.detail import DetailPage
from gvi.pages.forms import ActForm
from gvi.pages.lists import ROWS_PER_PAGE, Column, ListPage
from gvi.pages.previews import PreviewedActPage
from gvi.partnerships.on_behalf.views import SourcedAct
from gvi.text.swedish import Alphabetical

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SECTION = Section(gettext_lazy("Groups"), "groups:groups")
TO_REVIEW = "ga-igenom"  # the value of ?visa= for what is due for review
MAX_SHOWN = 200  # events, and own records of people, on the page of a group

MEMBERSHIP_COLUMNS = (
    Column(gettext_lazy("Name")),
    Column(gettext_lazy("Part in the group")),
    Column(gettext_lazy("Certainty")),
    Column(gettext_lazy("Source and information")),
    Column(pgettext_lazy("membership", "Review by")),
    Column(gettext_lazy("Code")),
)


class Groups(ListPage):
    """The groups that the reader's agency may see."""

    model = Group
    needs = Right.GROUPS_SEE
    log = gettext_lazy("read the list of groups")
    keys: ClassVar = {"sort_key": Alphabetical("name")}
    order = ("sort_key", "id")
    columns = COLUMNS
    acts = (actions.record_group, list_import.import_list, actions.publish_groups)
    template_name = "groups/groups.html"
    heading = gettext_lazy("Groups")
    narrower: ClassVar = {TO_REVIEW: gettext_lazy("Your own cards to review")}

    def get_queryset(self) -> QuerySet[Group]:
        groups: QuerySet[Group] = Group.objects.select_related("owner", "source_agency")
        return due_for_review(groups, self.by) if self.narrowed else groups

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        marks = marks_of(self.rows)
        cards = [Card(group, group.is_mine, marks.get(group.pk)) for group in self.rows]
        return super().get_context_data(**kwargs) | {"cards": cards}


class GroupPage(DetailPage):
    """One group: its card for all who see it, its people for those who hold records of them."""

    model = Group
    needs = Right.GROUPS_SEE
    log = gettext_lazy("read a group's people")
    section = SECTION
    template_name = "groups/group.html"

    def get_queryset(self) -> QuerySet[Group]:
        return Group.objects.select_related("owner", "source_agency")

    def get_buttons(self) -> list[Button]:
        group: Group = self.object
        return make_first_primary(
            [
                *buttons_for(group, self.by, [actions.edit_group]),
                *self._publishing(),
                *buttons_for(group, self.by, [people.record_codes, people.print_key_sheet]),
                *added_buttons(group_buttons, group, self.by),
            ]
        )

    def _publishing(self) -> list[Button]:
        """What the owner can publish of this group: first its card, then codes. The group is in the address."""
        function, label = (
            (people.publish_codes, _("Give codes"))
            if self.object.is_open
            else (actions.publish_groups, _("Share the group with the parties"))
        )
        if not (self.object.is_mine and function.act.is_open_for(None, self.by)):
            return []
        plain = button(function)
        return [replace(plain, label=label, url=f"{plain.url}?grupp={self.object.pk}")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        group: Group = self.object
        page = super().get_context_data(**kwargs) | {
            "card": Card(group, group.is_mine, marks_of([group]).get(group.pk)),
            "timeline": timeline(group)[:MAX_SHOWN],
            "figures": figures_of(group),
            "readers": readers_of(group),
        }
        return page | self._people() if self.by.may(Right.GROUPS_SEE_PEOPLE) else page

    def _people(self) -> dict[str, Any]:
        """The codes of the group, and the agency's own records of its people; another agency's are never shown."""
        group: Group = self.object
        codes = list(PersonCode.objects.filter(group=group).order_by("code")[: ROWS_PER_PAGE + 1])
        holds_names = self.by.may(Right.GROUPS_LINK_CODE_TO_PERSON)
        own = Membership.objects.filter(group=group).select_related("dossier", "dossier__person_code").by_surname()
        return {
            "shows_codes": True,
            "table": code_table(codes[:ROWS_PER_PAGE], self.by),
            "all_codes_url": f"{reverse('groups:people')}?group={group.pk}" if len(codes) > ROWS_PER_PAGE else "",
            "memberships": own[:MAX_SHOWN] if holds_names and group.is_mine else [],
            "membership_columns": MEMBERSHIP_COLUMNS,
        }


class RecordGroup(ActPage):
    act = actions.record_group
    section = SECTION
    form_class = SourcedGroupForm
    lead = gettext_lazy(
        "Facts from an agency that does not log in. The core agencies see them at once, and which agency they come "
        "from."
    )

    def get_initial(self) -> dict[str, Any]:
        return {"state": GroupState.ACTIVE}


class EditGroup(SourcedAct):
    """Change a group's card. Whoever comes to review it finds the day of the next review filled in."""

    act = actions.edit_group
    section = SECTION
    form_class = GroupForm
    source_form = SourcedGroupForm
    template_name = "groups/edit_group.html"

    @property
    def is_review(self) -> bool:
        """Whether the address says that the card is reviewed."""
        return "genomgang" in self.request.GET

    def get_heading(self) -> "StrOrPromise":
        return _("Review the card of %(group)s") % {"group": self.object} if self.is_review else super().get_heading()

    def get_initial(self) -> dict[str, Any]:
        return {"review_on": next_review(timezone.localdate())} if self.is_review else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"is_review": self.is_review} | kwargs)


class PublishGroups(PreviewedActPage):
    """Publish cards of own groups; the address may name one to tick beforehand."""

    act = actions.publish_groups
    section = SECTION
    form_class = PublishGroupsForm
    template_name = "groups/publish_groups.html"
    preview_template = "groups/publish_groups_preview.html"
    lead = gettext_lazy("The core agencies will see the card of each group you choose. No person goes with it.")

    def get_initial(self) -> dict[str, Any]:
        chosen = self.request.GET.get("grupp")
        return {"groups": [chosen]} if chosen else {}

    def get_preview(self, form: ActForm) -> dict[str, Any]:
        chosen = form.cleaned_data["groups"].select_related("owner")
        return {"cards": [Card(group, for_owner=False) for group in chosen], "columns": COLUMNS}

    def get_success_url(self) -> str:
        return reverse("groups:groups")

    def get_success_message(self) -> str:
        count = len(self.result)
        return ngettext(
            "%(count)d group is shared with the parties.", "%(count)d groups are shared with the parties.", count
        ) % {"count": count}
