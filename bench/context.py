"""`context`: what a request's context adds to one query: the middleware around it, against a bare transaction."""

from types import SimpleNamespace
from typing import Any

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.http import HttpResponse  # noqa: E402

from bench.clock import Cost, cost, least  # noqa: E402
from bench.figures import Line, dearest, dump  # noqa: E402
from gvi.access.principal import Principal  # noqa: E402
from gvi.pages.middleware import within_context  # noqa: E402
from gvi.partnerships.models import Affiliation  # noqa: E402

ROUNDS, TIMES = 40, 50


def ask(_request: Any = None) -> HttpResponse:
    """One query that costs next to nothing, so that every other cost is visible."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
        cursor.fetchone()
    return ANSWER


ANSWER = HttpResponse("1")


def in_transaction() -> None:
    with transaction.atomic():
        ask()


def main() -> None:
    viewer = Affiliation.objects.for_principal().get(user__email="probation@ten.example")
    request = SimpleNamespace(method="GET", principal=Principal(viewer), resolver_match=None)
    in_context = within_context(ask)

    def once() -> dict[str, Cost]:
        return {
            "context": cost(lambda: in_context(request), times=TIMES),  # type: ignore[arg-type]
            "bare": cost(in_transaction, times=TIMES),
        }

    costs = least(once, times=ROUNDS)
    context, plain = costs["context"], costs["bare"]
    print(dump([dearest("context", [Line("context", context, ratio=context.all / plain.all)])]))


if __name__ == "__main__":
    main()
