"""`walls`: the same query through the guarded manager and row security, and without either."""

from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.db.models import QuerySet  # noqa: E402

from bench.clock import Cost, cost, least  # noqa: E402
from bench.figures import Line, dearest, dump  # noqa: E402
from groups.models import PersonCode  # noqa: E402
from gvi.access import context  # noqa: E402
from gvi.partnerships.models import Agency  # noqa: E402

# The partnership, the viewer, and the percent of a million codes that the viewer sees.
VIEWS = [("one", "coordination", 1), ("ten", "probation", 10), ("one", "police", 100)]
ROUNDS, TIMES = 12, 8
Rows = QuerySet[PersonCode]
PAGE, CAP = 50, 1000


def page(rows: Rows, _known: list[Any]) -> Any:
    return list(rows.order_by("code")[: PAGE + 1])


def detail(rows: Rows, known: list[Any]) -> Any:
    known.append(known.pop(0))
    return rows.get(pk=known[0])


def count(rows: Rows, _known: list[Any]) -> Any:
    return rows[: CAP + 1].count()


QUERIES: dict[str, Callable[[Rows, list[Any]], Any]] = {"list": page, "detail": detail, "count": count}


def bare(place: int) -> Rows:
    """As a superuser, past the manager: the partnership's rows by a plain predicate."""
    return QuerySet(PersonCode, using="bare").filter(partnership_id=place)


def compare(viewer: Agency, query: Callable[[Rows, list[Any]], Any]) -> dict[str, Cost]:
    with context.enter_context(context.for_agencies(viewer)):
        known = [row.pk for row in PersonCode.objects.order_by("pk")[:40]]

        def once() -> dict[str, Cost]:
            return {
                "walled": cost(lambda: query(PersonCode.objects.all(), known), times=TIMES),
                "bare": cost(lambda: query(bare(viewer.partnership_id), known), times=TIMES, alias="bare"),
            }

        return least(once, times=ROUNDS)


def main() -> None:
    lines = []
    for slug, kind, percent in VIEWS:
        viewer = Agency.objects.get(partnership__slug=slug, kind=kind)
        for name, query in QUERIES.items():
            costs = compare(viewer, query)
            walled, plain = costs["walled"], costs["bare"]
            lines.append(Line(f"{name} at {percent} %", walled, ratio=walled.all / plain.all))
    print(dump([dearest("walls", lines)]))


if __name__ == "__main__":
    main()
