"""A partnership from a file."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from gvi.access import context
from gvi.access.policy import Role
from gvi.partnerships.models import (
    Affiliation,
    Agency,
    KeyMessage,
    Milestone,
    Partnership,
    PartnershipGrant,
    Training,
)
from tests.run_time_role import as_operator

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
JARFALLA = EXAMPLES / "jarfalla-upplands-bro.toml"

pytestmark = pytest.mark.django_db

SMALL = """
[partnership]
slug = "liten"
name = "GVI Liten"

[[agency]]
title = "Litens kommun"
short_name = "Liten"
kind = "coordination"
leads = true
"""


def run(path, capsys) -> str:
    with as_operator():
        call_command("create_partnership", str(path))
    return capsys.readouterr().out


def write(tmp_path, text):
    path = tmp_path / "p.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_example_holds_the_public_facts_of_jarfalla_and_upplands_bro(capsys):
    run(JARFALLA, capsys)
    place = Partnership.objects.get()
    assert place.emergency == "112"
    assert {(c["number"], c["note"]) for c in place.contacts} == {
        ("112", ""),
        ("114 14", "Fråga efter avhopparsamordnaren."),
        ("08-580 285 00", "Välj tonval 2 för socialtjänst."),
    }
    assert len(place.goals) == 4
    assert {agency.short_name for agency in place.agencies.all()} == {
        "Järfälla",
        "Socialtjänsten Järfälla",
        "Upplands-Bro",
        "Socialtjänsten Upplands-Bro",
        "Polisen",
        "Frivården",
        "NNSC",
    }
    with context.seen_by(Agency.objects.get(short_name="NNSC")):
        assert {message.code for message in KeyMessage.objects.all()} == {"M1", "M2", "M3"}
        assert [str(t.starts_on) for t in Training.objects.all()] == ["2023-01-23"]
        assert "Andra call-in, i kulturhuset i Kungsängen" in {m.text for m in Milestone.objects.all()}


def test_the_same_file_twice_changes_nothing(capsys):
    run(JARFALLA, capsys)
    assert run(JARFALLA, capsys) == "Nothing to do: the partnership is as the file says.\n"


def test_a_right_that_a_new_version_asks_for_follows_when_the_file_is_run_again(capsys):
    """What an upgrade brings: a kind of row that an agency writes for the partnership (docs/operations.md)."""
    run(JARFALLA, capsys)
    new = PartnershipGrant.objects.filter(permission__codename="write_sanction")
    had = set(new.values_list("group__name", flat=True))
    with as_operator():
        new.delete()
    assert "write_sanction" in run(JARFALLA, capsys)
    assert set(new.values_list("group__name", flat=True)) == had != set()


def test_a_changed_line_changes_that_row_and_says_so(capsys, tmp_path):
    run(write(tmp_path, SMALL), capsys)
    said = run(write(tmp_path, SMALL.replace('name = "GVI Liten"', 'name = "GVI Lilla"')), capsys)
    assert said == "Changed partnership: GVI Lilla\n"


def test_every_agency_gets_a_system_user_and_the_grants_go_by_the_table(capsys):
    run(JARFALLA, capsys)
    systems = Affiliation.objects.filter(role=Role.SYSTEM)
    assert {a.agency_id for a in systems} == {a.pk for a in Agency.objects.all()}
    holders: dict[str, set[str]] = {}
    for grant in PartnershipGrant.objects.select_related("permission", "group__agency"):
        holders.setdefault(grant.permission.codename, set()).add(grant.group.agency.short_name)
    core = {agency.short_name for agency in Agency.objects.all()} - {"NNSC"}
    assert holders.pop("write_commitment") == core
    assert {short for names in holders.values() for short in names} == {"Järfälla", "Upplands-Bro"}


@pytest.mark.parametrize(
    ("spoiled", "sentence"),
    [
        (SMALL.replace('name = "GVI Liten"', ""), "[partnership]: “name” is missing."),
        (SMALL.replace("short_name =", "shrot ="), "[[agency]] number 1: “shrot” is not a known key."),
        (SMALL.replace('"coordination"', '"koordination"'), "“koordination” is no kind."),
        (SMALL.replace("leads = true", ""), "Exactly one agency must have leads = true"),
        (SMALL.replace('"GVI Liten"', "7"), "[partnership]: “name” should be text."),
        (SMALL + '[[milestone]]\ntext = "Se 19900101-2385"\n', "A partnership file holds no persons."),
        (SMALL + "[[person]]\n", "[person] is not a known heading."),
        (SMALL + "slut", "is not valid TOML"),
    ],
)
def test_a_faulty_file_changes_nothing_and_says_why(spoiled, sentence, tmp_path):
    with pytest.raises(CommandError, match="Nothing was changed") as refusal, as_operator():
        call_command("create_partnership", str(write(tmp_path, spoiled)))
    assert sentence in str(refusal.value)
    assert set(Partnership.objects.all()) == set()


def test_a_missing_file_is_one_sentence(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("create_partnership", str(tmp_path / "none.toml"))


def test_the_applications_own_role_makes_no_partnership_and_is_told_who_does(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_OWNER_URL"):
        call_command("create_partnership", str(write(tmp_path, SMALL)))
    assert set(Partnership.objects.all()) == set()
