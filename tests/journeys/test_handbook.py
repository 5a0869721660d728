"""The handbook tells of what is on the screen: its words are the program's, its pictures exist, are small and used."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "docs" / "handbok"
CHAPTERS = sorted(BOOK.glob("*.md"))
MOST = 150_000  # bytes
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def said() -> list[re.Pattern[str]]:
    """Every Swedish text of the program, with anything in place of what it fills in."""
    texts = set()
    files = [*ROOT.glob("gvi/locale/sv/LC_MESSAGES/*.po"), *ROOT.glob("gvi/locale/parts/*.sv.po")]
    for path in files:
        with path.open("rb") as file:
            for message in read_po(file, ignore_obsolete=True):
                many = message.string if isinstance(message.string, (list, tuple)) else [message.string]
                texts |= {text for text in many if text}
    return [re.compile(".+".join(map(re.escape, PLACEHOLDER.split(text)))) for text in texts if len(text) > 2]


SAID = said()


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_words_in_bold_stand_on_the_screen(chapter: Path) -> None:
    bold = {word.rstrip(".,:") for word in re.findall(r"\*\*(.+?)\*\*", chapter.read_text())} - {"fet stil"}
    assert {
        word for word in bold if not any(text.fullmatch(word) or text.fullmatch(word + ".") for text in SAID)
    } == set()


def test_every_picture_is_there_small_and_used() -> None:
    used = set()
    for page in [*CHAPTERS, ROOT / "README.md"]:
        for name in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", page.read_text()):
            used.add((page.parent / name).resolve())
    there = {*BOOK.glob("bilder/*"), *(ROOT / "docs" / "pictures").glob("*")}
    assert used == there
    assert {path.name for path in there if path.stat().st_size > MOST or path.suffix != ".png"} == set()


def test_every_link_leads_to_a_chapter() -> None:
    for page in CHAPTERS:
        for name in re.findall(r"(?<!!)\[[^\]]+\]\(([^)]+)\)", page.read_text()):
            assert (page.parent / name).exists(), f"{page.name}: {name}"
