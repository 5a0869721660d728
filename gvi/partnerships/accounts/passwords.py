"""Passwords that are guessed at once are refused: common ones however they are dressed up, and the words of the place.

How many guesses a password takes is what `zxcvbn` says, which sees through case, repeats, runs, digits for letters and
digits at the end (ASVS 6.2.4, 6.2.11, 6.2.12).
"""

import re
import unicodedata
from functools import cache
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

from gvi.partnerships.models import Agency, Partnership

FEWEST_SIGNS = 6  # different ones
FEWEST_GUESSES = 10**10
LONGEST_READ = 100  # signs; what comes after them only makes it harder
# The product and its demo, and what everybody here writes first.
WORDS = (
    "gvi", "samverkan", "demo", "losenord", "password", "kommun", "polis", "frivard", "socialtjanst", "kriminalvard",
    "inloggning", "hemlig", "hemligt", "valkommen", "sommar", "vinter", "host", "sverige", "svenska", "fotboll", "jag",
    "alskar", "dig", "hejsan", "example",
)  # fmt: skip
SHORTEST_WORD = 3


class HardToGuess:
    """Refuses what is guessed at once."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        own = _own_words(user)
        few = len(set(password.casefold())) < FEWEST_SIGNS
        if few or any(_guesses(text, own) < FEWEST_GUESSES for text in (password, _without(own, password))):
            raise ValidationError(
                _(
                    "This password is guessed too soon. Take four words that have nothing to do with each other, "
                    "with you or with your work."
                ),
                code="password_too_common",
            )

    def get_help_text(self) -> str:
        """What to do."""
        return _("Four words that have nothing to do with each other are easy to remember and hard to guess.")


def _guesses(text: str, own: list[str]) -> float:
    """How many guesses it takes; none for nothing."""
    text = _folded(text)[:LONGEST_READ]
    return float(zxcvbn(text, user_inputs=[*own, *_common()], max_length=LONGEST_READ)["guesses"]) if text else 0


@cache
def _common() -> list[str]:
    """Twenty thousand passwords that people choose."""
    return sorted(CommonPasswordValidator().passwords)


def _own_words(user: Any) -> list[str]:
    """The words of the product, of the person, and of the agencies and places of this installation, folded."""
    texts = [*WORDS, getattr(user, "full_name", ""), getattr(user, "email", "")]
    texts += Partnership.objects.values_list("name", flat=True)
    for names in Agency.objects.values_list("title", "short_name", "municipality"):
        texts += names
    words = {word for text in texts for word in re.findall(r"[^\W\d_]+", _folded(text))}
    stems = {word.removesuffix("s") for word in words}
    return sorted({word for word in words | stems if len(word) >= SHORTEST_WORD}, key=lambda word: (-len(word), word))


def _without(own: list[str], password: str) -> str:
    """The password without the words of the place: what is left has to be hard to guess by itself."""
    return re.sub("|".join(map(re.escape, own)), "", _folded(password))


def _folded(text: str) -> str:
    """Without case and marks: å is a, and what looks alike is one."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in spread if not unicodedata.combining(sign))
