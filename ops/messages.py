"""The message catalogues: find every text in code and templates, take in the parts, say what is missing.

    python ops/messages.py          brings gvi/locale/*/LC_MESSAGES/django.po up to date
    python ops/messages.py --check  only says what is missing or left over; ends with 1 if anything is

The catalogue is the only truth. A file gvi/locale/parts/NAME.LANGUAGE.po (entries, with or without a header) is taken
in, wins over what stood there, and may then be removed. Nothing is guessed: a text without translation is reported
and left out, never filled with one that looks alike.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "gvi" / "locale"
CODE = ("gvi", "groups", "callins", "support", "sanctions")
LANGUAGES = ("sv", "en")
# English is the language of the source: its catalogue holds only what reads better in other words.
COMPLETE = ("sv",)
KEYWORDS = {
    name + lazy: places
    for lazy in ("", "_lazy")
    for name, places in {
        "gettext": None,
        "gettext_noop": None,
        "ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
        "npgettext": ((1, "c"), 2, 3),
    }.items()
} | {"_": None, "_l": None}
HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
)

Key = tuple[str | None, str]


def key(message: Message) -> Key:
    """What makes a message the same: its context and its singular."""
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def sources() -> Iterator[tuple[Path, str]]:
    """Every file that may hold texts, as Python that Babel can read."""
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "templates").rglob("*.html")):
        text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        yield path, "\n".join(line.lstrip() for line in text.split("\n"))


def wanted() -> dict[Key, Message]:
    """Every text in code and templates."""
    found: dict[Key, Message] = {}
    for _path, text in sources():
        for _line, ids, _comments, context in extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS):
            message = Message(ids, context=context)
            standing = found.setdefault(key(message), message)
            if isinstance(standing.id, str) and not isinstance(ids, str):
                found[key(message)] = message  # the plural form knows both
    return {name: message for name, message in found.items() if name[1]}


def catalogue(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def known(language: str, *, parts: bool) -> dict[Key, Message]:
    """What is translated: the catalogue, and the parts that wait to be taken in."""
    files = [catalogue(language)] if catalogue(language).exists() else []
    if parts:
        files += sorted((LOCALE / "parts").glob(f"*.{language}.po"))
    found = {}
    for path in files:
        text = path.read_text(encoding="utf-8")
        text = text if "Content-Type" in text else HEADER + text
        for message in read_po(io.BytesIO(text.encode()), locale=language):
            if message.id and complete(message):
                found[key(message)] = message
    return found


def forms(message: Message) -> tuple[str, ...]:
    """The translation in each of its forms."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def complete(message: Message) -> bool:
    """Translated in every form, and by a person: not marked as guessed."""
    return all(forms(message)) and not message.fuzzy


def missing(language: str, *, parts: bool = True) -> list[Key]:
    """Texts without a translation in a language that is to be complete."""
    there = known(language, parts=parts)
    texts = wanted()
    return sorted(
        (name for name, message in texts.items() if name not in there or not _fits(message, there[name])), key=str
    )


def _fits(message: Message, translated: Message) -> bool:
    """A text with a plural has its translation in both forms."""
    return isinstance(message.id, str) or not isinstance(translated.string, str)


def left_over(language: str) -> list[Key]:
    """Translations of texts that are nowhere any more."""
    texts = wanted()
    return sorted((name for name in known(language, parts=False) if name not in texts), key=str)


def write(language: str) -> None:
    """Write the catalogue again: what is wanted and translated, in alphabetical order, without source lines."""
    there = known(language, parts=True)
    made = Catalog(locale=language, project="GVI Samverkan", charset="utf-8", fuzzy=False)
    for name, message in sorted(wanted().items(), key=lambda pair: (pair[0][1], pair[0][0] or "")):
        if name in there and _fits(message, there[name]):
            string = there[name].string
            if isinstance(message.id, str) and not isinstance(string, str):
                string = forms(there[name])[0]
            flags = ("python-format",) if message.python_format else ()
            made.add(message.id, string, context=message.context, flags=flags)
    draft = io.BytesIO()
    write_po(draft, made, width=110, omit_header=True)
    catalogue(language).parent.mkdir(parents=True, exist_ok=True)
    head = HEADER.replace('\\n"\n\n', f'\\n"\n"Language: {language}\\n"\n\n', 1)
    catalogue(language).write_text(head + draft.getvalue().decode(), encoding="utf-8")


def main(check: bool) -> int:
    if not settings.configured:
        settings.configure(USE_I18N=True, LANGUAGE_CODE="en")
        django.setup()
    faults = 0
    for language in LANGUAGES:
        if not check:
            write(language)
        for where, keys in (
            ("missing", missing(language, parts=not check) if language in COMPLETE else []),
            ("left over", left_over(language)),
        ):
            faults += len(keys)
            for context, text in keys:
                print(f"{language} {where}: {f'[{context}] ' if context else ''}{text!r}")
    return min(faults, 1)


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv))
