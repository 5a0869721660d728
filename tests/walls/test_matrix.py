"""Each address, verb, role and relation against the matrix that was written by hand (tests/walls/matrix.toml)."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Self

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from gvi.access.principal import Principal
from tests.signed_in import browser, same_session
from tests.walls import seed
from tests.walls.routes import ABROAD, HIDDEN, MATRIX, OPEN, OWN, World, address, key, names

pytestmark = pytest.mark.django_db
ROUTES, ENTRANCE = MATRIX["routes"], MATRIX["entrance"]
WITH_OBJECT = sorted(route for route, entry in ROUTES.items() if "object" in entry)
WRITE = re.compile(r"\s*(?:insert\s+into|update|delete\s+from)\s+\"?(\w+)", re.IGNORECASE)
GUARDED = set(seed.tables()) - {"acts_logentry", "acts_change"}


@dataclass
class Peopled(World):
    """A world where everybody is there and has signed in, so that the tests can share it."""

    signed_in: dict[tuple[int, bool], Client] = field(default_factory=dict)

    @classmethod
    def made(cls) -> Self:
        world = super().made()
        for by in [*(world.people[role] for role in MATRIX["works_at"]), world.outsider]:
            world.signed_in |= {(by.user.pk, factor): browser(by, factor=factor) for factor in (True, False)}
        return world

    def browser(self, by: Principal, *, factor: bool = True, **options: Any) -> Client:
        """A browser in which this person has just signed in."""
        return same_session(self.signed_in[by.user.pk, factor], **options)


@pytest.fixture(scope="module")
def peopled(shared_rows: None) -> Peopled:
    return Peopled.made()


@pytest.fixture
def world(peopled: Peopled) -> Peopled:
    cache.clear()
    return peopled


@contextmanager
def nothing_written() -> Iterator[None]:
    """No statement inside writes a guarded table, not even one that is taken back."""
    written: list[str] = []

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        found = WRITE.match(sql)
        if found and found[1] in GUARDED:
            written.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield
    assert written == []


def ask(client: Client, verb: str, url: str) -> tuple[int, str]:
    """Status and body; whatever was done is taken back."""
    with transaction.atomic():
        answer = client.generic(verb, url, content_type="application/x-www-form-urlencoded")
        body = b"".join(answer) if answer.streaming else answer.content
        transaction.set_rollback(True)
    return answer.status_code, body.decode(errors="replace")


def refused(client: Client, verb: str, url: str) -> int:
    """The status of a refusal, which shows nothing of any row and writes nothing."""
    with nothing_written():
        status, body = ask(client, verb, url)
    assert seed.CANARY not in body
    return status


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    assert set(ROUTES) | set(ENTRANCE) == set(names())


def test_every_role_stands_in_the_matrix() -> None:
    assert set(MATRIX["roles"]["everybody"]) == set(MATRIX["works_at"])


@pytest.mark.parametrize("route", sorted(ROUTES))
def test_a_page_opens_for_the_roles_that_may_and_for_no_other(route: str, world: Peopled) -> None:
    entry = ROUTES[route]
    wrong = {}
    for role in MATRIX["works_at"]:
        by = world.people[role]
        row = _own_or_open(world, route, by) if "object" in entry else None
        url, page = address(route, row), world.browser(by)
        for verb in ("GET", "POST"):
            if role in MATRIX["roles"][entry["roles"]]:
                got, expected = ask(page, verb, url)[0], _shown(entry, verb, role, row, by)
            else:
                got, expected = refused(page, verb, url), 403
            if got != expected:
                wrong[role, verb] = f"{got} and not {expected}"
    assert wrong == {}


def _shown(entry: dict[str, Any], verb: str, role: str, row: Any, by: Any) -> int:
    """The answer to one who has the right, by whose the row is and whether the agency holds the grant on it."""
    answer = entry[verb.lower()]
    foreign = row is not None and row.owner_id != by.agency.pk
    if answer == 405 or not foreign or role in entry.get("granted", ()):
        return answer
    return entry.get("open", answer)


def _own_or_open(world: World, route: str, by: Any) -> Any:
    """The own agency's row; where such an agency can own none, somebody else's."""
    return world.row(route, OWN, by) or world.row(route, OPEN, by)


def _somebody(world: World, route: str) -> Any:
    """One who may, of an agency that can own such a row."""
    roles = MATRIX["roles"][ROUTES[route]["roles"]]
    return next(by for role in roles if world.row(route, OWN, by := world.people[role]))


@pytest.mark.parametrize("route", [r for r in WITH_OBJECT if ROUTES[r].get("open") is not False])
def test_another_agencys_row_answers_as_far_as_it_reaches(route: str, world: Peopled) -> None:
    entry, wrong = ROUTES[route], {}
    for role in MATRIX["roles"][entry["roles"]]:
        by = world.people[role]
        row, page = world.row(route, OPEN, by), world.browser(by)
        for verb in ("GET", "POST"):
            got, expected = ask(page, verb, address(route, row))[0], _shown(entry, verb, role, row, by)
            if got != expected:
                wrong[role, verb] = f"{got} and not {expected}"
    assert wrong == {}


@pytest.mark.parametrize("route", WITH_OBJECT)
def test_hidden_missing_and_foreign_rows_give_the_same_answer_to_the_last_byte(route: str, world: Peopled) -> None:
    by = _somebody(world, route)
    page, bodies = world.browser(by), set()
    relations = [ABROAD] if seed.narrowest(type(own := world.row(route, OWN, by))) else [HIDDEN, ABROAD]
    missing = str(key(own))[:-6] + "000000"
    urls = [address(route, world.row(route, relation, by)) for relation in relations]
    for url in [*urls, address(route, own).replace(str(key(own)), missing)]:
        for verb in ("GET", "POST"):
            with nothing_written():
                status, body = ask(page, verb, url)
            assert status == (405 if ROUTES[route][verb.lower()] == 405 else 404), (url, verb)
            assert seed.CANARY not in body
            bodies |= {_plain(body)} if status == 404 else set()
    assert len(bodies) == 1


def _plain(body: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body)


@pytest.mark.parametrize("route", [r for r in WITH_OBJECT if "manager" in MATRIX["roles"][ROUTES[r]["roles"]]])
def test_an_agency_outside_the_core_does_not_see_what_reaches_the_core(route: str, world: Peopled) -> None:
    page = world.browser(world.outsider)
    assert refused(page, "GET", address(route, world.row(route, OPEN, world.people["manager"]))) == 404


@pytest.mark.parametrize("route", sorted(ROUTES))
def test_a_stranger_is_sent_to_the_login_page_and_half_a_login_to_enrolment(route: str, world: Peopled) -> None:
    by = world.people["coordinator"]
    row = _own_or_open(world, route, by) if "object" in ROUTES[route] else None
    url = address(route, row)
    for verb in ("GET", "POST"):
        for client, there in (
            (browser(None), "/konto/logga-in/"),
            (world.browser(by, factor=False), "/konto/tvafaktor/app/"),
        ):
            with nothing_written():
                answer = client.generic(verb, url)
            assert (answer.status_code, answer["Location"].split("?")[0]) == (302, there)
            assert answer.content == b""


@pytest.mark.parametrize("route", sorted(ROUTES))
def test_other_verbs_are_not_there_and_no_form_is_taken_without_its_token(route: str, world: Peopled) -> None:
    role = MATRIX["roles"][ROUTES[route]["roles"]][0]
    by = world.people[role]
    row = _own_or_open(world, route, by) if "object" in ROUTES[route] else None
    url, page = address(route, row), world.browser(by)
    for verb in ("PUT", "DELETE", "OPTIONS"):
        assert refused(page, verb, url) == 405, verb
    assert refused(world.browser(by, enforce_csrf_checks=True), "POST", url) == 403


@pytest.mark.parametrize("route", sorted(ENTRANCE))
def test_the_entrance_answers_as_it_should(route: str, world: Peopled) -> None:
    by = world.people["coordinator"]
    for verb in ("GET", "POST"):
        clients = [browser(None), world.browser(by, factor=False), world.browser(by)]
        with nothing_written():
            got = [ask(client, verb, address(route))[0] for client in clients]
        assert got == ENTRANCE[route][verb.lower()], verb
