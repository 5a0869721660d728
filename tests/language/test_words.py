"""One word for one thing, on the screen, on paper, in the handbook and in the demo (the glossary; domain 7).

A table of words that must not come back, and where each of them is right all the same.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops import messages

ROOT = Path(__file__).resolve().parents[2]
HANDBOOK = sorted((ROOT / "docs" / "handbok").glob("*.md"))
DEMO = sorted((ROOT / "gvi" / "portal" / "demo").glob("*.py"))
FILES = sorted((ROOT / "examples").glob("*.toml"))

# word -> (what to say instead, where the word is right)
WORDS: dict[str, tuple[str, str]] = {
    r"\b[Åå]tgärd(en|er|erna|s)?\b": ("fokusåtgärd; punkt, löfte, överenskommelse, uppdrag", r"någon åtgärd av den"),
    r"[Pp]ublicera[drs]?\w*|[Pp]ublicering": ("dela med parterna", r"$^"),
    r"\b[Kk]od(en|er|erna|ens)?\b": ("personkod; engångskod, reservkod", r"QR-kod|[Kk]od och namn"),
    r"\b[Ee]skort\w*": ("följeslagare", r"$^"),
    r"[Kk]ärnorganisation\w*|organisationerna i kärnan|kärnan i samverkan": ("parterna i kärnan; parterna", r"$^"),
    r"\b[Öö]versyn\w*|\bses över\b|\bSes över\b": ("omprövas; uppföljning; genomgång", r"nästa översyn"),
    r"\bkriminalvård\b": ("Kriminalvården", r"polis, kriminalvård och andra brottsbekämpande"),
    r"\bfrivilligt?\b": ("kan lämnas tomt", r"$^"),
    r"\b[Hh]åll(en|et|na)\b|\b[Ee]j hållet\b": ("klar, blev klar; blev inte av", r"call-in|möte|Möte"),
    r"plats(er)? (utdelad|satt)": ("plats fördelad", r"$^"),
    r"[Tt]våfaktor\w*": ("inloggning i två steg; kodapp", r"$^"),
    r"inget är förlorat|går förlorat|Inget av ditt är borta": ("Det du skrev finns kvar.", r"$^"),
    r"\bklienter\b": ("never counts of clients", r"$^"),
}


def catalogue() -> Iterator[tuple[str, str]]:
    for message in messages.known("sv", parts=False).values():
        for form in messages.forms(message):
            yield "django.po", form


def written(files: list[Path]) -> Iterator[tuple[str, str]]:
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            yield file.name, re.sub(r"\]\([^)]*\)", "]", line)  # the addresses of pictures are no text


def texts() -> Iterator[tuple[str, str]]:
    yield from catalogue()
    yield from written(HANDBOOK)
    yield from written(FILES)
    for name, line in written(DEMO):
        yield from ((name, text) for text in re.findall(r'"([^"]*)"', line))


@pytest.mark.parametrize("word", WORDS)
def test_a_word_that_carried_too_much_does_not_come_back(word: str) -> None:
    instead, right = WORDS[word]
    found = [
        f"{where}: {text[:120]}" for where, text in texts() if re.search(word, text) and not re.search(right, text)
    ]
    assert found == [], f"say instead: {instead}"


def test_the_words_of_the_trade_are_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    for term in (
        "personkod",
        "engångskod",
        "reservkod",
        "punkt",
        "fokusåtgärd",
        "följeslagare",
        "platsnummer",
        "dela med parterna",
        "menprövning",
    ):
        assert term in glossary, term


# ------------------------------------------------------------------ the handbook and its buttons

BOLD = re.compile(r"\*\*([^*]+)\*\*")
NOT_A_BUTTON = re.compile(r"[.:]$|^\d|\d$")


def names() -> set[str]:
    """Every text that the screen may show, without its full stop."""
    return {form.rstrip(".").casefold() for _where, form in catalogue()}


def test_every_button_that_the_handbook_names_is_on_the_screen() -> None:
    """What stands in **bold** with a capital is a button, a heading or a menu, in the words of the screen."""
    known = names()
    missing = [
        f"{file.name}: {bold}"
        for file in HANDBOOK
        for line in file.read_text(encoding="utf-8").splitlines()
        for bold in BOLD.findall(line)
        if bold[:1].isupper() and not NOT_A_BUTTON.search(bold) and bold.casefold() not in known
    ]
    assert missing == []
