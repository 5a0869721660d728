"""Twin worlds that differ only in what a reader may not see give that reader the same bytes, on every page and paper.

Not by looking for words: whatever tells – a count, an order, a gap, a choice in a form – makes the bytes differ.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.test import Client

import gvi.urls  # noqa: F401  the apps declare their papers when their pages are loaded
from groups.models import Group, PersonCode
from gvi.access.guarded import Guarded
from gvi.access.policy import POLICY, Reach
from gvi.access.principal import act_as
from gvi.documents.composition import compose
from gvi.documents.models import Document
from gvi.documents.registry import papers
from tests.signed_in import browser
from tests.walls import seed
from tests.walls.routes import MATRIX, World, address
from tests.walls.seed import may_own

pytestmark = pytest.mark.django_db
NOW = "2026-03-03 12:00:00+00:00"  # the day of the seeded call-in: its evening may be opened
READERS = ["analyst", "coordinator", "focus_contact", "log_reviewer", "outsider", "probation_officer", "social_worker"]
# What differs in every answer and says nothing: the form's token and the key of a press.
DRAWN = re.compile(
    r'name="(?:csrfmiddlewaretoken|key|[a-z0-9-]+-key)" value="[^"]*"|"X-CSRFToken": "\w+"'
    r'|data-gvi-session-left="\d+"|[?&]n=\w+'
)


class Twins:
    """The common world with somebody in each role, and what is added to it for the second twin."""

    def __init__(self) -> None:
        self.world = World.made()
        self.readers = {role: self.world.people[role] for role in MATRIX["works_at"]}
        self.readers["outsider"] = self.world.outsider
        self.shared = {agency: self._of(agency, Reach.CORE) for agency in self.world.agencies.values()}

    def _of(self, agency: Any, reach: int) -> dict[type[Guarded], Any]:
        """One row of every model that this agency may own, hanging together."""
        rows: dict[type[Guarded], Any] = {}
        for model in _parents_first():
            wide = [r for r in POLICY[model._meta.label].reaches if r <= max(reach, seed.narrowest(model))]
            if may_own(model, agency):
                rows[model] = seed.row(model, agency, reach=max(wide), **_hung(model, rows))
        return rows

    def add_hidden(self, reader: Any) -> int:
        """Rows of every model, of other agencies and of another partnership, that this reader may not see."""
        before = self.added = 0
        for agency in self.world.agencies.values():
            if agency != reader.agency:
                self._hide(agency, self.shared[agency], wide=reader.agency.needed_reach > Reach.CORE)
        for agency in self.world.abroad.values():
            self._of(agency, Reach.CORE)
            self.added += 1
        return self.added - before

    def _hide(self, agency: Any, shared: dict[type[Guarded], Any], *, wide: bool) -> None:
        for model in _parents_first():
            reaches = POLICY[model._meta.label].reaches
            hidden = [Reach.CORE] if wide and Reach.CORE in reaches else []
            hidden += [Reach.OWN] if Reach.OWN in reaches else []
            for reach in hidden:
                if may_own(model, agency):
                    _insert_somehow(model, agency, reach, shared)
                    self.added += 1


def _parents_first() -> list[Any]:
    """Guarded models, each after those it refers to."""
    ordered: list[Any] = []
    waiting = sorted(seed.guarded(), key=lambda model: model._meta.label)
    while waiting:
        ready = [m for m in waiting if all(f.related_model in ordered for f in seed.refs(m))]
        assert ready
        ordered += ready
        waiting = [m for m in waiting if m not in ready]
    return ordered


def _hung(model: Any, rows: dict[type[Guarded], Any]) -> dict[str, Any]:
    return {f.name: rows[seed.parent_of(f)] for f in seed.refs(model) if seed.parent_of(f) in rows}


def _insert_somehow(model: Any, agency: Any, reach: int, shared: dict[type[Guarded], Any]) -> Any:
    """Under the parents that the reader sees, where it would show most; else under hidden parents of its own."""
    hung = _hung(model, shared)
    try:
        with transaction.atomic():
            return seed.row(model, agency, reach=reach, **hung)
    except DatabaseError:
        closed = [f for f in seed.refs(model) if seed.narrowest(seed.parent_of(f)) <= reach]
        for field in closed:
            parent = seed.parent_of(field)
            hung[field.name] = _insert_somehow(parent, agency, seed.narrowest(parent), shared)
        return seed.row(model, agency, reach=reach, **hung)


@pytest.fixture(scope="module")
def made(shared_rows: None) -> Twins:
    with time_machine.travel(NOW, tick=False):
        return Twins()


@pytest.fixture
def twins(made: Twins) -> Iterator[Twins]:
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield made


def test_the_hidden_rows_hang_where_they_would_show(twins: Twins) -> None:
    """Under shared parents: a hidden code in an open group, a hidden membership of an open group, a hidden seat."""
    police = twins.world.agencies["police"]
    shared = twins.shared[police]
    twins.add_hidden(twins.readers["coordinator"])
    group, person_code = shared[Group], shared[PersonCode]
    with act_as(twins.readers["analyst"]):
        assert group.person_codes.count() > 1
        assert person_code.group_id == group.pk


@pytest.mark.parametrize("who", READERS)
def test_a_reader_gets_the_same_pages_in_both_worlds(who: str, twins: Twins) -> None:
    reader = twins.readers[who]
    page = browser(reader)
    urls = list(_pages(twins, reader, "manager" if who == "outsider" else who))
    before = {url: _bytes(page, url) for url in urls}
    assert {status for status, _body in before.values()} <= {
        200,
        302,
        403,
        404,
        409,
    }  # 409: what cannot be done in this state has no form
    assert twins.add_hidden(reader) > 10
    assert [url for url in urls if _bytes(page, url) != before[url]] == []


# What is sought in both worlds: the texts of every seeded row, the days they are on, a number.
SOUGHT = [seed.CANARY, f"{seed.CANARY}1", "2026-03-03", "3 mars", "19900101-2385", "styrgrupp"]


@pytest.mark.parametrize("who", [who for who in READERS if who in MATRIX["roles"]["papers"] or who == "outsider"])
def test_a_search_finds_the_same_in_both_worlds(who: str, twins: Twins) -> None:
    reader = twins.readers[who]
    page = browser(reader)
    before = [_found(page, text) for text in SOUGHT]
    assert who == "outsider" or [text for text in SOUGHT if "gvi-rows" in _found(page, text)]
    assert twins.add_hidden(reader) > 10
    assert [_found(page, text) for text in SOUGHT] == before


def _found(page: Client, text: str) -> str:
    with transaction.atomic():
        answer = page.post(address("portal:search"), {"q": text}, follow=True)
        transaction.set_rollback(True)
    assert answer.status_code == 200
    return DRAWN.sub("", answer.content.decode())


def _pages(twins: Twins, reader: Any, role: str) -> Iterator[str]:
    """Every page that this role may open, of every shared row."""
    for route, entry in sorted(MATRIX["routes"].items()):
        if role not in MATRIX["roles"][entry["roles"]] or entry["get"] != 200:
            continue
        if "object" not in entry:
            yield address(route)
            continue
        for rows in twins.shared.values():
            yield from (address(route, row) for model, row in rows.items() if model._meta.label == entry["object"])


def _bytes(page: Client, url: str) -> tuple[int, str]:
    with transaction.atomic():
        answer = page.get(url)
        transaction.set_rollback(True)
    return answer.status_code, DRAWN.sub("", answer.content.decode(errors="replace"))


@pytest.mark.parametrize("kind", sorted(paper.kind for paper in papers if not paper.stays_home))
def test_a_common_paper_is_the_same_whatever_its_readers_keep_to_themselves(kind: str, twins: Twins) -> None:
    before = _papers(kind, twins)
    for by in ("coordinator", "police_coordinator", "social_worker", "probation_officer"):
        twins.add_hidden(twins.readers[by])
    assert before
    assert _papers(kind, twins) == before
    assert len(set(before)) > 1, "papers on different subjects differ: else this could not fail"


def _papers(kind: str, twins: Twins) -> list[str]:
    """The paper about each shared row of its kind, for all four core agencies."""
    core = [agency for agency in twins.world.agencies.values() if agency.needed_reach == Reach.CORE]
    by, readers = twins.readers["coordinator"], core
    label = MATRIX["routes"][papers[kind].place]["object"]
    found = []
    for rows in twins.shared.values():
        for subject in (row for model, row in rows.items() if model._meta.label == label):
            with act_as(by):
                paper = Document(
                    kind=kind, subject_id=subject.pk, number="2026-001", title="Prov", readers=[], owner=by.agency
                )
                _contents, sheets = compose(paper, readers, ["Provläsare"])
            found += [sheet.html for sheet in sheets]
    return found


def test_the_twins_tell_when_something_leaks(twins: Twins) -> None:
    """The net itself: for its owner the second world does look different."""
    owner = twins.readers["police_coordinator"]
    page, url = browser(owner), address("groups:groups")
    before = _bytes(page, url)
    twins.add_hidden(twins.readers["coordinator"])
    assert _bytes(page, url) != before
