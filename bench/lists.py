"""`list` and `growth`: the page of codes, fifty among many, through the whole application."""

from collections.abc import Mapping

from bench import data, floor
from bench.clock import Cost, least
from bench.figures import Figure, Line
from bench.site import Site, sites
from ops.services import Urls

PAGE = "/personer/"
VIEWER = "probation"
ROUNDS, TIMES, WARM = 80, 2, 20
LAST_PAGE = 51  # rows from the end


def list_figures(urls: Urls) -> list[Figure]:
    """Against a floor that does the same without walls and templates, and against a plain admin with guardian."""
    data.ready(urls, "gvi_bench_100k")
    data.ready_baseline(urls, VIEWER)
    environ = data.environ(urls, "gvi_bench_100k")
    _learn_floor(environ)
    asked = {
        "product": (environ, f"{VIEWER}@ten.example"),
        "floor": (environ | {"DJANGO_SETTINGS_MODULE": "bench.floor_settings"}, f"{VIEWER}@ten.example"),
        "baseline": (data.environ(urls, data.BASELINE, DJANGO_SETTINGS_MODULE="bench.baseline.settings"), VIEWER),
    }
    with sites(**asked) as running:
        paths = {"product": PAGE, "floor": PAGE, "baseline": "/admin/baseline/individual/"}
        costs = _in_turn(running, paths)
    product, bare, admin = (costs[name] for name in ("product", "floor", "baseline"))
    lines = [
        Line("page of 50 among 100,000", product),
        Line("signed-in floor", bare),
        Line("admin and guardian", admin),
    ]
    return [
        Figure("list", product.all / bare.all, lines),
        Figure("list-admin", product.all / admin.all),
    ]


def growth_figures(urls: Urls) -> list[Figure]:
    """The same page, its second and its last one, where there are a hundred times as many rows."""
    names = {"10,000": "gvi_bench_10k", "1,000,000": "gvi_bench_1m"}
    for database in names.values():
        data.ready(urls, database)
    asked = {name: (data.environ(urls, database), f"{VIEWER}@ten.example") for name, database in names.items()}
    with sites(**asked) as running:
        costs = _in_turn(running, dict.fromkeys(running, PAGE))
        deep = _deep(running["1,000,000"])
    lines = [Line(f"first page among {name}", cost) for name, cost in costs.items()]
    lines += [Line(f"{name} among 1,000,000", cost) for name, cost in deep.items()]
    return [Figure("growth", costs["1,000,000"].all / costs["10,000"].all, lines)]


def _learn_floor(environ: dict[str, str]) -> None:
    with sites(product=(environ, f"{VIEWER}@ten.example")) as running:
        running["product"].ask(PAGE)  # the first answer also touches the session
        seen = running["product"].ask(PAGE)
        floor.learn(seen["queries"], seen["body"])
    again = environ | {"DJANGO_SETTINGS_MODULE": "bench.floor_settings"}
    with sites(floor=(again, f"{VIEWER}@ten.example")) as running:
        if running["floor"].ask(PAGE)["body"] != seen["body"]:
            raise SystemExit("The floor does not write the same bytes as the page: see bench/floor.py.")


def _deep(site: Site) -> dict[str, Cost]:
    """The second page, and the last one by the key of a row near the end."""
    last = site.ask(PAGE, to_the_end=LAST_PAGE)
    second = site.ask(PAGE)["body"].partition("?after=")[2][:36]
    paths = {"second page": f"{PAGE}?after={second}", "last page": f"{PAGE}?after={last}"}
    return _in_turn(dict.fromkeys(paths, site), paths)


def _in_turn(running: Mapping[str, Site], paths: Mapping[str, str]) -> dict[str, Cost]:
    for name, site in running.items():
        site.cost(paths[name], WARM)
    return least(lambda: {name: site.cost(paths[name], TIMES) for name, site in running.items()}, times=ROUNDS)
