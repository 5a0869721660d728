"""`python -m bench [NAME …]`: measure, say each figure in one line, and fail where one falls short.

`--keep` writes the figures to bench/RESULTS.md.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import data, lists, mixed, results
from bench.clock import Cost
from bench.figures import Figure, Line
from ops import services
from ops.errors import OpsError
from ops.services import Urls

BASE = Path("var/bench")
WORKER = (
    "-m",
    "celery",
    "-A",
    "gvi",
    "worker",
    "-c",
    "1",
    "--loglevel",
    "INFO",
    "--without-gossip",
    "--without-mingle",
)


def walls(urls: Urls) -> list[Figure]:
    """Of nine queries the one that the walls make dearest."""
    data.ready(urls, "gvi_bench_1m")
    lines = _measured("bench.walls", data.environ(urls, "gvi_bench_1m"))
    return [Figure("walls", max(line.ratio or 0 for line in lines), 2, lines)]


def context(urls: Urls) -> list[Figure]:
    """A request's context around one query, against a bare transaction."""
    data.ready(urls, "gvi_bench_10k")
    lines = _measured("bench.context", data.environ(urls, "gvi_bench_10k"))
    return [Figure("context", max(line.ratio or 0 for line in lines), 3, lines)]


def handed(urls: Urls) -> list[Figure]:
    """Names beside fifty codes, and the newest disclosures, with both walls and without."""
    data.ready(urls, "gvi_bench_handed")
    label, *newest = _measured("bench.handed", data.environ(urls, "gvi_bench_handed"))
    return [
        Figure("label", label.ratio or 0, 1.7, [label]),
        Figure("disclosures", max(line.ratio or 0 for line in newest), 2, newest),
    ]


def document(urls: Urls) -> list[Figure]:
    """A brief from the request until it is ready, against bare WeasyPrint."""
    data.ready_demo(urls)
    environ = data.environ(urls, data.DEMO, DEMO="1", SECURE="0", DJANGO_SETTINGS_MODULE="gvi.settings")
    with _worker(environ) as worker:
        lines = _measured("bench.papers", environ | {"BENCH_WORKER": str(worker)})
    return [Figure("document", lines[0].ratio or 0, 1.3, lines)]


MEASURES: dict[str, Callable[[Urls], list[Figure]]] = {
    "list": lists.list_figures,
    "growth": lists.growth_figures,
    "walls": walls,
    "context": context,
    "handed": handed,
    "document": document,
    "mixed": mixed.mixed,
}


def main(arguments: list[str]) -> int:
    wanted = [name for name in arguments if not name.startswith("--")] or list(MEASURES)
    if unknown := set(wanted) - set(MEASURES):
        print(f"There is no measure {', '.join(sorted(unknown))}; there are {', '.join(MEASURES)}.", file=sys.stderr)
        return 2
    figures: list[Figure] = []
    with services.lease(BASE, durable=False, tied=True) as urls:
        for name in wanted:
            found = MEASURES[name](urls)
            print(*found, sep="\n", flush=True)
            figures += found
    if "--keep" in arguments:
        results.write(figures)
    return 0 if all(figure.holds for figure in figures) else 1


def _measured(module: str, environ: dict[str, str]) -> list[Line]:
    """What a measurement in a process of its own prints."""
    done = subprocess.run([sys.executable, "-m", module], env=environ, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    rows = json.loads(done.stdout)
    return [Line(**row | ({"cost": Cost(**row["cost"])} if "cost" in row else {})) for row in rows]


@contextmanager
def _worker(environ: dict[str, str]) -> Iterator[int]:
    """A Celery worker as `make run` starts it, but with one process: nothing is won by doing two things at once."""
    log = BASE / "log" / "worker.log"
    command = [sys.executable, *WORKER]
    with log.open("w") as out, subprocess.Popen(command, env=environ, stdout=out, stderr=out) as worker:  # noqa: S603
        try:
            yield worker.pid
        finally:
            worker.terminate()
            worker.wait(timeout=30)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except OpsError as trouble:
        sys.exit(str(trouble))
