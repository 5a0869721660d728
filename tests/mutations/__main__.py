"""`python -m tests.mutations [WORD …]`: prints each fault with red or GREEN; ends with 1 if one stayed green."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from queue import SimpleQueue

from ops import services
from tests.mutations.fault import Fault
from tests.mutations.faults import FAULTS

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / "var" / "mutations"
COPIES = 2  # as many as the smallest machine has processors
LONGEST = 240  # seconds for one fault
# No shrinking: here it is enough that the test fails. Nothing is cached from one fault to the next.
PYTEST = ["-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "--no-header", "--tb=no"]


def main(words: list[str]) -> int:
    """Run the faults whose names hold one of these words, or all."""
    chosen = [fault for fault in FAULTS if not words or any(word in fault.name for word in words)]
    began, copies = time.monotonic(), SimpleQueue[Path]()
    with ExitStack() as stack:
        for number in range(COPIES):
            copies.put(stack.enter_context(_copy(PLACE / str(number))))
        if not _is_sound(copies, sorted({fault.tests for fault in chosen})):
            return 1
        with ThreadPoolExecutor(COPIES) as pool:
            verdicts = list(pool.map(lambda fault: _try(fault, copies), chosen))
    green = [fault.name for fault, verdict in zip(chosen, verdicts, strict=True) if verdict != "red"]
    print(f"{len(chosen) - len(green)} of {len(chosen)} faults noticed in {time.monotonic() - began:.0f} s")
    return 1 if green else 0


@contextmanager
def _copy(place: Path) -> Iterator[Path]:
    """The checkout as it stands, committed or not, with servers of its own."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    names = listed.stdout.splitlines()
    for old in {name.split("/")[0] for name in names if "/" in name}:
        shutil.rmtree(place / old, ignore_errors=True)
    for name in names:
        if (ROOT / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, place / name)
    subprocess.run([sys.executable, "-m", "ops", "catalogues"], cwd=place, check=True)
    with services.lease(place / "var" / "test", durable=False):
        yield place


def _is_sound(copies: "SimpleQueue[Path]", tests: list[str]) -> bool:
    """Whether the tests are green without a fault; else their being red would say nothing."""
    place = copies.get()
    ran = _run(place, tests, within=LONGEST * 2)
    copies.put(place)
    print("no fault", "green" if ran.returncode == 0 else f"RED\n{ran.stdout}{ran.stderr}", flush=True)
    return ran.returncode == 0


def _try(fault: Fault, copies: "SimpleQueue[Path]") -> str:
    place = copies.get()
    path = place / fault.path
    sound, began = path.read_text(), time.monotonic()
    try:
        verdict = "UNFIT: the code it changes is not there" if sound.count(fault.old) != 1 else ""
        if not verdict:
            path.write_text(sound.replace(fault.old, fault.new))
            verdict = _verdict(place, fault)
    finally:
        path.write_text(sound)
        copies.put(place)
    print(f"{fault.name:<36} {verdict}  {time.monotonic() - began:.0f} s", flush=True)
    return verdict


def _verdict(place: Path, fault: Fault) -> str:
    """Red only where a test failed: a fault that merely breaks the set-up says nothing."""
    try:
        ran = _run(place, [fault.tests], within=LONGEST)
    except subprocess.TimeoutExpired:
        return "TOO LONG"
    if ran.returncode == 0:
        return "GREEN"
    return "red" if " failed" in ran.stdout else f"BROKEN\n{ran.stdout[-600:]}{ran.stderr[-600:]}"


def _run(place: Path, tests: list[str], *, within: int) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, *PYTEST, *tests]
    clean = {"GVI_MUTATED": "1"} | {
        name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"
    }  # the copy says it
    return subprocess.run(command, cwd=place, env=clean, capture_output=True, text=True, timeout=within, check=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
