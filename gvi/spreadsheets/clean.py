"""One form for every text of a file."""

import unicodedata


def clean(text: str) -> str:
    """The text with composed letters (å as one character), single spaces and no invisible characters."""
    text = unicodedata.normalize("NFC", text)
    visible = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(visible.split())
