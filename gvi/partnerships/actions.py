"""Setting up a partnership from its file, and nothing that touches persons."""

import secrets
from typing import Any

from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from gvi.access import policy
from gvi.access.guarded import Guarded
from gvi.access.policy import Role, default_grants, roles_of
from gvi.access.principal import Principal, act_as
from gvi.acts.act import act
from gvi.partnerships.models import (
    Affiliation,
    Agency,
    KeyMessage,
    Milestone,
    Partnership,
    PartnershipGrant,
    Training,
    Unit,
    User,
)
from gvi.partnerships.plan import AgencyPlan, Plan

Report = list[str]


def create_partnership(plan: Plan) -> Report:
    """Make or bring up to date a partnership. Doing it twice changes nothing. Returns what was done, in words."""
    report: Report = []
    place = _partnership(plan, report)
    agencies = {one.title: _agency(place, one, report) for one in plan.agencies}
    with act_as(system_principal(agencies[plan.leader.title])) as by:
        set_up(by=by, plan=plan, report=report)
    return report or ["Nothing to do: the partnership is as the file says."]


def add_account(place: Partnership, *, email: str, name: str, agency: str, role: str, title: str = "") -> str:
    """An account with an affiliation in one agency. Returns a first password, to be said and not written.

    The second factor is enrolled at the first login; nothing else opens before. Raises ValidationError.
    """
    found = Agency.objects.filter(Q(title=agency) | Q(short_name=agency), partnership=place).first()
    if found is None:
        known = ", ".join(Agency.objects.filter(partnership=place).values_list("short_name", flat=True))
        raise ValidationError(f"{place} has no agency called “{agency}”. It has: {known}.")
    if role == Role.SYSTEM or role not in roles_of(found.kind):
        allowed = ", ".join(sorted(roles_of(found.kind) - {Role.SYSTEM}))
        raise ValidationError(f"The role “{role}” does not exist at {found}. Choose one of: {allowed}.")
    if User.objects.filter(email=email.lower()).exists():
        raise ValidationError(f"{email} has an account already.")
    password = secrets.token_urlsafe(15)
    _account(found, password, email=email, name=name, role=role, title=title)
    return password


def _account(agency: Agency, password: str, *, email: str, name: str, role: str, title: str) -> None:
    user = User.objects.create_user(email, password, full_name=name)
    user.full_clean(exclude=["password"])
    Affiliation.objects.create(user=user, agency=agency, role=role, title=title)


def entered(affiliation: Affiliation) -> None:
    """Remember when somebody last came in for an agency: bookkeeping of the sign-in, before there is any context."""
    _come_in(affiliation.pk)


def _come_in(pk: int) -> None:
    Affiliation.objects.filter(pk=pk).update(last_signed_in_at=timezone.now())


def system_principal(agency: Agency) -> Principal:
    """The agency's own system user: jobs that belong to the agency run as it (architecture 6)."""
    found = Affiliation.objects.in_force().for_principal().get(agency=agency, role=Role.SYSTEM)
    return Principal(found)


@act("partnerships.set_up")
def set_up(*, by: Principal, plan: Plan, report: Report) -> None:
    """Messages, milestones and trainings of the file, as rows of the leading agency, for the whole partnership."""
    for message in plan.messages:
        _row(KeyMessage, {"code": message.code}, vars(message), report)
    for milestone in plan.milestones:
        _row(Milestone, {"text": milestone.text}, vars(milestone), report)
    for training in plan.trainings:
        _row(Training, {"title": training.title, "starts_on": training.starts_on}, vars(training), report)


def _row(model: type[Guarded], key: dict[str, Any], facts: dict[str, Any], report: Report) -> None:
    row = model.objects.filter(**key).first() or model(reach=max(policy.POLICY[model._meta.label].reaches))
    new = row._state.adding
    for name, value in facts.items():
        setattr(row, name, value)
    before = row.version
    row.save()
    if new or row.version != before:
        report.append(f"{'New' if new else 'Changed'} {model._meta.model_name}: {row}")


def _partnership(plan: Plan, report: Report) -> Partnership:
    """The partnership's own row. The public page shows it alone, so the message is copied there (architecture 4)."""
    parts = [one.text for one in plan.messages]
    facts = vars(plan.place) | {"contacts": plan.contacts, "links": plan.links, "message": parts}
    return _system_row(Partnership, {"slug": plan.place.slug}, facts, report)


def _agency(place: Partnership, plan: AgencyPlan, report: Report) -> Agency:
    """An agency with its units, its system user and the grants that its kind has by the policy table."""
    facts = {name: value for name, value in vars(plan).items() if name != "units"}
    agency = _system_row(Agency, {"partnership": place, "title": plan.title}, facts, report)
    for name in plan.units:
        _system_row(Unit, {"agency": agency, "name": name}, {}, report)
    user, _new = User.objects.get_or_create(
        email=f"system-{agency.pk}@gvi.invalid", defaults={"full_name": str(agency), "is_system": True}
    )
    Affiliation.objects.get_or_create(user=user, agency=agency, role=Role.SYSTEM)
    for codename in default_grants(agency.kind, "partnership"):
        permission = Permission.objects.get(codename=codename, content_type__model="partnership")
        made = {"group": agency, "permission": permission, "content_object": place}
        if PartnershipGrant.objects.get_or_create(**made)[1]:
            report.append(f"New right of {agency.short_name}: {codename}")
    return agency


def _system_row(model: Any, key: dict[str, Any], facts: dict[str, Any], report: Report) -> Any:
    row = model.objects.filter(**key).first()
    changed = {name for name, value in facts.items() if row is None or getattr(row, name) != value}
    if row is None or changed:
        made = row is None
        row = row or model(**key)
        for name, value in facts.items():
            setattr(row, name, value)
        row.save() if made else row.save(update_fields=changed)
        report.append(f"{'New' if made else 'Changed'} {model._meta.model_name}: {row}")
    return row
