"""What is looked at: groups, codes and own dossiers."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.cards import Card, coded, mask
from groups.disclosed import handed
from groups.forms import FindPersonForm, GroupFilter
from groups.models import Dossier, DossierReader, Group, Membership, PersonCode
from groups.names import names_beside
from groups.shown import counted, marked, offered, timeline
from gvi.access.policy import Reach
from gvi.access.principal import Principal
from gvi.acts.act import open_acts
from gvi.disclosures.presenters import disclosure_rows
from gvi.pages.detail import DetailPage
from gvi.pages.lists import ListPage
from gvi.partnerships.on_behalf.queries import may_record_on_behalf
from gvi.spreadsheets.columns import swedish
from gvi.text.swedish import Swedish

Action = dict[str, Any]
MOST_ON_PROFILE = 200
RECORD = "groups.record_group"


def button(by: Principal, act: str, label: str, url: str, **more: Any) -> list[Action]:
    """A button for an act, where the role has it."""
    return [{"label": label, "url": url} | more] if by.may(act) else []


class Groups(ListPage):
    """The groups that the reader's agency may see."""

    model = Group
    needs = "groups.see"
    keys: ClassVar = {"sort_key": Swedish("name")}
    order = ("sort_key", "id")
    template_name = "groups/groups.html"
    heading = gettext_lazy("Groups")

    def rows(self) -> QuerySet[Any]:
        return Group.objects.select_related("owner", "source_agency")

    def extra(self, rows: list[Group]) -> dict[str, Any]:
        publish = _("Publish groups"), reverse("groups:publish_groups")
        record = _("Record a group"), reverse("groups:record_group")
        beside = marked(rows)
        return {
            "rows": [Card(group, group.is_mine, beside.get(group.pk)) for group in rows],
            "actions": [
                *button(self.by, "groups.import_list", _("Import list"), reverse("groups:import_list"), icon="upload"),
                *button(self.by, "groups.publish_groups", *publish, icon="share"),
                *(
                    button(self.by, RECORD, *record, icon="plus", primary=True)
                    if may_record_on_behalf(self.by, RECORD)
                    else []
                ),
            ],
        }


class GroupPage(DetailPage):
    """One group: its card for all who see it, its people for those who keep them."""

    model = Group
    needs = "groups.see"
    template_name = "groups/group.html"

    def row_query(self) -> QuerySet[Any]:
        return Group.objects.select_related("owner", "source_agency")

    def extra(self, row: Group) -> dict[str, Any]:
        shown = {
            "heading": row.name,
            "card": Card(row, row.is_mine, marked([row]).get(row.pk)),
            "timeline": timeline(row)[:MOST_ON_PROFILE],
            "counted": counted(row),
            "actions": self._actions(row),
        }
        if not self.by.may("groups.see_people"):
            return shown
        person_codes = list(PersonCode.objects.filter(group=row).order_by("code")[: ROWS_PER_PAGE + 1])
        beside = names_beside(person_codes[:ROWS_PER_PAGE])
        return shown | {
            "codes": coded(person_codes[:ROWS_PER_PAGE], {row.pk: row}, beside),
            "more_codes": len(person_codes) > ROWS_PER_PAGE,
            "shows_codes": True,
            "names_held": self.by.may("groups.link_code_to_person") or bool(beside),
            "people": self._people(row),
            "breadcrumbs": [{"label": _("Groups"), "url": reverse("groups:groups")}, {"label": row.name}],
        }

    def _people(self, row: Group) -> list[Membership]:
        """The agency's own records of the people in the group; nobody else's are ever here."""
        if not (row.is_mine and self.by.may("groups.link_code_to_person")):
            return []
        named = Membership.objects.filter(group=row).select_related("dossier", "dossier__person_code")
        order = Swedish(Concat("dossier__family_name", Value(" "), "dossier__given_name"))
        return list(named.order_by(order, "pk")[:MOST_ON_PROFILE])

    def _actions(self, row: Group) -> list[Action]:
        able = open_acts(row, self.by)
        actions: list[Action] = []
        if "groups.edit_group" in able:
            url = reverse("groups:edit_group", args=[row.pk])
            actions.append({"label": _("Edit card"), "url": url, "icon": "pencil"})
        if "groups.publish_groups" in able and row.is_mine and row.reach == Reach.OWN:
            url = reverse("groups:publish_groups") + f"?grupp={row.pk}"
            actions.append({"label": _("Publish group"), "url": url, "icon": "share"})
        if "groups.publish_codes" in able and row.is_mine and row.is_open:
            url = reverse("groups:publish_codes") + f"?grupp={row.pk}"
            actions.append({"label": _("Give codes"), "url": url, "icon": "key"})
        actions += self._told_actions(row, able) if row.is_on_behalf else []
        return actions + [vars(offer) for offer in offered(row, self.by)]

    def _told_actions(self, row: Group, able: list[str]) -> list[Action]:
        """What is done with a group on another agency's word: codes in bulk, and the sheet that gives them names."""
        ways = [
            ("groups.record_codes", "groups:record_codes", _("Make codes"), "key"),
            ("groups.print_key_sheet", "groups:print_key_sheet", _("Print the key sheet"), "printer"),
        ]
        return [
            {"label": words, "url": reverse(view, args=[row.pk]), "icon": icon}
            for act, view, words, icon in ways
            if act in able
        ]


def own_tabs(by: Principal, current: str) -> list[dict[str, Any]]:
    """Codes, and own dossiers for those who may keep any."""
    tabs = [{"label": _("Codes"), "url": reverse("groups:people"), "current": current == "people"}]
    if by.may("groups.link_code_to_person"):
        url = reverse("groups:dossiers")
        tabs.append({"label": _("Own records"), "url": url, "current": current == "dossiers"})
    return tabs if len(tabs) > 1 else []


class People(ListPage):
    """The codes. Four queries for a page, however many there are: groups, codes, names that are held beside."""

    model = PersonCode
    needs = "groups.see_people"
    order = ("code",)
    counted = False
    template_name = "groups/people.html"
    heading = gettext_lazy("People")
    lead = gettext_lazy(
        "A code is the same person for all agencies. A name is seen only by those who hold it themselves."
    )

    def rows(self) -> QuerySet[Any]:
        try:
            return PersonCode.objects.filter(group=UUID(self.request.GET.get("group", "")))
        except ValueError:
            return PersonCode.objects.all()

    def extra(self, rows: list[PersonCode]) -> dict[str, Any]:
        groups = list(Group.objects.only("name").order_by(Swedish("name")))
        beside = names_beside(rows)
        return {
            "rows": coded(rows, {group.pk: group for group in groups}, beside),
            "filter_form": GroupFilter(self.request.GET or None, groups=groups),
            "names_held": self.by.may("groups.link_code_to_person") or bool(beside),
            "tabs": own_tabs(self.by, "people"),
            "actions": button(
                self.by, "groups.publish_codes", _("Give codes"), reverse("groups:publish_codes"), icon="key"
            ),
        }


class PersonCodePage(DetailPage):
    """A code: its group, and who it is for an agency that holds that itself."""

    model = PersonCode
    needs = "groups.see_people"
    template_name = "groups/person_code.html"

    def row_query(self) -> QuerySet[Any]:
        return PersonCode.objects.select_related("group", "owner")

    def extra(self, row: PersonCode) -> dict[str, Any]:
        held = names_beside([row]).get(row.pk)
        url = reverse("groups:link_code_to_person", args=[row.pk])
        offer = button(self.by, "groups.link_code_to_person", _("Note who this is"), url, icon="link")
        return {
            "heading": row.code,
            "held": held,
            "holds_names": self.by.may("groups.link_code_to_person"),
            "actions": [] if held else offer,
            "breadcrumbs": [{"label": _("People"), "url": reverse("groups:people")}, {"label": row.code}],
        }


class Dossiers(ListPage):
    """The agency's own records of persons, by surname. A search is a POST and finds the beginning of a name."""

    model: type[Model] = Dossier
    needs = "groups.link_code_to_person"
    keys: ClassVar = {"sort_key": Swedish(Concat("family_name", Value(" "), "given_name"))}
    order = ("sort_key", "id")
    template_name = "groups/dossiers.html"
    heading = gettext_lazy("Own records")
    lead = gettext_lazy("Only your agency sees these. What is opened is logged.")

    def rows(self) -> QuerySet[Any]:
        return Dossier.objects.select_related("person_code")

    def extra(self, rows: list[Dossier]) -> dict[str, Any]:
        places: dict[UUID, list[str]] = {}
        for place in Membership.objects.filter(dossier__in=rows).select_related("group"):
            places.setdefault(place.dossier_id, []).append(place.group.name)
        return {
            "rows": [(dossier, sorted(places.get(dossier.pk, []), key=swedish)) for dossier in rows],
            "find_form": FindPersonForm(self.request.POST or None),
            "tabs": own_tabs(self.by, "dossiers"),
        }

    def post(self, request: HttpRequest) -> TemplateResponse:
        """The first hits; a longer word gives fewer."""
        form = FindPersonForm(request.POST)
        sought = swedish(form.cleaned_data["q"].strip()) if form.is_valid() else ""
        found = self._hits(sought) if sought else []
        count = f"{ROWS_PER_PAGE}+" if len(found) > ROWS_PER_PAGE else str(len(found))
        return self.page({"count_label": count, "searched": True} | self.extra(found[:ROWS_PER_PAGE]))

    def _hits(self, sought: str) -> list[Dossier]:
        names = {"given_key": "given_name", "family_key": "family_name", "alias_key": "alias"}
        full = Swedish(Concat("given_name", Value(" "), "family_name"))
        keyed = self.rows().annotate(full_key=full, **self.keys, **{key: Swedish(n) for key, n in names.items()})
        hit = Q(full_key__startswith=sought)
        for key in names:
            hit |= Q(**{f"{key}__startswith": sought})
        return list(keyed.filter(hit).order_by(*self.order)[: ROWS_PER_PAGE + 1])


class DossierPage(DetailPage):
    """One own record: protection first, then who, where and under which code."""

    model = Dossier
    needs = "groups.link_code_to_person"
    template_name = "groups/dossier.html"

    def row_query(self) -> QuerySet[Any]:
        return Dossier.objects.select_related("person_code")

    def extra(self, row: Dossier) -> dict[str, Any]:
        places = Membership.objects.filter(dossier=row).select_related("group")
        url = reverse("groups:add_reader", args=[row.pk])
        offer = button(self.by, "groups.add_reader", _("Name a reader"), url, icon="user-plus")
        readers = DossierReader.objects.filter(content_object=row).select_related("user")
        return {
            "heading": str(row),
            "number": mask(row),
            "places": list(places.order_by(Swedish("group__name"))),
            "today": timezone.localdate(),
            "named_readers": [grant.user.full_name for grant in readers.order_by("pk")] if row.protected else [],
            "actions": offer if row.protected else [],
            "handed": disclosure_rows(handed(row)),
            "breadcrumbs": [{"label": _("Own records"), "url": reverse("groups:dossiers")}, {"label": str(row)}],
        }
