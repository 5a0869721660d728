"""Every text has its Swedish, and the Swedish is plain."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po

from ops import messages

PLACEHOLDER = re.compile(r"%\((\w+)\)\w|%[sd%]")
WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:-[A-Za-zÀ-ÿ]+)*")
# domain 7, and one word for one thing: "person i gruppen", "inbjudan", "samverkan", "eskort", "typ".
ADVISED_AGAINST = re.compile(
    r"\bgäng|gängmedlem|kriminell|\bkallelse|\bkallad\b|partnerskap|ledsagar|\bslag\b|medbrottsling|\bhot-?profil",
    re.IGNORECASE,
)
SHORT = 6  # a word with more letters is long (Björnsson 1968)


def swedish() -> Iterator[str]:
    """Every form of every Swedish text."""
    for message in messages.known("sv", parts=False).values():
        yield from messages.forms(message)


def lix(text: str) -> float:
    """Words per sentence and long words per hundred (Björnsson 1968). Up to 40 is plain, as in newspapers."""
    words = WORD.findall(text)
    sentences = [sentence for sentence in re.split(r"[.!?:]+(?:\s|$)", text) if WORD.search(sentence)]
    return len(words) / len(sentences) + 100 * sum(len(word) > SHORT for word in words) / len(words)


def test_no_text_lacks_its_swedish() -> None:
    assert messages.missing("sv", parts=False) == []


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_no_translation_is_left_over_or_guessed(language: str) -> None:
    assert messages.left_over(language) == []
    with messages.catalogue(language).open("rb") as file:
        assert [message.id for message in read_po(file, locale=language) if message.fuzzy] == []


def test_the_source_is_english_where_the_english_catalogue_does_not_say_it_better() -> None:
    better = messages.known("en", parts=False)
    assert [key for key in messages.wanted() if re.search("[åäöÅÄÖ]|Min dag", key[1]) and key not in better] == []


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_a_translation_holds_the_same_values_as_its_text(language: str) -> None:
    wrong = []
    for message in messages.known(language, parts=False).values():
        ids = (message.id,) if isinstance(message.id, str) else message.id
        strings = messages.forms(message)
        there = {hit.group() for text in ids for hit in PLACEHOLDER.finditer(text)}
        if any({hit.group() for hit in PLACEHOLDER.finditer(text)} - there for text in strings) or (
            not there <= {hit.group() for text in strings for hit in PLACEHOLDER.finditer(text)}
        ):
            wrong.append(message.id)
    assert wrong == []


def test_the_swedish_is_plain() -> None:
    sentences = [PLACEHOLDER.sub("x", text) for text in swedish() if text.rstrip().endswith((".", "!", "?", ":"))]
    assert len(sentences) > 200
    assert lix(" ".join(sentences)) <= 40


def test_no_word_is_used_that_the_trade_advises_against() -> None:
    assert [text for text in swedish() if ADVISED_AGAINST.search(text)] == []


def test_the_measure_of_plainness_knows_heavy_text() -> None:
    assert lix("Myndighetsövergripande informationsutbyte förutsätter sekretessbrytande bestämmelser.") > 60
    assert lix("Vi ses i dag. Ta med en penna.") < 20
