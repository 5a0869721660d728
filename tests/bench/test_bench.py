"""The measurements' own rules; the measurements themselves are `make bench`."""

from bench import data
from bench.figures import Figure


def test_a_figure_says_in_one_line_whether_it_holds() -> None:
    assert str(Figure("walls", 1.5, 2)) == "walls 1.5 2 ok"
    assert str(Figure("walls", 2.5, 2)) == "walls 2.5 2 short"


def test_an_address_keeps_its_role_and_its_server() -> None:
    assert data.at("postgres://gvi_app:x@/gvi?host=/tmp/a", "other") == "postgres://gvi_app:x@/other?host=/tmp/a"
