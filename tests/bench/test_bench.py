"""The measures' own rules. Their figures are `make bench`."""

import pytest

from bench import bounds, data, figures, mixed
from bench.clock import Cost
from bench.figures import Figure, Line
from bench.fill import refuse_gaps
from bench.population import Population
from groups.models import PersonCode
from gvi.access.policy import Reach


def test_a_figure_says_in_one_line_whether_it_holds() -> None:
    assert str(Figure("walls", 1.5)) == "walls 1.5 2 ok"
    assert str(Figure("walls", 2.5)) == "walls 2.5 2 short"


def test_of_several_runs_the_middle_one_counts_and_all_are_told() -> None:
    runs = [Figure("walls", value) for value in (1.7, 1.2, 1.3)]
    assert str(figures.middle(runs)) == "walls 1.3 2 ok (1.7, 1.2, 1.3)"


def test_figures_come_whole_from_another_process() -> None:
    lines = [Line("page", Cost(1.5, 0.5), ratio=1.2), Line("waiting", seconds=2.0, against=1.0)]
    found = [Figure("walls", 1.2, lines), Figure("mixed-errors", 0, [])]
    assert figures.load(figures.dump(found)) == [
        Figure(figure.name, figure.value, list(figure.lines), []) for figure in found
    ]


def test_a_kept_bound_is_the_middle_run_and_the_spread() -> None:
    assert bounds.kept([0.95, 0.90, 0.91]) == pytest.approx(0.96)


def test_an_address_keeps_its_role_and_its_server() -> None:
    assert data.at("postgres://gvi_app:x@/gvi?host=/tmp/a", "other") == "postgres://gvi_app:x@/other?host=/tmp/a"


def test_ninety_five_of_a_hundred_requests_keep_the_time_that_is_told() -> None:
    assert mixed._p95([number / 100 for number in range(200, 0, -1)]) == 1.9


def test_a_request_that_went_wrong_has_taken_as_long_as_it_may() -> None:
    assert mixed._p95([0.1] * 18 + [None] * 2) == mixed.LONGEST


def test_a_field_without_default_and_value_is_named() -> None:
    code = PersonCode(owner_id=1, partnership_id=1, reach=Reach.OWN, code="Lönn 27")
    with pytest.raises(ValueError, match=r"groups\.PersonCode\.group has no default"):
        refuse_gaps(code)
    code.group_id = code.pk
    refuse_gaps(code)


def test_the_viewer_sees_the_share_that_is_told() -> None:
    codes = list(Population("ten", 1000, 10).codes())
    assert sum(code.is_open for code in codes) == 100
    assert sum(code.owner == "probation" for code in codes) == 50
    codes = list(Population("one", 1000, 1, police_own_all=True).codes())
    assert sum(code.is_open for code in codes) == 10
    assert {code.owner for code in codes} == {"police"}


def test_every_code_is_there_once_in_no_order() -> None:
    texts = [code.text for code in Population("ten", 1000, 10).codes()]
    assert len(set(texts)) == 1000
    assert texts != sorted(texts)
