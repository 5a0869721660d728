"""The kernel by its promises: reach, acts, log."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from groups.models import Dossier, Group
from gvi.access import context, recording
from gvi.access.policy import Kind, Reach, Role
from gvi.access.principal import act_as
from gvi.acts.act import Stale, act
from gvi.acts.models import Change, LogEntry
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make.partnership()


@pytest.fixture
def police(place):
    return make.agency(place, Kind.POLICE)


@pytest.fixture
def coordination(place):
    return make.agency(place, Kind.COORDINATION)


@pytest.fixture
def social(place):
    return make.agency(place, Kind.SOCIAL_SERVICES)


def test_without_an_audience_a_query_is_refused(police):
    make.put(Group, police, name="Norra")
    with pytest.raises(context.NoAudience):
        list(Group.objects.all())


def test_an_own_row_is_seen_by_its_owner_alone(police, coordination):
    group = make.put(Group, police, name="Norra")
    with context.seen_by(police):
        assert set(Group.objects.all()) == {group}
    with context.seen_by(coordination):
        assert set(Group.objects.all()) == set()


def test_an_open_row_is_seen_by_the_core(police, coordination, place):
    region = make.agency(place, Kind.REGION)
    group = make.put(Group, police, reach=Reach.CORE, name="Norra")
    for agency, expected in ((coordination, {group}), (region, set())):
        with context.seen_by(agency):
            assert set(Group.objects.all()) == expected


def test_several_readers_see_only_what_each_may_see(police, coordination):
    make.put(Group, police, name="Norra")
    shared = make.put(Group, police, reach=Reach.CORE, name="Södra")
    with context.seen_by(police), context.seen_by(police, coordination):
        assert set(Group.objects.all()) == {shared}


def test_an_audience_is_only_narrowed(police, coordination):
    with context.seen_by(police), pytest.raises(context.NotNarrower), context.seen_by(coordination):
        pass


def test_the_outer_audience_is_back_after_the_inner_one(police, coordination):
    own = make.put(Group, police, name="Norra")
    with context.seen_by(police):
        with context.seen_by(police, coordination):
            pass
        assert set(Group.objects.all()) == {own}
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from groups_group")
            assert cursor.fetchone() == (1,)


def test_coordination_can_hold_no_dossier(coordination):
    with pytest.raises(DatabaseError), transaction.atomic():
        make.put(Dossier, coordination, given_name="Kim")


def test_nobody_writes_in_anothers_name(police, coordination):
    with pytest.raises(DatabaseError), transaction.atomic():
        make.put(Group, coordination, name="Norra", owner_id=police.pk)


def test_a_protected_dossier_is_for_named_readers_only(police):
    dossier = make.put(Dossier, police, given_name="Kim", protected=True)
    reader, other = make.user(police), make.user(police)
    make.named_reader(dossier, reader)
    with act_as(other):
        assert set(Dossier.objects.all()) == set()
    with act_as(reader):
        assert set(Dossier.objects.all()) == {dossier}


@act("groups.edit_group")
def retouch(group, *, by, summary):
    group.summary = summary
    group.save()


def test_an_act_writes_its_entry_and_the_change_goes_to_the_owner(police):
    group = make.put(Group, police, name="Norra")
    by = make.user(police)
    with act_as(by):
        retouch(group, by=by, summary="Lugnt")
        entry = LogEntry.objects.get()
        assert entry.verb == "groups.edit_group"
        assert entry.fields == {"groups.Group": ["summary"]}
        change = Change.objects.get()
        assert (change.before, change.after) == ({"summary": ""}, {"summary": "Lugnt"})


def test_the_log_cannot_be_changed_or_deleted(police):
    group = make.put(Group, police, name="Norra")
    by = make.user(police)
    with act_as(by):
        retouch(group, by=by, summary="Lugnt")
        for statement in ("update acts_logentry set verb = 'x'", "delete from acts_logentry"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


def test_a_stale_form_is_refused_with_the_row_as_it_stands(police):
    group = make.put(Group, police, name="Norra")
    by = make.user(police)
    with act_as(by):
        retouch(group, by=by, summary="Lugnt")
        with pytest.raises(Stale) as stale:
            retouch(group, by=by, version=1, summary="Oroligt")
        now = stale.value.row
        assert isinstance(now, Group)
        assert now.summary == "Lugnt"


def test_a_role_without_the_right_is_refused(police):
    group = make.put(Group, police, name="Norra")
    by = make.user(police, Role.MANAGER)
    with act_as(by), pytest.raises(PermissionDenied):
        retouch(group, by=by, summary="Lugnt")


def test_an_open_row_of_another_agency_cannot_be_changed_without_a_grant(police, social):
    group = make.put(Group, police, reach=Reach.CORE, name="Norra")
    by = make.user(social, Role.ANALYST)
    with act_as(by), pytest.raises(PermissionDenied):
        retouch(group, by=by, summary="Lugnt")


def test_a_save_outside_an_act_raises(police):
    with context.seen_by(police), pytest.raises(recording.OutsideAct):
        Group(name="Norra").save()


def test_an_open_text_refuses_a_national_id(police):
    with pytest.raises(ValidationError):
        make.put(Group, police, reach=Reach.CORE, name="Norra", summary="Se 19900101-2385")


@act("groups.publish_groups")
def widen_all(*, by):
    Group.objects.update(reach=Reach.CORE)


def test_an_open_text_refuses_a_national_id_whichever_way_it_is_written(police):
    make.put(Group, police, name="Norra", summary="Se 19900101-2385")
    by = make.user(police)
    with act_as(by), pytest.raises(ValidationError):
        widen_all(by=by)
