"""Who acts: a user for one agency, in one role, on one day."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, Signer
from django.utils.crypto import salted_hmac
from guardian.core import ObjectPermissionChecker

from gvi.access import context, policy

if TYPE_CHECKING:
    from gvi.access.guarded import Guarded
    from gvi.partnerships.models import Affiliation, Agency, Partnership, User


MARK = "gvi.access.principal.mark"


class NotEntitled(PermissionDenied):
    """The affiliation has ended, the account is closed, or the agency has left."""


@dataclass(frozen=True)
class Principal:
    """The one who acts. The role says which acts, guardian says on what, reach says which rows."""

    affiliation: "Affiliation"

    @property
    def user(self) -> "User":
        return self.affiliation.user

    @property
    def agency(self) -> "Agency":
        return self.affiliation.agency

    @property
    def partnership(self) -> "Partnership":
        return self.affiliation.agency.partnership

    @property
    def role(self) -> str:
        return self.affiliation.role

    @cached_property
    def role_label(self) -> str:
        return self.affiliation.get_role_display()

    def may(self, right: policy.Right) -> bool:
        """Whether the role has the right. Raises ValueError for one that does not exist."""
        return policy.Right(right) in policy.rights_of(self.role)

    def may_write(self, row: "Guarded") -> bool:
        """Whether the policy's update clause holds between the agency and this row, which it sees."""
        rule = policy.for_model(row._meta.label) or policy.CLOSED
        if rule.is_named and rule.update == rule.read:
            return True  # else it would not have been found
        return any(all(self._is(relation, row) for relation in together) for together in rule.update.alternatives)

    def _is(self, relation: policy.Relation, row: "Guarded") -> bool:
        match relation.name:
            case "owner":
                return row.owner_id == self.agency.pk
            case "open":
                return row.is_open
            case "receiver":
                return bool(row.receiver_id == self.agency.pk)  # type: ignore[attr-defined]
            case "granted":
                container = self.partnership if relation.about == "partnership" else getattr(row, relation.about)
                return self.grants.has_perm(f"write_{row._meta.model_name}", container)
            case "seen" | "assigned" | "unassigned" | "holds":
                return row.holds(relation)
        raise ValueError(f"{relation} is not asked of whoever updates a row.")

    @cached_property
    def grants(self) -> ObjectPermissionChecker:
        """Guardian's answer for the agency; read once per container and request."""
        return ObjectPermissionChecker(self.agency)

    @cached_property
    def mark(self) -> str:
        """Whom a form is made for, as a sign that tells nobody anything: a user who acts by one affiliation.

        It outlasts the session, and nobody can make one up: it is signed.
        """
        secret = salted_hmac(MARK, f"{self.user.pk}.{self.affiliation.pk}", algorithm="sha256").hexdigest()[:32]
        return Signer(salt=MARK).sign(secret)

    def context(self) -> context.Context:
        return context.for_agencies(self.agency, user=self.user.pk)


@dataclass(frozen=True)
class PublicVisitor(Principal):
    """Somebody without an account, on a public page: reads nothing, leaves a message, is logged as nobody."""

    affiliation: Any = None  # a visitor has none: agency, grants and role_label must not be asked for
    partnership: Any = None

    user = property(lambda self: None)
    role = property(lambda self: str(policy.Role.OUTSIDE))

    def may_write(self, row: "Guarded") -> bool:
        return False

    def context(self) -> context.Context:
        """Raises ObjectDoesNotExist for a partnership without a leading agency: nobody would get the message."""
        leader = self.partnership.agencies.get(leads=True)
        return context.for_public_visitor(self.partnership.pk, leader=leader.pk)


def is_mark(text: str) -> bool:
    """Whether this is the mark of somebody, and not made up."""
    try:
        Signer(salt=MARK).unsign(text)
    except BadSignature:
        return False
    return True


def load(affiliation: int) -> Principal:
    """The principal of an affiliation, if it is in force today. Raises NotEntitled."""
    model = apps.get_model(settings.GVI_AFFILIATION_MODEL)
    found = model.objects.in_force().for_principal().filter(pk=affiliation).first()
    if found is None:
        raise NotEntitled("The affiliation is not in force.")
    return Principal(found)


@contextmanager
def act_as(principal: Principal) -> Iterator[Principal]:
    """Enter the principal's context outside a request: a job, a command, a test."""
    with context.enter_context(principal.context()):
        yield principal
