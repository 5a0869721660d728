"""`mixed`: two hundred requests of eight people at once, while twenty papers are printed, against the same without.

Nothing is asked of the site but what its own pages offer, as a browser without JavaScript would; only the taps come as
the script of the evening sends them.
"""

import os
import re
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from itertools import chain, cycle, islice
from statistics import median
from urllib.parse import urlencode
from uuid import uuid4

import django

django.setup()

from bench import scale  # noqa: E402
from bench.figures import Figure, Line, dump  # noqa: E402
from gvi.documents.actions import RENDER  # noqa: E402
from gvi.jobs.models import Job, JobState  # noqa: E402

PASSWORD = "gvi-demo-losenord"  # noqa: S105  of everybody in the demo
ID = "[0-9a-f]{8}-[0-9a-f-]{27}"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
SEAT = re.compile(rf"/call-ins/plats/{ID}/narvaro/")

LISTS = ("/personer/", "/grupper/", "/call-ins/", "/atgarder/", "/moten/")  # everybody's; one row of each is opened
FORMS = {
    "samordnare": "/moten/nytt/",
    "samordnare2": "/call-ins/nytt/",
    "socialsekreterare": "/stod/nytt/",
    "avhoppare": "/stod/ny/",
    "polis": "/handelser/ny/",
    "analytiker": "/akter/",  # does not tap: searches instead
    "frivard": "/utlamnanden/nytt/",
    "frivardsinspektor": "/atgarder/ny/",
}
OUTCOMES = ("present", "absent", "declined")
REQUESTS, PAPERS = (8, 1) if scale.SMALL else (200, 20)
WARM, ROUNDS = scale.warm_up(1), scale.rounds(3)
LONGEST = 60.0  # seconds that one request may take
PATIENCE = 600.0  # seconds until the papers must lie there


@dataclass(frozen=True)
class Step:
    """One request: a page, or what is sent to it."""

    path: str
    sent: dict[str, str] | None = None


class Visitor:
    """Somebody signed in."""

    def __init__(self, port: int, who: str) -> None:
        self.who, self.cookies, self.token = who, dict[str, str](), ""
        self._connection = HTTPConnection("127.0.0.1", port, timeout=LONGEST)
        self.press("/konto/logga-in/", login=f"{who}@norrby.example", password=PASSWORD)
        self.steps: list[Step] = []

    def ask(self, step: Step) -> str:
        """The page's text. Raises HTTPException for any answer but a page or a way on."""
        headers, body = {"Connection": "close"}, None  # the server gives an idle one up after two seconds
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if step.sent is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
            headers |= {"HX-Request": "true"} if "outcome" in step.sent else {}
            every_press = {"csrfmiddlewaretoken": self.token, "key": str(uuid4())}
            body = urlencode(step.sent | every_press)
        self._connection.request("GET" if body is None else "POST", step.path, body, headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie", []):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status >= 400:
            raise HTTPException(f"{self.who}: {step.path} answers {answer.status}")
        self.token = dict(HIDDEN.findall(text)).get("csrfmiddlewaretoken", self.token)
        return text

    def press(self, path: str, **typed: str) -> None:
        """Open a form and send it, with what it holds already."""
        self.ask(Step(path, dict(HIDDEN.findall(self.ask(Step(path)))) | typed))

    def first(self, path: str) -> str:
        """The first row of a list that has a page of its own."""
        found = re.search(rf'href="({re.escape(path)}{ID}/)"', self.ask(Step(path)))
        if found is None:
            raise SystemExit(f"{self.who} finds nothing to open in {path}")
        return found[1]

    def run(self, steps: Sequence[Step]) -> Iterator[float | None]:
        """One after another; the seconds that each took, None for one that went wrong."""
        for step in steps:
            began = time.perf_counter()
            try:
                self.ask(step)
            except (OSError, HTTPException) as error:
                print(error, file=sys.stderr)
                self._connection.close()
                yield None
            else:
                yield time.perf_counter() - began


def main() -> None:
    """The 95th percentile of the answers with papers being printed ÷ without, and how many went wrong on the way."""
    rounds: dict[bool, list[list[float | None]]] = {True: [], False: []}
    visitors = _visitors(int(os.environ["BENCH_PORT"]))
    for turn in range(WARM + ROUNDS):
        for printing in (True, False):
            took = _printing(visitors) if printing else _all_at_once(visitors)
            if turn >= WARM:
                rounds[printing].append(took)
    print(dump(_figures(rounds)))


def _figures(rounds: Mapping[bool, Sequence[Sequence[float | None]]]) -> list[Figure]:
    with_papers, without = (median(map(_p95, rounds[printing])) for printing in (True, False))
    wrong = sum(seconds is None for took in chain(*rounds.values()) for seconds in took)
    what = f"p95 of {REQUESTS} requests, 8 at a time, while {PAPERS} briefs are printed"
    half = [median(median(filter(None, took)) for took in rounds[printing]) for printing in (True, False)]
    return [
        Figure(
            "mixed",
            with_papers / without,
            [
                Line(what, seconds=with_papers, against=without, ratio=with_papers / without),
                Line("the middle one of them", seconds=half[0], against=half[1], ratio=half[0] / half[1]),
            ],
        ),
        Figure("mixed-errors", wrong),
    ]


def _p95(took: Sequence[float | None]) -> float:
    """The time that 95 of 100 requests keep. One that went wrong has taken as long as it may."""
    ordered = sorted(LONGEST if seconds is None else seconds for seconds in took)
    return ordered[-(-len(ordered) * 95 // 100) - 1]


def _visitors(port: int) -> list[Visitor]:
    """Eight people with their steps, on the evening of the demo's call-in."""
    visitors = [Visitor(port, who) for who in FORMS]
    evening = _evening(visitors[0])
    for number, visitor in enumerate(visitors):
        steps = list(_steps(visitor, evening, number, len(visitors)))
        # not all of them at the same page at once
        visitor.steps = [*steps[number * 3 :], *steps[: number * 3]]
    return visitors


def _evening(coordinator: Visitor) -> str:
    """The page of the evening, opened where nobody has done so."""
    callins = set(re.findall(rf"/call-ins/{ID}/", coordinator.ask(Step("/call-ins/")) + coordinator.ask(Step("/"))))
    for callin in sorted(callins):
        if f"{callin}oppna/" in coordinator.ask(Step(callin)):
            coordinator.press(f"{callin}oppna/")
            return f"{callin}kvall/"
    raise SystemExit("The demo has no call-in today whose evening can be opened.")


def _steps(visitor: Visitor, evening: str, number: int, many: int) -> Iterator[Step]:
    """Five times: Min dag, a list, a row of it, a form, and something sent."""
    seats = SEAT.findall(visitor.ask(Step(evening))) if visitor.who != "analytiker" else []
    taps = cycle(seats[number::many] or seats)
    for turn, path in enumerate(LISTS):
        sent = Step(next(taps), {"outcome": OUTCOMES[turn % 3], "shown": ""}) if seats else Step("/akter/", {"q": "a"})
        yield from (Step("/"), Step(path), Step(visitor.first(path)), Step(FORMS[visitor.who]), sent)


def _all_at_once(visitors: Sequence[Visitor]) -> list[float | None]:
    """Everybody's steps, each visitor's one after another."""
    each = REQUESTS // len(visitors)
    with ThreadPoolExecutor(len(visitors)) as together:
        took = together.map(lambda visitor: list(visitor.run(list(islice(cycle(visitor.steps), each)))), visitors)
        return list(chain(*took))


def _printing(visitors: Sequence[Visitor]) -> list[float | None]:
    """The same while papers are printed from before the first request until after the last. Each comes."""
    coordinator = visitors[0]
    meeting = _meeting(coordinator)
    for _ in range(PAPERS):
        coordinator.ask(Step(f"{meeting}underlag/", {}))
    took = _all_at_once(visitors)
    if not _open_papers() and not scale.SMALL:
        raise SystemExit("The papers were there before the last answer: nothing was measured.")
    began = time.monotonic()
    while _open_papers():
        if time.monotonic() - began > PATIENCE:
            raise SystemExit(f"The papers were not there within {PATIENCE:.0f} seconds.")
        time.sleep(0.5)
    if failed := _papers(JobState.FAILED):
        raise SystemExit(f"{failed} papers were given up.")
    return took


def _meeting(coordinator: Visitor) -> str:
    """A meeting whose brief can be printed."""
    for meeting in sorted(set(re.findall(rf"/moten/{ID}/", coordinator.ask(Step("/moten/"))))):
        if f"{meeting}underlag/" in coordinator.ask(Step(meeting)):
            return meeting
    raise SystemExit("The demo has no meeting with a brief to print.")


def _open_papers() -> int:
    return _papers(JobState.WAITING, JobState.RUNNING)


def _papers(*states: JobState) -> int:
    return Job.objects.filter(task=RENDER, state__in=states).count()


if __name__ == "__main__":
    main()
