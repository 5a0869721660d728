"""Every measure runs from beginning to end, at small scale. What it says of a ratio there means nothing."""

import os
import subprocess
import sys

import pytest

from bench.__main__ import MEASURES
from bench.data import ROOT

FIGURES = {"list": ["list", "list-admin"], "disclosures": ["label", "disclosures"], "mixed": ["mixed", "mixed-errors"]}


@pytest.mark.parametrize("name", MEASURES)
def test_the_measure_runs(name: str) -> None:
    environ = os.environ | {"BENCH_SCALE": "small"}
    done = subprocess.run(
        [sys.executable, "-m", "bench", name], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert [line.split()[0] for line in done.stdout.splitlines()] == FIGURES.get(name, [name])
