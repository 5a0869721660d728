"""The measurements' own rules; the measurements themselves are `make bench`."""

from bench import data, mixed
from bench.figures import Figure


def test_a_figure_says_in_one_line_whether_it_holds() -> None:
    assert str(Figure("walls", 1.5, 2)) == "walls 1.5 2 ok"
    assert str(Figure("walls", 2.5, 2)) == "walls 2.5 2 short"


def test_an_address_keeps_its_role_and_its_server() -> None:
    assert data.at("postgres://gvi_app:x@/gvi?host=/tmp/a", "other") == "postgres://gvi_app:x@/other?host=/tmp/a"


def test_ninety_five_of_a_hundred_requests_keep_the_time_that_is_told() -> None:
    assert mixed._p95([number / 100 for number in range(200, 0, -1)]) == 1.9


def test_a_request_that_went_wrong_has_taken_as_long_as_it_may() -> None:
    assert mixed._p95([0.1] * 18 + [None] * 2) == mixed.LONGEST
