"""Every measure runs from beginning to end, at small scale. What it says of a ratio there means nothing."""

import os
import subprocess
import sys

import pytest

from bench.__main__ import MEASURES
from bench.data import ROOT

FIGURES = {"list": ["list", "list-admin"], "disclosures": ["label", "disclosures"], "mixed": ["mixed", "mixed-errors"]}


@pytest.mark.servers
def test_every_measure_runs() -> None:
    """In one process: the measures wait for each other."""
    environ = os.environ | {"BENCH_SCALE": "small"}
    done = subprocess.run(
        [sys.executable, "-m", "bench"], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    told = [line.split()[0] for line in done.stdout.splitlines()]
    assert told == [figure for name in MEASURES for figure in FIGURES.get(name, [name])]
