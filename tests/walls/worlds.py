"""A world of agencies and rows, in the database and in the oracle's eyes, and what the database answers there."""

import datetime
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import product
from typing import Any

from django.contrib.auth.models import Permission
from django.db import DatabaseError, transaction
from django.db.models import BooleanField
from django.utils import timezone

from callins.models import CallInGrant
from gvi.access import context, policy
from gvi.access.guarded import Guarded
from gvi.access.policy import Relation
from gvi.access.principal import Principal, PublicVisitor
from gvi.partnerships.models import Affiliation, Agency, PartnershipGrant
from gvi.partnerships.on_behalf.models import OnBehalf
from tests import factories as make
from tests.walls import oracle, seed
from tests.walls.connections import behind_the_wall, column, execute

Model = type[Guarded]
MODELS: list[Model] = sorted(seed.guarded(), key=lambda model: model._meta.label)
RULES = {model: oracle.Policy(**policy.POLICY[model._meta.label].clauses) for model in MODELS}
TIE = "ends_with"  # ties a row to the disclosure whose end it shares
LONG_AGO = datetime.datetime(2020, 3, 3, tzinfo=datetime.UTC)
LATER = timezone.now() + datetime.timedelta(days=300)  # a disclosure is for a year at most


@dataclass(frozen=True)
class Draft:
    """A row to be. `other` is its receiver or teller, and owns what it refers to outside its home.

    `marked`: it asks for named readers, or its receiver may still read it. `read`: somebody holds a grant on it, or on
    what it hangs by; one who has left the owner, if it is not marked. `along`: the one reference whose row is so too,
    where it hangs by several; every one if empty. Where the table asks who is invited, `read` says that `other` is, and
    `marked` that it still is. `cut`: it no longer ends with the disclosure that it is part of, because its giver has
    withdrawn it alone (`ends_with`).
    """

    model: Model
    owner: int
    reach: int
    other: int
    marked: bool = False
    read: bool = False
    along: str = ""
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
    roles: dict[int, frozenset[tuple[oracle.Body, str]]] = field(default_factory=dict)
    writers: list[Agency] = field(default_factory=list)
    named: dict[Any, int] = field(default_factory=dict)
    invited: dict[Any, Guarded] = field(default_factory=dict)
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
        leader = None if chosen else self.bodies[self.agencies[0].pk]
        person = person if chosen else None  # a visitor is nobody
        return oracle.Reader(chosen, person, leader, self.roles.get(person or 0, frozenset()))

    def acting(self, number: int) -> oracle.Reader:
        """One agency, and as a person who acts for it."""
        reader = self.reader(number)
        assert reader.me
        person = self.principals[reader.me].user.pk
        return replace(reader, person=person, roles=self.roles[person])

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
        self.principals[self.bodies[agency.pk]] = self._somebody(agency)

    def _somebody(self, agency: Agency, role: str | None = None) -> Principal:
        made = make.user(agency, role)
        self.roles[made.user.pk] = frozenset({(self.bodies[agency.pk], made.role)})
        return made

    def hire(self, roles: set[str]) -> None:
        """Somebody in each of these roles at each agency of the first place."""
        self.people += [self._somebody(agency, role).user.pk for role in sorted(roles) for agency in self.here]

    def employ(self, roles: set[str]) -> None:
        """At each agency of the first place the first person works in these roles, and the second no longer does."""
        today = timezone.localdate()
        for agency, role in product(self.here, sorted(roles)):
            for person, ends_on in zip(self.people, (None, today - datetime.timedelta(days=1)), strict=False):
                facts = {"agency": agency, "role": role, "starts_on": LONG_AGO.date(), "ends_on": ends_on}
                Affiliation.objects.create(user_id=person, **facts)
            self.roles[self.people[0]] = self.roles.get(self.people[0], frozenset()) | {(self.bodies[agency.pk], role)}

    def _holder(self, draft: Draft) -> int:
        """Who holds the grant on a row."""
        return self.people[0 if draft.marked else 1]

    def draft(self, draft: Draft) -> Sample:
        """A row with everything that it refers to, itself not inserted."""
        owner, other = (self.agencies[number % len(self.agencies)] for number in (draft.owner, draft.other))
        possible = sorted(reaches(draft.model))
        row = self._build(draft.model, owner, other, possible[draft.reach % len(possible)], draft)
        if draft.read and (_marks(draft.model) or _grants_to_people(draft.model)):
            self.named[row.pk] = self._holder(draft)
        if draft.read and owner != other and (invitations := _invitations(draft.model)):
            self.invited[row.pk] = self._invitation(invitations, row, other, draft)
        if draft.cut and TIE in _names(draft.model):
            self.cut.add(row.pk)
        sample = self._sample(row)
        self.samples.append(sample)
        return sample

    def _invitation(self, invitations: Model, row: Guarded, receiver: Agency, draft: Draft) -> Guarded:
        """What hangs by the row and invites this agency. Not yet inserted, like the row."""
        until = LATER if draft.marked else LONG_AGO
        facts: dict[str, Any] = {str(row._meta.model_name): row, "receiver": receiver, "readable_until": until}
        return seed.build(invitations, row.owner, reach=seed.widest(invitations), **facts)

    def _build(self, model: Model, owner: Agency, other: Agency, reach: int, draft: Draft) -> Guarded:
        names, marked = _names(model), draft.marked
        facts: dict[str, Any] = dict.fromkeys(_marks(model), marked)
        if issubclass(model, OnBehalf):
            facts |= seed.NO_SOURCE  # what another agency told is open and stays so
        if "receiver" in names:
            until = LATER if marked else LONG_AGO
            receiver = other if other != owner else next(agency for agency in self.agencies if agency != owner)
            facts |= {"receiver": receiver, "readable_until": until}
            facts |= {"valid_until": until} if "valid_until" in names else {}
        if "decided_until" in names:
            facts |= {"decided_at": timezone.now(), "decided_until": facts["valid_until"]}
        if "teller" in names:
            facts["teller"] = other
        if "stands_in" in names:
            facts["stands_in"] = True  # any number may, beside the one worker
        if _says_who_wrote(model):
            facts["user_id"] = self.people[0] if marked else None
        for ref in seed.refs(model):
            parent, whose = seed.parent_of(ref), owner if ref.home else other
            # a disclosed record ends like its disclosure
            follows = "receiver" in names or (ref.name in hangs_by(model) and draft.along in ("", ref.name))
            asked = replace(draft, along="") if follows else replace(draft, marked=False, read=False, along="")
            facts[ref.name] = above = self._build(parent, whose, other, seed.widest(parent), asked)
            seed.insert(above)
            if asked.read and _grants_to_people(parent):
                self.named[above.pk] = self._holder(asked)
                self.referred_to.append(self._sample(_grant(above, self.named[above.pk])))
            self.referred_to.append(self._sample(above))
        return seed.build(model, owner, reach=reach, **facts)

    def _sample(self, row: Guarded) -> Sample:
        return Sample(row, self._fact(row), self._parents(row))

    def _parents(self, row: Guarded) -> tuple[oracle.Parent, ...]:
        return tuple(parent for _name, parent in self._above(row))

    def _above(self, row: Guarded) -> tuple[tuple[str, oracle.Parent], ...]:
        found = [(ref, getattr(row, ref.name)) for ref in seed.refs(type(row))]
        return tuple(
            (ref.name, oracle.Parent(RULES[type(parent)], self._fact(parent), ref.home)) for ref, parent in found
        )

    def _fact(self, row: Any) -> oracle.Fact:
        model = type(row)
        return oracle.Fact(
            owner=self.bodies[row.owner_id],
            reach=int(row.reach),
            receiver=self.bodies.get(getattr(row, "receiver_id", 0)),
            is_readable=getattr(row, "readable_until", LONG_AGO) == LATER,
            invited=self._invited_to(row),
            is_withdrawn=row.pk in self.cut,
            teller=self.bodies.get(getattr(row, "teller_id", 0)),
            marked=frozenset(name for name in _marks(model) if getattr(row, name)),
            readers=frozenset(person for pk, person in self.named.items() if pk == row.pk),
            roles=frozenset((person, *held) for person in self.people for held in self.roles.get(person, ())),
            writer=row.user_id if _says_who_wrote(model) else None,
            above=self._above(row) if hangs_by(model) else (),
            grants=frozenset((body, about) for about in _containers(model) for body in self._granted(row, about)),
        )

    def _invited_to(self, row: Any) -> frozenset[oracle.Body]:
        invitation: Any = self.invited.get(row.pk)
        is_open = invitation is not None and invitation.readable_until == LATER
        return frozenset({self.bodies[invitation.receiver_id]} if is_open else ())

    def _granted(self, row: Any, about: str) -> frozenset[oracle.Body]:
        """Whoever holds the write grant on the row's container; the writers get it when it is first asked for."""
        container = self._container(row, about)
        codename = f"write_{row._meta.model_name}"
        if (container.pk, codename) not in self.grants:
            permission = Permission.objects.get(codename=codename)
            writers = [agency for agency in self.writers if agency.partnership_id == row.partnership_id]
            for agency in writers:
                facts: dict[str, Any] = {"group": agency, "permission": permission, "content_object": container}
                if about == "partnership":
                    PartnershipGrant.objects.create(**facts)
                else:
                    seed.insert(seed.build(CallInGrant, container.owner, reach=seed.widest(CallInGrant), **facts))
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
        made.employ({role for draft in drafts for role in working_roles(draft.model)})
        made.hire({role for draft in drafts for role in roles(draft.model)})
        for draft in drafts:
            made.draft(draft)
        execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield made
        transaction.set_rollback(True)


@contextmanager
def inserted(made: World) -> Iterator[None]:
    """Inside, the rows are there; outside they are only tried."""
    referred_to = list(made.referred_to)
    with transaction.atomic():
        for sample in made.samples:
            seed.insert(sample.row)
            if sample.row.pk in made.named:
                made.referred_to.append(made._sample(_grant(sample.row, made.named[sample.row.pk])))
            if sample.row.pk in made.invited:
                seed.insert(made.invited[sample.row.pk])
                made.referred_to.append(made._sample(made.invited[sample.row.pk]))
            if sample.row.pk in made.cut:
                execute(f"UPDATE {sample.table} SET {TIE} = NULL WHERE id = %s", [sample.row.pk])
        execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield
        transaction.set_rollback(True)
    made.referred_to = referred_to


def _grant(row: Any, person: int) -> Guarded:
    """Guardian's grant on the row: its named reader, or who works on it."""
    grants = _grants_to_people(type(row))
    assert grants
    permission = Permission.objects.filter(content_type__app_label=row._meta.app_label, codename__in=PERSONAL).get()
    facts = {"content_object": row, "user_id": person, "permission": permission}
    if "stands_in" in _names(grants):
        facts |= {"ends_on": None}
    made = seed.build(grants, row.owner, **facts)
    seed.insert(made)
    return made


PERSONAL = ("read_protected", "work_on")


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


def _grants_to_people(model: Model) -> Model | None:
    """The table of guardian's grants to users on rows of this model."""
    tables = {each.about for each in relations(model) if each.name == "assigned"}
    tables |= {f"{model._meta.db_table}reader" for _column in _marks(model)}
    return next((each for each in MODELS if each._meta.db_table in tables), None)


def _invitations(model: Model) -> Model | None:
    """The table whose rows invite other agencies to rows of this model."""
    tables = {each.about for each in relations(model) if each.name == "invited"}
    return next((each for each in MODELS if each._meta.db_table in tables), None)


def hangs_by(model: Model) -> set[str]:
    """The references by which its rows hang: who sees those rows is asked."""
    return {relation.about for relation in relations(model) if relation.name == "seen"}


def roles(model: Model) -> set[str]:
    """The roles that its clauses, or those of what it hangs by, ask about."""
    return {each.about for each in _relations_above(model) if each.name == "holds"}


def working_roles(model: Model) -> set[str]:
    """The roles in which whoever holds a grant on its rows, or on what they hang by, works on them."""
    return {role for each in _relations_above(model) if each.name == "unassigned" for role in each.about.split()[1:]}


def _relations_above(model: Model) -> list[Relation]:
    above = [seed.parent_of(ref) for ref in seed.refs(model) if ref.name in hangs_by(model)]
    return [relation for each in (model, *above) for relation in relations(each)]


def asks_for_people(model: Model) -> bool:
    """Whether it matters which person looks."""
    return bool(_marks(model) or _grants_to_people(model) or hangs_by(model) or _says_who_wrote(model))


def _says_who_wrote(model: Model) -> bool:
    return "writer" in {relation.name for relation in relations(model)}


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
    names, marks = _names(model), asks_for_people(model)
    refers, invites = any(not ref.home for ref in seed.refs(model)), _invitations(model) is not None
    others = (1, 3, 4) if {"receiver", "teller"} & names else (3,) if refers else ()
    hangs = sorted(hangs_by(model))
    return [
        Draft(model, owner, reach, other, marked, read, along, cut)
        for owner in range(len(HERE) + len(THERE))
        for reach in range(len(reaches(model)))
        for other in dict.fromkeys((owner, *others))
        for marked in ((False, True) if marks or invites or "receiver" in names else (False,))
        for read in ((False, True) if invites or (marks and (marked or working_roles(model))) else (False,))
        for along in (hangs if len(hangs) > 1 else ("",))
        for cut in ((False, True) if TIE in names and marked else (False,))
    ]


def every_reader(made: World) -> list[oracle.Reader]:
    """Each agency, several together, a visitor, and an agency of elsewhere.

    Where the table asks for named readers, also as a person who is named and as one who is not.
    """
    readers = [made.reader(*numbers) for numbers in AUDIENCES]
    asked = AUDIENCES if any(asks_for_people(sample.model) for sample in made.samples) else AUDIENCES[:1]
    persons = [made.reader(*numbers, person=person) for numbers in asked for person in made.people]
    abroad = oracle.Reader(frozenset({made.bodies[made.agencies[-1].pk]}))
    return [*readers, *persons, abroad, made.reader()]


def world_of(model: Model) -> AbstractContextManager[World]:
    """A world with each kind of row that the table may hold."""
    return planned(HERE, THERE, WRITERS, every_draft(model))
