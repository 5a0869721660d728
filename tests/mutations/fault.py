"""What a planted fault is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One planted fault: in `path`, `old` becomes `new`; the tests named must fail."""

    name: str
    path: str
    old: str
    new: str
    tests: str
