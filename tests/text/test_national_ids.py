"""One reader of national ids for form, list and open text: whatever the script, the dash and what nobody sees."""

import random
import re
import sys
import unicodedata
from datetime import date, timedelta
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from stdnum import luhn

from groups.list_import import cells
from groups.people.forms import NationalIdField
from gvi.spreadsheets.cells import BadCell
from gvi.text import national_ids
from gvi.text.national_ids import NotANationalId, parse

DASHES = [
    *(chr(c) for c in range(sys.maxunicode) if unicodedata.category(chr(c)) == "Pd"),
    "\u2212",
    "\uff0d",
    "\u207b",
]
ZEROS = [chr(c) for c in range(128, sys.maxunicode) if unicodedata.decimal(chr(c), None) == 0]
UNSEEN = ["\u200b", "\u00ad", "\u2060", "\u202e", "\ufeff", "\u200d", "\u034f", "\u180e"]
SEPARATORS = ["", " ", ".", "/", "-", " - ", "- ", " -", "\u00a0", "\u202f", "\t", "  ", "\u2215", "\u00b7", *DASHES]


def in_script(text: str, zero: str) -> str:
    return "".join(chr(ord(zero) + int(c)) if c.isdigit() else c for c in text)


@pytest.mark.parametrize("separator", SEPARATORS, ids=ascii)
@pytest.mark.parametrize(
    "day", ["900101", "19900101", "1990-01-01", "1990.01.01", "1990/01/01", "1990 01 01", "90-01-01"]
)
def test_a_number_is_found_and_read_whatever_stands_before_the_last_four(day: str, separator: str) -> None:
    number = f"{day}{separator}2385"
    assert national_ids.is_in(f"Om {number}, igår")
    assert parse(number).digits == cells.national_id(number) == "199001012385"
    assert str(NationalIdField().clean(number)) == "19900101-2385"


@pytest.mark.parametrize("zero", ZEROS, ids=ascii)
def test_digits_of_every_script_are_digits(zero: str) -> None:
    for separator in ("", "-", " ", "\u2013"):
        assert national_ids.is_in(in_script(f"se 19900101{separator}2385.", zero))
    assert parse(in_script("900101-2385", zero)).digits == "199001012385"


@pytest.mark.parametrize("sign", UNSEEN, ids=ascii)
def test_what_nobody_sees_hides_no_number(sign: str) -> None:
    assert national_ids.is_in("Om " + sign.join("900101-2385"))
    assert parse(sign.join("900101-2385")).digits == "199001012385"


def test_date_dashes_of_any_kind() -> None:
    for dash in DASHES:
        assert national_ids.is_in(f"1990{dash}01{dash}01{dash}2385")


TIMES = """
{:%Y-%m-%d %H.%M} {:%Y-%m-%d %H:%M} {:%Y-%m-%d %H%M} {:%Y-%m-%d kl. %H.%M} {:%d/%m %Y %H.%M} {:%Y%m%d %H%M}
{:%y%m%d %H.%M} {:%y%m%d %H%M} {:%Y-%m-%dT%H:%M} {:%-d %b %Y %H.%M} {0:%Y-%m-%d}–{0:%Y-%m-%d} {:%H.%M}
"""
TELEPHONES = """
07{a}-{b:03} {c:02} {d:02}
07{a} {b:03} {c:02} {d:02}
+46 7{a} {b:03} {c:02} {d:02}
+467{a}{e:07}
07{a}-{e:07}
00467{a}{e:07}
08-{b:03} {c:02} {d:02}
0{f}-{c:02} {d:02} {g:02}
0{f}-{b:03} {h:03}
08-{c:02} {d:02} {g:02} {i:02}
"""
DIGITS = {"a": 10, "b": 1000, "c": 100, "d": 100, "e": 10**7, "g": 100, "h": 1000, "i": 100}


def test_no_false_alarm_on_times_and_telephone_numbers() -> None:
    """Ten thousand of each."""
    dice = random.Random(7)
    times, telephones = re.findall(r"\{.+?(?= \{|$)", TIMES, re.MULTILINE), TELEPHONES.strip().splitlines()
    texts = []
    for _ in range(10_000):
        texts.append(dice.choice(times).format(timezone.now() - timedelta(minutes=dice.randrange(60 * 24 * 365 * 8))))
        digits = {name: dice.randrange(most) for name, most in DIGITS.items()}
        texts.append(dice.choice(telephones).format(f=dice.randrange(11, 99), **digits))
    assert [text for text in texts if national_ids.is_in(f"Möte {text} i Norrby")] == []


def _with_check_digit(nine: str) -> str:
    return nine + luhn.calc_check_digit(nine)


def test_a_mobile_number_is_no_number_of_somebody_born_in_2007() -> None:
    dice = random.Random(7)
    days = [date(2007, 1, 1) + timedelta(days=dice.randrange(272)) for _ in range(300)]
    mobiles = [_with_check_digit(f"{day:%y%m%d}{dice.randrange(1000):03}") for day in days]
    for mobile in mobiles:
        assert mobile.startswith("070")
        parse(mobile)  # in the box for the number it is one
        shapes = (mobile, f"{mobile[:3]}-{mobile[3:]}", f"{mobile[:3]} {mobile[3:6]} {mobile[6:8]} {mobile[8:]}",
                  f"{mobile[:3]}-{mobile[3:6]} {mobile[6:8]} {mobile[8:]}", f"+46{mobile[1:]}", f"+46 {mobile[1:]}",
                  f"0046{mobile[1:]}", f"{mobile[:3]}/{mobile[3:]}", f"{mobile[:4]}-{mobile[4:]}",
                  f"{mobile[:3]} {mobile[3:]}", f"{mobile[:3]} {mobile[3:6]} {mobile[6:]}")  # fmt: skip
        for shape in shapes:
            for text in (shape, f"Ring {shape} efter 17", f"mobil: {shape}.", f"({shape})", f"tel.nr {shape}"):
                assert not national_ids.is_in(text), text


@pytest.mark.parametrize("sign", ["-", "+", " ", ".", " - ", "\u2013"])
def test_the_number_of_somebody_born_in_2007_is_found_in_every_other_shape(sign: str) -> None:
    digits = _with_check_digit("070123456")
    for shape in (f"{digits[:6]}{sign}{digits[6:]}", f"20{digits}", f"20{digits[:6]}{sign}{digits[6:]}"):
        if sign != "+":
            assert national_ids.is_in(f"Om {shape}, igår"), shape
    words = (
        "pnr",
        "Pnr:",
        "personnr",
        "personnummer",
        "person-nummer:",
        "Personnumret är",
        "p.nr",
        "född",
        "samordningsnr",
    )
    for word in words:
        assert national_ids.is_in(f"Han har {word} {digits}"), word


@pytest.mark.parametrize("year", [7, 1, 8, 10, 90])
def test_ten_digits_that_are_no_mobile_number_are_one(year: int) -> None:
    for month in (1, 10) if year != 7 else (10, 11, 12):
        digits = _with_check_digit(f"{year:02}{month:02}12345")
        assert national_ids.is_in(f"Om {digits}, igår"), digits


OTHERS = (
    "19900101-2386", "1990-01-01 - 02 2385", "K 12345-26", "900101 … 2385", "1119900101-23855", "1990-13-01-2385",
    "1990-01/01-2385",
)  # fmt: skip


def test_other_numbers_are_none() -> None:
    assert [text for text in OTHERS if national_ids.is_in(text)] == []


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("900101", "10 or 12 digits"),
        ("900101-23851", "10 or 12 digits"),
        ("900101-2386", "check digit is wrong"),
        ("901301-2385", "check digit is wrong"),
        ("19900101+2385", "100 years or more"),
        ("900101x2385", "stands between"),
        ("9001012-385", "stands between"),
    ],
)
def test_form_and_list_say_the_same_true_reason(written: str, reason: str, english: None) -> None:
    with pytest.raises(NotANationalId, match=reason):
        parse(written)
    with pytest.raises(BadCell, match=reason):
        cells.national_id(written)
    with pytest.raises(ValidationError, match=reason):
        NationalIdField().clean(written)


def test_a_plus_is_right_of_somebody_so_old_and_hides_no_number() -> None:
    assert parse("900101+2385").digits == "189001012385"
    assert national_ids.is_in("19900101+2385")
    for sign, spaces in product("+-", ("", " ")):
        assert national_ids.is_in(f"19900101{spaces}{sign}{spaces}2385")
