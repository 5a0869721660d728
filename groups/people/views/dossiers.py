"""Pages of an agency's own dossiers."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet, Value
from django.db.models.functions import Concat
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from groups.models import Dossier, DossierReader, Membership, Retraction
from groups.models.people import DossierQuerySet
from groups.people import actions
from groups.people.disclosable import disclosures_of
from groups.people.forms import AddReaderForm, CorrectNameForm, FindPersonForm
from groups.people.presenters import dossier_rows, former_names, masked_national_id, own_tabs, readers_of
from groups.people.retraction.actions import detach_name
from gvi.access.policy import Right
from gvi.disclosures.presenters import disclosure_rows
from gvi.pages.act_page import ActPage
from gvi.pages.base import Section
from gvi.pages.detail import DetailPage
from gvi.pages.lists import ROWS_PER_PAGE, Column, ListPage
from gvi.pages.searches import SearchedByPost
from gvi.partnerships.accounts.namesakes import user_labels
from gvi.text.swedish import Alphabetical

SECTION = Section(gettext_lazy("Own records"), "groups:dossiers")


class Dossiers(SearchedByPost, ListPage):
    """The agency's own records of persons, by surname. A search is a POST: the beginning of names, or a national id."""

    model = Dossier
    needs = Right.GROUPS_LINK_CODE_TO_PERSON
    log = gettext_lazy("read the list of dossiers")
    keys: ClassVar = {"sort_key": Alphabetical(Concat("family_name", Value(" "), "given_name"))}
    order = ("sort_key", "id")
    columns = (
        Column(gettext_lazy("Name")),
        Column(gettext_lazy("Also called")),
        Column(gettext_lazy("Born"), numeric=True),
        Column(gettext_lazy("Groups")),
        Column(gettext_lazy("Code")),
    )
    template_name = "groups/dossiers.html"
    heading = gettext_lazy("Own records")
    lead = gettext_lazy("Only your agency sees these. What is opened is logged.")

    narrower: ClassVar = {"ga-igenom": gettext_lazy("People whose membership is due for review")}

    def get_queryset(self) -> DossierQuerySet:
        dossiers: DossierQuerySet = Dossier.objects.select_related("person_code")
        due = Membership.objects.due_for_review().values("dossier")
        return dossiers.filter(pk__in=due) if self.narrowed else dossiers

    def get_columns(self) -> Sequence[Column]:
        return (*self.columns, Column(pgettext("membership", "Review by"))) if self.narrowed else self.columns

    def get_search_form(self, data: QueryDict | None = None) -> FindPersonForm:
        return FindPersonForm(data)

    def render_found(self, form: FindPersonForm) -> HttpResponse:
        """The first hits; more letters give fewer."""
        sought = form.cleaned_data["q"] if form.is_valid() else ""
        named = self.get_queryset().sought(sought, self.by.agency.pk).annotate(**self.keys)
        hits = list(named.order_by(*self.order)[: ROWS_PER_PAGE + 1])
        self.rows = hits[:ROWS_PER_PAGE]
        count = f"{ROWS_PER_PAGE}+" if len(hits) > ROWS_PER_PAGE else str(len(hits))
        return self.render_to_response(self.get_context_data(count_label=count, searched=True, find_form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"find_form": self.get_search_form()} | kwargs) | {
            "dossiers": dossier_rows(self.rows, to_review=bool(self.narrowed)),
            "to_review": bool(self.narrowed),
            "tabs": own_tabs(self.by, "dossiers"),
        }


class DossierPage(DetailPage):
    """One own record: protection first, then who, in which groups and under which code."""

    model = Dossier
    needs = Right.GROUPS_LINK_CODE_TO_PERSON
    log = gettext_lazy("read a dossier")
    section = SECTION
    acts = (actions.confirm_memberships, actions.correct_name, detach_name, actions.add_reader)
    template_name = "groups/dossier.html"
    membership_columns = (
        Column(gettext_lazy("Group")),
        Column(gettext_lazy("Part in the group")),
        Column(gettext_lazy("Certainty")),
        Column(gettext_lazy("Source and information")),
        Column(gettext_lazy("Grounds")),
        Column(gettext_lazy("Known since")),
        Column(pgettext_lazy("membership", "Review by")),
    )

    def get_queryset(self) -> QuerySet[Dossier]:
        return Dossier.objects.select_related("person_code")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        dossier: Dossier = self.object
        memberships = Membership.objects.filter(dossier=dossier).select_related("group")
        return super().get_context_data(**kwargs) | {
            "national_id": masked_national_id(dossier),
            "memberships": list(memberships.order_by(Alphabetical("group__name"))),
            "membership_columns": self.membership_columns,
            "named_readers": self._named_readers(),
            "is_protected_elsewhere": Dossier.objects.protected_elsewhere().filter(pk=dossier.pk).exists(),
            "former_names": former_names(dossier),
            "retractions": list(Retraction.objects.filter(dossier=dossier).order_by("-retracted_at")),
            "handed_over": disclosure_rows(disclosures_of(dossier)),
            "readers": readers_of(dossier),
        }

    def _named_readers(self) -> list[str]:
        if not self.object.protected:
            return []
        grants = DossierReader.objects.filter(content_object=self.object).select_related("user")
        return [name for _pk, name in user_labels(grant.user for grant in grants.order_by("pk"))]


class CorrectName(ActPage):
    act = actions.correct_name
    section = SECTION
    log = gettext_lazy("read a dossier")
    form_class = CorrectNameForm
    lead = gettext_lazy("What stood here before remains in the log. What has been handed over is not changed.")


class DetachName(ActPage):
    act = detach_name
    section = SECTION
    log = gettext_lazy("read a dossier")
    notice = gettext_lazy("The name no longer stands beside the code. What you have handed over of this record ends.")
    submit = gettext_lazy("Remove the name from the code")


class ConfirmMemberships(ActPage):
    """The memberships that are due still hold: back to those that wait."""

    act = actions.confirm_memberships
    section = SECTION
    log = gettext_lazy("read a dossier")
    lead = gettext_lazy("Are the grounds, the part in the group and the certainty still right? Confirm only what is.")
    submit = gettext_lazy("Confirm the memberships")

    def get_success_url(self) -> str:
        return reverse("groups:dossiers") + "?visa=ga-igenom"


class AddReader(ActPage):
    """Let a colleague read a protected person."""

    act = actions.add_reader
    section = SECTION
    log = gettext_lazy("read a dossier")
    form_class = AddReaderForm
    lead = gettext_lazy("Only named readers can open a person with protected identity. What they open is logged.")
    submit = gettext_lazy("Name as reader")
