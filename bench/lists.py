"""`list` and `growth`: the page of codes, fifty among many, through the whole application."""

from collections.abc import Mapping

import psycopg

from bench import data, floor
from bench.clock import Cost, least
from bench.figures import Figure, Line
from bench.site import Site, sites
from ops.services import Urls

PAGE = "/personer/"
VIEWER = "probation"
ROUNDS, TIMES, WARM = 80, 2, 20
NEAR_THE_END = """
SELECT i.id FROM groups_personcode i
JOIN partnerships_affiliation f ON TRUE JOIN partnerships_user u ON u.id = f.user_id AND u.email = %s
JOIN partnerships_agency a ON a.group_ptr_id = f.agency_id AND a.partnership_id = i.partnership_id
WHERE i.owner_id = a.group_ptr_id OR i.reach > 0 ORDER BY i.code DESC OFFSET 51 LIMIT 1
"""


def list_figures(urls: Urls) -> list[Figure]:
    """Against a floor that does the same without walls and templates, and against a plain admin with guardian."""
    data.ready(urls, "gvi_bench_100k")
    data.ready_baseline(urls, "gvi_bench_100k", VIEWER)
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
        Figure("list", product.all / bare.all, 4.77, lines),
        Figure("list-admin", product.all / admin.all, 0.0947, []),
    ]


def growth_figures(urls: Urls) -> list[Figure]:
    """The same page, its second and its last one, where there are a hundred times as many rows."""
    names = {"10,000": "gvi_bench_10k", "1,000,000": "gvi_bench_1m"}
    for database in names.values():
        data.ready(urls, database)
    asked = {name: (data.environ(urls, database), f"{VIEWER}@ten.example") for name, database in names.items()}
    with sites(**asked) as running:
        costs = _in_turn(running, dict.fromkeys(running, PAGE))
        deep = _deep(urls, running["1,000,000"])
    lines = [Line(f"first page among {name}", cost) for name, cost in costs.items()]
    lines += [Line(f"{name} among 1,000,000", cost) for name, cost in deep.items()]
    return [Figure("growth", costs["1,000,000"].all / costs["10,000"].all, 1.3, lines)]


def _learn_floor(environ: dict[str, str]) -> None:
    with sites(product=(environ, f"{VIEWER}@ten.example")) as running:
        running["product"].ask(PAGE)  # the first answer also touches the session
        seen = running["product"].ask(PAGE)
        floor.learn([query for query in seen["queries"] if query["table"]], seen["body"])
    again = environ | {"DJANGO_SETTINGS_MODULE": "bench.floor_settings"}
    with sites(floor=(again, f"{VIEWER}@ten.example")) as running:
        if running["floor"].ask(PAGE)["body"] != seen["body"]:
            raise SystemExit("The floor does not write the same bytes as the page: see bench/floor.py.")


def _deep(urls: Urls, site: Site) -> dict[str, Cost]:
    """The second page, and the last one by the key of a row near the end."""
    with psycopg.connect(data.at(urls.admin, "gvi_bench_1m")) as admin:
        (last,) = admin.execute(NEAR_THE_END, [f"{VIEWER}@ten.example"]).fetchone() or ("",)
    second = site.ask(PAGE)["body"].partition("?after=")[2][:36]
    paths = {"second page": f"{PAGE}?after={second}", "last page": f"{PAGE}?after={last}"}
    return _in_turn(dict.fromkeys(paths, site), paths)


def _in_turn(running: Mapping[str, Site], paths: Mapping[str, str]) -> dict[str, Cost]:
    for name, site in running.items():
        site.cost(paths[name], WARM)
    return least(lambda: {name: site.cost(paths[name], TIMES) for name, site in running.items()}, times=ROUNDS)
