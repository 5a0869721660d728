"""What looks like a person to somebody who holds no names: two words with capitals in a row, and words about custody.

No list of names is kept: a name that nobody has heard of is a name too. Who is asked, gvi/access/names.py says.
"""

import re
from collections.abc import Collection, Iterable, Iterator

from gvi.text.cleaning import clean_lines
from gvi.text.places import is_place
from gvi.text.swedish import swedish

SENTENCE = re.compile(r"(?<=[.!?:;|])\s|\n")
WORD = re.compile(r"[^\W\d_][\w'’-]*")
PARTICLES = "af", "al", "bin", "de", "der", "el", "ibn", "van", "von"
BETWEEN = re.compile(rf"[ /](?:(?:{'|'.join(PARTICLES)}) )?")
CAPITALS = 3  # so many letters at least has a word in capitals alone that may be a name: GVI KIM is, GV KI is not
# Someone who says this of a code says that the person is a client of the prison and probation service, or in custody.
TELLING = re.compile(r"\b(?:klient\w*|frivård\w*|häkt\w*)", re.IGNORECASE)
# Words that begin a sentence with a capital before a name or a place, and are none themselves.
BEGINNINGS = frozenset(
    [
        "alla",
        "andra",
        "avsluta",
        "avstämning",
        "be",
        "behöver",
        "beslut",
        "beslutet",
        "besök",
        "boka",
        "de",
        "den",
        "det",
        "dessa",
        "detta",
        "du",
        "efter",
        "en",
        "enligt",
        "er",
        "ett",
        "fler",
        "flera",
        "flytta",
        "fråga",
        "från",
        "får",
        "följ",
        "före",
        "förslag",
        "ge",
        "genomgång",
        "går",
        "gå",
        "ha",
        "han",
        "har",
        "hon",
        "hos",
        "hur",
        "hör",
        "i",
        "igår",
        "inför",
        "information",
        "ingen",
        "inget",
        "inom",
        "inte",
        "ja",
        "kalla",
        "kan",
        "kl",
        "klart",
        "kommer",
        "kontakt",
        "kontakta",
        "kort",
        "kvar",
        "lyft",
        "låt",
        "läget",
        "lämna",
        "man",
        "med",
        "mellan",
        "men",
        "möt",
        "möte",
        "mötet",
        "nej",
        "ni",
        "nu",
        "ny",
        "nya",
        "nytt",
        "när",
        "nästa",
        "och",
        "också",
        "om",
        "på",
        "ring",
        "ringa",
        "s",
        "samordnaren",
        "samråd",
        "samtal",
        "samverkan",
        "sedan",
        "ska",
        "skicka",
        "skjutning",
        "skott",
        "snabb",
        "stöd",
        "ta",
        "tack",
        "text",
        "tid",
        "till",
        "tillsammans",
        "två",
        "tre",
        "under",
        "uppdrag",
        "uppföljning",
        "ut",
        "utan",
        "utse",
        "vad",
        "var",
        "varför",
        "vem",
        "vi",
        "vid",
        "vilka",
        "våldet",
        "är",
        "åtgärd",
        "över",
    ]
)


def likely_names(text: str, known: Collection[str]) -> list[str]:
    """Runs of words with capitals that may be names, as they stand in the text, each once.

    `known` are folded words that name something else: agencies, groups, codes, places of the partnership.
    """
    runs = (run for sentence in SENTENCE.split(clean_lines(text)) for run in _runs(sentence, known))
    return list(dict.fromkeys(runs))


def _runs(sentence: str, known: Collection[str]) -> Iterator[str]:
    """The runs of two words or more; between two words stands a space, a stroke or a particle."""
    run: list[re.Match[str]] = []
    words = (word for word in WORD.finditer(sentence) if word.group() not in PARTICLES)
    for number, word in enumerate(words):
        goes_on = run and BETWEEN.fullmatch(sentence, run[-1].end(), word.start())
        if run and not goes_on:
            yield from _told(sentence, run)
            run = []
        if _may_be_name(word.group(), known) and not (number == 0 and word.group().lower() in BEGINNINGS):
            run.append(word)
        elif run:
            yield from _told(sentence, run)
            run = []
    yield from _told(sentence, run)


def _told(sentence: str, run: list[re.Match[str]]) -> Iterator[str]:
    if len(run) > 1:
        yield sentence[run[0].start() : run[-1].end()]


def _may_be_name(word: str, known: Collection[str]) -> bool:
    if not word[0].isupper() or (word.isupper() and len(word) < CAPITALS):
        return False
    plain = word.removesuffix("s")
    return not (is_place(word) or swedish(word) in known or swedish(plain) in known)


def telling_words(text: str, codes: Iterable[re.Pattern[str]]) -> list[str]:
    """The words about custody and probation that stand in one sentence with a code, each once."""
    sentences = SENTENCE.split(clean_lines(text))
    told = [sentence for sentence in sentences if any(code.search(sentence) for code in codes)]
    return list(dict.fromkeys(found.group() for sentence in told for found in TELLING.finditer(sentence)))
