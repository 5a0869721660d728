"""`python -m bench [NAME …]`: measure, print each figure on a line, and fail if one exceeds its bound.

`--runs` measures several times: the middle run counts. `--keep` writes the figures to bench/RESULTS.md.
"""

import argparse
import subprocess
import sys
from collections.abc import Callable

from bench import data, figures, lists, programs, results, scale
from bench.figures import Figure
from ops import services
from ops.errors import OpsError
from ops.services import Urls


def walls(urls: Urls) -> list[Figure]:
    """Of nine queries the one that the walls make dearest."""
    data.ready(urls, "gvi_bench_1m")
    return _measured("bench.walls", data.environ(urls, "gvi_bench_1m"))


def context(urls: Urls) -> list[Figure]:
    """A request's context around one query, against a bare transaction."""
    data.ready(urls, "gvi_bench_10k")
    return _measured("bench.context", data.environ(urls, "gvi_bench_10k"))


def disclosures(urls: Urls) -> list[Figure]:
    """Names beside fifty codes, and the newest disclosures, with both walls and without."""
    data.ready(urls, "gvi_bench_disclosures")
    return _measured("bench.disclosures", data.environ(urls, "gvi_bench_disclosures"))


def document(urls: Urls) -> list[Figure]:
    """A brief from the request until it is ready, against bare WeasyPrint."""
    data.copy_of_demo(urls, "gvi_bench_document")
    environ = data.demo_environ(urls, "gvi_bench_document")
    with programs.worker(environ) as worker:
        return _measured("bench.papers", environ | {"BENCH_WORKER": str(worker)})


def mixed(_urls: Urls) -> list[Figure]:
    """The whole site with papers being printed and without. Its servers write to the disk, as those of a site do."""
    base = data.BASE if scale.SMALL else data.BASE / "mixed"
    with services.lease(base) as urls:
        data.copy_of_demo(urls, "gvi")
        with programs.site(base) as port:
            return _measured("bench.mixed", data.demo_environ(urls, "gvi") | {"BENCH_PORT": str(port)})


MEASURES: dict[str, Callable[[Urls], list[Figure]]] = {
    "list": lists.list_figures,
    "growth": lists.growth_figures,
    "walls": walls,
    "context": context,
    "disclosures": disclosures,
    "document": document,
    "mixed": mixed,
}


def main(arguments: list[str]) -> int:
    """Exit status 1 if a figure exceeds its bound. At small scale only a crash is a failure."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(MEASURES)}; all without any")
    parser.add_argument("--runs", type=int, default=1, help="how often each is measured")
    parser.add_argument("--keep", action="store_true", help="write the figures to bench/RESULTS.md")
    chosen = parser.parse_args(arguments)
    if unknown := set(chosen.names) - set(MEASURES):
        parser.error(f"There is no measure {', '.join(sorted(unknown))}; there are {', '.join(MEASURES)}.")
    found: list[Figure] = []
    with data.alone(), services.lease(data.BASE, durable=False, tied=True) as urls:
        for name in chosen.names or MEASURES:
            runs = [MEASURES[name](urls) for _ in range(chosen.runs)]
            found += (figures.middle(of_all) for of_all in zip(*runs, strict=True))
            print(*found[-len(runs[0]) :], sep="\n", flush=True)
    if chosen.keep:
        results.write(found)
    return 0 if scale.SMALL or all(figure.holds for figure in found) else 1


def _measured(module: str, environ: dict[str, str]) -> list[Figure]:
    """What a measure in a process of its own finds."""
    done = subprocess.run([sys.executable, "-m", module], env=environ, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    return figures.load(done.stdout)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except OpsError as error:
        sys.exit(str(error))
