"""What a measurement says."""

from dataclasses import dataclass, field

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
    """A ratio and the bound that it must not pass."""

    name: str
    value: float
    bound: float
    lines: list[Line] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return self.value <= self.bound

    def __str__(self) -> str:
        return f"{self.name} {self.value:.3g} {self.bound:g} {'ok' if self.holds else 'short'}"
