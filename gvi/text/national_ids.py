"""Swedish national identity numbers: personnummer and coordination numbers (domain 3.7).

Stored twice, never plain: a keyed hash for equality and an encrypted form for display (architecture 7).
"""

import base64
import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache

from cryptography.fernet import Fernet
from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from stdnum import luhn
from stdnum.exceptions import ValidationError as BadNumber
from stdnum.se import personnummer

from gvi.text.cleaning import without_invisible

# The date with or without a separator, then at most one sign before the last four. Spaces may stand round the sign.
PATTERN = re.compile(
    r"(?<![0-9])(?P<year>(?:[0-9]{2})?[0-9]{2})(?P<apart>[-./ ]?)(?P<month>[0-9]{2})(?P=apart)(?P<day>[0-9]{2})"
    r"(?P<sign> ?[-+./]? ?)(?P<last>[0-9]{4})(?![0-9]|[-./][0-9]{2}[-./][0-9]{2}(?![0-9]))"
)
COORDINATION = 60  # added to the day (folkbokföringslagen 18 a §)
AGE_OF_PLUS = 100  # from the year in which a person turns so old, + stands for - (folkbokföringslagen 18 §)
YOUNGEST = 10  # a date of fewer years ago, a space and a time of day are a time, and not a child
CLOCK = re.compile(r"(?:[01][0-9]|2[0-3])[0-5][0-9]")
# A mobile number in one piece. Of somebody born in 2007 the ten digits may be the same: then a word before says so.
MOBILE = re.compile(r"070[0-9]{7}")
SAID_TO_BE_ONE = re.compile(
    r"(?:\b(?:p|pn|pers|person|samordnings|id|identitets|födelse)[-. ]?(?:nr|no|num(?:mer|ret))|\bf[öo]dd|\bborn"
    r"|identity number|national id)[^0-9]{0,12}$",
    re.IGNORECASE,
)
# Signs that are written for a dash, a dot or a stroke and are no such sign in Unicode (category Pd, NFKC).
ALIKE = str.maketrans(
    dict.fromkeys("\u02d7\u2043\u2053\u2212\u2796\u2500\u2501", "-")
    | dict.fromkeys("\u00b7\u2022\u2027\u2219\u22c5\u30fb", ".")
    | dict.fromkeys("\u2044\u2215\u29f8", "/")
    | dict.fromkeys("\u2795", "+")
)


class NotANationalId(ValueError):
    """The text is no personnummer or coordination number. Says why in a sentence that does not repeat it."""


@dataclass(frozen=True)
class NationalId:
    """A number with its century. The day is not always the day of birth (domain 3.7)."""

    digits: str
    is_coordination: bool

    def __str__(self) -> str:
        return f"{self.digits[:8]}-{self.digits[8:]}"


def normal(text: str) -> str:
    """The text as numbers are looked for in it: every digit and dash as in ASCII, single spaces, nothing invisible.

    A number may have been typed on any keyboard, or pasted from a page that breaks no lines in it.
    """
    composed = unicodedata.normalize("NFKC", without_invisible(text)).translate(ALIKE)
    return " ".join("".join(map(_ascii, composed)).split())


def _ascii(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cc", "Pd"):
        return " " if category == "Cc" else "-"
    return str(unicodedata.decimal(character, character))


def parse(text: str) -> NationalId:
    """Read 10 or 12 digits, whatever stands between date and last four. Raises NotANationalId."""
    written = normal(text).replace(" ", "")
    found = PATTERN.fullmatch(written)
    if not found:
        raise NotANationalId(_what_is_wrong(written))
    number, born = _number_in(found)
    if "+" in found["sign"] and len(found["year"]) == 4 and localdate().year - born.year < AGE_OF_PLUS:
        raise NotANationalId(_("A + means a person of 100 years or more. Write a - or correct the year."))
    return number


def _what_is_wrong(written: str) -> str:
    if len(re.sub("[^0-9]", "", written)) in (10, 12):
        return _("Something stands between the digits that cannot be read. Write it as YYYYMMDD-NNNN.")
    return _("A national identity number has 10 or 12 digits. Write it as YYYYMMDD-NNNN, or leave it empty.")


def _number_in(found: re.Match[str]) -> tuple[NationalId, date]:
    """The number that was found, and the day of birth. Raises NotANationalId."""
    year_month, day, last = found["year"] + found["month"], found["day"], found["last"]
    is_coordination = int(day) > COORDINATION
    plain_day = int(day) - COORDINATION * is_coordination
    sign = "+" if "+" in found["sign"] else "-"
    try:
        born = personnummer.get_birth_date(f"{year_month}{plain_day:02d}{sign}{last}")
        luhn.validate((year_month + day + last)[-10:])
    except (BadNumber, ValueError) as error:
        raise NotANationalId(_wrong_number()) from error
    if born > localdate():
        raise NotANationalId(_wrong_number())
    return NationalId(f"{born:%Y%m}{day}{last}", is_coordination), born


def _wrong_number() -> str:
    return _(
        "The number is not right: the date or the check digit is wrong. Compare with the source, or leave it empty."
    )


def is_in(text: str) -> bool:
    """Whether a text holds a national id, however it is written.

    A date with a time of day is none, and no more is a mobile number in one piece.
    """
    return any(map(_is_number, PATTERN.finditer(normal(text))))


def _is_number(found: re.Match[str]) -> bool:
    try:
        _number, born = _number_in(found)
    except NotANationalId:
        return False
    is_recent = localdate().year - born.year < YOUNGEST
    return not (is_recent and found["sign"] == " " and CLOCK.fullmatch(found["last"])) and not _is_mobile(found)


def _is_mobile(found: re.Match[str]) -> bool:
    before = found.string[: found.start()]
    return bool(MOBILE.fullmatch(found[0])) and not SAID_TO_BE_ONE.search(before)


@cache
def _key(purpose: str) -> bytes:
    secret = base64.urlsafe_b64decode(settings.GVI_FIELD_KEY)
    return hashlib.blake2b(purpose.encode(), key=secret, digest_size=32).digest()


def blind(number: NationalId, *, owner: int) -> str:
    """The keyed hash that finds a number again, different for each agency so that none can be matched across."""
    message = f"{owner}:{number.digits}".encode()
    return hmac.new(_key("national-id"), message, hashlib.sha256).hexdigest()


def seal(text: str) -> str:
    """Encrypt a short text for storage."""
    return Fernet(base64.urlsafe_b64encode(_key("seal"))).encrypt(text.encode()).decode()


def unseal(token: str, *, max_age: int | None = None) -> str:
    """Decrypt. `max_age` in seconds; raises cryptography's InvalidToken for a forged or stale one."""
    return Fernet(base64.urlsafe_b64encode(_key("seal"))).decrypt(token, ttl=max_age).decode()
