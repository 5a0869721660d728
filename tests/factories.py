"""What tests are made of: plain functions, real acts' preconditions, no names that could be anybody's."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from groups.models import Dossier, DossierReader
from gvi.access import context, recording
from gvi.access.guarded import Guarded
from gvi.access.policy import Kind, Role, default_grants
from gvi.access.principal import Principal, act_as  # noqa: F401  what tests enter
from gvi.partnerships.models import (
    Affiliation,
    Agency,
    Partnership,
    PartnershipGrant,
    User,
)
from tests.run_time_role import as_operator

_number = count(1)

ROLE_OF: dict[str, Role] = {
    Kind.COORDINATION: Role.COORDINATOR,
    Kind.SOCIAL_SERVICES: Role.SOCIAL_WORKER,
    Kind.POLICE: Role.POLICE_COORDINATOR,
    Kind.PROBATION: Role.PROBATION_OFFICER,
}


def partnership(name: str = "") -> Partnership:
    number = next(_number)
    with as_operator():
        return Partnership.objects.create(slug=f"p{number}", name=name or f"GVI Provstad {number}")


def agency(
    place: Partnership, kind: str, title: str = "", *, leads: bool = False, logs_in: bool = True, municipality: str = ""
) -> Agency:
    number = next(_number)
    with as_operator():
        made = Agency.objects.create(
            municipality=municipality,
            partnership=place,
            kind=kind,
            title=title or f"{Kind(kind).label} {number}",
            short_name=title or str(Kind(kind).label),
            leads=leads,
            logs_in=logs_in,
        )
        for codename in default_grants(kind, "partnership"):
            permission = Permission.objects.get(codename=codename, content_type__model="partnership")
            PartnershipGrant.objects.create(group=made, permission=permission, content_object=place)
    user(made, Role.SYSTEM, is_system=True)
    return made


def system(of: Agency) -> Principal:
    """The agency's system user, which every agency has."""
    return Principal(Affiliation.objects.for_principal().get(agency=of, role=Role.SYSTEM))


def begins_to_log_in(agency: Agency) -> None:
    """What the system manager does the day an agency that was spoken for gets users of its own."""
    agency.logs_in = True
    with as_operator():
        agency.save(update_fields=["logs_in"])


def stops_logging_in(agency: Agency) -> None:
    """The agency is spoken for by the coordinator from now on."""
    agency.logs_in = False
    with as_operator():
        agency.save(update_fields=["logs_in"])


before_any_context = as_operator  # who writes accounts before anybody has entered a context


def user(of: Agency, role: str | None = None, **facts: Any) -> Principal:
    """Somebody with an account in an agency, in the role that is usual there."""
    number = next(_number)
    account = User.objects.create(email=f"u{number}@prov.example", full_name=f"Prov {number}", **facts)
    role = role or ROLE_OF.get(of.kind, Role.MANAGER)
    starts_on = timezone.localdate() - timedelta(days=30)
    with as_operator():
        made = Affiliation.objects.create(user=account, agency=of, role=role, starts_on=starts_on)
    return Principal(Affiliation.objects.for_principal().get(pk=made.pk))


def put(model: type[Guarded], owner: Agency, *, by: Any = None, **facts: Any) -> Any:
    """A row as its owner would have made it, past role and act: only walls are under test. `by`: a user's number."""
    with context.enter_context(context.for_agencies(owner, user=by)), recording.collecting_changes():
        made = model(**facts)
        made.save()
    return made


def change_affiliation(of: Principal, **facts: Any) -> None:
    """Past every act: who works where, as if it had been so from the start."""
    with as_operator():
        Affiliation.objects.filter(pk=of.affiliation.pk).update(**facts)
    of.affiliation.refresh_from_db()


def protect(dossier: Dossier, reader: Principal) -> None:
    """The person gets protected identity, and the dossier its first named reader."""
    named_reader(dossier, reader)
    seen = context.for_agencies(dossier.owner, user=reader.user.pk)
    with context.enter_context(seen), recording.collecting_changes():
        dossier.protected = True
        dossier.save()


def named_reader(dossier: Dossier, reader: Principal) -> None:
    """Guardian's grant to read one protected dossier, past both walls: nobody may read it before."""
    permission = Permission.objects.get(codename="read_protected")
    facts = {name: getattr(dossier, name) for name in ("partnership_id", "owner_id", "reach")}
    made = DossierReader(user=reader.user, content_object_id=dossier.pk, permission=permission, **facts)
    with as_operator(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL gvi.migrating = 'on'")
        QuerySet[DossierReader, DossierReader](DossierReader).bulk_create([made])
        cursor.execute("SET LOCAL gvi.migrating = ''")
