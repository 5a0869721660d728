"""Names in what others will read: a warning on every text, and the longest name once."""

import unicodedata
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from callins import actions
from callins.models import Invitation
from callins.seat_changes import SeatChange
from groups.models import Dossier
from groups.people.name_finder import names_in
from gvi.access.policy import Reach
from gvi.access.principal import act_as
from tests import factories as make
from tests.callins.conftest import build, invite, plan
from tests.signed_in import browser

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Möt Love Hägg och Kim", ["Kim", "Love Hägg"]),
        ("Love Häggs bror", ["Love Hägg"]),
        ("Love Hägg, och Love igen", ["Love", "Love Hägg"]),
        ("Kim Hägg", ["Hägg", "Kim"]),
    ],
)
def test_of_names_within_names_only_the_longest_is_told(text, found):
    w = build()
    for given, family in (("Love", "Hägg"), ("Love", "Ceder"), ("Kim", "Ceder"), ("Bo", "Hägg")):
        make.put(Dossier, w.police, given_name=given, family_name=family)
    with act_as(w.officer):
        assert names_in(text) == found


@pytest.fixture
def w():
    return build()


def test_an_escort_with_a_name_is_warned_of_once(w):
    callin = plan(w)
    invite(callin, w.coordinator, w.norths)
    client, url = browser(w.officer), reverse("callins:change_seats", args=[callin.pk])
    with act_as(w.officer):
        seat = Invitation.objects.filter(callin=callin).order_by("seat").first()
        assert seat is not None
    key = seat.pk.hex
    typed = {f"version_{key}": 1, f"seat_{key}": 1, f"initial-seat_{key}": 1, f"escort_{key}": "ProvLönn Hemlig"}
    typed |= {f"{name}_{other.pk.hex}": value for other in rest(callin, w, seat) for name, value in line(other)}
    warned = client.post(url, typed)
    page = warned.content.decode()
    assert (warned.status_code, 'type="checkbox" name="anyway"' in page) == (422, True)
    assert client.post(url, typed | {"anyway": "on"}).status_code == 302


def rest(callin, w, seat):
    with act_as(w.officer):
        return list(Invitation.objects.filter(callin=callin).exclude(pk=seat.pk))


def line(seat):
    return [("version", seat.version), ("seat", seat.seat)]


def test_seats_that_were_not_touched_are_not_asked_about(w):
    callin = plan(w)
    invite(callin, w.coordinator, w.norths)
    with act_as(w.officer):
        seats = list(Invitation.objects.filter(callin=callin).order_by("seat"))
        places = {seats[0].pk: SeatChange(1, {"escort": "ProvLönn Hemlig"})}
        actions.change_seats(callin, by=w.officer, changes=places)
    client, url = browser(w.officer), reverse("callins:change_seats", args=[callin.pk])
    typed: dict[str, Any] = {}
    for seat in seats:
        known = {"seat": seat.seat, "initial-seat": seat.seat, "version": 1}
        typed |= {f"{name}_{seat.pk.hex}": value for name, value in known.items()}
    first = seats[0].pk.hex
    typed |= {f"escort_{first}": "ProvLönn Hemlig", f"initial-escort_{first}": "ProvLönn Hemlig", f"version_{first}": 2}
    typed[f"escort_{seats[1].pk.hex}"] = "Frivården, Noa"
    assert client.post(url, typed).status_code == 302


def test_the_municipality_of_a_published_group_is_looked_at(w):
    make.put(Dossier, w.police, given_name="Kim", family_name="Ceder")
    typed = {"name": "Norra", "kind": "local", "state": "active", "violence": "low", "municipality": "Kim Ceder"}
    answer = browser(w.officer).post(reverse("groups:edit_group", args=[w.north.pk]), typed | {"version": 1})
    assert (answer.status_code, "Kim Ceder" in answer.content.decode()) == (422, True)


def test_publishing_a_group_looks_at_its_municipality(w):
    make.put(Dossier, w.police, given_name="Kim", family_name="Ceder")
    group = make.put(type(w.north), w.police, name="Östra", municipality="hos Kim Ceder", reach=Reach.OWN)
    answer = browser(w.officer).post(reverse("groups:publish_groups"), {"groups": [str(group.pk)]})
    assert answer.status_code == 422


def decomposed(text):
    return unicodedata.normalize("NFD", text)


BETWEEN = [" ", "  ", "\t", "\u00a0", "/", " / ", "\n", "\r\n", "\u2009", "\u200b ", ", "]


@pytest.mark.parametrize("between", BETWEEN, ids=ascii)
@pytest.mark.parametrize("spell", [str, str.upper, str.lower, decomposed, "\u00ad".join, "\u200b".join])
def test_what_stands_between_the_words_or_in_them_hides_no_name(w, between, spell):
    make.put(Dossier, w.police, given_name="Åsa", family_name="Åkerö")
    with act_as(w.officer):
        assert names_in(f"Möt {spell('Åsa')}{between}{spell('Åkerö')}, igår") == ["Åsa Åkerö"]


def test_a_surname_in_capitals_and_letters_that_fold_in_their_own_way_are_found(w):
    for given, family in (("Åsa", "Åkerö"), ("İbrahim", "İNCE"), ("ΝΙΚΟΣ", "Σας")):
        make.put(Dossier, w.police, given_name=given, family_name=family)
    with act_as(w.officer):
        assert names_in("ÅKERÖ ringer") == ["Åkerö"]
        assert names_in("ibrahim ince och νικοσ σας") == ["İbrahim İNCE", "ΝΙΚΟΣ Σας"]
        assert names_in("İbrahim İnce") == ["İbrahim İNCE"]


def test_a_writer_who_holds_no_names_is_warned_of_what_looks_like_one(w):
    client, url = browser(w.coordinator), reverse("commitments:make")
    typed = {"agency": w.police.pk, "due_on": timezone.localdate() + timedelta(days=7), "kind": "action"}
    for text in ("Ring Ali Hassan", "Lönn 25 är häktad"):
        warned = client.post(url, typed | {"text": text})
        page = warned.content.decode()
        assert (warned.status_code, 'type="checkbox" name="anyway"' in page) == (422, True), text
    assert "häktad" in page
    assert client.post(url, typed | {"text": "Ring Ali Hassan", "anyway": "on"}).status_code == 302
    assert client.post(url, typed | {"text": f"{w.police.short_name} Norra går ut"}).status_code == 302
    assert client.post(url, typed | {"text": "Om 900101\u20132385", "anyway": "on"}).status_code == 422


def test_a_writer_who_holds_names_is_warned_of_those_alone(w):
    typed = {"agency": w.police.pk, "due_on": timezone.localdate() + timedelta(days=7), "kind": "action"}
    with act_as(w.officer):
        assert names_in("Ring Ali Hassan") == []
    assert browser(w.officer).post(reverse("commitments:make"), typed | {"text": "Ring Ali Hassan"}).status_code == 302
