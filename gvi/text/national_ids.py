"""Swedish national identity numbers: personnummer and coordination numbers (domain 3.7).

Stored twice, never plain: a keyed hash for equality and an encrypted form for display (architecture 7).
"""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from functools import cache

from cryptography.fernet import Fernet
from django.conf import settings
from django.utils.timezone import localdate
from stdnum import luhn
from stdnum.exceptions import ValidationError as BadNumber
from stdnum.se import personnummer

PATTERN = re.compile(r"(?<!\d)((?:\d{2})?\d{4})(\d{2})([-+]?)(\d{4})(?!\d)")
COORDINATION = 60  # added to the day (folkbokföringslagen 18 a §)


class NotANationalId(ValueError):
    """The text is no personnummer or coordination number."""


@dataclass(frozen=True)
class NationalId:
    """A number with its century. The day is not always the day of birth (domain 3.7)."""

    digits: str
    is_coordination: bool

    def __str__(self) -> str:
        return f"{self.digits[:8]}-{self.digits[8:]}"


def parse(text: str) -> NationalId:
    """Read 10 or 12 digits, with or without - or +. Raises NotANationalId."""
    found = PATTERN.fullmatch(text.strip().replace(" ", ""))
    if not found:
        raise NotANationalId(text)
    year_month, day, sign, last = found.groups()
    is_coordination = int(day) > COORDINATION
    plain_day = int(day) - COORDINATION * is_coordination
    try:
        born = personnummer.get_birth_date(f"{year_month}{plain_day:02d}{sign or '-'}{last}")
        luhn.validate((year_month + day + last)[-10:])
    except (BadNumber, ValueError) as error:
        raise NotANationalId(text) from error
    if born > localdate():
        raise NotANationalId(text)
    return NationalId(f"{born:%Y%m}{day}{last}", is_coordination)


def is_in(text: str) -> bool:
    """Whether a text holds a national id."""
    for found in PATTERN.finditer(text):
        try:
            parse(found.group())
        except NotANationalId:
            continue
        return True
    return False


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
