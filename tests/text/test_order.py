"""Names stand in Swedish order in every list, whatever country they come from."""

import ast

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from groups.people.codes import WORDS
from gvi.text.swedish import alphabetical
from tests.architecture import source

# As a Swedish index has them. Each line is one letter.
IN_ORDER = """
Abdi Àlvarez Ávila Âzad Ãbreu Axelsson Ąkin
Bašić Berg
Camara Ćosić Čelik Çelik Cohen
Dahl Đorđević Dzeko
Ek Éluard Êzidî Əliyev Ęsik Ezel
Gashi Ğöz Grip
Haddad
Ibrahim İnce Iqbal Ísak Işık Iyob
Khan
Lind Łukasz Lundin Luz
Maduro Müller Myrberg
Nazari Ñandú Nguyễn Ńowak Nyberg
Olsson Õunapuu Osman
Said Şahin Šarić Śląsk Ståhl
Tadesse Țăran Toft
Ulla Úlfur
Vallin
Wallin
Yıldız Ünal Yusuf
Zand Ždralović Żak Zwane
Åberg ÅKESSON Åslund
Ägren Ærø Ärlig
Öberg Ødegård Őry Özdemir Öztürk
"""
# Of those that differ by a sign alone it is not said here which comes first.
NAMES = IN_ORDER.split()
FIRST_LETTERS = [alphabetical(line.split()[0])[0] for line in IN_ORDER.strip().splitlines()]
PERSONAL = {"name", "full_name", "short_name", "title", "given_name", "family_name", "alias", "invited_as", "venue"}


def by_database(texts: list[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(gvi.alphabetical(t) ORDER BY n) FROM unnest(%s::text[]) WITH ORDINALITY AS x (t, n)",
            [texts],
        )
        ((keys,),) = cursor.fetchall()
    return list(keys)


def test_a_letter_with_a_sign_stands_with_the_letter_it_is_made_of() -> None:
    assert sorted(FIRST_LETTERS) == FIRST_LETTERS
    for line, letter in zip(IN_ORDER.strip().splitlines(), FIRST_LETTERS, strict=True):
        assert {alphabetical(name)[0] for name in line.split()} == {letter}, line
    apart = (
        ("Dahl", "Đorđević"), ("Đorđević", "Dzeko"), ("Łukasz", "Lundin"), ("Şahin", "Ståhl"), ("Vallin", "Wallin"),
        ("Müller", "Myrberg"), ("Zwane", "Åberg"), ("ÅKESSON", "Åslund"), ("Åslund", "Ägren"), ("Ärlig", "Öberg"),
        ("Öberg", "Ødegård"), ("Ødegård", "Öztürk"),
    )  # fmt: skip
    for one, other in apart:
        assert alphabetical(one) < alphabetical(other), (one, other)


@pytest.mark.django_db
def test_the_database_orders_names_as_we_do() -> None:
    composed = [*NAMES, "A\u030aberg", "S\u0327ahin", "O\u0308berg", "", "Al-Ahmad", "O'Neill", "de la Cruz"]
    letters = [chr(code) for code in (*range(0x20, 0x250), *range(0x1E00, 0x1F00))]
    for texts in (composed, letters):
        assert by_database(texts) == [alphabetical(text) for text in texts]


@given(st.lists(st.sampled_from(NAMES), min_size=2, max_size=2))
def test_the_order_is_one_of_letters_and_not_of_signs(pair: list[str]) -> None:
    one, other = pair
    lines = [next(n for n, line in enumerate(IN_ORDER.strip().splitlines()) if name in line.split()) for name in pair]
    if lines[0] != lines[1]:
        assert (alphabetical(one) < alphabetical(other)) == (lines[0] < lines[1])


def test_no_list_of_names_is_ordered_by_the_code_points_of_their_letters() -> None:
    """The words of codes are our own, and stand in the same order either way."""
    bare = [
        module.at(argument)
        for module in source.written()
        if "/demo/" not in module.path
        for call, name in source.calls(module.tree)
        if name == "order_by"
        for argument in call.args
        if isinstance(argument, ast.Constant) and str(argument.value).lstrip("-").rpartition("__")[2] in PERSONAL
    ]
    assert bare == []
    assert sorted(WORDS) == sorted(WORDS, key=alphabetical)
