"""Pages of the own agency's people: the list, one person, the yearly review. Never case content."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvi.pages.detail import DetailPage
from gvi.pages.lists import ListPage
from gvi.partnerships.models import (
    AccessDecision,
    AccountInvitation,
    AccountInvitationState,
    Affiliation,
    AffiliationStatus,
)
from gvi.partnerships.users import doing, standing
from gvi.partnerships.users.doing import crumbs

COLORS = {
    AffiliationStatus.IN_FORCE: "success",
    AffiliationStatus.COMING: "info",
    AffiliationStatus.SUSPENDED: "warning",
    AffiliationStatus.ENDED: "neutral",
}
ENDED = "avslutade"  # in the address: which half of the list


class Users(ListPage):
    """The agency's people by name; who is invited and what waits for a second person comes first."""

    needs = "partnerships.see_people"
    model = Affiliation
    handle = "public_id"
    order = ("named", "public_id")
    keys: ClassVar[dict[str, Any]] = {"named": standing.BY_NAME}
    template_name = "users/users.html"
    heading = gettext_lazy("Users")

    @property
    def of_old(self) -> bool:
        return self.request.GET.get("visa") == ENDED

    def rows(self) -> QuerySet[Affiliation]:
        if self.of_old:
            return standing.people_of(self.by.agency).filter(standing.ended())
        return standing.not_ended(self.by.agency)

    def extra(self, rows: list[Affiliation]) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "people": people(rows),
            "lead": _("Users at %(agency)s and their roles.") % {"agency": self.by.agency},
            "of_old": self.of_old,
            "may_invite": self.by.may("partnerships.invite"),
        }
        if not self.of_old:
            shown |= {"invites": self._invites(), "resets": resets(self)}
        return shown

    def _invites(self) -> list[AccountInvitation]:
        return list(AccountInvitation.objects.filter(state=AccountInvitationState.OPEN).order_by("sent_at"))


def people(rows: list[Affiliation]) -> list[dict[str, Any]]:
    """Each with the colour of its state, the day of its last review, and whether that is too long ago."""
    late = standing.late_since(timezone.localdate())
    return [
        {
            "one": one,
            "standing": one.status,
            "color": COLORS[one.status],
            "reviewed": standing.reviewed(one),
            "late": one.status != AffiliationStatus.ENDED and standing.reviewed(one) <= late,
        }
        for one in rows
    ]


def resets(view: Any) -> list[dict[str, Any]]:
    """Open requests, and for whom the button is."""
    may = view.by.may("partnerships.confirm_reset")
    return [
        {"one": one, "may_confirm": may and standing.is_second_person(one, view.by)} for one in standing.open_resets()
    ]


class Review(ListPage):
    """The yearly review: everybody who has access, the one longest unconfirmed first; each is confirmed or ended."""

    needs = "partnerships.confirm_access"
    model = Affiliation
    handle = "public_id"
    order = ("reviewed", "public_id")
    keys: ClassVar[dict[str, Any]] = {"reviewed": standing.REVIEWED}
    template_name = "users/review.html"
    heading = gettext_lazy("Yearly review of access")
    lead = gettext_lazy("Once a year somebody looks at each and says that the access is still right, or ends it.")

    def rows(self) -> QuerySet[Affiliation]:
        return standing.not_ended(self.by.agency)

    def extra(self, rows: list[Affiliation]) -> dict[str, Any]:
        return {
            "people": people(rows),
            "breadcrumbs": crumbs((str(self.heading), "")),
            "late": standing.to_review(self.by.agency).count(),
            "today": timezone.localdate(),
            "may_end": self.by.may("partnerships.end_access"),
        }


class Person(DetailPage):
    """One affiliation of one person, the others at the same agency, and every decision."""

    needs = "partnerships.see_people"
    model = Affiliation
    template_name = "users/person.html"

    def get(self, request: Any, pk: Any) -> HttpResponse:
        one = get_object_or_404(standing.people_of(self.by.agency), public_id=pk)
        return self.page({"object": one} | self.extra(one))

    def extra(self, row: Affiliation) -> dict[str, Any]:
        decisions = AccessDecision.objects.filter(affiliation=row).select_related("decided_by").order_by("-decided_at")
        others = standing.people_of(self.by.agency).filter(user=row.user_id).exclude(pk=row.pk).order_by("-starts_on")
        waiting = [one for one in resets(self) if one["one"].affiliation.user_id == row.user_id]
        return people([row])[0] | {
            "heading": row.known_as,
            "breadcrumbs": crumbs((row.known_as, "")),
            "decisions": list(decisions),
            "others": people(list(others)),
            "resets": waiting,
            "is_self": row.user_id == self.by.user.pk,
            "actions": self._buttons(row),
        }

    def _buttons(self, row: Any) -> list[dict[str, Any]]:
        """What can be done now; never about oneself."""
        if row.user_id == self.by.user.pk:
            return []
        offered = [
            (doing.Open, row.status == AffiliationStatus.SUSPENDED),
            (doing.Confirm, row.status != AffiliationStatus.ENDED),
            (doing.Change, row.status != AffiliationStatus.ENDED),
            (doing.GiveRole, row.last_signed_in_at is not None and row.status != AffiliationStatus.ENDED),
            (doing.AskReset, row.has_factor and standing.is_resettable(row, self.by)),
            (doing.Shut, row.status in (AffiliationStatus.IN_FORCE, AffiliationStatus.COMING)),
            (doing.End, row.status != AffiliationStatus.ENDED),
        ]
        return [
            {"label": page.label, "url": reverse(page.route, args=[row.public_id]), "primary": page is doing.Open}
            for page, ready in offered
            if ready and self.by.may(page.needs)
        ]
