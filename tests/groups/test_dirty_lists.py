"""Lists as they come: whatever is not read, or read otherwise than written, is said before anything is taken in."""

import io
import subprocess
import time
import zipfile
from datetime import date
from datetime import time as clock
from pathlib import Path

import pytest
from django.db import connection
from django.utils import translation
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from groups.list_import import check as checking
from groups.list_import.columns import COLUMNS
from groups.list_import.rows import CheckedList
from gvi.access import context
from gvi.access.policy import Kind
from gvi.spreadsheets.cells import looks_broken
from gvi.spreadsheets.files import NotAList
from gvi.spreadsheets.questions import together
from tests import factories as make
from tests.groups.conftest import csv_of, row, upload
from tests.signed_in import browser

LISTS = Path(__file__).parent / "lists"
HEADINGS = [column.heading for column in COLUMNS.values()]


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def check(data, name="lista.csv"):
    return checking.check(checking.read(name, data))


def refused(data, name="lista.csv"):
    with pytest.raises(NotAList) as trouble:
        checking.read(name, data)
    return str(trouble.value)


def cells(remarks):
    return [(remark.row, remark.column) for remark in remarks]


def values(**facts):
    return [row(**facts)[key] for key in COLUMNS]


def text_of(headings, *rows, delimiter=";", above=()):
    lines = [*above, delimiter.join(headings), *(delimiter.join(cells) for cells in rows)]
    return "\n".join(lines).encode()


def saved(book):
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def book_of(**sheets):
    """A workbook with these sheets, each a list of rows; "_" before a title hides the sheet."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        page = book.create_sheet(title.lstrip("_"))
        page.sheet_state = "hidden" if title.startswith("_") else "visible"
        for cells in rows:
            page.append(cells)
    return saved(book)


def renamed(**headings):
    return [headings.get(key, column.heading) for key, column in COLUMNS.items()]


# ------------------------------------------------------------------ every list that was tried, and what is said of it

FOUND = {
    # file: rows, sentences about what was not read, faults, notices
    "01-hidden-first-sheet.xlsx": (1, ["“Grupplista” was read", "“Arkiv” (hidden)"], [], []),
    "02-two-sheets.xlsx": (1, ["“Norra” was read", "not read: “Södra”"], [], []),
    "03-filtered-row.xlsx": (2, ["hidden or filtered away in the file. It is read all the same: row 3"], [], []),
    "04-error-values.csv": (1, [], [(3, "Grupp")], []),
    "07-rows-after-gap.csv": (11, [], [], []),
    "07-rows-after-gap.xlsx": (11, [], [], []),
    "08-boolean-name.xlsx": (0, [], [(2, "Efternamn"), (3, "Förnamn")], []),
    "09-nine-digits.csv": (0, [], [(2, "Personnummer")], []),
    "11-date-too-large.xlsx": (0, [], [(2, "Känd sedan")], []),
    "12-empty-first-line-comma.csv": (1, [], [], []),
    "12-title-with-comma.csv": (1, [], [], []),
    "13-replacement-signs.csv": (1, [], [], [(2, "Förnamn"), (2, "Efternamn")]),
    "19-unknown-columns.csv": (1, ["not read: “Telefon”, “Anteckning”"], [], []),
    "20-two-aliases.csv": (
        2, [], [],
        [(3, "Kallas"), (3, "Förnamn"), (4, "Förnamn"), (4, "Kallas"), (4, "Kommun")],
    ),
    "21-hash-numbering.csv": (3, ["not read: “Nr”"], [], []),
    "25-protected-heading.csv": (0, [], [(2, "Personnummer")], []),
}  # fmt: skip


@pytest.mark.parametrize("name", FOUND)
def test_of_each_list_exactly_this_is_said(name):
    rows, unread, faults, notices = FOUND[name]
    checked = check((LISTS / name).read_bytes(), name)
    assert (len(checked.rows), cells(checked.faults), cells(checked.notices)) == (rows, faults, notices)
    assert len(checked.unread) == len(unread)
    for said, words in zip(checked.unread, unread, strict=True):
        assert words in said


def test_a_stray_quotation_mark_is_told_by_its_row():
    assert "Row 3 has a quotation mark" in refused((LISTS / "15-quotes.csv").read_bytes())
    opened = csv_of(row(), row(given_name="Robin"), row(given_name="Noa")).replace(b"Robin", b'"Robin')
    assert "Row 3 has a quotation mark" in refused(opened)


# ------------------------------------------------------------------ headings


@pytest.mark.parametrize(
    "heading",
    ["Skyddade personuppgifter", "Sekretessmarkering", "Sekr.mark", "SEKR MARK.", "Skyddad identitet", "skyddad"],
)
def test_the_words_of_the_screens_are_headings_of_protection(heading):
    checked = check(text_of(renamed(protected=heading), values(protected="ja")))
    assert [line.protected for line in checked.rows] == [True]


@pytest.mark.parametrize(
    ("key", "heading", "written"),
    [
        ("national_id", "Personnr", "19900101-2385"),
        ("national_id", "Person-nr", "19900101-2385"),
        ("national_id", "Pnr", "19900101-2385"),
        ("birth_year", "Född", "1990"),
        ("birth_year", "Födelsedatum", "1990-02-03"),
        ("alias", "Alias", "Kimmen"),
        ("municipality", "Hemkommun", "Norrby"),
        ("reliability", "Källans tillförlitlighet", "B"),
        ("accuracy", "Uppgiftens riktighet", "2"),
        ("group", "Gruppnamn", "Grupp Norra"),
    ],
)
def test_what_the_screens_call_it_is_read(key, heading, written):
    checked = check(text_of(renamed(**{key: heading}), values(**{key: written})))
    assert (checked.faults, len(checked.rows)) == ([], 1)
    assert str(getattr(checked.rows[0], key)).startswith(written.replace("-2385", "2385")[:4])


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("Skyddsstatus", "ja"),
        ("Sekretess/skydd enl. FB", "x"),
        ("Kvarskrivning", "ja"),
        ("Skyddadd", "ja"),  # a slip
        ("Anteckning", "Har skyddade personuppgifter"),
        ("Övrigt", "SEKRETESS"),
        ("", "skyddad folkbokföring"),
        ("Personnumer", "19900101-2385"),
        ("Pers. nr (12 siffror)", "199001012385"),
    ],
)
def test_a_column_that_protects_or_identifies_and_cannot_be_read_is_refused(heading, cell):
    headings = [name for name in HEADINGS if name not in ("Skyddad", "Personnummer")]
    facts = [value for name, value in zip(HEADINGS, values(), strict=True) if name in headings]
    data = text_of([*headings, heading], [*facts, ""], [*facts[:1], "", "Robin", *facts[3:], cell])
    said = refused(data)
    assert ("Skyddad" in said) or ("Personnummer" in said)


def test_an_unknown_heading_is_told_with_the_nearest_known_one():
    headings = renamed(municipality="Kommmun", grounds="Annat")
    checked = check(text_of(headings, values(municipality="Norrby")))
    assert checked.unread == ["These columns are not read: “Kommmun” (nearest: Kommun), “Annat”."]


def test_whole_names_are_to_be_divided():
    headings = [name for name in renamed(given_name="Namn") if name != "Efternamn"]
    facts = [value for key, value in zip(COLUMNS, values(), strict=True) if key != "family_name"]
    said = refused(text_of(headings, facts))
    assert "missing: Förnamn" in said
    assert "Divide the column “Namn”" in said


def test_a_list_that_says_nothing_of_protection_is_told_so():
    headings, facts = HEADINGS[:-1], values()[:-1]
    assert any("no column Skyddad" in said for said in check(text_of(headings, facts)).unread)


def test_protection_in_another_column_that_is_read_is_told():
    checked = check(
        csv_of(row(grounds="Skyddad identitet enligt Skatteverket"), row(given_name="Noa", grounds="Skyddstillsyn"))
    )
    assert cells(checked.notices) == [(2, "Grund")]


# ------------------------------------------------------------------ rows


def test_only_our_own_example_is_passed_by_and_it_is_counted():
    example = values(group="# Exempel: Grupp Norra")
    checked = check(text_of(HEADINGS, example, values(), values(group="#1 Kretsen", given_name="Robin")))
    assert [line.group for line in checked.rows] == ["Grupp Norra", "#1 Kretsen"]
    assert checked.unread == ["1 row is an example from the template and is not read: row 2."]


def test_empty_rows_do_not_count_and_too_many_rows_are_a_fault():
    people = [values(given_name=f"P{n}") for n in range(5000)]
    gaps = [cells for each in people for cells in (each, [""] * len(HEADINGS))]
    assert len(check(text_of(HEADINGS, *gaps)).rows) == 5000
    assert "more than 5,000 rows" in refused(text_of(HEADINGS, *gaps, values(given_name="En till")))
    assert "more than 5,000 rows" in refused(
        book_of(Lista=[HEADINGS, *people, [], values(given_name="En till")]), "l.xlsx"
    )


@pytest.mark.parametrize(
    "error", ["#N/A", "#SAKNAS!", "#REFERENS!", "#VALUE!", "#DIV/0!", "#DIVISION/0!", "#VÄRDEFEL!", "#NAMN?", "#####"]
)
@pytest.mark.parametrize("key", ["group", "given_name", "protected"])
def test_an_error_of_the_spreadsheet_is_a_fault_on_its_cell(error, key):
    expected = [(2, COLUMNS[key].heading)]
    assert cells(check(csv_of(row(**{key: error}), row(given_name="Robin"))).faults) == expected


def test_an_error_cell_of_a_workbook_is_a_fault():
    checked = check(book_of(Lista=[HEADINGS, values(), values(given_name="#N/A"), values(group="#REF!")]), "l.xlsx")
    assert cells(checked.faults) == [(3, "Förnamn"), (4, "Grupp")]


@pytest.mark.parametrize("key", ["group", "family_name", "grounds"])
def test_a_truth_value_is_a_fault_where_a_word_stands_and_read_where_yes_or_no_does(key):
    facts = [True if key == name else value for name, value in zip(COLUMNS, values(), strict=True)]
    assert cells(check(book_of(Lista=[HEADINGS, facts]), "l.xlsx").faults) == [(2, COLUMNS[key].heading)]
    checked = check(book_of(Lista=[HEADINGS, [*values()[:-1], True]]), "l.xlsx")
    assert (checked.faults, checked.rows[0].protected) == ([], True)


def test_a_formula_is_a_fault_on_its_cell():
    checked = check(book_of(Lista=[HEADINGS, values(), values(given_name="=1+1")]), "l.xlsx")
    assert cells(checked.faults) == [(3, "Förnamn")]


def test_noughts_are_put_back_only_where_excel_took_them():
    def of(written, year=""):
        facts = [
            written if key == "national_id" else value
            for key, value in zip(COLUMNS, values(birth_year=year), strict=True)
        ]
        return check(book_of(Lista=[HEADINGS, facts]), "l.xlsx")

    checked = of(101012383)
    assert (checked.rows[0].national_id, cells(checked.notices)) == ("200101012383", [(2, "Personnummer")])
    assert "Read as 0" in checked.notices[0].sentence
    assert cells(of(101012383, "2001").notices) == [(2, "Personnummer")]
    assert cells(of(101012383, "1990").faults) == [(2, "Födelseår")]
    assert cells(of("101012383").faults) == [(2, "Personnummer")]  # text: Excel took nothing


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("BjÃ¶rn", True), ("Ã…ke", True), ("AndrÃ©", True), ("Ä°brahim", True), ("Bj\ufffdrn", True), ("Bj”rn", True),
        ("Björn", False), ("Åke", False), ("André", False), ("İbrahim", False), ("O’Brien", False), ("Đorđe", False),
        ("Kim", False), ("João Âncora", False),
    ],
)  # fmt: skip
def test_letters_that_were_lost_are_seen(text, broken):
    assert looks_broken(text) is broken


# ------------------------------------------------------------------ rows that are joined


def test_a_name_alone_does_not_make_two_rows_one_person():
    bare = {"birth_year": "", "family_name": "Svensson", "given_name": "Ali"}
    checked = check(csv_of(row(**bare), row(**bare, group="Grupp Södra")))
    assert cells(checked.faults) == [(3, "Förnamn")]
    told = check(csv_of(row(**bare, alias="Kapten"), row(**bare, alias="Kapten", group="Grupp Södra")))
    assert (told.faults, cells(told.notices)) == ([], [(3, "Förnamn")])


def test_what_is_said_of_many_rows_is_said_once():
    people = [row(given_name=f"P{n}", role="springpojke") for n in range(28)]
    (said,) = together(check(csv_of(*people)).faults)
    assert (said.numbers, said.first.column) == ("2–29 (28)", "Roll")


def test_numbered_groups_are_no_slips_of_each_other():
    assert check(csv_of(*[row(group=f"Nätverk {n}", given_name=f"P{n}") for n in range(40)])).notices == []


# ------------------------------------------------------------------ sheets and separators


def test_the_sheet_whose_headings_fit_is_read_and_a_visible_one_first():
    good = [HEADINGS, values()]
    notes = [["Läs mig"], ["Listan är på nästa blad"]]
    checked = check(book_of(Läs=notes, Lista=good), "l.xlsx")
    assert checked.unread == ["The sheet “Lista” was read.", "These sheets are not read: “Läs”."]
    checked = check(book_of(Läs=notes, _Lista=good), "l.xlsx")
    assert "is hidden. It was read" in checked.unread[0]
    checked = check(book_of(Tom=[HEADINGS], Lista=good), "l.xlsx")
    assert len(checked.rows) == 1
    assert "“Läs”, “Mer”" in refused(book_of(Läs=notes, Mer=notes), "l.xlsx")
    assert check(book_of(Lista=good), "l.xlsx").unread == []


def test_hidden_columns_are_named_whether_they_are_read_or_not():
    book = Workbook()
    page = book.active
    page.append([*HEADINGS, "Telefon", ""])
    page.append([*values(), "08-12 34 56", "något"])
    first, last = len(HEADINGS), len(HEADINGS) + 1
    for place in (0, 1, first, last):
        page.column_dimensions[get_column_letter(place + 1)].hidden = True
    unread = check(saved(book), "l.xlsx").unread
    assert f"2 columns are hidden in the file. They are read all the same: “{HEADINGS[0]}”, “{HEADINGS[1]}”." in unread
    (left,) = [sentence for sentence in unread if "not read" in sentence]
    assert "“Telefon” (hidden)" in left
    assert left.endswith("(something in row 2) (hidden).")


def test_a_span_of_hidden_columns_is_named_column_by_column_and_shown_ones_are_not():
    book = Workbook()
    page = book.active
    page.append(HEADINGS)
    page.append(values())
    page.column_dimensions.group("B", "C", hidden=True)
    (said,) = check(saved(book), "l.xlsx").unread
    assert f"“{HEADINGS[1]}”, “{HEADINGS[2]}”." in said
    page.column_dimensions.group("B", "C", hidden=False)
    assert check(saved(book), "l.xlsx").unread == []


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("above", [["Grupplista, Norrby, hösten; 2025"], ["", ""], ["sep=,"], ["a,b,c,d", "e;f;g"]])
def test_the_separator_is_the_one_under_which_the_headings_fit(delimiter, above):
    checked = check(text_of(HEADINGS, values(), delimiter=delimiter, above=above))
    assert [line.row for line in checked.rows] == [2 + len(above)]


# ------------------------------------------------------------------ other formats, and files that cost much


def archive(**parts):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return target.getvalue()


def with_part(data, name, content):
    """A workbook with one of its parts replaced."""
    source = zipfile.ZipFile(io.BytesIO(data))
    parts = {part: source.read(part) for part in source.namelist()}
    return archive(**{**parts, name: content(parts[name])})


def test_other_formats_are_called_by_name():
    good = book_of(Lista=[HEADINGS, values()])
    strict = with_part(
        good, "xl/workbook.xml",
        lambda part: part.replace(b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
    )  # fmt: skip
    assert "Strict" in refused(strict, "l.xlsx")
    assert "(.ods)" in refused(archive(**{"mimetype": "x", "content.xml": "<x/>"}), "l.ods")
    assert "(.xlsb)" in refused(archive(**{"xl/workbook.bin": b"x"}), "l.xlsb")
    assert "web page" in refused(b"\xef\xbb\xbf\n<html><table><tr><td>Grupp", "l.xls")
    assert "XML" in refused(b'<?xml version="1.0"?><Workbook>', "l.xls")
    assert "PDF" in refused(b"%PDF-1.7\n", "l.pdf")


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le"])
def test_a_workbook_that_declares_entities_is_refused(encoding):
    good = book_of(Lista=[HEADINGS, values()])
    declared = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>'

    def declare(part):
        return (declared + part.decode().split("?>")[-1]).encode(encoding)

    assert "cannot be read" in refused(with_part(good, SHEET, declare), "l.xlsx")


def test_seven_million_cells_are_counted_and_not_read(monkeypatch):
    def started(*_args, **_kwargs):
        raise AssertionError("the workbook was read")

    good = book_of(Lista=[HEADINGS, values()])
    flood = with_part(good, SHEET, lambda part: part.replace(b"</row>", b"<c/>" * 7_000_000 + b"</row>", 1))
    monkeypatch.setattr(subprocess, "run", started)
    began = time.monotonic()
    assert "far more than a list" in refused(flood, "l.xlsx")
    assert time.monotonic() - began < 5


def test_a_workbook_that_costs_too_much_costs_only_its_own_process(monkeypatch):
    monkeypatch.setattr("gvi.spreadsheets.workbooks.MAX_CELLS", 10**9)
    good = book_of(Lista=[HEADINGS, values()])
    flood = with_part(good, SHEET, lambda part: part.replace(b"</row>", b"<c/>" * 5_000_000 + b"</row>", 1))
    assert "far more than a list" in refused(flood, "l.xlsx")


def test_days_and_hours_of_a_workbook_are_read_as_written():
    facts = dict(zip(COLUMNS, values(), strict=True)) | {"known_since": date(2024, 5, 1), "birth_year": 1990}
    (line,) = check(book_of(Lista=[HEADINGS, list(facts.values())]), "l.xlsx").rows
    assert (line.known_since, line.birth_year) == ("2024-05-01", 1990)
    assert cells(
        check(book_of(Lista=[HEADINGS, list((facts | {"known_since": clock(18, 0)}).values())]), "l.xlsx").faults
    ) == [(2, "Känd sedan")]


# ------------------------------------------------------------------ while a file is read


def test_a_file_is_read_before_the_transaction_and_one_at_a_time(db, monkeypatch):
    by = make.user(make.agency(make.partnership(), Kind.POLICE, "Polisen"))
    client, taken = browser(by), []

    def reading(name, data):
        with pytest.raises(context.NoAudience):  # the transaction of the request has one
            context.current()
        elsewhere = connection.copy()
        with elsewhere.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(4102, %s)", [by.user.pk])
            taken.append(cursor.fetchone())
        elsewhere.close()
        return CheckedList(count=1)

    monkeypatch.setattr("groups.list_import.views.ImportList.read", reading)
    assert upload(client, csv_of(row())).status_code == 200
    assert taken == [(False,)]
