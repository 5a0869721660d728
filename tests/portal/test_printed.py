"""A page that is printed from the browser says so, and by whom: nobody takes it for a paper of the system."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from gvi.access.policy import Kind
from tests import factories as make
from tests.architecture import source
from tests.run_time_role import as_operator
from tests.signed_in import browser

pytestmark = pytest.mark.django_db
WORDS = "Utskrift ur webbläsare, ej brief"
CSS = (source.ROOT / "static" / "gvi.css").read_text()


def mark(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, url
    (found,) = re.findall(r'<div class="gvi-printmark">(.*?)</div>', answer.content.decode(), re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found)).split())


def test_every_kind_of_page_says_who_printed_it_for_which_agency_and_when() -> None:
    place = make.partnership()
    place.secrecy_line = "Sekretess enligt 26 kap. 1 § OSL"
    with as_operator():
        place.save()
    by = make.user(make.agency(place, Kind.SOCIAL_SERVICES, "Socialtjänsten Norrby"))
    client, missing = browser(by), "00000000-0000-4000-8000-000000000000"
    day = date_format(timezone.localdate())
    pages = [(reverse(name), 200) for name in ("portal:today", "support:cases", "support:open", "portal:profile")]
    for url, status in [*pages, (reverse("support:case", args=[missing]), 404), (reverse("portal:log"), 403)]:
        told = mark(client, url, status)
        for words in (WORDS, by.user.full_name, "Socialtjänsten Norrby", day, place.secrecy_line):
            assert words in told, (url, words, told)


def test_without_a_line_of_its_own_it_is_secret_all_the_same() -> None:
    by = make.user(make.agency(make.partnership(), Kind.POLICE))
    assert mark(browser(by), reverse("portal:today")).endswith("Sekretess")


def test_outside_it_names_nobody() -> None:
    for url in (reverse("account_login"), reverse("public:accessibility")):
        told = mark(Client(), url)
        assert told.startswith(WORDS)
        assert "Sekretess" not in told


def test_every_page_has_one_of_the_two_frames_that_carry_it() -> None:
    frames = {"base.html", "base_plain.html"}
    for path, text in source.templates():
        if "<body" in text and not path.startswith("templates/documents/"):
            assert path.removeprefix("templates/") in frames
            assert '{% include "pages/_printed.html" %}' in text


def test_it_is_on_paper_only_and_on_every_sheet() -> None:
    screen, printed = CSS.split("@media print")
    assert re.search(r"\.gvi-printmark \{ display: none; \}", screen)
    assert re.search(r"\.gvi-printmark \{ display: table-header-group; break-inside: avoid; \}", printed)
    assert re.search(r"body \{ display: table;", printed)
