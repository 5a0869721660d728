"""What a measure says: figures with their bounds, and the lines that they are made of."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace

from bench import bounds
from bench.clock import Cost


@dataclass(frozen=True)
class Line:
    """One row of the report: what was measured, what it cost in CPU or in time, and the ratio where it has its own."""

    what: str
    cost: Cost | None = None
    seconds: float | None = None
    against: float | None = None
    ratio: float | None = None

    def __str__(self) -> str:
        parts = [self.what]
        parts += [f"web {self.cost.web:.2f}, PostgreSQL {self.cost.postgres:.2f} ms"] if self.cost else []
        parts += [f"{self.seconds * 1000:.0f} ms"] if self.seconds is not None else []
        parts += [f"bare {self.against * 1000:.0f} ms"] if self.against is not None else []
        parts += [f"ratio {self.ratio:.2f}"] if self.ratio is not None else []
        return " | ".join(parts)


@dataclass(frozen=True)
class Figure:
    """A ratio that must not pass its bound. `runs` are the values of all runs; `value` is the middle one."""

    name: str
    value: float
    lines: Sequence[Line] = ()
    runs: Sequence[float] = field(default=())

    @property
    def bound(self) -> float:
        return bounds.bound_of(self.name)

    @property
    def holds(self) -> bool:
        return self.value <= self.bound

    def __str__(self) -> str:
        verdict = f"{self.name} {self.value:.3g} {self.bound:.3g} {'ok' if self.holds else 'short'}"
        return f"{verdict} ({', '.join(f'{value:.3g}' for value in self.runs)})" if len(self.runs) > 1 else verdict


def dearest(name: str, lines: Sequence[Line]) -> Figure:
    """The figure of the line with the highest ratio."""
    return Figure(name, max(line.ratio or 0 for line in lines), lines)


def middle(runs: Sequence[Figure]) -> Figure:
    """Of several runs of one figure the middle one, with the values of all; of an even number the lower middle."""
    values = [figure.value for figure in runs]
    by_value = sorted(runs, key=lambda figure: figure.value)
    return replace(by_value[(len(runs) - 1) // 2], runs=values)


def dump(figures: Iterable[Figure]) -> str:
    """The figures as text, for the process that asked for them."""
    return json.dumps([asdict(figure) for figure in figures])


def load(text: str) -> list[Figure]:
    """The figures that another process has dumped."""
    return [Figure(**facts | {"lines": [_line(**line) for line in facts["lines"]]}) for facts in json.loads(text)]


def _line(*, cost: dict[str, float] | None, **facts: object) -> Line:
    return Line(cost=Cost(**cost) if cost else None, **facts)  # type: ignore[arg-type]
