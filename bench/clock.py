"""CPU time of this process and of the PostgreSQL backends that work for it.

Wall time on a shared machine tells what the neighbours do. CPU time, and the least of many interleaved rounds, tell
what the code does.
"""

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db import connections

from bench.scale import rounds


@dataclass(frozen=True)
class Cost:
    """CPU of one call, in milliseconds."""

    web: float
    postgres: float

    @property
    def all(self) -> float:
        return self.web + self.postgres


def backend(alias: str = "default") -> int:
    """The process number of a connection's backend."""
    with connections[alias].cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        return int(cursor.fetchone()[0])


def spent(pid: int) -> int:
    """Nanoseconds that a process with one thread has been on a CPU."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0])


def spent_by_threads(pid: int) -> int:
    """The same for a process with any number of threads; 0 for one that has ended."""
    try:
        return sum(int((task / "schedstat").read_text().split()[0]) for task in Path(f"/proc/{pid}/task").iterdir())
    except OSError:
        return 0


def family(pid: int) -> list[int]:
    """A process and all below it."""
    children = [
        int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()
    ]
    return [pid, *(below for child in children for below in family(child))]


def cost(call: Callable[[], object], *, times: int, alias: str = "default") -> Cost:
    """The mean of some calls, one after another, on the connection `alias`."""
    pid, times = backend(alias), rounds(times)
    gc.collect()
    web, postgres = time.process_time_ns(), spent(pid)
    for _ in range(times):
        call()
    web, postgres = time.process_time_ns() - web, spent(pid) - postgres
    return Cost(web / times / 1e6, postgres / times / 1e6)


def least(in_turn: Callable[[], Mapping[str, Cost]], *, times: int) -> dict[str, Cost]:
    """The cheapest round of each competitor; `in_turn` lets all of them run once."""
    seen: dict[str, list[Cost]] = {}
    for _ in range(rounds(times)):
        for name, found in in_turn().items():
            seen.setdefault(name, []).append(found)
    return {name: min(costs, key=lambda found: found.all) for name, costs in seen.items()}
