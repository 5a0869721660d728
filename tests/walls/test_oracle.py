"""Both walls, each alone and together, against the plain rule, over random partnerships, agencies, rows and readers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from callins.models import CallIn, CallInGrant, Invitation
from groups.models import Dossier, Group
from gvi.access import context
from gvi.access.guarded import Guarded
from gvi.access.principal import Principal
from gvi.meetings.models import Meeting
from gvi.partnerships.models import Agency, PartnershipGrant
from tests import factories as make
from tests.walls import oracle, seed
from tests.walls.connections import behind_the_wall, column, execute, rows

pytestmark = pytest.mark.usefixtures("without_second_wall")
EXAMPLES = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], print_blob=True
)
KINDS = [*sorted(oracle.CORE), "region", "community", "county_board", "research"]
REACHES: dict[type[Guarded], list[int]] = {Group: [0, 1], Meeting: [1, 2], Dossier: [0]}


@dataclass(frozen=True)
class Plan:
    """A world to be: kinds of the agencies of two places, rows by owner, readers and writers by number."""

    here: list[str]
    there: list[str]
    facts: list[tuple[Any, int, int, bool, bool]]
    writers: set[int]
    audience: set[int]
    actor: int
    reader: bool


@dataclass
class World:
    """The same world in the database and in the oracle's eyes."""

    agencies: list[Agency] = field(default_factory=list)
    bodies: dict[int, oracle.Body] = field(default_factory=dict)
    facts: dict[Any, tuple[type[Guarded], oracle.Fact]] = field(default_factory=dict)
    people: list[int] = field(default_factory=list)
    granted: set[oracle.Body] = field(default_factory=set)


plans = st.builds(
    Plan,
    here=st.lists(st.sampled_from(KINDS), min_size=2, max_size=5),
    there=st.lists(st.sampled_from(KINDS), min_size=1, max_size=2),
    facts=st.lists(
        st.tuples(
            st.sampled_from([Group, Meeting, Dossier]),
            st.integers(0, 6),
            st.integers(0, 1),
            st.booleans(),
            st.booleans(),
        ),
        min_size=3,
        max_size=10,
    ),
    writers=st.sets(st.integers(0, 6), max_size=4),
    audience=st.sets(st.integers(0, 4), min_size=1, max_size=4),
    actor=st.integers(0, 4),
    reader=st.booleans(),
)


# What chance may pass by: a protected person with and without a named reader, an open meeting that a grant opens.
RICH = Plan(
    here=["police", "coordination", "region"],
    there=["police"],
    facts=[
        (model, owner, reach, protected, read)
        for owner in (0, 1, 3)
        for model, reach, protected, read in (
            (Group, 0, False, False),
            (Group, 1, False, False),
            (Meeting, 0, False, False),
            (Meeting, 1, False, False),
            (Dossier, 0, True, True),
            (Dossier, 0, True, False),
        )
    ],
    writers={0, 1, 2, 3},
    audience={0},
    actor=0,
    reader=True,
)


def always(test: Callable[..., None]) -> Callable[..., None]:
    """The rich world in any case, seen by its police, its coordination, its region, and by two together."""
    for audience, actor in (({0}, 0), ({1}, 1), ({2}, 2), ({0, 1}, 1)):
        test = example(replace(RICH, audience=audience, actor=actor))(test)
    return example(replace(RICH, reader=False))(test)


@contextmanager
def world(plan: Plan) -> Iterator[World]:
    """Made by a superuser, so that nothing but the rules under test has a say; gone afterwards."""
    with transaction.atomic():
        made = World()
        for kinds in (plan.here, plan.there):
            place = make.partnership()
            for kind in kinds:
                _settle(made, make.agency(place, kind))
        PartnershipGrant.objects.all().delete()
        for number in plan.writers:
            _grant(made, made.agencies[number % len(made.agencies)])
        made.people = [make.user(made.agencies[0]).user.pk for _ in range(2)]
        for facts in plan.facts:
            _state(made, *facts)
        yield made
        transaction.set_rollback(True)


def _settle(made: World, agency: Agency) -> None:
    made.agencies.append(agency)
    made.bodies[agency.pk] = oracle.Body(agency.pk, str(agency.kind), agency.partnership_id)


def _grant(made: World, agency: Agency) -> None:
    permission = Permission.objects.get(codename="write_meeting")
    PartnershipGrant.objects.get_or_create(group=agency, permission=permission, content_object=agency.partnership)
    made.granted.add(made.bodies[agency.pk])


def _state(made: World, model: Any, owner: int, reach: int, protected: bool, read: bool) -> None:
    agency = made.agencies[owner % len(made.agencies)]
    if model is Dossier and agency.kind not in oracle.KEEPERS:
        model = Group
    wide = REACHES[model][reach % len(REACHES[model])]
    # A group in its owner's own words: what another agency told is open and stays so.
    known: dict[Any, dict[str, Any]] = {Dossier: {"protected": protected, "person_code": None}, Group: seed.NO_SOURCE}
    facts = known.get(model, {})
    row = seed.build(model, agency, reach=wide, **facts)
    seed.insert(row)
    readers = None
    if model is Dossier and protected:
        readers = frozenset(made.people[:1] if read else [])
        if read:
            _add_reader(row.pk, made.people[0])
    made.facts[row.pk] = (model, oracle.Fact(made.bodies[agency.pk], wide, readers))


def _add_reader(dossier: Any, person: int) -> None:
    execute(
        "INSERT INTO groups_dossierreader (content_object_id, user_id, permission_id)"
        " SELECT %s, %s, id FROM auth_permission WHERE codename = 'read_protected'",
        [dossier, person],
    )


def looking(made: World, plan: Plan) -> tuple[context.Context, set[oracle.Body], int | None]:
    """The audience of the plan: agencies of the first place, and perhaps a person."""
    home = [agency for agency in made.agencies if agency.partnership_id == made.agencies[0].partnership_id]
    chosen = {home[number % len(home)] for number in plan.audience}
    person = made.people[0] if plan.reader else None
    return context.for_agencies(*chosen, user=person), {made.bodies[a.pk] for a in chosen}, person


@EXAMPLES
@always
@given(plans)
def test_each_wall_alone_and_both_together_show_exactly_what_the_rule_says(plan: Plan) -> None:
    with world(plan) as made:
        now, audience, person = looking(made, plan)
        expected = {pk for pk, (_model, fact) in made.facts.items() if oracle.may_see(audience, fact, person)}
        everything = [Group, Meeting, Dossier]
        with context.enter_context(now):
            by_manager = {row.pk for model in everything for row in model.objects.all()}
            past_both = {pk for model in everything for pk in column(f"SELECT id FROM {model._meta.db_table}")}
            with behind_the_wall():
                by_both = {row.pk for model in everything for row in model.objects.all()}
                by_database = {pk for model in everything for pk in column(f"SELECT id FROM {model._meta.db_table}")}
        assert past_both >= set(made.facts), "the superuser sees all: else this test could not fail"
        assert by_manager == expected
        assert by_database == expected
        assert by_both == expected


@EXAMPLES
@always
@given(plans)
def test_several_readers_never_see_more_than_each_of_them_alone(plan: Plan) -> None:
    with world(plan) as made:
        _now, audience, person = looking(made, plan)
        for _model, fact in made.facts.values():
            if oracle.may_see(audience, fact, person):
                assert all(oracle.may_see({agency}, fact, person) for agency in audience)


@EXAMPLES
@always
@given(plans)
def test_rows_are_changed_by_their_owner_and_by_whoever_holds_the_grant_on_open_ones(plan: Plan) -> None:
    with world(plan) as made:
        now, audience, person = looking(made, plan)
        for pk, (model, fact) in made.facts.items():
            granted = made.granted if model is Meeting else set()
            expected = oracle.may_change(audience, fact, granted=granted, person=person)
            assert _changed(now, f"UPDATE {model._meta.db_table} SET version = version WHERE id = %s", pk) == expected


@EXAMPLES
@always
@given(plans)
def test_the_acts_ask_the_same_right_as_the_database(plan: Plan) -> None:
    with world(plan) as made:
        actor = make.user(made.agencies[plan.actor % len(plan.here)])
        body = made.bodies[actor.agency.pk]
        with context.enter_context(actor.context()):
            for pk, (model, fact) in made.facts.items():
                if not oracle.may_see({body}, fact, actor.user.pk):
                    continue
                granted = made.granted if model is Meeting else set()
                expected = oracle.may_change({body}, fact, granted=granted, person=actor.user.pk)
                assert Principal(actor.affiliation).may_write(model.objects.get(pk=pk)) == expected


@EXAMPLES
@always
@given(plans)
def test_only_the_owner_says_how_far_a_row_reaches(plan: Plan) -> None:
    with world(plan) as made:
        now, audience, person = looking(made, plan)
        for pk, (model, fact) in made.facts.items():
            if len(REACHES[model]) == 1:
                continue
            other = sum(REACHES[model]) - fact.reach
            expected = oracle.may_turn(audience, fact) and oracle.may_see(audience, fact, person)
            statement = f"UPDATE {model._meta.db_table} SET reach = {other} WHERE id = %s"
            assert _changed(now, statement, pk) == expected


@EXAMPLES
@always
@given(plans)
def test_nobody_gives_a_row_away_or_takes_one(plan: Plan) -> None:
    with world(plan) as made:
        now, _audience, _person = looking(made, plan)
        for pk, (model, fact) in made.facts.items():
            for agency in made.agencies:
                if agency.pk != fact.owner.id:
                    gift = f"UPDATE {model._meta.db_table} SET owner_id = {agency.pk} WHERE id = %s"
                    assert not _changed(now, gift, pk)


@EXAMPLES
@always
@given(plans)
def test_rows_are_made_by_their_owner_alone_and_records_of_persons_by_those_who_keep_them(plan: Plan) -> None:
    with world(plan) as made:
        now, audience, _person = looking(made, plan)
        for model, reaches in REACHES.items():
            for agency in made.agencies:
                fact = oracle.Fact(made.bodies[agency.pk], reaches[0])
                row = seed.build(model, agency, reach=reaches[0])
                expected = oracle.may_make(audience, fact, of_persons=model is Dossier)
                assert _made(now, row) == expected


@settings(EXAMPLES, max_examples=12)
@always
@given(plans)
def test_a_seat_is_made_by_the_codes_owner_or_by_whoever_holds_the_grant_on_the_call_in(plan: Plan) -> None:
    """The one kind that another agency may make: the seat goes to the agency whose code it is."""
    with world(plan) as made:
        now, audience, _person = looking(made, plan)
        home = [agency for agency in made.agencies if agency.partnership_id == now.partnership]
        occasion = seed.build(CallIn, home[0], reach=1)
        seed.insert(occasion)
        granted = {home[number % len(home)] for number in plan.writers}
        for agency in granted:
            permission = Permission.objects.get(codename="write_invitation")
            CallInGrant.objects.create(group=agency, permission=permission, content_object=occasion)
        for agency in home:
            for reach in (0, 1):
                seat = seed.build(Invitation, agency, reach=reach, callin=occasion)
                fact = oracle.Fact(made.bodies[agency.pk], reach)
                sees_call_in = oracle.may_see(audience, oracle.Fact(made.bodies[home[0].pk], 1))
                may = oracle.may_change(audience, fact, granted={made.bodies[a.pk] for a in granted})
                assert _made(now, seat) == (may and sees_call_in)


def _changed(now: context.Context, statement: str, pk: Any) -> bool:
    """Whether the database lets this audience do it."""
    try:
        with context.enter_context(now), behind_the_wall():
            done = execute(statement, [pk]) == 1
            execute("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)
            return done
    except DatabaseError:
        return False


def _made(now: context.Context, row: Any) -> bool:
    try:
        with context.enter_context(now), behind_the_wall():
            seed.insert(row)
            execute("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)
    except DatabaseError:
        return False
    return True


def test_the_world_of_these_tests_is_not_empty_of_either_answer() -> None:
    """A net that only ever sees "no" would hold nothing."""
    with world(RICH) as made:
        _now, audience, person = looking(made, RICH)
        seen = [oracle.may_see(audience, fact, person) for _model, fact in made.facts.values()]
        assert seen[:6] == [True, True, True, True, True, False], "police see all of theirs but whom they may not read"
        assert set(seen[6:]) == {True, False}
        assert not any(seen[12:]), "nothing of another partnership"
        assert rows("SELECT count(*) FROM groups_dossierreader") == [(2,)]
