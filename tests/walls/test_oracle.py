"""Both walls, each alone and together, against the plain rule, over random partnerships, agencies, rows and readers."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from callins.models import Invitation
from groups.models import Dossier, Group
from gvi.access import context
from gvi.disclosures.models import DisclosedRecord
from gvi.meetings.models import Meeting
from tests.walls import oracle, worlds
from tests.walls.connections import behind_the_wall, column, rows
from tests.walls.worlds import DATABASE, MANAGER, MODELS, RULES, Draft, Model, World

pytestmark = pytest.mark.usefixtures("without_second_wall")
EXAMPLES = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], print_blob=True
)
KINDS = [*sorted(oracle.CORE), "region", "community", "county_board", "research"]
USUAL: list[Model] = [Group, Meeting, Dossier]  # drawn as often as all the others together


@dataclass(frozen=True)
class Plan:
    """A world to be: kinds of the agencies of two places, rows, writers and audience by number."""

    here: list[str]
    there: list[str]
    drafts: list[Draft]
    writers: set[int]
    audience: set[int]
    actor: int
    reader: bool

    def world(self) -> AbstractContextManager[World]:
        return worlds.planned(self.here, self.there, self.writers, self.drafts)

    def reader_of(self, made: World) -> oracle.Reader:
        """Agencies of the first place, and perhaps a person."""
        return made.reader(*self.audience, person=made.people[0] if self.reader else None)


plans = st.builds(
    Plan,
    here=st.lists(st.sampled_from(KINDS), min_size=2, max_size=5),
    there=st.lists(st.sampled_from(KINDS), min_size=1, max_size=2),
    drafts=st.lists(
        st.builds(
            Draft,
            model=st.one_of(st.sampled_from(USUAL), st.sampled_from(MODELS)),
            owner=st.integers(0, 6),
            reach=st.integers(0, 2),
            other=st.integers(0, 6),
            marked=st.booleans(),
            read=st.booleans(),
            cut=st.booleans(),
        ),
        min_size=3,
        max_size=10,
    ),
    writers=st.sets(st.integers(0, 6), max_size=4),
    audience=st.sets(st.integers(0, 4), max_size=4),
    actor=st.integers(0, 4),
    reader=st.booleans(),
)


# What chance may pass by: a protected person with and without a named reader, an open meeting that a grant opens.
RICH = Plan(
    here=["police", "coordination", "region"],
    there=["police"],
    drafts=[
        Draft(model, owner, reach, owner, protected, read)
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


@EXAMPLES
@always
@given(plans)
def test_each_wall_alone_and_both_together_show_exactly_what_the_rule_says(plan: Plan) -> None:
    with plan.world() as made, worlds.inserted(made):
        reader = plan.reader_of(made)
        models = {sample.model for sample in made.samples}
        there = [sample for sample in made.samples + made.referred_to if sample.model in models]
        expected = {s.row.pk for s in there if oracle.may_read(RULES[s.model], reader, s.fact)}
        with context.enter_context(made.context(reader)):
            by_manager, past_both = _by_manager(models), _by_database(models)
            with behind_the_wall():
                by_both, by_database = _by_manager(models), _by_database(models)
        assert past_both == {sample.row.pk for sample in there}, "the superuser sees all: else this could not fail"
        assert by_manager == expected
        assert by_database == expected
        assert by_both == expected


def _by_manager(models: set[Model]) -> set[object]:
    return {row.pk for model in models for row in model.objects.all()}


def _by_database(models: set[Model]) -> set[object]:
    return {pk for model in models for pk in column(f"SELECT id FROM {model._meta.db_table}")}


@EXAMPLES
@always
@given(plans)
def test_several_readers_never_see_more_than_each_of_them_alone(plan: Plan) -> None:
    with plan.world() as made:
        reader = plan.reader_of(made)
        for sample in made.samples:
            if oracle.may_read(RULES[sample.model], reader, sample.fact):
                alone = [replace(reader, agencies=frozenset({agency})) for agency in reader.agencies]
                assert all(oracle.may_read(RULES[sample.model], each, sample.fact) for each in alone)


@EXAMPLES
@always
@given(plans)
def test_rows_are_changed_by_whoever_the_update_clause_names(plan: Plan) -> None:
    with plan.world() as made, worlds.inserted(made):
        _judges_like_the_oracle(DATABASE, "update", made, plan.reader_of(made))


@EXAMPLES
@always
@given(plans)
def test_the_acts_ask_the_same_right_as_the_database(plan: Plan) -> None:
    with plan.world() as made, worlds.inserted(made):
        _judges_like_the_oracle(MANAGER, "update", made, made.acting(plan.actor))


@EXAMPLES
@always
@given(plans)
def test_only_the_owner_says_how_far_a_row_reaches(plan: Plan) -> None:
    with plan.world() as made, worlds.inserted(made):
        reader = plan.reader_of(made)
        with DATABASE.looking(made, reader):
            for sample in made.samples:
                for other in worlds.reaches(sample.model) - {sample.fact.reach}:
                    expected = oracle.may_turn(RULES[sample.model], reader, sample.fact, sample.parents)
                    assert worlds.lets_change(sample, f"reach = {other}") == expected


@EXAMPLES
@always
@given(plans)
def test_nobody_gives_a_row_away_or_takes_one(plan: Plan) -> None:
    with plan.world() as made, worlds.inserted(made), DATABASE.looking(made, plan.reader_of(made)):
        for sample in made.samples:
            for agency in made.agencies:
                if agency.pk != sample.fact.owner.id:
                    assert not worlds.lets_change(sample, f"owner_id = {agency.pk}")


@EXAMPLES
@always
@given(plans)
def test_rows_are_made_by_whoever_the_insert_clause_names_for_those_who_may_own_them(plan: Plan) -> None:
    usual = [Draft(model, number, 0, number) for model in USUAL for number in range(len(plan.here + plan.there))]
    with replace(plan, drafts=plan.drafts + usual).world() as made:
        _judges_like_the_oracle(DATABASE, "insert", made, plan.reader_of(made))


@settings(EXAMPLES, max_examples=12)
@always
@given(plans)
def test_a_seat_is_made_by_the_codes_owner_or_by_whoever_holds_the_grant_on_the_call_in(plan: Plan) -> None:
    """The one kind that another agency may make: the seat goes to the agency whose code it is."""
    seats = [Draft(Invitation, number, reach, 0) for number in range(len(plan.here)) for reach in (0, 1)]
    with replace(plan, drafts=seats).world() as made:
        _judges_like_the_oracle(DATABASE, "insert", made, plan.reader_of(made))


def _judges_like_the_oracle(wall: worlds.Wall, verb: str, made: World, reader: oracle.Reader) -> None:
    with wall.looking(made, reader):
        answers = list(wall.answers[verb](made, reader, made.samples))
    assert answers == [worlds.expected(wall, verb, reader, sample) for sample in made.samples]


def test_one_who_is_withdrawn_alone_is_gone_for_the_receiver_while_the_others_are_read() -> None:
    with worlds.world_of(DisclosedRecord) as made, worlds.inserted(made):
        reader = made.reader(1)
        local = [sample for sample in made.samples if sample.fact.owner.place == reader.place]
        given = [s for s in local if s.fact.is_readable and s.fact.receiver == reader.me]
        assert {sample.fact.is_withdrawn for sample in given} == {True, False}
        for wall in (MANAGER, DATABASE):
            _judges_like_the_oracle(wall, "read", made, reader)
        with DATABASE.looking(made, reader):
            answers = list(DATABASE.answers["read"](made, reader, given))
        assert answers == [not sample.fact.is_withdrawn for sample in given]


def test_the_world_of_these_tests_is_not_empty_of_either_answer() -> None:
    """A net that only ever sees "no" would hold nothing."""
    with RICH.world() as made, worlds.inserted(made):
        reader = RICH.reader_of(made)
        seen = [oracle.may_read(RULES[sample.model], reader, sample.fact) for sample in made.samples]
        assert seen[:6] == [True, True, True, True, True, False], "police see all of theirs but whom they may not read"
        assert set(seen[6:]) == {True, False}
        assert not any(seen[12:]), "nothing of another partnership"
        assert rows("SELECT count(*) FROM groups_dossierreader") == [(3,)]
