"""History from one spreadsheet: read, refused row by row, taken in whole or not at all, and twice without effect."""

import csv
import io
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from openpyxl import Workbook, load_workbook

from callins.models import CallIn, CallInGroup, NotificationCount
from groups.models import Group
from gvi.access.policy import Kind, Reach
from gvi.access.principal import act_as
from gvi.acts.models import LogEntry
from gvi.commitments.models import Commitment, CommitmentEvent
from gvi.meetings.models import AgendaItem, Attendee, Meeting
from gvi.portal.history_import.columns import SHEETS
from tests import factories as make
from tests.signed_in import browser

URL = reverse("portal:import_history")
TODAY = timezone.localdate()
Sheets = dict[str, list[dict[str, str]]]
HISTORY: Sheets = {
    "Åtgärder": [
        {"Vad": "Ring skolan", "Organisation": "Polisen", "Klart senast": "2026-03-10", "Läge": "hållen",
         "Avgjord": "2026-03-09", "Kom till": "2026-03-01", "Funktion": "Områdespolisen"},
        {"Vad": "Boka lokal", "Organisation": "kommunen", "Klart senast": "2026-03-20", "Läge": "Ej hållen",
         "Avgjord": "2026-03-25", "Vad det blev": "Ingen lokal var ledig", "Typ": "löfte"},
        {"Vad": "Skriv brev", "Organisation": "Polisen", "Klart senast": "2090-01-01"},
    ],
    "Möten": [
        {"Datum": "2026-03-01", "Typ": "Arbetsgrupp", "Plats": "Rum", "Deltog": "Polisen, Soc", "Beslut": "Nytt möte"},
        {"Datum": "2026-02-01", "Typ": "styrgrupp", "Plats": "Polishuset", "Börjar": "13.00", "Slutar": "14:30"},
    ],
    "Call-in": [
        {"Datum": "2026-04-17", "Lokal": "Folkets hus", "Grupp": "Norra", "Inbjudna": "6", "Kom": "4", "Uteblev": "1"},
        {"Datum": "17 april 2026", "Lokal": "Folkets  hus", "Grupp": "södra", "Inbjudna": "3", "Kom": "3"},
    ],
    "Riktade samtal": [
        {"Datum": "2026-05-12", "Grupp": "Norra", "Försök": "9", "Genomförda": "4", "Nådda personer": "5"},
    ],
}  # fmt: skip


def workbook(sheets: Sheets) -> bytes:
    book = Workbook()
    book.remove(book.active)
    by_title = {sheet.title: [column.heading for column in sheet.columns.values()] for sheet in SHEETS.values()}
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        page.append(by_title[title])
        for row in rows:
            page.append([row.get(heading, "") for heading in by_title[title]])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.fixture
def world(db: Any) -> SimpleNamespace:
    """Two published groups, a hidden one, and the agencies that the file names."""
    place = make.partnership()
    kinds = {"Kommunen": Kind.COORDINATION, "Polisen": Kind.POLICE, "Soc": Kind.SOCIAL_SERVICES}
    agencies = {name: make.agency(place, kind, name) for name, kind in kinds.items()}
    for name in ("Norra", "Södra"):
        make.put(Group, agencies["Polisen"], reach=Reach.CORE, name=name)
    make.put(Group, agencies["Polisen"], name="Kanarie")
    by = make.user(agencies["Kommunen"])
    return SimpleNamespace(by=by, client=browser(by), **agencies)


def uploaded(world: SimpleNamespace, data: bytes, name: str = "tidigare.xlsx") -> Any:
    return world.client.post(URL, {"file": SimpleUploadedFile(name, data)})


def imported(world: SimpleNamespace, data: bytes, name: str = "tidigare.xlsx") -> Any:
    preview = uploaded(world, data, name)
    assert preview.status_code == 200, faults(preview)
    return world.client.post(URL, {"sealed": preview.context_data["sealed"], "key": preview.context_data["key"]})


def faults(answer: Any) -> list[tuple[str, int, str]]:
    said = answer.context_data.get("faults", [])
    return [(each.first.title, row, each.first.column) for each in said for row in each.rows]


def rows_of(by: Any) -> dict[str, int]:
    with act_as(by):
        models = (Commitment, CommitmentEvent, Meeting, Attendee, AgendaItem, CallIn, CallInGroup, NotificationCount)
        return {model.__name__: model.objects.count() for model in models}


def test_the_preview_says_what_would_happen_and_does_nothing(world: SimpleNamespace) -> None:
    answer = uploaded(world, workbook(HISTORY))
    assert answer.context_data["counts"] == [
        ("Åtgärder", 3, 0), ("Möten", 2, 0), ("Call-in", 2, 0), ("Riktade samtal", 1, 0),
    ]  # fmt: skip
    html = answer.content.decode()
    assert "Datum: 2026-04-17 · Lokal: Folkets hus · Grupp: södra · Inbjudna: 3 · Kom: 3" in html
    assert "Börjar: 18:00 · Slutar: 19:00" in html  # what an empty cell means
    assert set(rows_of(world.by).values()) == {0}


def test_everything_lands_where_it_would_have_been(world: SimpleNamespace) -> None:
    assert imported(world, workbook(HISTORY)).status_code == 302
    with act_as(world.by):
        told = {
            (commitment.text, commitment.agency.short_name, commitment.state, commitment.kind, commitment.note)
            for commitment in Commitment.objects.all()
        }
        assert told == {
            ("Ring skolan", "Polisen", "kept", "action", ""),
            ("Boka lokal", "Kommunen", "not_kept", "promise", "Ingen lokal var ledig"),
            ("Skriv brev", "Polisen", "open", "action", ""),
        }
        assert {
            (meeting.kind, meeting.state, f"{meeting.starts_at:%H.%M}–{meeting.ends_at:%H.%M}")
            for meeting in Meeting.objects.all()
        } == {
            ("working", "held", "09.00–10.00"),
            ("steering", "held", "13.00–14.30"),
        }
        assert {seat.agency.short_name for seat in Attendee.objects.filter(meeting__kind="working")} == {
            "Kommunen", "Polisen", "Soc",
        }  # fmt: skip
        assert [(item.outcome, item.state) for item in AgendaItem.objects.all()] == [("Nytt möte", "settled")]
        (callin,) = CallIn.objects.all()
        assert (callin.state, callin.venue) == ("held", "Folkets hus")
        assert {
            (counts.group.name, counts.invited, counts.present, counts.absent) for counts in callin.scope.all()
        } == {
            ("Norra", 6, 4, 1),
            ("Södra", 3, 3, 0),
        }
        assert [
            (counts.attempts, counts.carried_out, counts.reached) for counts in NotificationCount.objects.all()
        ] == [(9, 4, 5)]
        assert LogEntry.objects.filter(verb="portal.import_history").count() == 1


def test_the_same_file_twice_changes_nothing(world: SimpleNamespace) -> None:
    imported(world, workbook(HISTORY))
    once = rows_of(world.by)
    answer = uploaded(world, workbook(HISTORY))
    assert (answer.context_data["new"], sum(known for _t, _n, known in answer.context_data["counts"])) == (0, 8)
    imported(world, workbook(HISTORY))
    assert rows_of(world.by) == once


def test_one_kind_may_come_as_text(world: SimpleNamespace) -> None:
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";")
    writer.writerow(["Datum", "Grupp", "Försök", "Genomförda"])
    writer.writerow(["2026-05-12", "Norra", "9", "4"])
    imported(world, target.getvalue().encode("utf-8-sig"), "samtal.csv")
    assert rows_of(world.by)["NotificationCount"] == 1


BAD: list[tuple[str, dict[str, str], str]] = [
    ("Åtgärder", {"Vad": "x", "Organisation": "Tullen", "Klart senast": "2026-03-01"}, "Organisation"),
    ("Åtgärder", {"Vad": "Ring 19900101-2385", "Organisation": "Polisen", "Klart senast": "2026-03-01"}, "Vad"),
    ("Åtgärder", {"Vad": "x", "Organisation": "Polisen", "Klart senast": "i våras"}, "Klart senast"),
    ("Åtgärder", {"Vad": "x", "Organisation": "Polisen", "Klart senast": "2026-03-01", "Läge": "hållen"}, "Avgjord"),
    ("Åtgärder", {"Vad": "x", "Organisation": "Polisen", "Klart senast": "2026-03-01", "Läge": "struken",
                  "Avgjord": "2026-03-01"}, "Vad det blev"),
    ("Möten", {"Datum": "2090-01-01", "Typ": "arbetsgrupp", "Plats": "Rum 4"}, "Datum"),
    ("Möten", {"Datum": "2026-01-01", "Typ": "fika", "Plats": "Rum 4"}, "Typ"),
    ("Möten", {"Datum": "2026-01-01", "Typ": "styrgrupp", "Plats": "Rum 4", "Deltog": "Polisen, Tullen"}, "Deltog"),
    ("Möten", {"Datum": "2026-01-01", "Typ": "styrgrupp", "Plats": "x", "Börjar": "9.00", "Slutar": "8.00"}, "Slutar"),
    ("Call-in", {"Datum": "2026-01-01", "Lokal": "x", "Grupp": "Kanarie", "Inbjudna": "1", "Kom": "1"}, "Grupp"),
    ("Call-in", {"Datum": "2026-01-01", "Lokal": "x", "Grupp": "Norra", "Inbjudna": "1", "Kom": "2"}, "Inbjudna"),
    ("Call-in", {"Datum": "2026-01-01", "Lokal": "x", "Grupp": "Norra", "Inbjudna": "några", "Kom": "2"}, "Inbjudna"),
    ("Riktade samtal", {"Datum": "2026-01-01", "Grupp": "Norra", "Försök": "1", "Genomförda": "2"}, "Genomförda"),
    ("Riktade samtal", {"Datum": "2026-01-01", "Grupp": "", "Försök": "1", "Genomförda": "1"}, "Grupp"),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "row", "column"), BAD)
def test_every_bad_row_is_named_and_nothing_is_taken_in(
    world: SimpleNamespace, sheet: str, row: dict[str, str], column: str
) -> None:
    answer = uploaded(world, workbook(HISTORY | {sheet: [*HISTORY[sheet], row]}))
    assert (answer.status_code, faults(answer)) == (422, [(sheet, len(HISTORY[sheet]) + 2, column)])
    assert answer.context_data["sealed"] == ""
    assert "2385" not in answer.content.decode()


def test_the_same_row_twice_is_one_too_many(world: SimpleNamespace) -> None:
    twice = {"Riktade samtal": HISTORY["Riktade samtal"] * 2}
    assert faults(uploaded(world, workbook(twice))) == [("Riktade samtal", 3, "Datum")]


def test_other_numbers_for_what_is_here_are_not_written_over(world: SimpleNamespace) -> None:
    imported(world, workbook(HISTORY))
    other = {
        "Call-in": [HISTORY["Call-in"][0] | {"Kom": "5"}],
        "Riktade samtal": [HISTORY["Riktade samtal"][0] | {"Försök": "8"}],
    }
    found = [("Call-in", 2, "Kom"), ("Riktade samtal", 2, "Försök")]
    assert faults(uploaded(world, workbook(other))) == found


def test_a_preview_that_others_changed_meanwhile_is_taken_in_whole_or_not_at_all(world: SimpleNamespace) -> None:
    preview = uploaded(world, workbook(HISTORY)).context_data
    talks = HISTORY["Riktade samtal"][0] | {"Försök": "8"}
    imported(world, workbook({"Riktade samtal": [talks]}))
    before = rows_of(world.by)
    answer = world.client.post(URL, {"sealed": preview["sealed"], "key": preview["key"]})
    assert (answer.status_code, rows_of(world.by)) == (422, before)


@pytest.mark.parametrize(
    ("name", "data"),
    [("x.xlsx", b"PK inte"), ("x.csv", b"a;b;c\n1;2;3"), ("x.xlsx", workbook({"Åtgärder": []})), ("x.csv", b"")],
)
def test_what_is_no_such_file_is_said_on_the_form(world: SimpleNamespace, name: str, data: bytes) -> None:
    answer = uploaded(world, data, name)
    assert answer.status_code == 422
    assert "file" in answer.context_data["form"].errors


def test_the_templates_hold_the_headings_and_no_row_of_their_own(world: SimpleNamespace) -> None:
    book = world.client.get(reverse("portal:history_template", args=["xlsx"])).content
    pages = load_workbook(io.BytesIO(book)).worksheets
    assert [page.title for page in pages] == [*(sheet.title for sheet in SHEETS.values()), "Förklaring"]
    assert uploaded(world, book).status_code == 422
    for slug in ("atgarder", "moten", "callin", "riktadesamtal"):
        data = world.client.get(reverse("portal:history_template", args=[slug])).content
        assert uploaded(world, data, "mall.csv").status_code == 422
    assert world.client.get(reverse("portal:history_template", args=["exe"])).status_code == 404


def test_days_of_history_count_from_when_they_were(world: SimpleNamespace) -> None:
    day = TODAY - timedelta(days=30)
    row = {"Vad": "Sen sak", "Organisation": "Soc", "Klart senast": day.isoformat()}
    imported(world, workbook({"Åtgärder": [row]}))
    with act_as(world.by):
        late = Commitment.objects.get()
        assert (late.made_on, late.is_late) == (day, True)


def test_what_is_not_read_is_named(world: SimpleNamespace) -> None:
    book = load_workbook(io.BytesIO(workbook(HISTORY)))
    page = book["Åtgärder"]
    page.cell(1, len(SHEETS["actions"].columns) + 1, "Ansvarig handläggare")
    page.cell(2, len(SHEETS["actions"].columns) + 1, "Kim Ceder")
    page.row_dimensions[3].hidden = True
    book.create_sheet("Möten 2025").append(["Datum", "Typ", "Plats"])
    target = io.BytesIO()
    book.save(target)
    answer = uploaded(world, target.getvalue())
    assert answer.status_code == 200
    first, *others = answer.context_data["unread"]
    column, hidden = sorted(others, key=lambda said: "Ansvarig" not in said)
    assert "”Möten 2025”" in first
    assert "rad 3" in hidden
    assert "Ansvarig handläggare" in column
    assert all(escape(said) in answer.content.decode() for said in (first, hidden, column))


def test_an_error_of_the_spreadsheet_is_a_fault_here_too(world: SimpleNamespace) -> None:
    rows = [{**HISTORY["Åtgärder"][2], "Vad": "#SAKNAS!"}, {**HISTORY["Åtgärder"][2], "Organisation": "#N/A"}]
    assert faults(uploaded(world, workbook({"Åtgärder": rows}))) == [
        ("Åtgärder", 2, "Vad"),
        ("Åtgärder", 3, "Organisation"),
    ]
