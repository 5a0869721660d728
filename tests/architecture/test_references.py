"""Every reference leads somewhere: `domain 2.11 rule 16` to item 16 under heading 2.11 of docs/domain.md.

A reference is the name of a page in docs and the numbers of its headings, with the numbers of list items after "rule":
"architecture 2-4", "domain 2.9, 2.11 rules 1-7, 20", "traps 6". The items of a section may also be written as
"domain 9.17". Where a section has been named with a rule, "rule 5" alone is of that section until the end of the file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.architecture.source import APPS, ROOT

PAGES = ("architecture", "domain", "product", "traps")
FOLDERS = (*APPS, "ops", "tests", "bench", "templates", "static", "docs", "examples")
SUFFIXES = {".py", ".html", ".sql", ".toml", ".css", ".js", ".sh", ".md", ".txt", ".yml", ".yaml"}
AT_THE_TOP = ("*.md", "*.toml", "*.yml", "Makefile", "Dockerfile", "manage.py", ".ci/run")

BEGINS = re.compile(
    rf"\b(?P<page>{'|'.join(PAGES)}) (?=\d)|(?<![\d.])(?P<section>(?=\d\.\d+ rules? \d))|\b(?=rules? \d)", re.IGNORECASE
)
NUMBER = re.compile(r"(?P<rules>rules? )?(?P<first>\d+(?:\.\d+)?)(?:[-–](?P<last>\d+))?", re.IGNORECASE)
GOES_ON = re.compile(r"(?:[,;]| and)? (?=rules? \d|\d)")
HEADING = re.compile(r"^#{2,4} (?:(?P<number>\d+(?:\.\d+)?)\b)?")
ITEM = re.compile(r"^(?P<number>\d+)\. ")
LINE_BREAK = re.compile(r"[ \t]*\n[ \t]*(?:(?:#|--|//|\*)[ \t]+)?(?=\S)")
DECISION = re.compile(r"\bdecision (\d{4})\b", re.IGNORECASE)
PATH = re.compile(r"\bdocs/[\w/.-]+\.\w+")
PATH_IN_CODE = re.compile(rf"`(?P<path>(?:{'|'.join(FOLDERS)})/[\w/.-]+)`")
LINK = re.compile(r"\]\((?!\w+:|#)(?P<path>[^)#\s]+)")
OUTSIDE = re.compile(
    r"\b(?:reference|findings)/\w+|\b(?:security|ui|perf) \d"
    r"|\b(?:security|ui|perf|kernel|stack|peers|house|practice)\.md\b"
)


@dataclass(frozen=True)
class Reference:
    """A heading of a page, or an item of the list under it."""

    page: str
    section: str
    item: str = ""

    def __str__(self) -> str:
        return f"{self.page} {self.section}" + (f" rule {self.item}" if self.item else "")


@cache
def texts() -> dict[str, str]:
    """Everything that somebody wrote, by path. This module is left out: its references are made up."""
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in SUFFIXES]
    found += [path for pattern in AT_THE_TOP for path in ROOT.glob(pattern)]
    written = [path for path in found if "vendor" not in path.parts and path != Path(__file__)]
    return {str(path.relative_to(ROOT)): path.read_text() for path in sorted(written)}


def references(text: str) -> Iterator[Reference]:
    """The references of a text, also those that go on in the next line of a comment."""
    line, end = LINE_BREAK.sub(" ", text), 0
    of_rules = ("no page", "0")
    for beginning in BEGINS.finditer(line):
        if beginning.start() < end:
            continue
        page, section = _page_of(beginning) or of_rules
        found, end = _numbers(line, beginning.end(), page, section)
        of_rules = next(((each.page, each.section) for each in found if each.item), of_rules)
        yield from found


def _page_of(beginning: "re.Match[str]") -> tuple[str, str] | None:
    """The page that is named; domain for "2.11 rule 16"; none for "rule 16" alone."""
    if beginning["page"]:
        return beginning["page"].lower(), ""
    return None if beginning["section"] is None else ("domain", "")


def _numbers(line: str, at: int, page: str, section: str) -> tuple[list[Reference], int]:
    """The references from here on, and where they end."""
    found: list[Reference] = []
    in_rules = False
    while number := NUMBER.match(line, at):
        first = number["first"]
        in_rules = bool(number["rules"]) or (in_rules and "." not in first)
        for each in _range(first, number["last"]):
            section = section if in_rules else each
            found.append(Reference(page, section, each if in_rules else ""))
        at = number.end()
        if going_on := GOES_ON.match(line, at):
            at = going_on.end()
        else:
            break
    return found, at


def _range(first: str, last: str | None) -> list[str]:
    return [str(number) for number in range(int(first), int(last) + 1)] if last and "." not in first else [first]


@cache
def targets(page: str) -> frozenset[Reference]:
    """Every heading and list item of a page that can be referred to; none where there is no such page."""
    return frozenset(_targets(page, (ROOT / "docs" / f"{page}.md").read_text())) if page in PAGES else frozenset()


def _targets(page: str, text: str) -> Iterator[Reference]:
    section = ""
    for line in text.splitlines():
        if heading := HEADING.match(line):
            section = heading["number"] or ""
            yield Reference(page, section)
        elif section and (item := ITEM.match(line)):
            yield Reference(page, section, item["number"])
            yield Reference(page, f"{section}.{item['number']}")


def lost(text: str) -> list[str]:
    """The references of a text that lead nowhere."""
    return [str(each) for each in references(text) if each not in targets(each.page)]


def test_every_reference_leads_to_a_heading_or_an_item() -> None:
    assert [f"{path}: {each}" for path, text in texts().items() for each in lost(text)] == []


def test_every_decision_that_is_named_is_written_down() -> None:
    there = {path.name[:4] for path in (ROOT / "docs/decisions").glob("*.md")}
    named = [(path, number) for path, text in texts().items() for number in DECISION.findall(text)]
    assert [each for each in named if each[1] not in there] == []


def test_every_path_and_link_in_the_documents_exists() -> None:
    named = [(path, ROOT / name) for path, text in texts().items() for name in PATH.findall(text)]
    pages = [(path, text) for path, text in texts().items() if path.endswith(".md")]
    named += [(path, (ROOT / path).parent / link["path"]) for path, text in pages for link in LINK.finditer(text)]
    named += [(path, ROOT / code["path"]) for path, text in pages for code in PATH_IN_CODE.finditer(text)]
    assert [f"{path}: {target}" for path, target in named if not target.exists()] == []


def test_no_reference_leads_out_of_the_repository() -> None:
    assert [f"{path}: {hit[0]}" for path, text in texts().items() for hit in OUTSIDE.finditer(text)] == []


def test_the_test_itself_can_see() -> None:
    text = (
        "(domain 2.9, 2.11 rules 1-2,\n    # 20; 4.2) Architecture 2-3: 4.1 rule 5, rule 6 too. domain 9.17, traps 6, 7"
    )
    assert [str(reference) for reference in references(text)] == [
        "domain 2.9", "domain 2.11", "domain 2.11 rule 1", "domain 2.11 rule 2", "domain 2.11 rule 20", "domain 4.2",
        "architecture 2", "architecture 3", "domain 4.1", "domain 4.1 rule 5", "domain 4.1 rule 6", "domain 9.17",
        "traps 6", "traps 7",
    ]  # fmt: skip
    assert lost("domain 2.11 rule 16, 9.17") == []
    assert lost("domain 2.11 rule 99, 2.99") == ["domain 2.11 rule 99", "domain 2.99"]
    assert lost("the usual day (rule 6)") == ["no page 0 rule 6"]
    assert OUTSIDE.search("(security 3, trap 6)")
