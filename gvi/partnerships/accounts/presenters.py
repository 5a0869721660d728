"""What the pages of users show."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gvi.access.policy import Role
from gvi.access.principal import Principal
from gvi.partnerships.accounts import actions, queries
from gvi.partnerships.models import Affiliation, AffiliationStatus, FactorReset

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

COLORS = {
    AffiliationStatus.IN_FORCE: "success",
    AffiliationStatus.COMING: "info",
    AffiliationStatus.SUSPENDED: "warning",
    AffiliationStatus.ENDED: "neutral",
}


@dataclass(frozen=True)
class UserRow:
    """An affiliation as a list shows it, and whether its yearly review is late."""

    affiliation: Affiliation
    status: AffiliationStatus
    color: str
    review_is_late: bool

    @property
    def role_description(self) -> "StrOrPromise":
        """What the role may do."""
        return Role(self.affiliation.role).description


@dataclass(frozen=True)
class ResetRow:
    """A pending reset, and whether the reader may confirm it."""

    reset: FactorReset
    may_confirm: bool


def user_row(affiliation: Affiliation) -> UserRow:
    """The row of one affiliation."""
    status = affiliation.status
    late = status != AffiliationStatus.ENDED and queries.review_is_late(affiliation.reviewed_on)
    return UserRow(affiliation, status, COLORS[status], late)


def user_rows(affiliations: Iterable[Affiliation]) -> list[UserRow]:
    """The rows of a list."""
    return [user_row(affiliation) for affiliation in affiliations]


def reset_rows(by: Principal) -> list[ResetRow]:
    """Resets that wait for a second person."""
    confirm = actions.confirm_factor_reset.act
    return [ResetRow(reset, confirm.is_open_for(reset, by)) for reset in queries.pending_resets()]
