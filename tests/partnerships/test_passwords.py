"""Passwords that are guessed at once are refused, however they are dressed up; a sentence of one's own is taken."""

from typing import Any

import pytest
from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.core.exceptions import ValidationError

from gvi.access.policy import Kind
from gvi.partnerships.models import User
from gvi.portal.demo.people import PASSWORD
from tests import factories as make

pytestmark = pytest.mark.django_db
COMMON = sorted(word for word in CommonPasswordValidator().passwords if 6 <= len(word) <= 9)[::900]
REFUSED = [
    " " * 15, "\t" * 20, "." * 15, "a" * 40, "123456789012345", "1234567890123456789", "0" * 15, "9876543210987654321",
    "passwordpassword", "PasswordPassword", "P@ssw0rdP@ssw0rd", "password12345678", "Password1!Password1!",
    "majalindmajalind", "MajaLind-MajaLind", "maja.lind.norrby", "lindmaja20261120", "maja.lind@norrby.example",
    "norrbykommun2026", "Norrby-Kommun-2026!", "norrby norrby norrby", "Kommunen2026Norrby", "norrbynorrby1234",
    "gvi-demo-losenord", "GVI-demo-lösenord", "gvisamverkan2026", "GVI Samverkan 2026", "Samverkan123456", PASSWORD,
    "qwertyuiopasdfghjkl", "qazwsxedcrfvtgb", "abcdefghijklmnopq", "abcabcabcabcabc", "ababababababababab",
    "aaaaabbbbbccccc", "lösenordlösenord", "Losenord12345678", "hejhejhejhejhejhej", "fotboll123456789",
    "sommar2026sommar2026", "11111111111111111a", "monkeydragonmaster1", "112112112112112112", "Polisen i Norrby 26",
]  # fmt: skip
TAKEN = [
    "ett långt och unikt ord", "blått regn över tak", "korrekt häst batteri häftstift", "Tolv gäss simmar i kaffet",
    "x9$Kq2!mZ7@pL4#w", "f3a91c07be52d846", "Norrby har tre gröna elefanter", "vi åt glass på en röd månraket",
    "morotsgrävling trasslar nylle", "ґанок тінь сорока вітер",
]  # fmt: skip


@pytest.fixture
def maja() -> User:
    place = make.partnership("GVI Norrby och Sjöstad")
    agency = make.agency(place, Kind.COORDINATION, "Norrby kommun", municipality="Norrby")
    make.agency(place, Kind.POLICE, "Polisen Norrby")
    user = make.user(agency).user
    user.full_name, user.email = "Maja Lind", "maja.lind@norrby.example"
    return user


@pytest.mark.parametrize("password", REFUSED)
def test_what_is_guessed_at_once_is_refused(password: str, maja: User) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, maja)


@pytest.mark.parametrize("word", COMMON)
def test_a_common_one_is_refused_however_it_is_dressed_up(word: str, maja: User) -> None:
    for dressed in (word * 3, word.upper() + word, word.title() + "1234567890", word + "!" * 12, word[::-1] + word):
        with pytest.raises(ValidationError):
            validate_password(dressed, maja)


@pytest.mark.parametrize("password", TAKEN)
def test_a_sentence_of_ones_own_is_taken(password: str, maja: User) -> None:
    validate_password(password, maja)


def test_it_is_refused_where_passwords_are_chosen(maja: User) -> None:
    """Whoever has not signed in yet has no row: the invitation's address and name count."""
    newcomer = User(email="bo.hassel@norrby.example", full_name="Bo Hassel")
    for password in ("bohasselbohassel", "Hassel1234567890", "norrbybohassel26"):
        with pytest.raises(ValidationError):
            validate_password(password, newcomer)


def test_a_very_long_one_costs_little(maja: User) -> None:
    validate_password("tre gröna elefanter på en cykel " * 200, maja)


def test_the_words_are_there_at_all(maja: User) -> None:
    from gvi.partnerships.accounts import passwords

    own: Any = passwords._own_words(maja)
    assert {"maja", "lind", "norrby", "sjostad", "polisen", "gvi", "losenord"} <= set(own)
