"""Publishing shows first what it will show; codes are for those who may have one; names stay at home."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from groups import actions
from groups.models import Certainty, Dossier, DossierReader, Group, Membership, PersonCode
from groups.people import actions as people
from groups.people.codes import WORDS
from groups.people.name_finder import names_in
from groups.people.rules import is_adult, why_no_code
from gvi.access.policy import Reach
from gvi.access.principal import act_as
from gvi.acts.requires import NotNow
from gvi.text.national_ids import parse
from tests import factories as make
from tests.finding import find
from tests.groups.conftest import hidden, person, text_of
from tests.signed_in import browser

GROUPS, CODES = "groups:publish_groups", "groups:publish_codes"


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


def rows_of(html):
    return [text_of(found) for found in re.findall(r'<tr[^>]*>\s*<th scope="row".*?</tr>', html, flags=re.S)]


def card_of(html):
    found = find(r'<dl class="gvi-facts">.*?</dl>\s*<dl class="gvi-pairs">.*?</dl>', html, flags=re.S)
    return text_of(found[0])


# ------------------------------------------------------------------ groups


def test_the_preview_is_what_another_agency_then_sees(world):
    group = make.put(
        Group, world.police, name="Grupp Norra", area="Norrby", size_low=5, size_high=9, violence="high",
        summary="Lugnt just nu", next_step="Samtal i april", review_on=timezone.localdate(),
    )  # fmt: skip
    client, url = browser(world.by.police), reverse(GROUPS)
    preview = client.post(url, {"groups": [group.pk]})
    assert preview.status_code == 200
    with act_as(world.by.coordination):
        assert set(Group.objects.all()) == set()
    assert client.post(url, hidden(preview) | {"confirm": "1"}).status_code == 302
    html, other = preview.content.decode(), browser(world.by.coordination)
    assert rows_of(html) == rows_of(other.get(reverse("groups:groups")).content.decode())
    assert card_of(html) == card_of(other.get(group.get_absolute_url()).content.decode())
    assert "Samtal i april" in card_of(html)


def test_only_own_unpublished_groups_are_offered(case):
    html = browser(case.by.police).get(reverse(GROUPS)).content.decode()
    assert re.findall(r'type="checkbox" name="groups" value="([^"]+)"', html) == [str(case.own.pk)]


@pytest.mark.parametrize("who", ["coordination", "social", "probation"])
def test_others_do_not_publish(case, who):
    by = getattr(case.by, who)
    with act_as(by), pytest.raises(PermissionDenied):
        actions.publish_groups(by=by, groups=[case.own.pk])
    assert browser(by).get(reverse(GROUPS)).status_code == 403


def test_publishing_an_open_card_with_a_national_id_is_refused(world):
    group = make.put(Group, world.police, name="Norra", summary="Se 19900101-2385")
    with act_as(world.by.police):
        with pytest.raises(ValidationError):
            actions.publish_groups(by=world.by.police, groups=[group.pk])
        assert Group.objects.get().reach == Reach.OWN


def test_publishing_warns_of_a_name_in_the_card_until_it_is_ticked(case):
    group = make.put(Group, case.police, name="Grupp Södra", next_step="Samtal med Kim Ceder")
    client, url = browser(case.by.police), reverse(GROUPS)
    warned = client.post(url, {"groups": [group.pk]})
    assert (warned.status_code, "Kim Ceder. Write the code" in text_of(warned.content.decode())) == (422, True)
    preview = client.post(url, {"groups": [group.pk], "anyway": "on"})
    assert preview.status_code == 200
    assert client.post(url, hidden(preview) | {"confirm": "1"}).status_code == 302


# ------------------------------------------------------------------ codes


def test_publishing_codes_gives_each_a_code_and_tells_no_name(case):
    client, url = browser(case.by.police), reverse(CODES) + f"?grupp={case.shared.pk}"
    form = client.get(url).content.decode()
    assert re.findall(r'name="people" value="([^"]+)"', form) == [str(case.uncoded.pk)]
    preview = client.post(url, {"people": [case.uncoded.pk], "group": case.shared.pk})
    assert preview.status_code == 200
    assert client.post(url, hidden(preview) | {"confirm": "1"}).status_code == 302
    with act_as(case.by.police):
        dossier = Dossier.objects.select_related("person_code").get(pk=case.uncoded.pk)
        code = dossier.person_code
        assert code
        assert (code.reach, code.group_id) == (Reach.CORE, case.shared.pk)
        assert code.code.split()[0] in WORDS
    rows = rows_of(browser(case.by.coordination).get(reverse("groups:people")).content.decode())
    assert sorted(rows) == sorted(["Lönn 25 Grupp Norra", f"{code.code} Grupp Norra"])
    assert [row.replace("a new code", code.code) for row in rows_of(preview.content.decode())] == [
        f"{code.code} Grupp Norra"
    ]


def test_minors_protected_bystanders_and_unknown_ages_are_not_offered_but_counted(case):
    year = timezone.localdate().year
    person(case, "Ung", "Tall", case.shared, birth_year=year - 15)
    person(case, "Kanske", "Tall", case.shared, birth_year=year - 18)
    person(case, "Anhörig", "Tall", case.shared, role="relative")
    person(case, "Okänd", "Tall", case.shared, birth_year=None)
    make.protect(person(case, "Skyddad", "Tall", case.shared), case.by.police)
    page = browser(case.by.police).get(reverse(CODES) + f"?grupp={case.shared.pk}").content.decode()
    assert re.findall(r'name="people" value="([^"]+)"', page) == [str(case.uncoded.pk)]
    note = text_of(find(r'<div class="gvi-note" data-color="info">.*?</ul>', page, flags=re.S)[0])
    for words in ("under 18, or may be: 2", "not suspected: 1", "not known: 1", "protected identity: 1"):
        assert words in note


def test_an_act_that_is_called_past_the_page_refuses_a_minor(case):
    minor = person(case, "Ung", "Tall", case.shared, birth_year=timezone.localdate().year - 15)
    with act_as(case.by.police):
        with pytest.raises(ValidationError):
            people.publish_codes(by=case.by.police, group=case.shared.pk, people=[case.uncoded.pk, minor.pk])
        assert PersonCode.objects.count() == 1


def test_a_code_needs_a_published_group(case):
    someone = person(case, "Noa", "Tall", case.own)
    with act_as(case.by.police), pytest.raises(NotNow):
        people.publish_codes(by=case.by.police, group=case.own.pk, people=[someone.pk])


def test_a_code_that_another_agency_drew_at_the_same_moment_is_drawn_again(case, monkeypatch):
    theirs = make.put(Group, case.social, name="Egen")
    make.put(PersonCode, case.social, code="Alm 03", group=theirs)  # ours to stumble on, not to see
    tries = iter([["Alm 03", "Ask 14"], ["Bok 36", "Ask 14"]])
    monkeypatch.setattr(people, "free_codes", lambda count, _group: next(tries)[:count])
    with act_as(case.by.police):
        (code,) = people.publish_codes(by=case.by.police, group=case.shared.pk, people=[case.uncoded.pk])
        assert code.code == "Bok 36"


def test_eighteen_is_counted_by_the_day_where_it_is_known(world):
    today = timezone.localdate()
    year = today.year - 18
    adult, minor = Dossier(birth_year=year - 1), Dossier(birth_year=year + 1)
    assert (is_adult(adult, today), is_adult(minor, today), is_adult(Dossier(birth_year=year), today)) == (
        True,
        False,
        False,
    )
    dropped = Membership(dossier=adult, role="active", certainty=Certainty.DROPPED)
    assert why_no_code(dropped, today) == "dropped"


# ------------------------------------------------------------------ names


def test_probation_notes_a_name_and_sees_it_beside_the_code(case):
    client = browser(case.by.probation)
    url = reverse("groups:link_code_to_person", args=[case.code.pk])
    done = client.post(url, {"given_name": "Klient", "family_name": "Hägg", "national_id": "19900101-2385"})
    assert (done.status_code, done["Location"]) == (302, case.code.get_absolute_url())
    assert "Klient Hägg" in text_of(client.get(reverse("groups:people")).content.decode())
    for who in ("police", "social", "coordination"):
        page = browser(getattr(case.by, who)).get(case.code.get_absolute_url())
        assert "Klient" not in text_of(page.content.decode())
    with act_as(case.by.probation):
        (dossier,) = Dossier.objects.all()
        assert (dossier.national_id_in_clear, dossier.birth_year, dossier.reach) == ("199001012385", 1990, Reach.OWN)
    again = client.post(url, {"given_name": "Annan"})
    assert again.status_code == 422


def test_a_wrong_number_is_told_and_nothing_typed_is_lost(case):
    url = reverse("groups:link_code_to_person", args=[case.code.pk])
    answer = browser(case.by.probation).post(url, {"given_name": "Klient", "national_id": "19900101-2386"})
    assert (answer.status_code, 'value="Klient"' in answer.content.decode()) == (422, True)


def test_coordination_keeps_no_names(case):
    url = reverse("groups:link_code_to_person", args=[case.code.pk])
    assert browser(case.by.coordination).get(url).status_code == 403
    with act_as(case.by.coordination), pytest.raises(PermissionDenied):
        people.link_code_to_person(case.code, by=case.by.coordination, given_name="Kim", family_name="")


def test_a_hidden_code_cannot_be_named(case):
    secret = make.put(PersonCode, case.police, code="Ask 14", group=case.own)
    assert browser(case.by.probation).get(reverse("groups:link_code_to_person", args=[secret.pk])).status_code == 404


def test_a_known_number_gets_its_code_and_a_protected_name_its_reader(case):
    by = case.by.social
    second = make.put(PersonCode, case.police, reach=Reach.CORE, code="Ask 14", group=case.shared)
    with act_as(by):
        number = parse("19900101-2385")
        first = people.link_code_to_person(
            case.code, by=by, given_name="Kim", family_name="", national_id=number, protected=True
        )
        assert [grant.user for grant in DossierReader.objects.filter(content_object=first)] == [by.user]
        with pytest.raises(ValidationError):
            people.link_code_to_person(second, by=by, given_name="Kim", family_name="", national_id=number)
        assert Dossier.objects.count() == 1
    with act_as(make.user(case.social)):
        assert Dossier.objects.count() == 0


def test_a_reader_names_a_colleague_of_the_own_agency(case):
    shut = make.put(Dossier, case.police, given_name="Lo", protected=True)
    make.named_reader(shut, case.by.police)
    colleague = make.user(case.police)
    url = reverse("groups:add_reader", args=[shut.pk])
    assert browser(colleague).get(url).status_code == 404
    client = browser(case.by.police)
    assert client.post(url, {"reader": case.by.social.user.pk}).status_code == 422
    assert client.post(url, {"reader": colleague.user.pk}).status_code == 302
    with act_as(colleague):
        assert set(Dossier.objects.filter(pk=shut.pk)) == {shut}


# ------------------------------------------------------------------ names in texts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Samtal med Kim Ceder i april", ["Kim Ceder"]),
        ("kim ceder ringer", ["Kim Ceder"]),
        ("Ring Robin.", ["Robin"]),
        ("Oxels bror", ["Oxel"]),
        ("KIMMEN var där", ["Kimmen"]),
        ("ett oxel i parken", []),
        ("Kimono", []),
        ("Lönn 25 och Ask 14", []),
        ("Ask 14 träffade Lönn", ["Lönn"]),
        ("", []),
    ],
)
def test_names_that_the_agency_keeps_are_found_in_a_text(case, text, found):
    make.put(Dossier, case.police, given_name="Noa", family_name="Lönn")
    make.put(Dossier, case.police, given_name="Uno", family_name="Tall", alias="Kimmen")
    with act_as(case.by.police):
        assert names_in(text) == found


def test_names_of_other_agencies_are_never_found(case):
    with act_as(case.by.social):
        assert names_in("Kim Ceder och Robin Oxel") == []


def test_an_open_card_warns_of_a_name_once(case):
    url = reverse("groups:edit_group", args=[case.shared.pk])
    client = browser(case.by.police)
    facts = {
        "name": "Grupp Norra", "kind": "local", "state": "active", "violence": "low",
        "next_step": "Samtal med Robin Oxel", "version": 1,
    }  # fmt: skip
    warned = client.post(url, facts)
    html = warned.content.decode()
    assert (warned.status_code, "Robin Oxel" in html, 'type="checkbox" name="anyway"' in html) == (422, True, True)
    assert client.post(url, facts | {"anyway": "on"}).status_code == 302
    own = reverse("groups:edit_group", args=[case.own.pk])
    assert client.post(own, facts | {"name": "Grupp Dold"}).status_code == 302


def test_two_who_edit_a_card_see_both_versions(case):
    url = reverse("groups:edit_group", args=[case.own.pk])
    facts = {"name": "Grupp Dold", "kind": "local", "state": "active", "violence": "low", "version": 1}
    first, second = browser(case.by.police), browser(make.user(case.police))
    assert first.post(url, facts | {"area": "Norrby"}).status_code == 302
    late = second.post(url, facts | {"area": "Sjöstad"})
    assert late.status_code == 409
    shown = text_of(late.content.decode())
    assert ("Norrby" in shown, "Sjöstad" in shown) == (True, True)


def test_a_second_group_with_the_same_name_is_told_on_the_field(case):
    url = reverse("groups:edit_group", args=[case.own.pk])
    facts = {"name": "GRUPP NORRA", "kind": "local", "state": "active", "violence": "low", "version": 1}
    answer = browser(case.by.police).post(url, facts)
    assert (answer.status_code, "already has a group with this name" in answer.content.decode()) == (422, True)


def test_only_the_owner_edits_a_card(case):
    assert browser(case.by.social).get(reverse("groups:edit_group", args=[case.shared.pk])).status_code == 403


def test_the_database_too_keeps_dossiers_from_coordination(case):
    with act_as(case.by.coordination), connection.cursor() as cursor:
        cursor.execute("select count(*) from groups_dossier")
        assert cursor.fetchone() == (0,)
