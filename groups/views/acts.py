"""What is done with groups and people: cards, publishing, names, readers."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from groups import actions
from groups.behalf.forms import RecordGroupForm
from groups.cards import Card
from groups.forms import (
    AddReaderForm,
    GroupForm,
    LinkCodeForm,
    PublishCodesForm,
    PublishGroupsForm,
)
from groups.models import Dossier, Group, Membership, PersonCode
from groups.people import REASONS, why_no_code
from gvi.access.guarded import Guarded
from gvi.access.policy import Reach
from gvi.pages.act_page import ActPage
from gvi.pages.forms import ActForm
from gvi.pages.previews import PreviewedActPage
from gvi.partnerships.on_behalf.views import SourcedAct
from gvi.text.swedish import Swedish


class EditGroup(SourcedAct):
    """Edit a group's card."""

    act = actions.edit_group
    form_class = GroupForm
    source_form = RecordGroupForm
    model = Group
    template_name = "groups/edit_group.html"
    heading = gettext_lazy("Edit card")


class PublishGroups(PreviewedActPage):
    """Publish cards of own groups."""

    act = actions.publish_groups
    form_class = PublishGroupsForm
    template_name = "groups/publish_groups.html"
    preview_template = "groups/publish_groups_preview.html"
    heading = gettext_lazy("Publish groups")
    lead = gettext_lazy("The core agencies will see the card of each group you choose. No person goes with it.")

    def initial(self, row: Guarded | None) -> dict[str, Any]:
        chosen = self.request.GET.get("grupp")
        return {"groups": [chosen]} if chosen else {}

    def preview(self, form: ActForm) -> dict[str, Any]:
        chosen = form.cleaned_data["groups"].select_related("owner")
        cards = [Card(group, for_owner=False) for group in chosen]
        return {
            "rows": cards,
            "hidden": [("groups", str(card.group.pk)) for card in cards] + carried(form),
        }

    def cancel_url(self, row: Guarded | None) -> str:
        return reverse("groups:groups")

    def success_url(self, result: list[Group]) -> str:
        return reverse("groups:groups")

    def receipt_url(self, receipt: Any) -> str:
        return reverse("groups:groups")

    def said(self, result: list[Group]) -> str:
        text = ngettext("%(count)d group is published.", "%(count)d groups are published.", len(result))
        return text % {"count": len(result)}


def carried(form: ActForm) -> list[tuple[str, str]]:
    """What the confirming form sends again beside the choices."""
    hidden = [("key", str(form.cleaned_data["key"] or ""))]
    return hidden + ([("anyway", "on")] if form.cleaned_data.get("anyway") else [])


class PublishCodes(PreviewedActPage):
    """Give people of one published group a code each."""

    act = actions.publish_codes
    form_class = PublishCodesForm
    template_name = "groups/publish_codes.html"
    preview_template = "groups/publish_codes_preview.html"
    heading = gettext_lazy("Give people codes")
    lead = gettext_lazy("The core agencies will see the code and the group, and nothing else.")

    def form_for(self, row: Guarded | None, *typed: Any, **more: Any) -> ActForm:
        """The form with the people of the chosen group to tick."""
        form = PublishCodesForm(*typed, by=self.by, row=row, **more)
        form.offer_people(self._offered()[0])
        form.initial["group"] = self.group.pk if self.group else None
        return form

    @property
    def group(self) -> Group | None:
        """The published group of the page: the one asked for, else the first."""
        if not hasattr(self, "_group"):
            self._published = list(
                Group.objects.filter(owner=self.by.agency, reach__gt=Reach.OWN).order_by(Swedish("name"))
            )
            asked = self.request.POST.get("group") or self.request.GET.get("grupp") or ""
            chosen = [group for group in self._published if str(group.pk) == asked]
            self._group = next(iter(chosen or self._published), None)
        return self._group

    def _offered(self) -> tuple[list[Membership], dict[str, int]]:
        """Those who may get a code, and how many may not for each reason; all of them the agency's own."""
        if not hasattr(self, "_sorted"):
            today, offered, left_out = timezone.localdate(), [], dict.fromkeys(REASONS, 0)
            for place in self._without_code():
                reason = why_no_code(place, today)
                if reason:
                    left_out[reason] += 1
                else:
                    offered.append(place)
            self._sorted = offered, left_out
        return self._sorted

    def _without_code(self) -> list[Membership]:
        if self.group is None:
            return []
        found = Membership.objects.filter(group=self.group, dossier__person_code=None)
        order = Swedish("dossier__family_name"), Swedish("dossier__given_name"), "pk"
        return list(found.select_related("dossier").order_by(*order))

    def extra(self, form: ActForm, row: Guarded | None) -> dict[str, Any]:
        offered, left_out = self._offered()
        return {
            "group": self.group,
            "published": self._published,
            "offered": offered,
            "left_out": [(REASONS[reason], count) for reason, count in left_out.items() if count],
        }

    def preview(self, form: ActForm) -> dict[str, Any]:
        chosen = form.cleaned_data["people"]
        return {
            "group": self.group,
            "count": len(chosen),
            "lines": [m for m in self._offered()[0] if str(m.dossier_id) in set(chosen)],
            "hidden": [("people", pk) for pk in chosen] + [("group", str(form.cleaned_data["group"]))] + carried(form),
        }

    def cancel_url(self, row: Guarded | None) -> str:
        return reverse("groups:people")

    def success_url(self, result: list[PersonCode]) -> str:
        return self.group.get_absolute_url() if self.group else reverse("groups:people")

    def receipt_url(self, receipt: Any) -> str:
        return reverse("groups:people")

    def said(self, result: list[PersonCode]) -> str:
        text = ngettext("%(count)d person has got a code.", "%(count)d people have got codes.", len(result))
        return text % {"count": len(result)}


class LinkCodeToPerson(ActPage):
    """Note who a code is, in the agency's own record."""

    act = actions.link_code_to_person
    form_class = LinkCodeForm
    template_name = "groups/link_code_to_person.html"
    heading = gettext_lazy("Note who this is")

    @cached_property
    def person_code(self) -> PersonCode:
        return get_object_or_404(PersonCode.objects.select_related("group"), pk=self.kwargs["pk"])

    def perform(self, form: ActForm, row: Guarded | None) -> Any:
        return actions.link_code_to_person(by=self.by, person_code=self.person_code.pk, **form.facts())

    def extra(self, form: ActForm, row: Guarded | None) -> dict[str, Any]:
        return {"person_code": self.person_code}

    def said(self, result: Dossier) -> str:
        """A number that is held already brings its own name: the typed one is not dropped in silence."""
        typed = self.request.POST
        wanted = f"{typed.get('given_name', '').strip()} {typed.get('family_name', '').strip()}".strip()
        if wanted == str(result):
            return super().said(result)
        told = _(
            "Saved. Your agency already held this number as %(name)s: that name was kept,"
            " and “%(typed)s” was not saved."
        )
        return told % {"name": result, "typed": wanted}

    def cancel_url(self, row: Guarded | None) -> str:
        return self.person_code.get_absolute_url()

    def success_url(self, result: Dossier) -> str:
        return self.person_code.get_absolute_url()

    def receipt_url(self, receipt: Any) -> str:
        return self.person_code.get_absolute_url()


class AddReader(ActPage):
    """Let a colleague read a protected person."""

    act = actions.add_reader
    form_class = AddReaderForm
    model = Dossier
    template_name = "groups/add_reader.html"
    heading = gettext_lazy("Name a reader")
    lead = gettext_lazy("Only named readers can open a person with protected identity. What they open is logged.")
    submit = gettext_lazy("Name as reader")
