"""On behalf: a row may be another agency's word, and then says whose, since when and how."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from groups.models import Group
from gvi.access.policy import Kind, Reach
from gvi.access.principal import acting
from gvi.partnerships.behalf import How, Told, silent
from tests import factories as make
from tests.factories import begins_to_log_in

TODAY = timezone.localdate()


@pytest.fixture
def world(db):
    """A municipality that logs in; police and probation that do not."""
    place = make.partnership()
    town = make.agency(place, Kind.COORDINATION, "Kommunen")
    police = make.agency(place, Kind.POLICE, "Polisen", logs_in=False)
    probation = make.agency(place, Kind.PROBATION, "Frivården", logs_in=False)
    elsewhere = make.agency(make.partnership(), Kind.POLICE, "Andra polisen", logs_in=False)
    return make.user(town), town, police, probation, elsewhere


def test_the_words_say_who_how_and_when(world):
    _by, town, police, *_others = world
    card = Group(owner=town, according_to=police, told_on=date(TODAY.year, 11, 12), told_how=How.ORALLY)
    old = Group(owner=town, according_to=police, told_on=date(2024, 3, 1), told_how=How.PAPER)
    with translation.override("en"):
        assert card.told_words == "according to Polisen, orally, 12 nov"
        assert old.told_words == "according to Polisen, on paper, 1 mar 2024"
    assert Group(owner=town).told_words == ""
    assert (card.speaker, Group(owner=town).speaker) == (police, town)


@pytest.mark.parametrize("given", [{"according_to": 1}, {"told_on": TODAY}, {"told_how": How.PAPER}])
def test_all_three_columns_are_set_or_none(world, given):
    _by, town, police, *_others = world
    given = {name: police if name == "according_to" else value for name, value in given.items()}
    with pytest.raises(IntegrityError, match="groups_group_told"), transaction.atomic():
        make.put(Group, town, reach=Reach.CORE, name="Halv", **given)


def test_what_was_told_is_open(world):
    _by, town, police, *_others = world
    whole = {"according_to": police, "told_on": TODAY, "told_how": How.ORALLY}
    with pytest.raises(IntegrityError, match="groups_group_told"), transaction.atomic():
        make.put(Group, town, name="Hemma", **whole)
    assert make.put(Group, town, reach=Reach.CORE, name="Öppen", **whole).told_words


def test_only_agencies_of_the_partnership_that_do_not_log_in_are_spoken_for(world):
    by, town, police, probation, elsewhere = world
    with acting(by):
        assert set(silent()) == {police, probation}
        card = Group(name="Ny")
        for agency, field in ((town, "according_to"), (elsewhere, "according_to")):
            with pytest.raises(ValidationError) as refused:
                card.heard(Told(agency, TODAY, How.ORALLY))
            assert set(refused.value.message_dict) == {field}
        with pytest.raises(ValidationError) as refused:
            card.heard(Told(police, TODAY + timedelta(days=1), How.ORALLY))
        assert set(refused.value.message_dict) == {"told_on"}
        assert card.according_to is None


def test_a_row_of_anothers_word_takes_a_word_for_each_change(world):
    by, _town, police, probation, _elsewhere = world
    with acting(by):
        card = Group(name="Ny")
        card.heard(None)
        card.heard(Told(police, TODAY, How.ORALLY))
        with pytest.raises(ValidationError) as refused:
            card.heard(None)
        assert set(refused.value.message_dict) == {"according_to"}
        card.heard(Told(probation, TODAY, How.PAPER))
    assert (card.according_to, card.told_how) == (probation, How.PAPER)


def test_whoever_is_named_already_may_be_named_again_after_beginning_to_log_in(world):
    by, _town, police, *_others = world
    with acting(by):
        old, new = Group(name="Gammal"), Group(name="Ny")
        old.heard(Told(police, TODAY, How.ORALLY))
        assert old.is_spoken_for
        begins_to_log_in(police)
        old.heard(Told(police, TODAY, How.PAPER))
        assert (old.according_to, old.told_how, old.is_spoken_for) == (police, How.PAPER, False)
        with pytest.raises(ValidationError) as refused:
            new.heard(Told(police, TODAY, How.ORALLY))
        assert set(refused.value.message_dict) == {"according_to"}


def test_what_is_one_agencys_doing_keeps_its_speaker(world):
    by, town, police, probation, _elsewhere = world
    with acting(by):
        row = Group(name="Ny", owner=town)
        row.heard(Told(police, TODAY, How.ORALLY))
        for told in (Told(probation, TODAY, How.PAPER), None):
            with pytest.raises(ValidationError) as refused:
                row.heard_again(told)
            assert set(refused.value.message_dict) == {"according_to"}
        row.heard_again(Told(police, TODAY, How.PAPER))
        assert (row.according_to, row.told_how) == (police, How.PAPER)
        own = Group(name="Egen", owner=town)
        own.heard_again(None)
        for told in (Told(police, TODAY, How.PAPER), Told(town, TODAY, How.PAPER)):
            with pytest.raises(ValidationError):
                own.heard_again(told)
        assert own.according_to is None
