"""What makes a page sound, and which pages were looked at already."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

WIDE, NARROW = (1280, 900), (390, 844)
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
# The dark scheme changes colours and nothing else (tests/journeys/test_looking.py), so axe applies its rules of colour:
# of the rules in its category cat.color, these are the ones that it applies when it is asked for everything.
ALL: dict[str, object] = {"resultTypes": ["violations"]}
COLOURS: dict[str, object] = {**ALL, "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
# The shape of each part of the page: elements and attributes, without the words and names that differ from row to row.
# Of siblings that are alike two are kept, for many rows can be wrong where one is right.
SHAPES = """() => {
  const words = new RegExp("^(id|for|name|value|href|src|action|formaction|title|alt|placeholder|content|datetime" +
    "|headers|min|max|maxlength|data-.*|hx-.*|aria-(label|labelledby|describedby|controls|owns))$");
  const say = ({name, value}) => words.test(name) ? name + (value.trim() ? "+" : "-") : name + "=" + value;
  const shape = node => {
    if (node.nodeType === Node.TEXT_NODE) return node.data.trim() ? "text" : "";
    if (node.nodeType !== Node.ELEMENT_NODE) return "";
    const inside = [];
    for (const found of [...node.childNodes].map(shape))
      if (found && !(found === inside.at(-1) && found === inside.at(-2))) inside.push(found);
    return `<${node.localName} ${[...node.attributes].map(say).sort().join(" ")}>${inside.join("")}</>`;
  };
  const root = [...document.documentElement.attributes].map(say).join(" ");
  const touch = matchMedia("(pointer: coarse)").matches;
  return [...document.body.children].map(part => [part.localName === "main", `${root} ${touch} ${shape(part)}`]);
}"""


def kind(path: str) -> str:
    """Pages that differ only in which row they show are of one kind."""
    return ID.sub("*", path.split("?")[0].split("#")[0])


class Looked:
    """The parts of pages that were sound in this run, kept as empty files: the workers share them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def parts(self, page: Page, path: str) -> list[Path]:
        """A file for each part of the page as it is now. The main part counts for its kind of page alone."""
        shapes = [f"{kind(path) if is_main else ''} {shape}" for is_main, shape in page.evaluate(SHAPES)]
        return [self.folder / hashlib.sha256(shape.encode()).hexdigest() for shape in shapes]


def violations(page: Page, options: Mapping[str, object]) -> str:
    """What axe finds, as text; empty if the page is accessible."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = AxeResults(page.evaluate("options => axe.run(options)", options))
    return str(found.generate_report()) if found.violations_count else ""


def overflow(page: Page) -> int:
    """How many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
