"""Pages of codes."""

from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from groups.models import Group, Membership, PersonCode, Retraction
from groups.people import actions
from groups.people.forms import (
    GroupFilter,
    KeySheetForm,
    LinkCodeForm,
    PublishCodesForm,
    RecordCodesForm,
    RetractCodeForm,
)
from groups.people.presenters import code_table, own_tabs
from groups.people.queries import KnownName, known_names
from groups.people.retraction.actions import retract_code, settle_retraction
from groups.people.retraction.queries import copies_of, would_end
from groups.people.rules import Exclusion, why_no_code
from groups.views import SECTION as GROUPS
from gvi.access.policy import Right
from gvi.acts.models import Receipt
from gvi.documents.views import PrintPage
from gvi.pages.act_page import ActPage
from gvi.pages.base import Section
from gvi.pages.buttons import Button, button
from gvi.pages.detail import DetailPage
from gvi.pages.forms import ActForm
from gvi.pages.lists import Column, ListPage
from gvi.pages.previews import PreviewedActPage
from gvi.text.swedish import Alphabetical

SECTION = Section(gettext_lazy("People"), "groups:people")


class People(ListPage):
    """The codes. Three queries for a page, however many there are: groups, codes, and the names that are known."""

    model = PersonCode
    needs = Right.GROUPS_SEE_PEOPLE
    log = gettext_lazy("read the list of codes")
    order = ("code",)
    counted = False
    acts = (actions.publish_codes,)
    template_name = "groups/people.html"
    heading = gettext_lazy("People")
    lead = gettext_lazy(
        "A code is the same person for all agencies. A name is seen only by those who hold it themselves."
    )

    def get_queryset(self) -> QuerySet[PersonCode]:
        codes: QuerySet[PersonCode] = PersonCode.objects.all()
        try:
            return codes.filter(group=UUID(self.request.GET.get("group", "")))
        except ValueError:
            return codes

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups = dict(Group.objects.order_by(Alphabetical("name")).values_list("pk", "name"))
        return super().get_context_data(**kwargs) | {
            "table": code_table(self.rows, self.by, groups),
            "filter_form": GroupFilter(self.request.GET or None, groups=groups),
            "tabs": own_tabs(self.by, "people"),
        }


class PersonCodePage(DetailPage):
    """A code: its group, and who it is, for an agency that knows."""

    model = PersonCode
    needs = Right.GROUPS_SEE_PEOPLE
    log = gettext_lazy("read a code")
    section = SECTION
    acts = (actions.link_code_to_person, retract_code)
    template_name = "groups/person_code.html"

    def get_queryset(self) -> QuerySet[PersonCode]:
        return PersonCode.objects.select_related("group", "owner")

    @cached_property
    def name(self) -> KnownName | None:
        return known_names([self.object]).get(self.object.pk)

    def get_buttons(self) -> list[Button]:
        buttons = super().get_buttons()
        link = button(actions.link_code_to_person, self.object).url
        return [each for each in buttons if not (self.name and each.url == link)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "name": self.name,
            "holds_names": self.by.may(Right.GROUPS_LINK_CODE_TO_PERSON),
            "retraction": Retraction.objects.filter(code=self.object.code).order_by("-retracted_at").first(),
        }


class PublishCodes(PreviewedActPage):
    """Give people of one published group a code each."""

    act = actions.publish_codes
    section = SECTION
    log = gettext_lazy("read people to give codes")
    form_class = PublishCodesForm
    template_name = "groups/publish_codes.html"
    preview_template = "groups/publish_codes_preview.html"
    heading = gettext_lazy("Give people codes")
    lead = gettext_lazy("The core agencies will see the code and the group, and nothing else.")

    @cached_property
    def published(self) -> list[Group]:
        """The agency's own published groups."""
        return list(Group.objects.filter(owner=self.by.agency).published().by_name())

    @cached_property
    def group(self) -> Group | None:
        """The group of the page: the one asked for, else the first."""
        asked = self.request.POST.get("group") or self.request.GET.get("grupp") or ""
        chosen = [group for group in self.published if str(group.pk) == asked]
        return next(iter(chosen or self.published), None)

    @cached_property
    def sorted_out(self) -> tuple[list[Membership], dict[Exclusion, int]]:
        """The people without a code who may get one, and how many may not for each reason."""
        today, offered, left_out = timezone.localdate(), [], dict.fromkeys(Exclusion, 0)
        for member in self._without_code():
            reason = why_no_code(member, today)
            if reason:
                left_out[reason] += 1
            else:
                offered.append(member)
        return offered, left_out

    def _without_code(self) -> list[Membership]:
        if self.group is None:
            return []
        found = Membership.objects.filter(group=self.group, dossier__person_code=None)
        order = Alphabetical("dossier__family_name"), Alphabetical("dossier__given_name"), "pk"
        return list(found.select_related("dossier", "group").order_by(*order))

    def get_initial(self) -> dict[str, Any]:
        return {"group": self.group.pk if self.group else None}

    def get_form(self) -> ActForm:
        form = PublishCodesForm(**self.get_form_kwargs())
        form.offer_people(self.sorted_out[0])
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offered, left_out = self.sorted_out
        return super().get_context_data(**kwargs) | {
            "group": self.group,
            "published": self.published,
            "offered": offered,
            "left_out": [{"reason": reason.label, "count": count} for reason, count in left_out.items() if count],
        }

    def get_preview(self, form: ActForm) -> dict[str, Any]:
        chosen = set(form.cleaned_data["people"])
        return {
            "columns": [Column(_("Code")), Column(_("Group"))],
            "people": [member for member in self.sorted_out[0] if str(member.dossier_id) in chosen],
        }

    def get_success_url(self) -> str:
        return self.group.get_absolute_url() if self.group else reverse("groups:people")

    def get_success_message(self) -> str:
        count = len(self.result)
        text = ngettext("%(count)d person has got a code.", "%(count)d people have got codes.", count)
        return text % {"count": count}


class RecordCodes(ActPage):
    act = actions.record_codes
    section = GROUPS
    form_class = RecordCodesForm
    lead = gettext_lazy("Codes without any name. Then print the key sheet, for the agency that knows who they are.")
    submit = gettext_lazy("Make codes")

    def get_success_url(self) -> str:
        return str(self.object.get_absolute_url())

    def get_success_message(self) -> str:
        return ngettext("%(n)s code is made.", "%(n)s codes are made.", len(self.result)) % {"n": len(self.result)}


class PrintKeySheet(PrintPage):
    act = actions.print_key_sheet
    section = GROUPS
    form_class = KeySheetForm
    lead = gettext_lazy("The group's codes with empty lines. The sheet is numbered and entered in the register.")
    submit = gettext_lazy("Print the key sheet")

    def get_state(self) -> str:
        codes = self.object.person_codes.aggregate(rows=Count("pk"), versions=Sum("version", default=0))
        return f"{super().get_state()} {codes}"


class LinkCodeToPerson(ActPage):
    """Record who a code is in the agency's own dossier; afterwards the code is shown."""

    act = actions.link_code_to_person
    section = SECTION
    log = gettext_lazy("read a code")
    form_class = LinkCodeForm
    template_name = "groups/link_code_to_person.html"

    def get_queryset(self) -> QuerySet[PersonCode]:
        return PersonCode.objects.select_related("group")

    def form_valid(self, form: ActForm) -> HttpResponse:
        self.typed_name = form.typed_name() if isinstance(form, LinkCodeForm) else ""
        return super().form_valid(form)

    def get_success_message(self) -> str:
        """If the national id was known already, its name is kept: the user is told that the typed one is not saved."""
        if self.typed_name == str(self.result):
            return super().get_success_message()
        sentence = _(
            "Saved. Your agency already held this number as %(name)s: that name was kept,"
            " and “%(typed)s” was not saved."
        )
        return sentence % {"name": self.result, "typed": self.typed_name}

    def get_success_url(self) -> str:
        return str(self.object.get_absolute_url())

    def get_receipt_url(self, receipt: Receipt) -> str:
        return self.get_success_url()


class RetractCode(ActPage):
    """Take a code back; first what that ends."""

    act = retract_code
    section = SECTION
    log = gettext_lazy("read a code")
    form_class = RetractCodeForm
    template_name = "groups/retract_code.html"
    submit = gettext_lazy("Take the code back")

    def get_queryset(self) -> QuerySet[PersonCode]:
        return PersonCode.objects.select_related("group")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"copies": would_end(self.object)}

    def get_success_url(self) -> str:
        return str(self.object.get_absolute_url())

    def get_receipt_url(self, receipt: Receipt) -> str:
        return self.get_success_url()


class SettleRetraction(ActPage):
    """Whom to call about a code that was taken back, and that it is done."""

    act = settle_retraction
    section = SECTION
    log = gettext_lazy("read a code that was taken back")
    template_name = "groups/settle_retraction.html"
    submit = gettext_lazy("They have been told")

    def get_heading(self) -> str:
        return _("Call about %(code)s") % {"code": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"copies": copies_of(self.object)}

    def get_cancel_url(self) -> str:
        return reverse("portal:today")

    def get_success_url(self) -> str:
        return reverse("portal:today")

    def get_receipt_url(self, receipt: Receipt) -> str:
        return self.get_success_url()
