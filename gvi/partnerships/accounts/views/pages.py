"""Pages of the agency's users: the list, one user, the yearly review. Never case content."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from gvi.access.policy import Right
from gvi.pages.base import Section
from gvi.pages.buttons import Button, buttons_for
from gvi.pages.detail import DetailPage
from gvi.pages.lists import Column, ListPage
from gvi.partnerships.accounts import actions, queries
from gvi.partnerships.accounts.presenters import reset_rows, user_row, user_rows
from gvi.partnerships.models import AccessDecision, AccountInvitation, Affiliation

SECTION = Section(_l("Users"), "partnerships:users")
ENDED = "avslutade"  # the value of ?visa= for the users whose access has ended


class Users(ListPage):
    """The agency's users by name, after open invitations and pending resets."""

    needs = Right.PARTNERSHIPS_SEE_USERS
    model = Affiliation
    url_field = "public_id"
    order = ("named", "public_id")
    keys: ClassVar[dict[str, Any]] = {"named": queries.BY_NAME}
    template_name = "partnerships/users.html"
    heading = _l("Users")
    acts = (actions.invite,)
    columns = (
        Column(_l("Name")),
        Column(_l("Function and unit")),
        Column(_l("Role")),
        Column(_l("From–to")),
        Column(_l("State")),
        Column(_l("Last signed in")),
        Column(_l("Second factor")),
        Column(_l("Last reviewed")),
    )

    @property
    def shows_ended(self) -> bool:
        return self.request.GET.get("visa") == ENDED

    def get_queryset(self) -> QuerySet[Affiliation]:
        people = queries.people_of(self.by.agency)
        return people.ended() if self.shows_ended else people.not_ended()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "people": user_rows(self.rows),
            "lead": _("Users at %(agency)s and their roles.") % {"agency": self.by.agency},
            "shows_ended": self.shows_ended,
            "may_invite": self.by.may(Right.PARTNERSHIPS_INVITE),
        }
        if not self.shows_ended:
            invitations = AccountInvitation.objects.open().order_by("sent_at")
            shown |= {"invitations": list(invitations), "resets": reset_rows(self.by)}
        return super().get_context_data(**kwargs) | shown


class Review(ListPage):
    """The yearly review: everyone who has access, the longest unconfirmed first. Each is confirmed or ended."""

    needs = Right.PARTNERSHIPS_CONFIRM_ACCESS
    model = Affiliation
    url_field = "public_id"
    order = ("reviewed", "public_id")
    keys: ClassVar[dict[str, Any]] = {"reviewed": queries.REVIEWED_ON}
    template_name = "partnerships/review.html"
    section = SECTION
    heading = _l("Yearly review of access")
    lead = _l("Once a year somebody checks each access and either confirms or ends it.")
    columns = (
        Column(_l("Name")),
        Column(_l("Function and unit")),
        Column(_l("Role")),
        Column(_l("From–to")),
        Column(_l("Last signed in")),
        Column(_l("Last reviewed")),
        Column(_l("Decide"), hidden=True),
    )

    def get_queryset(self) -> QuerySet[Affiliation]:
        return queries.people_of(self.by.agency).not_ended()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "people": user_rows(self.rows),
            "late": queries.due_for_review(self.by.agency).count(),
            "today": timezone.localdate(),
            "may_end": self.by.may(Right.PARTNERSHIPS_END_ACCESS),
        }


class UserPage(DetailPage):
    """One affiliation of a user, the user's others at the agency, and every decision on it."""

    needs = Right.PARTNERSHIPS_SEE_USERS
    model = Affiliation
    url_field = "public_id"
    template_name = "partnerships/user.html"
    section = SECTION
    acts = (
        actions.restore_access,
        actions.confirm_access,
        actions.change_access,
        actions.give_role,
        actions.request_factor_reset,
        actions.request_password_link,
        actions.suspend_access,
        actions.end_access,
    )

    def get_queryset(self) -> QuerySet[Affiliation]:
        return queries.people_of(self.by.agency)

    def get_buttons(self) -> list[Button]:
        """The acts that the reader may do now; a reset is offered only if a factor is enrolled."""
        hidden = () if self.object.has_factor else (actions.request_factor_reset,)
        return buttons_for(self.object, self.by, [act for act in self.acts if act not in hidden])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        affiliation = self.object
        decisions = AccessDecision.objects.filter(affiliation=affiliation).select_related("decided_by")
        others = self.get_queryset().filter(user=affiliation.user_id).exclude(pk=affiliation.pk)
        resets = [row for row in reset_rows(self.by) if row.reset.affiliation.user_id == affiliation.user_id]
        return super().get_context_data(**kwargs) | {
            "person": user_row(affiliation),
            "decisions": list(decisions.order_by("-decided_at")),
            "others": user_rows(others.order_by("-starts_on")),
            "resets": resets,
            "is_self": affiliation.user_id == self.by.user.pk,
        }
