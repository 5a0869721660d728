"""The floor under the page of codes: session, user, the same SQL, the same bytes. No walls, no log, no templates.

It plays back what the page itself asked and wrote (`learn`), so it stays the floor of the page as it is today.
"""

import json
import re
from html import escape
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from bench.data import BASE

LEARNT = BASE / "floor.json"
QUERIES = ("codes", "groups", "handed_names", "own_names")
ROW = re.compile(r'<tr>\s*<th scope="row">.*?</tr>', re.DOTALL)
TEXT = re.compile(r">(\s*)([^<>\s][^<>]*?)(\s*)<")
NOTHING = "–"


def learn(queries: dict[str, Any], body: str) -> None:
    """Keep the page's queries, and its text as head, row and tail. Raises SystemExit for a page that is not known."""
    rows = list(ROW.finditer(body))
    if len(rows) < 2 or sorted(queries) != sorted(QUERIES):
        raise SystemExit(f"The page of codes has changed; bench/floor.py does not know it: {sorted(queries)}")
    patterns = {"nameless" if NOTHING in row[0] else "named": _pattern(row[0]) for row in rows}
    page = {
        "queries": queries,
        "head": body[: rows[0].start()],
        "between": body[rows[0].end() : rows[1].start()],
        "tail": body[rows[-1].end() :],
    }
    LEARNT.write_text(json.dumps(page | patterns))


def _pattern(row: str) -> str:
    """The row with places for what differs: the ids in its two addresses, and its texts in their order."""
    row = row.replace("%", "%%")
    row = re.sub(r"/personer/[0-9a-f-]{36}/", "/personer/%(id)s/", row)
    row = re.sub(r"/grupper/[0-9a-f-]{36}/", "/grupper/%(group_id)s/", row)
    places = iter(("code", "group", "name"))
    return TEXT.sub(lambda text: f">{text[1]}%({next(places)})s{text[3]}<", row, count=3)


def signed_in(request: HttpRequest) -> HttpResponse:
    """The whole page, once the user is known."""
    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    page = learnt()
    codes, groups, handed_names, names = (_ask(page["queries"][name]) for name in QUERIES)
    handed = {row[0]: row[1] for row in handed_names}
    titles = {row[0]: escape(row[1]) for row in groups}
    people = {row[0]: escape(f"{row[1]} {row[2]}".strip() + (f", {row[3]}" if row[3] else "")) for row in names}
    rows = []
    for key, code, group in codes[:50]:
        name = people.get(key) or handed.get(key)
        texts = {"code": escape(code), "group": titles[group], "name": name or NOTHING}
        rows.append(page["named" if name else "nameless"] % {"id": key, "group_id": group, **texts})
    return HttpResponse(page["head"] + page["between"].join(rows) + page["tail"])


def _ask(query: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The columns that the page shows, of every row that the page's own query gives."""
    with connection.cursor() as cursor:
        cursor.execute(query["sql"], query["params"])
        places = query["places"]
        return [tuple(row[place] for place in places) for row in cursor.fetchall()]


_learnt: dict[str, Any] = {}


def learnt() -> dict[str, Any]:
    if not _learnt:
        _learnt.update(json.loads(LEARNT.read_text()))
    return _learnt


urlpatterns = [path("personer/", signed_in)]
