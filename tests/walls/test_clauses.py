"""Each table by its four clauses, and the same with each clause broken on purpose: the oracle must see a difference.

The faults are generated from the clauses, so a new table and a new relation have theirs from the first day. A fault
that changes nothing, because another condition implies what it takes away, is none: the oracle says so itself.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from itertools import combinations, product
from typing import Any

import pytest
from django.db import transaction

from gvi.access import policy
from gvi.access.db_roles import APP
from gvi.access.guarded import visible_rows
from gvi.access.policy.relations import ANYBODY, NOBODY, OPEN, OWNER, RECEIVER, Clause
from gvi.access.principal import Principal
from gvi.access.row_security import RowSecurity, condition, row_security_of
from gvi.access.visibility import VisibleTo
from tests.walls import oracle, seed, worlds
from tests.walls.connections import execute
from tests.walls.worlds import DATABASE, MANAGER, MODELS, RULES, Model, Wall, World

pytestmark = pytest.mark.usefixtures("without_second_wall")
VERB_OF = {"owners": "insert", "read": "read", "insert": "insert", "update": "update"}
CLAUSES = tuple(VERB_OF)
PERSON, OTHER = 1, 2
BODIES = [
    oracle.Body(number, kind, place)
    for number, (kind, place) in enumerate([*product(worlds.HERE, [0]), *product(worlds.THERE, [1])])
]


def by_model(model: Model) -> str:
    return str(model._meta.label)


# --- as it stands


@pytest.mark.parametrize("model", MODELS, ids=by_model)
def test_both_walls_judge_each_row_of_a_table_as_its_clauses_say(model: Model) -> None:
    with worlds.world_of(model) as made:
        answers = list(_answers(made, DATABASE, "insert"))
        with worlds.inserted(made):
            for wall, verb in product((DATABASE, MANAGER), ("read", "update")):
                answers += _answers(made, wall, verb)
    assert [asked for asked, said, answered in answers if said != answered] == []
    for verb in ("read", "insert", "update"):
        said = {allowed for (_wall, asked, *_), allowed, _answered in answers if asked == verb}
        never = verb == "update" and RULES[model].update == "nobody"
        assert said == ({False} if never else {True, False}), f"{verb}: only one answer would hold nothing"


def _answers(made: World, wall: Wall, verb: str) -> Iterator[tuple[tuple[Any, ...], bool, bool]]:
    """For each reader and row, what was asked, what the oracle says, and what the wall says."""
    for reader in worlds.every_reader(made):
        with wall.looking(made, reader):
            for sample, answer in zip(made.samples, wall.answers[verb](made, reader, made.samples), strict=True):
                yield (wall.name, verb, reader, sample.fact), worlds.expected(wall, verb, reader, sample), answer


# --- the relations


def test_oracle_manager_and_row_security_know_exactly_the_relations_that_the_policy_uses() -> None:
    used = {
        name: {r.name for rule in policy.POLICY.values() for r in getattr(rule, name).relations} for name in CLAUSES
    }
    everywhere = set().union(*used.values())
    assert set(oracle.RELATIONS) == everywhere
    assert _cases(condition) == everywhere
    assert _cases(VisibleTo._condition) == used["read"]
    assert _cases(Principal._is) == used["update"]


def _cases(function: Callable[..., Any]) -> set[Any]:
    """The words that a function tells apart by `match`."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    return {
        case.value.value
        for case in ast.walk(tree)
        if isinstance(case, ast.MatchValue) and isinstance(case.value, ast.Constant)
    }


# --- broken on purpose


def faults(model: Model, name: str) -> dict[str, Clause]:
    """The clause in each way that it can be wrong by one step: wider, narrower, or asking less than it should."""
    clause: Clause = getattr(policy.POLICY[model._meta.label], name)
    if clause == ANYBODY:
        return {"nobody": NOBODY}
    parts = clause.alternatives
    others = [OWNER, OPEN, *([RECEIVER] if hasattr(model, "receiver") else [])]
    wider = [other for other in others if not set(other.alternatives) <= set(parts)]
    broken = {"anybody": ANYBODY} | {f"or {other}": clause | other for other in wider}
    for number, together in enumerate(parts):
        rest = parts[:number], parts[number + 1 :]
        broken[f"without alternative {number}"] = Clause((*rest[0], *rest[1]))
        for left_out in together if len(together) > 1 else ():
            asks_less = tuple(relation for relation in together if relation != left_out)
            broken[f"without {left_out} in {number}"] = Clause((*rest[0], asks_less, *rest[1]))
    return broken


@pytest.mark.parametrize("model", MODELS, ids=by_model)
def test_a_wall_with_a_faulty_clause_judges_otherwise_than_the_oracle(
    model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    unnoticed = []
    with worlds.world_of(model) as made:
        for name, verb in VERB_OF.items():
            with worlds.inserted(made) if verb != "insert" else nullcontext():
                for (how, faulty), wall in product(harmful(model, name).items(), (DATABASE, MANAGER)):
                    if verb in wall.answers:
                        with _faulty(wall, model, name, faulty, monkeypatch):
                            if not _is_noticed(made, wall, name, faulty):
                                unnoticed.append(f"{wall.name}, {name}: {how}")
    assert unnoticed == []


@contextmanager
def _faulty(wall: Wall, model: Model, name: str, faulty: Clause, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The wall as it would be with this clause; afterwards it is as it was."""
    with transaction.atomic(), monkeypatch.context() as patch:
        if wall is MANAGER:
            changed: dict[str, Any] = {name: faulty}
            patch.setitem(policy.POLICY, model._meta.label, replace(policy.POLICY[model._meta.label], **changed))
            visible_rows.cache_clear()
        else:
            _put_up(model, name, faulty)
        yield
        visible_rows.cache_clear()
        transaction.set_rollback(True)


def _put_up(model: Model, name: str, faulty: Clause) -> None:
    """The table's row security as a migration with this clause makes it, from a new table's privileges on."""
    table, (sound,) = model._meta.db_table, row_security_of(model)
    _path, _args, kwargs = sound.deconstruct()
    wall = RowSecurity(**kwargs | {"clauses": sound.clauses | {name: str(faulty)}})
    execute(sound.remove_sql(model, None))
    execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP}")
    execute(";\n".join([*wall.statements(model), *wall.home_keys(model)]))


def _is_noticed(made: World, wall: Wall, name: str, faulty: Clause) -> bool:
    """Whether the wall contradicts the oracle, which knows the sound clause, where the faulty one says otherwise."""
    verb = VERB_OF[name]
    for reader in worlds.every_reader(made):
        telling = [
            sample for sample in made.samples if _tells(verb, RULES[sample.model], name, faulty, reader, sample.fact)
        ]
        with wall.looking(made, reader) if telling else nullcontext():
            for sample, answer in zip(telling, wall.answers[verb](made, reader, telling), strict=True):
                if answer != worlds.expected(wall, verb, reader, sample):
                    return True
    return False


def _tells(
    verb: str, sound: oracle.Policy, name: str, faulty: Clause, reader: oracle.Reader, fact: oracle.Fact
) -> bool:
    """Whether the faulty clause says something else of a reader and a row than the sound one."""
    changed: dict[str, Any] = {name: str(faulty)}
    return worlds.may(verb, sound, reader, fact) != worlds.may(verb, replace(sound, **changed), reader, fact)


def test_a_fault_in_each_relation_harms_some_table() -> None:
    """Else the oracle would excuse all faults of a relation as implied by others."""
    harmed = set()
    for model, name in product(MODELS, CLAUSES):
        clause: Clause = getattr(policy.POLICY[model._meta.label], name)
        for faulty in harmful(model, name).values():
            kept = [relation for together in faulty.alternatives for relation in together]
            harmed |= {relation.name for relation in clause.relations if relation not in kept}
    assert harmed == set(oracle.RELATIONS)


def harmful(model: Model, name: str) -> dict[str, Clause]:
    """The faults of a clause that change an answer for some reader of some row that could be."""
    imagined = list(product(_readers(model), _facts(model)))
    return {
        how: faulty
        for how, faulty in faults(model, name).items()
        if any(_tells(VERB_OF[name], RULES[model], name, faulty, reader, fact) for reader, fact in imagined)
    }


def _readers(model: Model) -> list[oracle.Reader]:
    audiences = [frozenset(chosen) for count in (1, 2) for chosen in combinations(BODIES, count)]
    local = [audience for audience in audiences if len({body.place for body in audience}) == 1]
    known = [oracle.Reader(audience, person) for audience in local for person in (None, PERSON)]
    known += [
        oracle.Reader(audience, PERSON, roles=frozenset((body, role) for body in audience))
        for audience in local
        for role in worlds.roles(model)
    ]
    return [*known, oracle.Reader(frozenset(), None, BODIES[0])]


def _facts(model: Model) -> Iterator[oracle.Fact]:
    """All rows that the table could hold, as far as a clause can ask about them."""
    relations = Clause.parse(" | ".join({str(relation) for relation in worlds.relations(model)})).relations
    asked = {
        name: [r.about for r in relations if r.name == name] for name in ("named", "assigned", "granted", "writer")
    }
    names = {field.name for field in model._meta.concrete_fields}
    is_granted = asked["named"] or asked["assigned"]
    for owner, reach, receiver, is_readable, teller, is_marked, is_read, body, writer in product(
        BODIES,
        policy.POLICY[model._meta.label].reaches,
        BODIES if "receiver" in names else [None],
        [False, True] if "receiver" in names else [False],
        BODIES if "teller" in names else [None],
        [False, True] if asked["named"] else [False],
        [(), (PERSON,), (OTHER,)] if is_granted else [()],
        BODIES if asked["granted"] else [None],
        [None, PERSON, OTHER] if asked["writer"] else [None],
    ):
        if receiver is None or receiver != owner:
            alone = oracle.Fact(
                owner=owner,
                reach=int(reach),
                receiver=receiver,
                is_readable=is_readable,
                teller=teller,
                marked=frozenset(asked["named"] if is_marked else ()),
                readers=frozenset(is_read),
                writer=writer,
                grants=frozenset((body, about) for about in asked["granted"] if body),
            )
            yield from (replace(alone, above=above) for above in _above(model, owner))


def _above(model: Model, owner: oracle.Body) -> Iterator[tuple[tuple[str, oracle.Parent], ...]]:
    """What a row of this owner can hang by, where its clauses ask who sees that."""
    hangs_by = worlds.hangs_by(model)
    refs = [ref for ref in seed.refs(model) if ref.name in hangs_by]
    parents = [[fact for fact in _facts(seed.parent_of(ref)) if fact.owner == owner] for ref in refs]
    for facts in product(*parents):
        yield tuple(
            (ref.name, oracle.Parent(RULES[seed.parent_of(ref)], fact, ref.home))
            for ref, fact in zip(refs, facts, strict=True)
        )
