"""The police bring their list in: all of it or nothing, their own rows only, and twice is once."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from groups.list_import import actions
from groups.list_import.plan import make_plan
from groups.list_import.presenters import person_rows
from groups.list_import.undo import actions as undo
from groups.models import (
    Dossier,
    DossierReader,
    Group,
    ListImport,
    Membership,
    PersonCode,
    Retraction,
    RetractionReason,
)
from groups.people.presenters import former_names
from groups.people.rules import next_review
from gvi.access.policy import Reach, Role
from gvi.access.principal import act_as
from gvi.acts.models import Change, LogEntry, Outcome
from gvi.acts.requires import NotNow
from gvi.disclosures import actions as disclosures
from gvi.disclosures.models import DisclosedRecord, LegalGround
from gvi.spreadsheets.questions import Unanswered
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


# ------------------------------------------------------------------ what only a person can tell


def planned(world, *given, answers=None):
    with act_as(world.by.police):
        return make_plan(rows_of(*given), answers)


def imported(by, *given, answers=None):
    with act_as(by):
        return actions.import_list(by=by, rows=rows_of(*given), answers=answers)


def names(by):
    with act_as(by):
        return sorted(str(dossier) for dossier in Dossier.objects.all())


def test_the_same_number_under_another_name_is_confirmed_before_it_is_taken(world):
    imported(world.by.police, row(national_id=NUMBER, given_name="Lo", family_name="Lind"))
    other = row(national_id=NUMBER, given_name="Ali", family_name="Åström")
    (question,) = planned(world, other).questions
    assert "Lo Lind → Ali Åström" in question.sentence
    for answers in (None, {question.key: ""}):
        with pytest.raises(Unanswered):
            imported(world.by.police, other, answers=answers)
    assert names(world.by.police) == ["Lo Lind"]
    imported(world.by.police, other, answers={question.key: "on"})
    assert names(world.by.police) == ["Ali Åström"]
    with act_as(world.by.police):
        assert [former.name for former in former_names(Dossier.objects.get())] == ["Lo Lind"]


def test_what_changes_is_shown_from_old_to_new_and_stands_first(world):
    imported(world.by.police, row(alias="Kimmen"), row(given_name="Robin"))
    plan = planned(world, row(given_name="Noa"), row(given_name="Robin"), row(alias="Kimmen", role="ledande"))
    shown, left = person_rows(plan)
    assert [each.person.name for each in shown] == ["Kim Ceder", "Noa Ceder", "Robin Ceder"]
    (difference,) = shown[0].differences
    assert (difference.label.startswith("Grupp Norra"), difference.old != difference.new, left) == (True, True, 0)


def test_a_group_whose_people_are_known_by_another_name_is_asked_about(world):
    people = [{"given_name": name} for name in ("Kim", "Robin", "Noa")]
    imported(world.by.police, *(row(**each) for each in people))
    again = [row(**each, group="Grupp Berget") for each in people]
    (question,) = planned(world, *again).questions
    with pytest.raises(Unanswered):
        imported(world.by.police, *again)
    assert planned(world, *again, answers={question.key: "no"}).new_groups != []
    result = imported(world.by.police, *again, answers={question.key: "yes"})
    assert (result.new_groups, result.new_people) == (0, 0)
    with act_as(world.by.police):
        assert [group.name for group in Group.objects.all()] == ["Grupp Berget"]
        assert Membership.objects.count() == 3


def test_one_who_moves_does_not_make_a_new_name(world):
    imported(world.by.police, row(), row(given_name="Robin"))
    assert planned(world, row(group="Grupp Berget")).questions == []


def test_a_name_alone_in_another_group_is_asked_about(world):
    bare = {"given_name": "Ali", "family_name": "Svensson", "birth_year": ""}
    imported(world.by.police, row(**bare))
    assert planned(world, row(**bare)).questions == []
    there = row(**bare, group="Grupp Södra")
    (question,) = planned(world, there).questions
    assert imported(world.by.police, there, answers={question.key: "no"}).new_people == 1
    again = planned(world, there)
    assert (again.faults, again.questions, again.changes_nothing) == ([], [], True)


def test_people_whom_the_new_list_leaves_out_are_named(world):
    imported(world.by.police, row(), row(given_name="Robin"), row(given_name="Avförd", certainty="avförd"))
    assert planned(world, row()).missing == {"Grupp Norra": ["Robin Ceder"]}
    assert planned(world, row(), row(given_name="Robin", group="Grupp Södra")).missing == {
        "Grupp Norra": ["Robin Ceder"]
    }


def test_a_preview_with_a_question_comes_back_with_what_was_answered(world):
    client = browser(world.by.police)
    imported(world.by.police, row(national_id=NUMBER, given_name="Lo"))
    preview = upload(client, csv_of(row(national_id=NUMBER, given_name="Ali")))
    assert preview.status_code == 200
    data = hidden(preview)
    again = client.post(reverse("groups:import_list"), data)
    assert (again.status_code, set(hidden(again))) == (422, {"sealed", "key"})
    (field,) = preview.context_data["questions"].fields
    assert client.post(reverse("groups:import_list"), hidden(again) | {field: "on"}).status_code == 302
    assert names(world.by.police) == ["Ali Ceder"]


def test_the_button_is_there_only_if_something_would_be_taken_in(world):
    client = browser(world.by.police)
    imported(world.by.police, row())
    assert upload(client, csv_of(row())).context_data["nothing"] is True
    assert upload(client, csv_of(row(), row(given_name="Robin"))).context_data["nothing"] is False


# ------------------------------------------------------------------ a person whom the importer may not open


def test_a_protected_person_whom_a_colleague_may_not_open_is_answered_like_a_new_one(world):
    colleague = make.user(world.police)
    imported(world.by.police, row(protected="ja", national_id=NUMBER))
    lists = [row(given_name="Robin"), row(national_id=NUMBER)], [row(given_name="Noa"), row(given_name="Lo")]
    hit, new = (imported(colleague, *each) for each in lists)
    assert (hit.new_people, hit.changed) == (new.new_people, new.changed) == (2, 0)
    assert names(colleague) == ["Kim Ceder", "Lo Ceder", "Noa Ceder", "Robin Ceder"]
    again = imported(colleague, row(given_name="Robin"), row(national_id=NUMBER))
    assert (again.new_people, again.changed, again.unchanged) == (0, 0, 2)


def test_whoever_keeps_the_protected_person_is_told_and_nobody_else(world):
    colleague = make.user(world.police)
    imported(world.by.police, row(protected="ja", national_id=NUMBER))
    imported(colleague, row(national_id=NUMBER))
    for by, count in ((world.by.police, 1), (colleague, 0)):
        with act_as(by):
            assert Dossier.objects.protected_elsewhere().count() == count
    with act_as(world.by.police):
        (entry,) = LogEntry.objects.filter(outcome=Outcome.REFUSED)
        assert (entry.verb, entry.user, list(entry.rows)) == ("groups.import_list", None, ["groups.Dossier"])
    page = browser(world.by.police).get(reverse("portal:today")).content.decode()
    assert "/akter/" in page


# ------------------------------------------------------------------ undoing


def undone(by):
    with act_as(by):
        latest = ListImport.objects.order_by("-imported_at").first()
        return undo.undo_import(latest, by=by)


def stored(by):
    with act_as(by):
        people = {(str(d), d.alias, d.birth_year, bool(d.national_id_key)) for d in Dossier.objects.all()}
        places = {(str(m.dossier), m.group.name, m.role) for m in Membership.objects.select_related("dossier", "group")}
        return people, places, {group.name for group in Group.objects.all()}


def test_an_import_is_undone_as_if_it_had_not_been(world):
    imported(world.by.police, row(birth_year="", alias="Kim"), row(given_name="Robin"))
    before = stored(world.by.police)
    imported(
        world.by.police,
        row(birth_year="", alias="Kim", role="ledande", known_since="2024-05-01"),
        row(given_name="Robin", municipality="Norrby", group="Grupp Södra"),
        row(given_name="Noa", national_id=NUMBER),
    )
    assert stored(world.by.police) != before
    undone(world.by.police)
    assert stored(world.by.police) == before
    with connection.cursor() as cursor, act_as(world.by.police):
        cursor.execute("SELECT count(*) FROM groups_dossier WHERE given_name = 'Noa' OR national_id <> ''")
        assert cursor.fetchone() == (0,)
    assert imported(world.by.police, row(given_name="Noa", national_id=NUMBER)).new_people == 1


def test_an_import_on_which_something_rests_is_not_undone(world):
    imported(world.by.police, row(), row(given_name="Robin"))
    with act_as(world.by.police):
        group, kim = Group.objects.get(), Dossier.objects.get(given_name="Kim")
    make.put(PersonCode, world.police, reach=Reach.CORE, code="Lönn 25", group=group)
    with pytest.raises(NotNow) as trouble:
        undone(world.by.police)
    assert "(1)" in str(trouble.value)
    assert len(stored(world.by.police)[0]) == 2
    imported(world.by.police, row(alias="", municipality="Norrby"))
    with act_as(world.by.police):
        first = ListImport.objects.order_by("imported_at").first()
        with pytest.raises(NotNow) as trouble:
            undo.undo_import(first, by=world.by.police)
    assert str(kim) in str(trouble.value)


def test_a_colleague_who_does_not_see_all_of_it_does_not_undo_it(world):
    colleague = make.user(world.police)
    imported(world.by.police, row(), row(given_name="Robin", protected="ja"))
    with pytest.raises(NotNow):
        undone(colleague)
    undone(world.by.police)
    assert stored(world.by.police) == (set(), set(), set())


def test_protection_that_a_list_brought_stays_when_it_is_undone(world):
    imported(world.by.police, row())
    imported(world.by.police, row(protected="ja", municipality="Norrby"))
    undone(world.by.police)
    with act_as(world.by.police):
        assert [(d.protected, d.municipality) for d in Dossier.objects.all()] == [(True, "")]


def test_what_was_handed_over_on_the_list_s_word_ends_when_the_list_is_undone(world):
    police = world.by.police
    imported(police, row(role="anhörig"), row(given_name="Robin"))
    imported(police, row(role="aktiv"), row(given_name="Robin"))
    with act_as(police):
        people = [dossier.pk for dossier in Dossier.objects.all()]
        made = disclosures.hand_over(
            by=police, receiver=world.probation, people=people, fields=["given_name"], assessed_each=True,
            ground=LegalGround.objects.in_force().get(code="10:27"), purpose="Call-in",
            valid_until=timezone.now() + timedelta(hours=5), decided_by="chef", reasons="De står i entrén.",
        )  # fmt: skip
    undone(police)
    with act_as(police):
        left = DisclosedRecord.objects.in_force().filter(disclosure=made)
        assert [str(record) for record in left] == ["Robin"]
        assert [each.reason for each in Retraction.objects.all()] == [RetractionReason.BYSTANDER]


def test_the_page_says_what_goes_and_undoes_it(world):
    client = browser(world.by.police)
    imported(world.by.police, row())
    with act_as(world.by.police):
        url = reverse("groups:undo_import", args=[ListImport.objects.get().pk])
    assert url in client.get(reverse("groups:import_list")).content.decode()
    page = client.get(url)
    assert (page.status_code, "Kim Ceder" in page.content.decode()) == (200, True)
    version = dict(page.context_data or {})["form"]["version"].value()
    assert client.post(url, {"version": version}).status_code == 302
    assert stored(world.by.police) == (set(), set(), set())
    assert client.get(url).status_code == 409
