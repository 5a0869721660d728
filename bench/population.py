"""The people whom a database holds, drawn by lot from a fixed seed: the same in every run and for every competitor."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from random import Random

from bench.scale import rows

WORDS = tuple(
    "Lönn Björk Ek Ask Alm Hassel Rönn Sälg Tall Gran En Lind Al Asp Avenbok Bok Idegran Oxel Pil Äpple".split()  # noqa: SIM905
)
FIRST_NUMBER = 10  # of a code
AGENCIES = ("police", "probation", "coordination")
OWNERS = ("police", "probation")
GROUPS_PER_OWNER = 16


@dataclass(frozen=True)
class Code:
    """One person's code: "Lönn 27", the kind of its owner, its group, and whether other agencies see it."""

    text: str
    owner: str
    group: str
    is_open: bool


@dataclass(frozen=True)
class Population:
    """One partnership of a database.

    `share` is the percentage of its codes that the restricted viewer sees. The viewer is the probation office: half of
    what it sees is its own, the police own the other half; both are shared, as every code is that was not taken back.
    With `police_own_all` the viewer is the coordination, and the police own all that it sees.
    """

    slug: str
    size: int
    share: int
    police_own_all: bool = False
    has_dossiers: bool = True
    disclosures: int = 0

    def groups(self) -> Iterator[tuple[str, str]]:
        """The kind of the owner and the name of each group."""
        return ((owner, f"{owner} {number}") for owner, number in product(OWNERS, range(GROUPS_PER_OWNER)))

    def codes(self) -> Iterator[Code]:
        """All codes, in an order that has nothing to do with code, owner or group: so they lie on the disk."""
        lot = Random(self.slug)  # noqa: S311  nobody must guess it
        numbers, ranks = list(range(self.size)), list(range(self.size))
        lot.shuffle(numbers)
        lot.shuffle(ranks)
        for number, rank in zip(numbers, ranks, strict=True):
            yield self._code(number, 100 * rank / self.size)

    def _code(self, number: int, percent: float) -> Code:
        """A code by its number. `percent` is its place among all codes, seen ones first."""
        is_seen = percent < self.share
        is_own = is_seen and percent < self.share / 2 and not self.police_own_all
        owner = "probation" if is_own else "police"
        text = f"{WORDS[number % len(WORDS)]} {number // len(WORDS) + FIRST_NUMBER}"
        group = f"{owner} {number // 7 % GROUPS_PER_OWNER}"
        return Code(text, owner, group, is_open=is_seen)


COMPARED = Population("ten", rows(100_000), 20)  # with the plain admin
DATABASES: dict[str, list[Population]] = {
    "gvi_bench_10k": [Population("ten", rows(10_000), 10)],
    "gvi_bench_100k": [COMPARED],
    "gvi_bench_disclosures": [Population("ten", rows(100_000), 20, disclosures=rows(100_000))],
    "gvi_bench_1m": [
        Population("ten", rows(1_000_000), 10),
        Population("one", rows(1_000_000), 1, police_own_all=True, has_dossiers=False),
    ],
}
