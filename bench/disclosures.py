"""`label` and `disclosures`: names beside fifty codes, and the newest fifty disclosures; both walls against none."""

from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.db.models import QuerySet  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.clock import Cost, cost, least  # noqa: E402
from bench.figures import Line, dearest, dump  # noqa: E402
from groups.models import Dossier, PersonCode  # noqa: E402
from groups.people import queries  # noqa: E402
from gvi.access import context  # noqa: E402
from gvi.disclosures.models import DisclosedRecord, Disclosure  # noqa: E402
from gvi.partnerships.models import Agency  # noqa: E402

ROUNDS, TIMES, PAGE = 20, 10, 50


def bare(model: Any) -> Any:
    """As a superuser, past the manager."""
    return QuerySet(model, using="bare")


def labels(viewer: Agency) -> dict[str, Callable[[], Any]]:
    """Half the codes are named by an own dossier, half by a disclosure."""
    own, given = list(PersonCode.objects.filter(owner=viewer)[: PAGE // 2]), _given(viewer)
    codes = own + given
    ids = [code.pk for code in codes]

    def plain() -> Any:
        valid = bare(DisclosedRecord).filter(person_code_id__in=ids, receiver=viewer, valid_until__gt=timezone.now())
        return queries.names_from(valid, bare(Dossier).filter(owner=viewer, person_code__in=ids))

    assert set(queries.known_names(codes)) == set(ids) == set(plain())  # noqa: S101  else nothing is compared
    return {"walled": lambda: queries.known_names(codes), "bare": plain}


def _given(viewer: Agency) -> list[PersonCode]:
    valid = DisclosedRecord.objects.filter(receiver=viewer, valid_until__gt=timezone.now())
    return list(PersonCode.objects.filter(pk__in=valid.values("person_code_id"))[: PAGE // 2])


def received(rows: Any, viewer: Agency) -> Any:
    valid = rows.filter(receiver=viewer, valid_until__gt=timezone.now())
    return list(valid.select_related("owner", "receiver", "ground").order_by("-decided_at", "pk")[: PAGE + 1])


def given(rows: Any, viewer: Agency) -> Any:
    mine = rows.filter(owner=viewer)
    return list(mine.select_related("owner", "receiver", "ground").order_by("-decided_at", "pk")[: PAGE + 1])


def newest(page: Callable[[Any, Agency], Any], viewer: Agency) -> dict[str, Callable[[], Any]]:
    return {
        "walled": lambda: page(Disclosure.objects.all(), viewer),
        "bare": lambda: page(bare(Disclosure), viewer),
    }


def compare(what: str, viewer: Agency, calls: Callable[[Agency], dict[str, Callable[[], Any]]]) -> Line:
    with context.enter_context(context.for_agencies(viewer)):
        walled, plain = calls(viewer).values()

        def once() -> dict[str, Cost]:
            return {"walled": cost(walled, times=TIMES), "bare": cost(plain, times=TIMES, alias="bare")}

        costs = least(once, times=ROUNDS)
    return Line(what, costs["walled"], ratio=costs["walled"].all / costs["bare"].all)


def main() -> None:
    police, probation = (Agency.objects.get(partnership__slug="ten", kind=kind) for kind in ("police", "probation"))
    label = compare("names beside 50 codes", probation, labels)
    lines = [
        compare("newest 50 received", probation, lambda viewer: newest(received, viewer)),
        compare("newest 50 handed over", police, lambda viewer: newest(given, viewer)),
    ]
    print(dump([dearest("label", [label]), dearest("disclosures", lines)]))


if __name__ == "__main__":
    main()
