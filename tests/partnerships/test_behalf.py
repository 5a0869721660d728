"""On behalf: a row may be another agency's word, and then says whose, since when and how."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from groups.models import Group
from gvi.access.policy import Kind, Reach
from gvi.access.principal import act_as
from gvi.partnerships.on_behalf.models import Source, SourceChannel
from gvi.partnerships.on_behalf.queries import agencies_not_logging_in
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
    card = Group(
        owner=town, source_agency=police, source_date=date(TODAY.year, 11, 12), source_channel=SourceChannel.ORALLY
    )
    old = Group(owner=town, source_agency=police, source_date=date(2024, 3, 1), source_channel=SourceChannel.PAPER)
    with translation.override("en"):
        assert card.source_label == "according to Polisen, orally, 12 Nov"
        assert old.source_label == "according to Polisen, on paper, 1 Mar 2024"
    assert Group(owner=town).source_label == ""
    assert (card.source_or_owner, Group(owner=town).source_or_owner) == (police, town)


@pytest.mark.parametrize(
    "given", [{"source_agency": 1}, {"source_date": TODAY}, {"source_channel": SourceChannel.PAPER}]
)
def test_all_three_columns_are_set_or_none(world, given):
    _by, town, police, *_others = world
    given = {name: police if name == "source_agency" else value for name, value in given.items()}
    with pytest.raises(IntegrityError, match="groups_group_source"), transaction.atomic():
        make.put(Group, town, reach=Reach.CORE, name="Halv", **given)


def test_what_was_told_is_open(world):
    _by, town, police, *_others = world
    whole = {"source_agency": police, "source_date": TODAY, "source_channel": SourceChannel.ORALLY}
    with pytest.raises(IntegrityError, match="groups_group_source"), transaction.atomic():
        make.put(Group, town, name="Hemma", **whole)
    assert make.put(Group, town, reach=Reach.CORE, name="Öppen", **whole).source_label


def test_only_agencies_of_the_partnership_that_do_not_log_in_are_spoken_for(world):
    by, town, police, probation, elsewhere = world
    with act_as(by):
        assert set(agencies_not_logging_in()) == {police, probation}
        card = Group(name="Ny")
        for agency, field in ((town, "source_agency"), (elsewhere, "source_agency")):
            with pytest.raises(ValidationError) as refused:
                card.set_source(Source(agency, TODAY, SourceChannel.ORALLY))
            assert set(refused.value.message_dict) == {field}
        with pytest.raises(ValidationError) as refused:
            card.set_source(Source(police, TODAY + timedelta(days=1), SourceChannel.ORALLY))
        assert set(refused.value.message_dict) == {"source_date"}
        assert card.source_agency is None


def test_a_row_of_anothers_word_takes_a_word_for_each_change(world):
    by, _town, police, probation, _elsewhere = world
    with act_as(by):
        card = Group(name="Ny")
        card.set_source(None)
        card.set_source(Source(police, TODAY, SourceChannel.ORALLY))
        with pytest.raises(ValidationError) as refused:
            card.set_source(None)
        assert set(refused.value.message_dict) == {"source_agency"}
        card.set_source(Source(probation, TODAY, SourceChannel.PAPER))
    assert (card.source_agency, card.source_channel) == (probation, SourceChannel.PAPER)


def test_whoever_is_named_already_may_be_named_again_after_beginning_to_log_in(world):
    by, _town, police, *_others = world
    with act_as(by):
        old, new = Group(name="Gammal"), Group(name="Ny")
        old.set_source(Source(police, TODAY, SourceChannel.ORALLY))
        assert old.is_on_behalf
        begins_to_log_in(police)
        old.set_source(Source(police, TODAY, SourceChannel.PAPER))
        assert (old.source_agency, old.source_channel, old.is_on_behalf) == (police, SourceChannel.PAPER, False)
        with pytest.raises(ValidationError) as refused:
            new.set_source(Source(police, TODAY, SourceChannel.ORALLY))
        assert set(refused.value.message_dict) == {"source_agency"}


def test_what_is_one_agencys_doing_keeps_its_speaker(world):
    by, town, police, probation, _elsewhere = world
    with act_as(by):
        row = Group(name="Ny", owner=town)
        row.set_source(Source(police, TODAY, SourceChannel.ORALLY))
        for source in (Source(probation, TODAY, SourceChannel.PAPER), None):
            with pytest.raises(ValidationError) as refused:
                row.renew_source(source)
            assert set(refused.value.message_dict) == {"source_agency"}
        row.renew_source(Source(police, TODAY, SourceChannel.PAPER))
        assert (row.source_agency, row.source_channel) == (police, SourceChannel.PAPER)
        own = Group(name="Egen", owner=town)
        own.renew_source(None)
        for source in (Source(police, TODAY, SourceChannel.PAPER), Source(town, TODAY, SourceChannel.PAPER)):
            with pytest.raises(ValidationError):
                own.renew_source(source)
        assert own.source_agency is None
