"""What the pages of users show."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gvi.access.policy import Role
from gvi.access.principal import Principal
from gvi.acts.act import Act
from gvi.partnerships.accounts import actions, queries
from gvi.partnerships.models import Affiliation, AffiliationStatus, FactorReset, ResetKind

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

COLORS = {
    AffiliationStatus.IN_FORCE: "success",
    AffiliationStatus.COMING: "info",
    AffiliationStatus.SUSPENDED: "warning",
    AffiliationStatus.ENDED: "neutral",
}
CONFIRMS = {ResetKind.FACTOR: actions.confirm_factor_reset, ResetKind.PASSWORD: actions.confirm_password_link}


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
    """A pending reset, the act that confirms it, and whether the reader may do it."""

    reset: FactorReset
    confirm: Act
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
    pending = [(reset, CONFIRMS[ResetKind(reset.kind)].act) for reset in queries.pending_resets()]
    return [ResetRow(reset, confirm, confirm.is_open_for(reset, by)) for reset, confirm in pending]
