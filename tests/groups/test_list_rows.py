"""Every fault of a real list is named by row and column, in one sentence that says how to mend it."""

import io
import zipfile
from datetime import datetime

import pytest
from django.utils import translation
from openpyxl import Workbook

from groups.list_import import check as checking
from groups.list_import.columns import COLUMNS
from groups.list_import.template import MAKERS, as_csv, as_xlsx, harmless
from gvi.spreadsheets.files import NotAList
from tests.groups.conftest import csv_of, example, row

NUMBER = "19900101-2385"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def check(*given):
    return checking.check(checking.read("lista.csv", csv_of(*given)))


def cells(remarks):
    return [(remark.row, remark.column) for remark in remarks]


@pytest.mark.parametrize(
    ("facts", "column", "words"),
    [
        ({"given_name": ""}, "Förnamn", "This is empty"),
        ({"group": ""}, "Grupp", "This is empty"),
        ({"role": "ledare"}, "Roll", "“ledare” is not known here. Write ledande"),
        ({"certainty": "säker"}, "Säkerhet", "Write bekräftad, trolig"),
        ({"reliability": "G"}, "Källa", "Write A, B, C"),
        ({"accuracy": "7"}, "Riktighet", "Write 1, 2, 3"),
        ({"protected": "kanske"}, "Skyddad", "Write ja, nej"),
        ({"known_since": "31 feb 2024"}, "Känd sedan", "cannot be read as a date"),
        ({"known_since": "2024-13-01"}, "Känd sedan", "cannot be read as a date"),
        ({"known_since": "01/02/24"}, "Känd sedan", "Write it as 2024-05-01"),
        ({"known_since": "2999-01-01"}, "Känd sedan", "has not come yet"),
        ({"national_id": "19900101-2386", "birth_year": ""}, "Personnummer", "check digit is wrong"),
        ({"national_id": "900101", "birth_year": ""}, "Personnummer", "10 or 12 digits"),
        ({"national_id": NUMBER, "birth_year": "1991"}, "Födelseår", "The year differs"),
        ({"birth_year": "90"}, "Födelseår", "Write four digits"),
        ({"group": "x" * 61}, "Grupp", "Shorten it to 60"),
        ({"group": f"Norra {NUMBER}"}, "Grupp", "Move it to its own column"),
    ],
)
def test_a_bad_cell_is_named(facts, column, words):
    checked = check(row(given_name="Robin"), row(**facts))
    assert cells(checked.faults) == [(3, column)]
    assert words in checked.faults[0].sentence


def test_a_fault_never_repeats_a_national_id():
    checked = check(row(known_since=NUMBER), row(birth_year=NUMBER))
    assert cells(checked.faults) == [(2, "Känd sedan"), (3, "Födelseår")]
    assert all("2385" not in fault.sentence for fault in checked.faults)


@pytest.mark.parametrize("written", ["2024-05-01", "20240501", "1 maj 2024", "2024-5-1", "den 1 maj 2024"])
def test_dates_are_read_as_people_write_them(written):
    assert [line.known_since for line in check(row(known_since=written)).rows] == ["2024-05-01"]


@pytest.mark.parametrize("written", ["19900101-2385", "900101-2385", "199001012385", "9001012385", " 19900101–2385 "])
def test_a_national_id_is_read_as_people_write_it(written):
    (line,) = check(row(national_id=written, birth_year="")).rows
    assert (line.national_id, line.birth_year) == ("199001012385", 1990)


def test_one_number_with_two_names_names_both_rows():
    checked = check(row(national_id=NUMBER), row(national_id=NUMBER, given_name="Robin"))
    assert cells(checked.faults) == [(2, "Personnummer"), (3, "Personnummer")]
    assert "row 3 with the name Robin Ceder" in checked.faults[0].sentence
    assert "row 2 with the name Kim Ceder" in checked.faults[1].sentence


def test_two_spellings_are_one_group_and_it_is_told():
    checked = check(
        row(group="Grupp Ängen"),
        row(group="GRUPP-ÄNGEN", given_name="Robin"),
        row(group="Grupp A\u0308ngen", given_name="Noa"),
    )
    assert {line.group for line in checked.rows} == {"Grupp Ängen"}
    assert cells(checked.notices) == [(3, "Grupp")]


def test_a_nearly_equal_group_is_asked_about_and_not_merged():
    checked = check(row(group="Grupp Hamnen"), row(group="Grupp Hamen", given_name="Robin"))
    assert {line.group for line in checked.rows} == {"Grupp Hamnen", "Grupp Hamen"}
    assert cells(checked.notices) == [(3, "Grupp")]


def test_a_duplicate_is_merged_and_it_is_told():
    checked = check(row(), row(grounds="Iakttagen"))
    assert [(line.row, line.grounds) for line in checked.rows] == [(2, "Iakttagen")]
    assert cells(checked.notices) == [(3, "Förnamn")]


def test_duplicates_that_contradict_each_other_are_a_fault():
    assert cells(check(row(), row(role="ledande")).faults) == [(3, "Roll")]


def test_a_row_without_number_is_the_same_person_as_the_row_with_it():
    checked = check(row(national_id=NUMBER), row(group="Grupp Södra"))
    assert {(line.group, line.national_id) for line in checked.rows} == {
        ("Grupp Norra", "199001012385"),
        ("Grupp Södra", "199001012385"),
    }


def test_a_coordination_number_and_protection_are_told():
    checked = check(row(national_id="19900161-2382", birth_year="", protected="JA"))
    assert checked.faults == []
    assert set(cells(checked.notices)) == {(2, "Personnummer"), (2, "Skyddad")}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_every_usual_way_of_saving_a_csv_is_read(encoding, delimiter):
    data = csv_of(row(family_name="Sälg", area="Ängarna")).decode("utf-8-sig")
    data = data.replace(";", delimiter).encode(encoding)
    (line,) = checking.check(checking.read("lista.csv", data)).rows
    assert (line.family_name, line.area) == ("Sälg", "Ängarna")


def test_the_example_is_clean_and_holds_what_it_should():
    for name in ("grupplista.xlsx", "grupplista.csv"):
        checked = checking.check(checking.read(name, example(name)))
        assert checked.faults == []
        assert len({line.national_id or line.identity for line in checked.rows}) == 80
        assert len({line.group for line in checked.rows}) == 6
        assert sum(line.protected for line in checked.rows) == 1


@pytest.mark.parametrize("name", ["grupplista-med-fel.xlsx", "grupplista-med-fel.csv"])
def test_the_faulty_example_has_exactly_these_faults(name):
    checked = checking.check(checking.read(name, example(name)))
    assert cells(checked.faults) == [
        (6, "Personnummer"),
        (10, "Känd sedan"),
        (17, "Roll"),
        (23, "Förnamn"),
        (28, "Känd sedan"),
        (40, "Personnummer"),
        (41, "Personnummer"),
        (48, "Födelseår"),
        (84, "Säkerhet"),
    ]
    spelled = {remark.row for remark in checked.notices if remark.column == "Grupp"}
    assert spelled == {64, 77, 80}


def bomb():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (40 * 1024 * 1024))
    return target.getvalue()


def workbook(*table):
    book = Workbook()
    for values in table:
        book.active.append(values)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


HEADINGS = [column.heading for column in COLUMNS.values()]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("tom.csv", b"", "empty"),
        ("tom.xlsx", b"  \n", "empty"),
        ("bild.xlsx", b"\x89PNG....", "no Excel file"),
        ("gammal.xls", b"\xd0\xcf\x11\xe0rest", "older Excel"),
        ("trasig.xlsx", b"PK\x03\x04trasig", "cannot be read as an Excel file"),
        ("bomb.xlsx", bomb(), "far more than a list"),
        ("fel.csv", b"Namn;Ort\nKim;Norrby\n", "No row of headings"),
        ("utan.csv", b"Grupp;Efternamn;Kommun\nA;B;C\n", "These columns are missing: Förnamn"),
        ("bara.csv", as_csv([]), "no rows"),
        ("lang.csv", csv_of(*[row()] * 5001), "more than 5,000 rows"),
        ("stor.csv", b"x" * (2 * 1024 * 1024 + 1), "larger than 2 MB"),
        ("noll.csv", b"\x00\x00\x00\x00", "cannot be read as text"),
    ],
)
def test_a_file_that_is_no_list_gets_one_clear_sentence(name, data, words):
    with pytest.raises(NotAList) as trouble:
        checking.read(name, data)
    assert words in str(trouble.value)


def test_numbers_and_dates_from_excel_cells_are_read():
    day = datetime(2024, 5, 1)  # noqa: DTZ001  as openpyxl gives it
    values = ["Grupp Norra", "", "Kim", "Ceder", "", 101012383, "", "", "aktiv", "trolig", "b", 2, "", day, True]
    with translation.override("sv"):
        checked = checking.check(checking.read("lista.xlsx", workbook(HEADINGS, values)))
    (line,) = checked.rows
    assert (line.national_id, line.reliability, line.accuracy, line.known_since, line.protected) == (
        "200101012383",
        "B",
        "2",
        "2024-05-01",
        True,
    )


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_template_is_read_back_with_no_rows_of_its_own(kind):
    make, _content_type = MAKERS[kind]
    with pytest.raises(NotAList) as trouble:
        checking.read(f"mall.{kind}", make())
    assert "no rows" in str(trouble.value)


@pytest.mark.parametrize("text", ["=1+1", "+46", "-1", "@SUM(A1)", "\t=1"])
def test_what_we_write_is_no_formula(text):
    assert harmless(text).startswith("'")
    assert f"'{text}" in as_csv([["Grupp", text]]).decode("utf-8-sig")
    book = as_xlsx([["Grupp", text]])
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
