"""A world of agencies and rows, in the database and in the oracle's eyes, and what the database answers there."""

import datetime
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from django.contrib.auth.models import Permission
from django.db import DatabaseError, transaction
from django.db.models import BooleanField

from callins.models import CallInGrant
from gvi.access import context, policy
from gvi.access.guarded import Guarded
from gvi.access.policy import Relation
from gvi.access.principal import Principal, PublicVisitor
from gvi.partnerships.models import Agency, PartnershipGrant
from gvi.partnerships.on_behalf.models import OnBehalf
from tests import factories as make
from tests.walls import oracle, seed
from tests.walls.connections import behind_the_wall, column, execute

Model = type[Guarded]
MODELS: list[Model] = sorted(seed.guarded(), key=lambda model: model._meta.label)
RULES = {model: oracle.Policy(**policy.POLICY[model._meta.label].clauses) for model in MODELS}
TIE = "ends_with"  # ties a row to the disclosure whose end it shares
LONG_AGO, LATER = (datetime.datetime(year, 3, 3, tzinfo=datetime.UTC) for year in (2020, 2120))


@dataclass(frozen=True)
class Draft:
    """A row to be. `other` is its receiver or teller, and owns what it refers to outside its home.

    `marked`: it asks for named readers, or its receiver may still read it. `read`: there is a named reader. `cut`: it
    no longer ends with the disclosure that it is part of, because its giver has withdrawn it alone (`ends_with`).
    """

    model: Model
    owner: int
    reach: int
    other: int
    marked: bool = False
    read: bool = False
    cut: bool = False


@dataclass(frozen=True)
class Sample:
    """A row, what the oracle knows of it, and of what it refers to."""

    row: Any
    fact: oracle.Fact
    parents: tuple[oracle.Parent, ...]

    @property
    def model(self) -> Model:
        return type(self.row)

    @property
    def table(self) -> str:
        return str(self.row._meta.db_table)


@dataclass
class World:
    """Agencies of two places, the first of which leads its partnership; people and grants.

    The samples are not yet inserted; what they refer to is.
    """

    agencies: list[Agency] = field(default_factory=list)
    bodies: dict[int, oracle.Body] = field(default_factory=dict)
    people: list[int] = field(default_factory=list)
    writers: list[Agency] = field(default_factory=list)
    named: dict[Any, int] = field(default_factory=dict)
    cut: set[Any] = field(default_factory=set)
    grants: dict[tuple[Any, str], frozenset[oracle.Body]] = field(default_factory=dict)
    principals: dict[oracle.Body, Principal] = field(default_factory=dict)
    samples: list[Sample] = field(default_factory=list)
    referred_to: list[Sample] = field(default_factory=list)

    @property
    def here(self) -> list[Agency]:
        return [agency for agency in self.agencies if agency.partnership_id == self.agencies[0].partnership_id]

    def reader(self, *numbers: int, person: int | None = None) -> oracle.Reader:
        """Agencies of the first place; a visitor of it without any."""
        chosen = frozenset(self.bodies[self.here[number % len(self.here)].pk] for number in numbers)
        return oracle.Reader(chosen, person, None if chosen else self.bodies[self.agencies[0].pk])

    def acting(self, number: int) -> oracle.Reader:
        """One agency, and as a person who acts for it."""
        reader = self.reader(number)
        assert reader.me
        return replace(reader, person=self.principals[reader.me].user.pk)

    def context(self, reader: oracle.Reader) -> context.Context:
        chosen = [agency for agency in self.agencies if self.bodies[agency.pk] in reader.agencies]
        if chosen:
            return context.for_agencies(*chosen, user=reader.person)
        assert reader.writes_to
        return context.for_public_visitor(reader.place, leader=reader.writes_to.id)

    def principal(self, reader: oracle.Reader) -> Principal | None:
        """Who acts as this reader; together nobody does."""
        if not reader.agencies:
            return PublicVisitor()
        return self.principals[reader.me] if reader.me else None

    # --- what it is made of

    def settle(self, agency: Agency) -> None:
        self.agencies.append(agency)
        self.bodies[agency.pk] = oracle.Body(agency.pk, str(agency.kind), agency.partnership_id)
        self.principals[self.bodies[agency.pk]] = make.user(agency)

    def draft(self, draft: Draft) -> Sample:
        """A row with everything that it refers to, itself not inserted."""
        owner, other = (self.agencies[number % len(self.agencies)] for number in (draft.owner, draft.other))
        possible = sorted(reaches(draft.model))
        row = self._build(draft.model, owner, other, possible[draft.reach % len(possible)], draft.marked)
        if draft.read and _marks(draft.model):
            self.named[row.pk] = self.people[0]
        if draft.cut and TIE in _names(draft.model):
            self.cut.add(row.pk)
        sample = self._sample(row)
        self.samples.append(sample)
        return sample

    def _build(self, model: Model, owner: Agency, other: Agency, reach: int, marked: bool) -> Guarded:
        names = _names(model)
        facts: dict[str, Any] = dict.fromkeys(_marks(model), marked)
        if issubclass(model, OnBehalf):
            facts |= seed.NO_SOURCE  # what another agency told is open and stays so
        if "receiver" in names:
            until = LATER if marked else LONG_AGO
            receiver = other if other != owner else next(agency for agency in self.agencies if agency != owner)
            facts |= {"receiver": receiver, "valid_until": until, "readable_until": until}
        if "teller" in names:
            facts["teller"] = other
        for ref in seed.refs(model):
            parent, whose = seed.parent_of(ref), owner if ref.home else other
            marks = marked and "receiver" in names  # a disclosed record is readable like its disclosure
            facts[ref.name] = self._build(parent, whose, other, seed.widest(parent), marks)
            seed.insert(facts[ref.name])
            self.referred_to.append(self._sample(facts[ref.name]))
        return seed.build(model, owner, reach=reach, **facts)

    def _sample(self, row: Guarded) -> Sample:
        return Sample(row, self._fact(row), self._parents(row))

    def _parents(self, row: Guarded) -> tuple[oracle.Parent, ...]:
        found = [(ref, getattr(row, ref.name)) for ref in seed.refs(type(row))]
        return tuple(oracle.Parent(RULES[type(parent)], self._fact(parent), ref.home) for ref, parent in found)

    def _fact(self, row: Any) -> oracle.Fact:
        model = type(row)
        return oracle.Fact(
            owner=self.bodies[row.owner_id],
            reach=int(row.reach),
            receiver=self.bodies.get(getattr(row, "receiver_id", 0)),
            is_readable=getattr(row, "readable_until", LONG_AGO) == LATER,
            is_withdrawn=row.pk in self.cut,
            teller=self.bodies.get(getattr(row, "teller_id", 0)),
            marked=frozenset(name for name in _marks(model) if getattr(row, name)),
            readers=frozenset(person for pk, person in self.named.items() if pk == row.pk),
            grants=frozenset((body, about) for about in _containers(model) for body in self._granted(row, about)),
        )

    def _granted(self, row: Any, about: str) -> frozenset[oracle.Body]:
        """Whoever holds the write grant on the row's container; the writers get it when it is first asked for."""
        container = self._container(row, about)
        codename = f"write_{row._meta.model_name}"
        if (container.pk, codename) not in self.grants:
            grant = PartnershipGrant if about == "partnership" else CallInGrant
            permission = Permission.objects.get(codename=codename)
            writers = [agency for agency in self.writers if agency.partnership_id == row.partnership_id]
            for agency in writers:
                grant.objects.create(group=agency, permission=permission, content_object=container)
            self.grants[container.pk, codename] = frozenset(self.bodies[agency.pk] for agency in writers)
        return self.grants[container.pk, codename]

    def _container(self, row: Any, about: str) -> Any:
        return row.owner.partnership if about == "partnership" else getattr(row, about)


@contextmanager
def planned(here: list[str], there: list[str], writers: set[int], drafts: list[Draft]) -> Iterator[World]:
    """Made by a superuser, so that nothing but the rules under test has a say; gone afterwards."""
    with transaction.atomic():
        made = World()
        for kinds in (here, there):
            place = make.partnership()
            for kind in kinds:
                made.settle(make.agency(place, kind, leads=kinds is here and not made.agencies))
        PartnershipGrant.objects.all().delete()
        made.writers = list({made.agencies[number % len(made.agencies)] for number in writers})
        made.people = [make.user(made.agencies[0]).user.pk for _ in range(2)]
        for draft in drafts:
            made.draft(draft)
        execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield made
        transaction.set_rollback(True)


@contextmanager
def inserted(made: World) -> Iterator[None]:
    """Inside, the rows are there; outside they are only tried."""
    with transaction.atomic():
        for sample in made.samples:
            seed.insert(sample.row)
            if sample.row.pk in made.named:
                _name_reader(sample, made.named[sample.row.pk])
            if sample.row.pk in made.cut:
                execute(f"UPDATE {sample.table} SET {TIE} = NULL WHERE id = %s", [sample.row.pk])
        execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield
        transaction.set_rollback(True)


def _name_reader(sample: Sample, person: int) -> None:
    execute(
        f"INSERT INTO {sample.table}reader (content_object_id, user_id, permission_id)"
        " SELECT %s, %s, id FROM auth_permission WHERE codename = 'read_protected'",
        [sample.row.pk, person],
    )


def _names(model: Model) -> set[str]:
    return {each.name for each in model._meta.concrete_fields}


def relations(model: Model) -> list[Relation]:
    """Every relation that the table's clauses mention."""
    rule = policy.POLICY[model._meta.label]
    return [relation for name in rule.clauses for relation in getattr(rule, name).relations]


def reaches(model: Model) -> set[int]:
    return {int(reach) for reach in policy.POLICY[model._meta.label].reaches}


def _marks(model: Model) -> list[str]:
    """The columns that ask for named readers."""
    asked = {relation.about for relation in relations(model) if relation.name == "named"}
    return [each.name for each in model._meta.concrete_fields if isinstance(each, BooleanField) and each.name in asked]


def _containers(model: Model) -> set[str]:
    return {relation.about for relation in relations(model) if relation.name == "granted"}


# --- what the walls answer


Answers = Callable[["World", oracle.Reader, list[Sample]], Iterator[bool]]


@dataclass(frozen=True)
class Wall:
    """One wall: how a reader stands before it, and what it says of each row, verb by verb."""

    name: str
    looking: Callable[["World", oracle.Reader], AbstractContextManager[None]]
    answers: dict[str, Answers]


@contextmanager
def before_the_manager(made: World, reader: oracle.Reader) -> Iterator[None]:
    """As this reader; PostgreSQL lets everything through."""
    with context.enter_context(made.context(reader)):
        yield


@contextmanager
def before_the_database(made: World, reader: oracle.Reader) -> Iterator[None]:
    """As this reader, behind the second wall and past the first one."""
    with context.enter_context(made.context(reader)), behind_the_wall():
        yield


def _shows(_made: World, _reader: oracle.Reader, samples: list[Sample]) -> Iterator[bool]:
    seen = {row.pk for model in _models(samples) for row in model.objects.all()}
    return (sample.row.pk in seen for sample in samples)


def _may_write(made: World, reader: oracle.Reader, samples: list[Sample]) -> Iterator[bool]:
    """What an act asks of a row that it has found. Several agencies together do not act."""
    principal = made.principal(reader)
    for is_seen, sample in zip(_shows(made, reader, samples), samples, strict=True):
        yield principal is not None and is_seen and principal.may_write(sample.row)


def _lets_read(_made: World, _reader: oracle.Reader, samples: list[Sample]) -> Iterator[bool]:
    seen = {pk for model in _models(samples) for pk in column(f"SELECT id FROM {model._meta.db_table}")}
    return (sample.row.pk in seen for sample in samples)


def _lets_update(_made: World, _reader: oracle.Reader, samples: list[Sample]) -> Iterator[bool]:
    return (lets_change(sample, "version = version") for sample in samples)


def _lets_insert(_made: World, _reader: oracle.Reader, samples: list[Sample]) -> Iterator[bool]:
    return (_lets(partial(_insert, sample)) for sample in samples)


def _insert(sample: Sample) -> bool:
    seed.insert(sample.row)
    return True


def _models(samples: list[Sample]) -> set[Model]:
    return {sample.model for sample in samples}


def lets_change(sample: Sample, change: str) -> bool:
    """Whether the database changes the row so, for whoever looks."""
    return _lets(lambda: execute(f"UPDATE {sample.table} SET {change} WHERE id = %s", [sample.row.pk]) == 1)


def _lets(attempt: Callable[[], bool]) -> bool:
    """Whether the database lets it be done, and what is deferred too. Nothing of it stays."""
    try:
        with transaction.atomic():
            done = attempt()
            if done:
                execute("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)
    except DatabaseError:
        return False
    return done


MANAGER = Wall("manager", before_the_manager, {"read": _shows, "update": _may_write})
DATABASE = Wall("database", before_the_database, {"read": _lets_read, "update": _lets_update, "insert": _lets_insert})


def expected(wall: Wall, verb: str, reader: oracle.Reader, sample: Sample) -> bool:
    """What the oracle says. What a row refers to is asked about by the database alone."""
    parents = sample.parents if wall is DATABASE else ()
    return may(verb, RULES[sample.model], reader, sample.fact, parents)


def may(
    verb: str, rule: oracle.Policy, reader: oracle.Reader, fact: oracle.Fact, parents: tuple[oracle.Parent, ...] = ()
) -> bool:
    match verb:
        case "read":
            return oracle.may_read(rule, reader, fact)
        case "insert":
            return oracle.may_insert(rule, reader, fact, parents)
    return oracle.may_update(rule, reader, fact, parents)


# --- every kind of row and of reader, for one table

HERE, THERE, WRITERS = ["coordination", "police", "social_services", "region"], ["police"], {0, 3}
AUDIENCES = [(0,), (1,), (2,), (3,), (0, 1), (0, 3), (1, 2, 3)]


def every_draft(model: Model) -> list[Draft]:
    """Each owner and reach, with whatever else the table's clauses and references ask about."""
    names, marks = _names(model), bool(_marks(model))
    refers = any(not ref.home for ref in seed.refs(model))
    others = (1, 3, 4) if {"receiver", "teller"} & names else (3,) if refers else ()
    return [
        Draft(model, owner, reach, other, marked, read, cut)
        for owner in range(len(HERE) + len(THERE))
        for reach in range(len(reaches(model)))
        for other in dict.fromkeys((owner, *others))
        for marked in ((False, True) if marks or "receiver" in names else (False,))
        for read in ((False, True) if marks and marked else (False,))
        for cut in ((False, True) if TIE in names and marked else (False,))
    ]


def every_reader(made: World) -> list[oracle.Reader]:
    """Each agency, several together, a visitor, and an agency of elsewhere.

    Where the table asks for named readers, also as a person who is named and as one who is not.
    """
    readers = [made.reader(*numbers) for numbers in AUDIENCES]
    asked = AUDIENCES if any(sample.fact.marked for sample in made.samples) else AUDIENCES[:1]
    persons = [made.reader(*numbers, person=person) for numbers in asked for person in made.people]
    abroad = oracle.Reader(frozenset({made.bodies[made.agencies[-1].pk]}))
    return [*readers, *persons, abroad, made.reader()]


def world_of(model: Model) -> AbstractContextManager[World]:
    """A world with each kind of row that the table may hold."""
    return planned(HERE, THERE, WRITERS, every_draft(model))
