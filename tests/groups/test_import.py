"""The police bring their list in: all of it or nothing, their own rows only, and twice is once."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from groups.list_import import actions
from groups.models import Dossier, DossierReader, Group, Membership, PersonCode
from groups.people.rules import next_review
from gvi.access.policy import Reach, Role
from gvi.access.principal import act_as
from gvi.acts.models import Change, LogEntry, Outcome
from gvi.text.national_ids import blind, parse
from tests import factories as make
from tests.groups.conftest import csv_of, example, hidden, row, rows_of, take_in, text_of, upload
from tests.signed_in import browser

NUMBER = "19900101-2385"


def held(by):
    """All that the agency holds of a list, as sets."""
    with act_as(by):
        places = Membership.objects.select_related("dossier", "group")
        return {(p.group.name, str(p.dossier), p.role, p.certainty) for p in places}


def test_the_example_lands_whole_as_the_police_s_own_rows(world):
    result = take_in(world.by.police, example(), "grupplista.xlsx")
    assert (result.new_groups, result.new_people, result.changed, result.unchanged) == (6, 80, 0, 0)
    with act_as(world.by.police):
        every = [*Group.objects.all(), *Dossier.objects.all(), *Membership.objects.all()]
        assert {(made.reach, made.owner_id) for made in every} == {(Reach.OWN, world.police.pk)}
        assert (Group.objects.count(), Dossier.objects.count(), Membership.objects.count()) == (6, 80, 81)
        assert {p.review_on for p in Membership.objects.all()} == {next_review(timezone.localdate())}
        assert PersonCode.objects.count() == 0
    for other in ("coordination", "social", "probation", "region"):
        with act_as(getattr(world.by, other)):
            assert (Group.objects.count(), Dossier.objects.count(), Membership.objects.count()) == (0, 0, 0)


def test_the_same_file_twice_changes_nothing_and_the_log_says_so(world):
    take_in(world.by.police, example(), "grupplista.xlsx")
    before = held(world.by.police)
    result = take_in(world.by.police, example("grupplista.csv"), "grupplista.csv")
    assert (result.new_groups, result.new_people, result.changed, result.unchanged) == (0, 0, 0, 80)
    assert held(world.by.police) == before
    with act_as(world.by.police):
        entries = list(LogEntry.objects.filter(verb="groups.import_list", outcome=Outcome.DONE).order_by("logged_at"))
        assert [(entry.rows == {}, entry.fields) for entry in entries] == [(False, {}), (True, {})]
        assert Change.objects.count() == 0


def test_a_later_list_changes_what_it_knows_better_and_erases_nothing(world):
    take_in(world.by.police, csv_of(row(alias="Kimmen", municipality="Norrby")))
    result = take_in(world.by.police, csv_of(row(alias="Kimmen", certainty="bekräftad", national_id=NUMBER)))
    assert (result.new_people, result.changed) == (0, 1)
    with act_as(world.by.police):
        (dossier,) = Dossier.objects.all()
        assert (dossier.municipality, dossier.national_id_in_clear) == ("Norrby", "199001012385")
        (place,) = Membership.objects.all()
        assert place.certainty == "confirmed"


def test_national_ids_are_stored_sealed_and_keyed_for_this_owner(world):
    take_in(world.by.police, csv_of(row(national_id=NUMBER)))
    with act_as(world.by.police), connection.cursor() as cursor:
        cursor.execute("select d::text from groups_dossier d")
        (stored,) = cursor.fetchone()
        assert ("199001012385" in stored, "900101-2385" in stored) == (False, False)
        (dossier,) = Dossier.objects.all()
    number = parse(NUMBER)
    assert dossier.national_id_in_clear == number.digits
    assert dossier.national_id_key == blind(number, owner=world.police.pk)
    assert dossier.national_id_key != blind(number, owner=world.social.pk)


def test_a_protected_person_is_for_the_one_who_imports(world):
    colleague = make.user(world.police)
    take_in(world.by.police, csv_of(row(protected="ja"), row(given_name="Robin")))
    with act_as(colleague):
        assert {str(d) for d in Dossier.objects.all()} == {"Robin Ceder"}
    with act_as(world.by.police):
        assert {str(d) for d in Dossier.objects.all()} == {"Robin Ceder", "Kim Ceder"}
        assert [grant.user for grant in DossierReader.objects.all()] == [world.by.police.user]


def test_a_list_may_make_a_known_person_protected(world):
    take_in(world.by.police, csv_of(row()))
    result = take_in(world.by.police, csv_of(row(protected="ja")))
    assert result.changed == 1
    again = take_in(world.by.police, csv_of(row(protected="nej")))
    assert again.changed == 0
    with act_as(world.by.police):
        assert [d.protected for d in Dossier.objects.all()] == [True]


def test_a_colleague_who_may_not_open_a_protected_person_is_told_and_nothing_lands(world):
    colleague = make.user(world.police)
    take_in(world.by.police, csv_of(row(protected="ja", national_id=NUMBER)))
    rows = rows_of(row(given_name="Robin"), row(national_id=NUMBER))
    with act_as(colleague):
        with pytest.raises(ValidationError):
            actions.import_list(by=colleague, rows=rows)
        assert Dossier.objects.count() == 0


def test_an_error_in_the_middle_leaves_no_row(world, monkeypatch):
    def broken(*_saved):
        raise RuntimeError("strömavbrott")

    monkeypatch.setattr(actions, "_save_memberships", broken)
    with act_as(world.by.police):
        with pytest.raises(RuntimeError):
            actions.import_list(by=world.by.police, rows=rows_of(row()))
        assert (Group.objects.count(), Dossier.objects.count()) == (0, 0)
        assert LogEntry.objects.filter(verb="groups.import_list").count() == 0


def test_two_held_persons_that_fit_are_a_fault_and_not_a_guess(world):
    for _twin in range(2):
        make.put(Dossier, world.police, given_name="Kim", family_name="Ceder", birth_year=1990)
    with act_as(world.by.police), pytest.raises(ValidationError):
        actions.import_list(by=world.by.police, rows=rows_of(row()))


@pytest.mark.parametrize("who", ["coordination", "social", "probation"])
def test_only_the_police_s_roles_import(world, who):
    by = getattr(world.by, who)
    with act_as(by), pytest.raises(PermissionDenied):
        actions.import_list(by=by, rows=rows_of(row()))
    assert browser(by).get(reverse("groups:import_list")).status_code == 403


def test_eighty_rows_take_fewer_queries_than_rows(world):
    rows = rows_of(*[row(given_name=f"Prov{n}", birth_year="1990") for n in range(80)])
    with (
        act_as(world.by.police),
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        actions.import_list(by=world.by.police, rows=rows)
    assert len(queries) < 40


# ------------------------------------------------------------------ the pages


def test_upload_preview_and_button(world):
    client = browser(world.by.police)
    preview = upload(client, example(), "grupplista.xlsx")
    assert preview.status_code == 200
    assert held(world.by.police) == set()
    data = hidden(preview)
    assert set(data) == {"sealed", "key"}
    done = client.post(reverse("groups:import_list"), data)
    assert (done.status_code, done["Location"]) == (302, reverse("groups:groups"))
    assert len(held(world.by.police)) == 81
    again = client.post(reverse("groups:import_list"), data)
    assert again.status_code == 302
    assert len(held(world.by.police)) == 81


def test_with_a_bad_row_there_is_no_button_and_every_row_is_named(world):
    preview = upload(browser(world.by.police), example("grupplista-med-fel.xlsx"), "grupplista-med-fel.xlsx")
    assert preview.status_code == 422
    assert "sealed" not in hidden(preview)
    shown = text_of(preview.content.decode())
    for number in (6, 10, 17, 23, 28, 40, 41, 48, 84):
        assert f" {number} " in shown
    assert held(world.by.police) == set()


def test_a_preview_is_sealed_for_one_user_and_thirty_minutes(world, monkeypatch):
    data = hidden(upload(browser(world.by.police), csv_of(row())))
    colleague = browser(make.user(world.police))
    assert colleague.post(reverse("groups:import_list"), data).status_code == 409
    for forgery in (data["sealed"][0][:-6] + "AAAAA=", "å\0", "none"):
        forged = data | {"sealed": [forgery]}
        assert browser(world.by.police).post(reverse("groups:import_list"), forged).status_code == 409
    monkeypatch.setattr("gvi.spreadsheets.signed_payload.SEAL_SECONDS", -1)
    assert browser(world.by.police).post(reverse("groups:import_list"), data).status_code == 409
    assert held(world.by.police) == set()


def test_the_sealed_rows_cannot_be_read_in_the_page(world):
    page = upload(browser(world.by.police), csv_of(row(national_id=NUMBER))).content.decode()
    assert "2385" not in page
    assert "Kim Ceder" in page


@pytest.mark.parametrize(
    ("data", "name"), [(b"", "tom.csv"), (b"PK\x03\x04x", "x.xlsx"), (b"x" * 2_300_000, "stor.csv")]
)
def test_a_bad_file_comes_back_to_the_form(world, data, name):
    answer = upload(browser(world.by.police), data, name)
    assert answer.status_code == 422
    assert "ds-validation-message" in answer.content.decode()


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_template_is_for_those_who_import(world, kind):
    url = reverse("groups:import_template", args=[kind])
    answer = browser(world.by.police).get(url)
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    assert browser(world.by.coordination).get(url).status_code == 403
    assert browser(world.by.police).get(reverse("groups:import_template", args=["exe"])).status_code == 404


def test_a_role_of_the_police_without_the_right_does_not_import(world):
    assert browser(make.user(world.police, Role.MANAGER)).get(reverse("groups:import_list")).status_code == 403


def test_the_longest_list_is_read_and_compared_in_few_questions(world, django_assert_max_num_queries):
    rows = [row(given_name=f"Prov{n}", group=f"Grupp {n % 400}", birth_year="1990") for n in range(5000)]
    data = csv_of(*rows)
    client = browser(world.by.police)
    with django_assert_max_num_queries(150):
        preview = upload(client, data)
        assert preview.status_code == 200
        assert client.post(reverse("groups:import_list"), hidden(preview)).status_code == 302
        again = upload(client, data)
    assert "5000" in text_of(again.content.decode())
    assert len(held(world.by.police)) == 5000
