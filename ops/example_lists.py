"""Write the example lists in examples/: invented people, numbers from the Swedish Tax Agency's test series only.

    python ops/example_lists.py

The files are committed; this is how they were made. The series: birth number 238 or 239, right check digit.
"""

from __future__ import annotations

import io
import os
import random
import sys
from datetime import date, timedelta
from pathlib import Path

import django
from openpyxl import load_workbook
from stdnum import luhn

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gvi.settings")
django.setup()

from groups.list_import.columns import COLUMNS  # noqa: E402
from groups.list_import.template import as_csv, as_xlsx, headings  # noqa: E402

GROUPS = [
    ("Grupp Backen", "Norra backen", "Norrby", 18),
    ("Grupp Centrum", "Norrby centrum", "Norrby", 14),
    ("Grupp Hamnen", "Hamnen", "Sjöstad", 13),
    ("Grupp Kvarnen", "Kvarnområdet", "Sjöstad", 12),
    ("Grupp Torget", "Östra torget", "Norrby", 12),
    ("Grupp Ängen", "Ängarna", "Sjöstad", 11),
]
FIRST = [
    "Kim", "Robin", "Charlie", "Noa", "Eli", "Sam", "Alex", "Lo", "Mika", "Tintin", "Vanja", "Love", "Billie",
    "Dani", "Jo", "Jamie", "Marion", "Nikita", "Sasha", "Uno",
]  # fmt: skip
LAST = [
    "Ceder", "Oxel", "Lind", "Sälg", "Tall", "Björk", "Hägg", "Asp", "Palm", "Mandel", "Cypress", "Valnöt",
]  # fmt: skip
GROUNDS = [
    "Två oberoende iakttagelser", "Eget uppgivande", "Flera uppgifter samma höst", "Iakttagen med gruppen",
    "Dom 2023", "Uppgift från området",
]  # fmt: skip
ROLES = [
    "ledande", "drivande", "drivande", "aktiv", "aktiv", "aktiv", "möjlig budskapsbärare", "aktiv", "perifer",
    "perifer", "möjlig budskapsbärare", "ung rekryt",
]  # fmt: skip
BYSTANDERS = {16: "anhörig", 17: "kontakt", 31: "anhörig", 44: "kontakt", 79: "anhörig"}
MINORS = {12: 2011, 28: 2012, 52: 2011}
COORDINATION = {5, 19, 33, 41, 60, 72}
PROTECTED = 24
YEAR_ONLY = {3, 9, 14, 22, 29, 36, 43, 50, 57, 64, 70, 77}

STAFF = {
    "Kim Ceder",
    "Jo Oxel",
    "Lo Tall",
    "Robin Björk",
    "Tove Hägg",
    "Maja Lind",
}  # of the demo: nobody is in two parts

Row = dict[str, str]


def national_id(born: date, birth_number: int, *, coordination: bool = False) -> str:
    """A number of the test series for this date."""
    day = born.day + 60 * coordination
    short = f"{born:%y%m}{day:02d}{birth_number}"
    return f"{born:%Y%m}{day:02d}-{birth_number}{luhn.calc_check_digit(short)}"


def people() -> list[Row]:
    """Eighty people in six groups; one of them in two."""
    lot = random.Random(238)  # noqa: S311  the same list every time
    names = [(first, last) for first in FIRST for last in LAST if f"{first} {last}" not in STAFF]
    lot.shuffle(names)
    rows: list[Row] = []
    for group, area, municipality, size in GROUPS:
        for place in range(size):
            rows.append(person(len(rows), names[len(rows)], ROLES[place % len(ROLES)], lot))
            rows[-1] |= {"group": group, "area": area, "municipality": municipality}
    rows.append(rows[20] | {"group": "Grupp Torget", "area": "Östra torget", "role": "perifer", "certainty": "möjlig"})
    return rows


def person(number: int, name: tuple[str, str], role: str, lot: random.Random) -> Row:
    year = MINORS.get(number) or 1984 + (number * 7) % 22
    born = date(year, 1, 1) + timedelta(days=(number * 53) % 365)
    row = dict.fromkeys(COLUMNS, "")
    row |= {"given_name": name[0], "family_name": name[1], "role": BYSTANDERS.get(number, role)}
    if number in MINORS:
        row["role"] = "ung rekryt"
    if number in YEAR_ONLY:
        row["birth_year"] = str(year)
    else:
        row["national_id"] = national_id(born, 238 + number % 2, coordination=number in COORDINATION)
    if number % 6 == 0:
        row["alias"] = f"{name[0][:3]}{'ne' if number % 4 else 'sa'}"
    return row | {
        "certainty": lot.choice(["bekräftad", "bekräftad", "trolig", "möjlig"]),
        "reliability": lot.choice("AABBBC"),
        "accuracy": lot.choice("11223"),
        "grounds": lot.choice(GROUNDS),
        "known_since": str(date(2023, 1, 1) + timedelta(days=(number * 37) % 1000)),
        "protected": "ja" if number == PROTECTED else "",
    }


def with_faults(rows: list[Row]) -> list[Row]:
    """The same list with what real lists suffer from. Row n of the file is rows[n - 2]."""
    rows = [dict(row) for row in rows]
    rows[4]["national_id"] = rows[4]["national_id"][:-1] + str((int(rows[4]["national_id"][-1]) + 1) % 10)
    rows[8]["known_since"] = "31 februari 2024"
    rows[15]["role"] = "ledare"
    rows[21]["given_name"] = ""
    rows[26]["known_since"] = "2024-13-01"
    rows[39]["national_id"] = rows[38]["national_id"]
    rows[46]["birth_year"] = "1900-talet"
    rows[62]["group"] = "Grupp-Torget"
    rows[75]["group"] = "grupp  ängen"
    rows[76]["group"] = "Grupp A\u0308ngen"
    rows[78]["group"] = "Grupp Ängeln"
    rows[10]["role"] = "  Aktiv "
    rows.append(dict(rows[0]))
    rows.append(dict(rows[1]) | {"certainty": "avförd"})
    return rows


def values(rows: list[Row]) -> list[list[str]]:
    return [[row[key] for key in COLUMNS] for row in rows]


def with_date_cells(book: bytes) -> bytes:
    """Some dates as Excel keeps them: as dates and not as texts."""
    opened = load_workbook(io.BytesIO(book))
    sheet, column = opened.worksheets[0], headings().index("Känd sedan") + 1
    for number in range(30, 45):
        cell = sheet.cell(number, column)
        cell.value, cell.number_format = date.fromisoformat(cell.value), "yyyy-mm-dd"
    target = io.BytesIO()
    opened.save(target)
    return target.getvalue()


def main() -> None:
    clean, faulty = values(people()), values(with_faults(people()))
    examples = ROOT / "examples"
    (examples / "grupplista.xlsx").write_bytes(with_date_cells(as_xlsx(clean)))
    (examples / "grupplista.csv").write_bytes(as_csv(clean))
    (examples / "grupplista-med-fel.xlsx").write_bytes(with_date_cells(as_xlsx(faulty)))
    older = as_csv(faulty).decode("utf-8-sig").replace("A\u0308", "Ä").encode("cp1252")
    (examples / "grupplista-med-fel.csv").write_bytes(older)


if __name__ == "__main__":
    main()
