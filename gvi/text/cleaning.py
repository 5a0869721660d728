"""A typed or pasted text as it is kept: composed letters, plain spaces, and nothing that the eye cannot see.

Everything that people type goes through here before it is looked at (gvi/pages/forms.py, gvi/spreadsheets/files.py);
passwords alone are left as they are.
"""

import re
import unicodedata

# Signs without a picture that are no format signs: joiners, fillers, variation selectors and the empty Braille cell.
# From Default_Ignorable_Code_Point of Unicode (DerivedCoreProperties.txt), and U+2800.
_BLANKS = ((0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2065, 0x2065), (0x2800, 0x2800),
           (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0xE0000, 0xE0FFF))  # fmt: skip
INVISIBLE = frozenset(chr(code) for first, last in _BLANKS for code in range(first, last + 1))
LINE_BREAK = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")


def without_invisible(text: str) -> str:
    """The text without format signs (zero width, soft hyphen, direction) and half characters."""
    return "".join(c for c in text if c not in INVISIBLE and unicodedata.category(c) not in ("Cf", "Cs"))


def clean(text: str) -> str:
    """The text on one line: composed (å as one character), visible, with single spaces. A text of nothing is empty."""
    composed = unicodedata.normalize("NFC", without_invisible(text))
    spaced = "".join(" " if unicodedata.category(c) == "Cc" else c for c in composed)
    return " ".join(spaced.split())


def clean_lines(text: str) -> str:
    """The same, line by line. Of empty lines in a row one is kept, and none before the first or after the last."""
    lines = "\n".join(clean(line) for line in LINE_BREAK.split(text))
    return re.sub("\n{3,}", "\n\n", lines).strip("\n")
