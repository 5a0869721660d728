"""Setting up a partnership from its file, and its first accounts. Nothing here touches personal data of cases.

These are commands of the operator. They write system tables before there is any context, so only the guarded rows of
the partnership are written by an act (gvi.partnerships.actions.set_up).
"""

import secrets
from typing import Any

from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db.models import Q

from gvi.access.policy import Role, default_grants, roles_of
from gvi.access.principal import act_as
from gvi.partnerships.accounts.queries import system_principal
from gvi.partnerships.actions import Report, set_up
from gvi.partnerships.models import Affiliation, Agency, Partnership, PartnershipGrant, Unit, User
from gvi.partnerships.setup_file import AgencyFacts, SetupFile
from gvi.text.emails import check_domain


def create_partnership(file: SetupFile) -> Report:
    """Make a partnership or bring it up to date. Doing it twice changes nothing. Returns what was done, in words."""
    report: Report = []
    partnership = _save_partnership(file, report)
    agencies = {facts.title: _save_agency(partnership, facts, report) for facts in file.agencies}
    with act_as(system_principal(agencies[file.leader.title])) as by:
        set_up(by=by, file=file, report=report)
    return report or ["Nothing to do: the partnership is as the file says."]


def add_account(partnership: Partnership, *, email: str, name: str, agency: str, role: str, title: str = "") -> str:
    """Make an account with an affiliation to one agency. Returns a first password, to be handed over by word of mouth.

    The second factor is enrolled at the first login; nothing else opens before. Raises ValidationError.
    """
    found = Agency.objects.filter(Q(title=agency) | Q(short_name=agency), partnership=partnership).first()
    if found is None:
        known = ", ".join(Agency.objects.filter(partnership=partnership).values_list("short_name", flat=True))
        raise ValidationError(f"{partnership} has no agency called “{agency}”. It has: {known}.")
    if role not in roles_of(found.kind):
        allowed = ", ".join(sorted(roles_of(found.kind)))
        raise ValidationError(f"The role “{role}” does not exist at {found}. Choose one of: {allowed}.")
    if User.objects.filter(email=email.lower()).exists():
        raise ValidationError(f"{email} has an account already.")
    check_domain(email)
    password = secrets.token_urlsafe(15)
    user = User.objects.create_user(email, password, full_name=name)
    user.full_clean(exclude=["password"])
    Affiliation.objects.create(user=user, agency=found, role=role, title=title)
    return password


def _save_partnership(file: SetupFile, report: Report) -> Partnership:
    """The partnership's row. The public page shows nothing else, so it holds the key messages too (architecture 4)."""
    message = [part.text for part in file.messages]
    facts = vars(file.partnership) | {"contacts": file.contacts, "links": file.links, "message": message}
    partnership: Partnership = _save_row(Partnership, {"slug": file.partnership.slug}, facts, report)
    return partnership


def _save_agency(partnership: Partnership, given: AgencyFacts, report: Report) -> Agency:
    """An agency with its units, its system user, and the grants that its kind has by the policy table."""
    facts = {name: value for name, value in vars(given).items() if name != "units"}
    agency: Agency = _save_row(Agency, {"partnership": partnership, "title": given.title}, facts, report)
    for name in given.units:
        _save_row(Unit, {"agency": agency, "name": name}, {}, report)
    user, _is_new = User.objects.get_or_create(
        email=f"system-{agency.pk}@gvi.invalid", defaults={"full_name": str(agency), "is_system": True}
    )
    Affiliation.objects.get_or_create(user=user, agency=agency, role=Role.SYSTEM)
    for codename in default_grants(agency.kind, "partnership"):
        permission = Permission.objects.get(codename=codename, content_type__model="partnership")
        grant: dict[str, Any] = {"group": agency, "permission": permission, "content_object": partnership}
        if PartnershipGrant.objects.get_or_create(**grant)[1]:
            report.append(f"New right of {agency.short_name}: {codename}")
    return agency


def _save_row(model: Any, key: dict[str, Any], facts: dict[str, Any], report: Report) -> Any:
    row = model.objects.filter(**key).first()
    changed = {name for name, value in facts.items() if row is None or getattr(row, name) != value}
    if row is not None and not changed:
        return row
    is_new = row is None
    row = row or model(**key)
    for name, value in facts.items():
        setattr(row, name, value)
    row.save() if is_new else row.save(update_fields=changed)
    report.append(f"{'New' if is_new else 'Changed'} {model._meta.model_name}: {row}")
    return row
