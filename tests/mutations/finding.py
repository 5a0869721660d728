"""Faults of the menu and of the search on every page."""

from tests.mutations.fault import Fault

MENU, TEST_MENU = "gvi/portal/navigation.py", "tests/portal/test_navigation.py"
SEARCH, TEST_SEARCH = "gvi/portal/search.py", "tests/portal/test_search.py"
FINDERS, PEOPLE, MODEL = "gvi/pages/finders.py", "groups/people/finders.py", "groups/models/people.py"
FOLDING, DAYS, TEST_WORDS = "gvi/text/swedish.py", "gvi/text/days.py", "tests/text/test_searching.py"

FINDING = [
    # the menu
    Fault("menu: seven at most", MENU, "first = by_work[: MOST - 1]", "first = by_work[:MOST]", TEST_MENU),
    Fault("menu: by the work", MENU, "key=lambda place: not (place.works and by.may(place.works))", "key=lambda place: False", TEST_MENU),
    Fault("menu: only what one may see", MENU, "[place for place in PLACES if by.may(place.sees)]", "list(PLACES)", TEST_MENU),
    Fault("menu: where one is, under More", MENU, '"is_under_more": any(entry.current for entry in under_more)', '"is_under_more": False', TEST_MENU),
    # the search
    Fault("search: only kinds one may see", SEARCH, "[finder for finder in finders if self.by.may(finder.needs)]", "list(finders)", TEST_SEARCH),
    Fault("search: logged without a hit", SEARCH, "        recording.record_lookup(named.model._meta.label, [str(row.pk) for row in rows[:MOST]])\n", "", TEST_SEARCH),
    Fault("search: says that there is more", SEARCH, "len(rows) > MOST", "False", TEST_SEARCH),
    Fault("search: letters or digits", SEARCH, "default=0) < FEWEST_LETTERS", "default=0) < 0", TEST_SEARCH),
    Fault("search: for those who find something", "gvi/access/policy/rights.py", "        Right.PORTAL_SEARCH,\n", "", TEST_SEARCH),
    Fault("search: the key of one's own", MODEL, "key = blind_key(national_ids.parse(text).digits, owner)", "key = blind_key(national_ids.parse(text).digits, 0)", TEST_SEARCH),
    Fault("search: why", FINDERS, "whole[:1] or [column for column, found in held if any(found)]", "[column for column, found in held if any(found)][:1]", TEST_SEARCH),
    Fault("search: namesakes", PEOPLE, '                ", ".join(row.groups),\n', "", TEST_SEARCH),
    Fault("search: every word", FOLDING, "        rows = rows.filter(hit)\n", "        rows = rows.filter(hit) if word == words[0] else rows\n", TEST_WORDS),
    Fault("search: the beginning of a word", FOLDING, 'f"folded_{column}__contains": f" {word}"', 'f"folded_{column}__contains": word', TEST_WORDS),
    Fault("search: by the folding", FOLDING, '{f"folded_{column}": Swedish(column) for column in columns}', '{f"folded_{column}": Func(column, function="lower", output_field=TextField()) for column in columns}', TEST_WORDS),
    Fault("search: no number is a day", DAYS, r'(?P=dash)(?P<day>\d{2})(?![\d-])', r'(?P=dash)(?P<day>\d{2})', TEST_WORDS),
    Fault("search: a day without its year", DAYS, "if year else Q(**", "if True else Q(**", TEST_WORDS),
]  # fmt: skip
