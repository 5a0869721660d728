"""Fill a database with its populations, as superuser: `python -m bench.fill gvi_bench_10k`.

Each table gets copies of one row that is an instance of the model, so a field with a default needs no word here. A
field with neither a default nor a value stops the filling, and the message names it.
"""

import sys
from collections.abc import Iterable, Sequence
from datetime import timedelta
from random import Random
from typing import Any, NamedTuple, cast
from uuid import UUID, uuid4

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.db.models import Field, Model  # noqa: E402
from django.utils import timezone  # noqa: E402
from psycopg import sql  # noqa: E402

from bench.population import DATABASES, Population  # noqa: E402
from groups.models import Dossier, Group, GroupState, PersonCode  # noqa: E402
from gvi.access.policy import Kind, Reach, Role  # noqa: E402
from gvi.disclosures.models import DisclosedRecord, Disclosure, LegalGround  # noqa: E402
from gvi.partnerships.models import Affiliation, Agency, Partnership, User  # noqa: E402

ROLES = {
    Kind.POLICE: Role.POLICE_COORDINATOR,
    Kind.PROBATION: Role.PROBATION_OFFICER,
    Kind.COORDINATION: Role.COORDINATOR,
}
NAME = {"given_name": "Kim", "family_name": "Lindgren"}
DECIDED_APART = timedelta(minutes=1)
IN_USE, OVER = timedelta(days=10), timedelta(days=-10)  # until then, from now


class Made(NamedTuple):
    """A code that is in its table."""

    id: UUID
    owner: int
    reach: int
    code: str
    group: UUID


def insert_like(row: Model, names: Sequence[str], values: Iterable[Sequence[Any]]) -> None:
    """Insert rows like this one but for the named fields. Raises ValueError for a field that has no value in it."""
    refuse_gaps(row)
    varying = [cast("Field[Any, Any]", row._meta.get_field(name)) for name in names]
    same = [field for field in row._meta.local_concrete_fields if field not in varying and not field.generated]
    constants = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in same]
    columns = sql.SQL(", ").join(sql.Identifier(str(field.column)) for field in [*varying, *same])
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(row._meta.db_table), columns)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for varied in values:
            copy.write_row([*varied, *constants])


def refuse_gaps(row: Model) -> None:
    """Raises ValueError for a field that needs a value and has none; the message names model and field."""
    for field in row._meta.local_concrete_fields:
        value = getattr(row, field.attname)
        may_be_empty = field.blank or field.has_default()
        if (value is None and not field.null) or (value == "" and not may_be_empty):
            raise ValueError(f"{row._meta.label}.{field.name} has no default: bench/fill.py must give it a value.")


def fill(population: Population) -> None:
    """All rows of one partnership."""
    agencies = make_agencies(population)
    codes = make_codes(population, agencies)
    if population.has_dossiers:
        make_dossiers(agencies, codes)
    if population.disclosures:
        make_disclosures(population.disclosures, agencies, [code for code in codes if code.reach != Reach.OWN])


def make_agencies(population: Population) -> dict[str, Agency]:
    """The partnership with its agencies by kind. Each has one user: probation@ten.example and so on."""
    partnership = Partnership.objects.create(slug=population.slug, name=population.slug)
    agencies: dict[str, Agency] = {}
    for kind, role in ROLES.items():
        leads = kind == Kind.COORDINATION
        agency = Agency(partnership=partnership, kind=kind, title=kind.value, short_name=kind.value, leads=leads)
        agency.save()
        user = User.objects.create_user(f"{kind}@{population.slug}.example", full_name=f"Prov {kind}")
        Affiliation.objects.create(user=user, agency=agency, role=role)
        agencies[kind] = agency
    return agencies


def make_codes(population: Population, agencies: dict[str, Agency]) -> list[Made]:
    """The codes and their groups. Every group is open, so that a code may be."""
    groups = {name: (uuid4(), agencies[kind]) for kind, name in population.groups()}
    group = Group(**_of(agencies[Kind.POLICE]), reach=Reach.CORE, name="like this", state=GroupState.ACTIVE)
    insert_like(group, ("id", "owner", "name"), ((pk, owner.pk, name) for name, (pk, owner) in groups.items()))
    code = PersonCode(**_of(agencies[Kind.POLICE]), reach=Reach.OWN, code="like this", group_id=uuid4())
    made = []
    for drawn in population.codes():
        group_id, owner = groups[drawn.group]
        reach = Reach.CORE if drawn.is_open else Reach.OWN
        made.append(Made(uuid4(), owner.pk, int(reach), drawn.text, group_id))
    insert_like(code, Made._fields, made)
    return made


def make_dossiers(agencies: dict[str, Agency], codes: Sequence[Made]) -> None:
    """Who it is, as the owner of each code records it."""
    dossier = Dossier(**_of(agencies[Kind.POLICE]), reach=Reach.OWN, person_code_id=uuid4(), birth_year=2001, **NAME)
    insert_like(dossier, ("id", "owner", "person_code"), ((uuid4(), code.owner, code.id) for code in codes))


def make_disclosures(number: int, agencies: dict[str, Agency], open_codes: Sequence[Made]) -> None:
    """Disclosures by the police, ten about each code that others see, one person in each.

    Of the ten, one is in use at the probation office, which holds no name of that code; eight went there and are over;
    one is in use at the coordination.
    """
    disclosures, records, now = [], [], timezone.now()
    for place in Random(number).sample(range(number), number):  # noqa: S311  on the disk in no order
        receiver = agencies[Kind.COORDINATION if place % 10 == 9 else Kind.PROBATION].pk
        until = now + (IN_USE if place % 10 in (0, 9) else OVER)
        code, disclosure = open_codes[place // 10 % len(open_codes)], uuid4()
        disclosures.append((disclosure, receiver, until, until, until, now - place * DECIDED_APART))
        records.append((uuid4(), receiver, until, until, disclosure, code.id, code.code))
    handed = _of(agencies[Kind.POLICE]) | {
        "reach": Reach.OWN,
        "receiver": agencies[Kind.PROBATION],
        "valid_until": now,
        "readable_until": now,
    }
    handed_fields = ("id", "receiver", "valid_until", "readable_until")
    insert_like(_disclosure(handed), (*handed_fields, "decided_until", "decided_at"), disclosures)
    record = DisclosedRecord(**handed, disclosure_id=uuid4(), facts=NAME)
    insert_like(record, (*handed_fields, "disclosure", "person_code_id", "code"), records)


def _disclosure(handed: dict[str, Any]) -> Disclosure:
    return Disclosure(
        **handed,
        purpose="Prov",
        fields=list(NAME),
        people_count=1,
        ground=LegalGround.objects.order_by("pk")[0],
        ground_confirmed=True,
        decided_by="chef",
        decided_until=handed["valid_until"],
    )


def _of(owner: Agency) -> dict[str, Any]:
    """Whose row it is."""
    return {"owner": owner, "partnership_id": owner.partnership_id}


if __name__ == "__main__":
    for population in DATABASES[sys.argv[1]]:
        with transaction.atomic():
            fill(population)
