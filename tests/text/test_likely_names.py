"""What a writer who holds no names is warned of, and what is left in peace."""

import ast
import re
from pathlib import Path

import pytest

from gvi.text.likely_names import likely_names, telling_words
from gvi.text.swedish import swedish

CODE = re.compile(r"\bLönn \d{2}\b")
KNOWN = set(
    map(swedish, ["Grupp", "Torget", "Polisen", "Ekstad", "Norrby", "Socialtjänsten", "Frivården", "GVI", "Samverkan"])
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ring Ali Hassan före mötet", ["Ali Hassan"]),
        ("Ali Hassan hotas av Grupp Torget.", ["Ali Hassan"]),
        ("Samtal med Kim\u00a0Ceder", ["Kim Ceder"]),
        ("Samtal med Kim  \tCeder", ["Kim Ceder"]),
        ("Kim/Ceder kommer", ["Kim/Ceder"]),
        ("KIM CEDER är skjuten", ["KIM CEDER"]),
        ("A\u030asa O\u0308man ringer", ["Åsa Öman"]),
        ("K\u00adim Ce\u200bder ringer", ["Kim Ceder"]),
        ("Mahmoud al Hassan kommer", ["Mahmoud al Hassan"]),
        ("Anna-Karin O'Brien kommer, och Bo Ek.", ["Anna-Karin O'Brien", "Bo Ek"]),
        ("Möt Anna Maria Svensson på Storgatan", ["Anna Maria Svensson"]),
        ("Grupp Torget och Polisen Ekstad", []),
        ("Möte Torget. Polisen Norrby går ut.", []),
        ("Polisen i Norrby håller ett extra pass vid Norra Torget.", []),
        ("Karl Johansgatan och Stora Torget, Folkets Hus", []),
        ("Upplands Väsby, Järfälla Kommun", []),
        ("Efter Midsommar. Ring Kim.", []),
        ("GVI Samverkan", []),
        ("Ja / Nej / Vänta", []),
        ("Socialtjänstens Ekstad", []),
        ("Vem tar kontakt? Socialtjänsten svarar.", []),
    ],
)
def test_two_words_with_capitals(text: str, found: list[str]) -> None:
    assert likely_names(text, KNOWN) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Lönn 27 är klient hos oss", ["klient"]),
        ("Klienten Lönn 27 och klienterna", ["Klienten", "klienterna"]),
        ("Lönn 27 sitter häktad", ["häktad"]),
        ("Häktade: Lönn 27 kom inte", []),
        ("De häktade, Lönn 27 och Lönn 36, hörs", ["häktade"]),
        ("Frivården tar med Lönn 27", ["Frivården"]),
        ("Frivårdens Lönn 27. Häktet ringer.", ["Frivårdens"]),
        ("Frivården är med. Lönn 27 kommer.", []),
        ("Frivården håller samtal", []),
    ],
)
def test_words_that_make_a_code_a_client(text: str, found: list[str]) -> None:
    assert telling_words(text, [CODE]) == found


DEMO = Path(__file__).resolve().parents[2] / "gvi/portal/demo"
OPEN_TEXTS = ("alone", "commitments", "focus", "incoming", "scenes", "talks")


@pytest.mark.parametrize("module", OPEN_TEXTS)
def test_ordinary_good_texts_are_left_in_peace(module: str) -> None:
    """The texts of the demo are written as texts should be: none of them is warned of."""
    tree = ast.parse((DEMO / f"{module}.py").read_text())
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    known = KNOWN | set(map(swedish, ["Sjöstad", "Berget", "Hamnen", "kommun"]))
    assert [text for text in texts if likely_names(CODE.sub("|", text), known) or telling_words(text, [CODE])] == []
