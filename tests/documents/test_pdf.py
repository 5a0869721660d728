"""From a frozen page to PDF: nothing is fetched but our own style and fonts, and the result is PDF/UA-1."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import page
import pytest

from gvi.documents import pdf
from ops import packages

PLAIN = (
    '<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>2026-001</title>{head}</head>'
    "<body>{body}</body></html>"
)


class Counting(BaseHTTPRequestHandler):
    """A server that only counts who comes."""

    hits: list[str] = []

    def do_GET(self) -> None:
        self.hits.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Silent."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    Counting.hits.clear()
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Counting)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()


FOREIGN = {
    "import": ('<style>@import url("{url}/a.css");</style>', ""),
    "stylesheet": ('<link rel="stylesheet" href="{url}/b.css">', ""),
    "font": ('<style>@font-face {{ font-family: F; src: url("{url}/f") }} p {{ font-family: F }}</style>', "<p>å</p>"),
    "background": ('<style>body {{ background: url("{url}/g.png") }}</style>', "<p>å</p>"),
    "img": ("", '<img alt="å" src="{url}/i.png">'),
    "object": ("", '<object data="{url}/o.svg">å</object>'),
    "svg image": ("", '<svg width="9" height="9"><title>å</title><image href="{url}/s.png" width="9"/></svg>'),
    "attachment": ('<link rel="attachment" href="{url}/x.txt">', ""),
    "attached link": ("", '<a rel="attachment" href="{url}/y.txt">å</a>'),
    "attached among others": ("", '<a rel="nofollow attachment" href="{url}/z.txt">å</a>'),
}


@pytest.mark.parametrize("way", FOREIGN)
def test_a_page_that_asks_for_a_foreign_address_is_not_made_and_the_address_is_never_asked(way, server):
    head, body = (part.format(url=server) for part in FOREIGN[way])
    with pytest.raises(pdf.ForeignContent):
        pdf.render([PLAIN.format(head=head, body=body)], number="2026-001")
    assert Counting.hits == []


def test_a_drawing_elsewhere_is_never_asked_for(server):
    body = f'<svg width="9" height="9"><title>å</title><use href="{server}/u.svg#a"/></svg>'
    pdf.render([PLAIN.format(head="", body=body)], number="2026-001")  # WeasyPrint follows none
    assert Counting.hits == []


@pytest.mark.parametrize("way", FOREIGN)
@pytest.mark.parametrize("place", ["file:///etc", "data:text/plain,secret", "gvi:../../etc", "ftp://127.0.0.1"])
def test_no_file_and_no_data_gets_into_a_paper(way, place):
    head, body = (part.format(url=place) for part in FOREIGN[way])
    with pytest.raises(pdf.ForeignContent):
        pdf.render([PLAIN.format(head=head, body=body)], number="2026-001")


def test_a_file_from_the_machine_never_reaches_the_text(tmp_path):
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="90"><text y="15">Kanarie</text></svg>')
    with pytest.raises(pdf.ForeignContent):
        pdf.render([PLAIN.format(head="", body=f'<img alt="å" src="file://{secret}">')], number="2026-001")


def test_a_plain_page_is_made_and_says_nothing_of_itself_but_its_number(tmp_path):
    made = pdf.render([PLAIN.format(head="", body="<h1>Å</h1><p>ä ö</p>")], number="2026-001-1")
    file = tmp_path / "a.pdf"
    file.write_bytes(made.pdf)
    told = subprocess.run(["pdfinfo", str(file)], capture_output=True, text=True, check=True).stdout
    facts = dict(line.split(":", 1) for line in told.splitlines())
    assert {name: facts[name].strip() for name in ("Title", "Producer", "Tagged", "JavaScript")} == {
        "Title": "2026-001",
        "Producer": facts["Producer"].strip(),
        "Tagged": "yes",
        "JavaScript": "no",
    }
    assert not {"Author", "Subject", "Keywords", "Creator", "CreationDate"} & facts.keys()
    assert page.validate_pdf_bytes(made.pdf, profile=page.ValidationProfile.PDF_UA_1).is_compliant


def test_only_our_own_fonts_are_in_the_file(tmp_path):
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf.render([PLAIN.format(head="", body="<p>Å <b>ä</b> Łódź – ”ö”</p>")], number="1").pdf)
    fonts = subprocess.run(["pdffonts", str(file)], capture_output=True, text=True, check=True).stdout
    names = {line.split()[0].split("+")[1].split("-")[0] for line in fonts.splitlines()[2:]}
    assert names == {"Paper", "PaperExt"}


def test_every_bundled_file_is_there():
    assert all(pdf.bundled(place) for place, _kind in pdf.BUNDLED.values())


def test_several_pages_become_one_file_with_their_own_counts(tmp_path):
    pages = [PLAIN.format(head="", body=f'<p>{n}</p><p style="break-before: page">slut {n}</p>') for n in (1, 2, 3)]
    made = pdf.render(pages, number="2026-001-0")
    file = Path(tmp_path / "pile.pdf")
    file.write_bytes(made.pdf)
    text = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True).stdout
    assert made.pages == 6
    assert text.count("Sida 1 av 2") == text.count("Sida 2 av 2") == 3
    assert page.validate_pdf_bytes(made.pdf, profile=page.ValidationProfile.PDF_UA_1).is_compliant


def test_what_is_missing_is_said_with_the_line_that_mends_it(monkeypatch):
    monkeypatch.setattr(packages, "present", lambda mark: "pango" not in mark)
    missing = packages.missing("pdf")
    assert missing == ["libpango-1.0-0", "libpangoft2-1.0-0"]
    assert packages.line(missing).endswith("install -y libpango-1.0-0 libpangoft2-1.0-0")


def test_without_the_libraries_nothing_is_made_and_nothing_breaks(monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    pdf._renderer.cache_clear()
    with pytest.raises(pdf.LibraryMissing):
        pdf.render([PLAIN.format(head="", body="å")], number="1")
