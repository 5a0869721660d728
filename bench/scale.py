"""How much is measured: everything, or only enough to see that a measure runs.

The test suite sets BENCH_SCALE=small. The ratios of such a run mean nothing.
"""

import os

SMALL = os.environ.get("BENCH_SCALE") == "small"


def rows(number: int) -> int:
    """How many rows a database gets."""
    return min(number, 2000) if SMALL else number


def rounds(number: int) -> int:
    """How often something is measured."""
    return 1 if SMALL else number


def warm_up(number: int) -> int:
    """How often it is done beforehand, without being measured."""
    return 0 if SMALL else number
