"""One person is taken back from a disclosure: gone for the receiver at once, by both walls; the decision stands."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from gvi.access import context
from gvi.access.principal import act_as
from gvi.acts.requires import NotNow
from gvi.disclosures import actions
from gvi.disclosures.models import UNTIL_DISPOSAL, DisclosedRecord, Disclosure
from tests.disclosures.conftest import hand
from tests.disclosures.test_disclosures import beside, seen
from tests.signed_in import browser
from tests.walls.connections import column, execute

pytestmark = pytest.mark.django_db


def record_of(world, made, name="Kim Ceder"):
    with act_as(world.officer):
        return next(each for each in DisclosedRecord.objects.filter(disclosure=made) if str(each) == name)


def take_back(world, made, record, by=None):
    by = by or world.officer
    with act_as(by):
        return actions.withdraw_person(made, by=by, record=record.pk)


def past_the_manager(agency):
    with context.enter_context(context.for_agencies(agency)):
        return column("SELECT facts->>'given_name' FROM disclosures_disclosedrecord")


@pytest.mark.parametrize("accepted", [False, True])
def test_one_is_gone_for_the_receiver_at_once_by_both_walls_and_the_others_stay(world, accepted):
    made = hand(world)
    if accepted:
        with act_as(world.escort):
            actions.accept(made, by=world.escort)
    take_back(world, Disclosure(pk=made.pk), record_of(world, made))
    assert seen(world.escort) == ({made.pk}, ["Mika Tall", "Robin Oxel"])
    assert past_the_manager(world.probation) == {"Mika", "Robin"}
    assert beside(world.escort)["Lönn 25"] == ""
    assert beside(world.escort)["Ask 31"] == "Robin Oxel"
    assert seen(world.officer) == ({made.pk}, ["Kim Ceder", "Mika Tall", "Robin Oxel"])


def test_what_comes_of_the_rest_later_does_not_bring_the_one_back(world):
    made = hand(world)
    take_back(world, made, record_of(world, made))
    with act_as(world.escort):
        actions.accept(Disclosure.objects.get(pk=made.pk), by=world.escort)
    assert past_the_manager(world.probation) == {"Mika", "Robin"}
    with act_as(world.officer):
        actions.withdraw(Disclosure.objects.get(pk=made.pk), by=world.officer)
        assert DisclosedRecord.objects.in_force().count() == 0


def test_the_last_one_ends_the_disclosure_and_nothing_is_left_to_accept(world):
    made = hand(world, people=world.people[:1])
    take_back(world, made, record_of(world, made))
    with act_as(world.officer):
        over = Disclosure.objects.get(pk=made.pk)
        assert (over.is_valid, over.end_reason, over.people_count) == (False, "withdrawn", 1)
    assert seen(world.escort) == (set(), [])


def test_only_its_giver_and_only_once(world):
    made = hand(world)
    record = record_of(world, made)
    with pytest.raises(PermissionDenied):
        take_back(world, made, record, by=world.escort)
    take_back(world, made, record)
    with pytest.raises(ValidationError):
        take_back(world, made, record)
    with act_as(world.officer):
        actions.withdraw(Disclosure.objects.get(pk=made.pk), by=world.officer)
    with pytest.raises(NotNow):
        take_back(world, made, record_of(world, made, "Robin Oxel"))


def test_a_record_of_another_disclosure_is_not_taken(world):
    made, other = hand(world), hand(world, to=world.social)
    with pytest.raises(ValidationError):
        take_back(world, made, record_of(world, other))


@pytest.mark.parametrize(
    "change",
    [
        "facts = '{}'",
        "code = 'Ek 99'",
        "valid_until = now() + interval '9 years'",
        "readable_until = now() + interval '9 years'",
        "ends_with = gen_random_uuid()",
        "person_code_id = NULL",
    ],
)
@pytest.mark.parametrize("withdrawn", [False, True])
def test_past_every_act_the_record_stands(world, change, withdrawn):
    made = hand(world)
    record = record_of(world, made)
    if withdrawn:
        take_back(world, made, record)
    with act_as(world.officer), pytest.raises(DatabaseError), transaction.atomic():
        execute(f"UPDATE disclosures_disclosedrecord SET {change} WHERE id = %s", [record.pk])


def test_past_every_act_a_cut_tie_ends_now_whatever_was_asked(world):
    made = hand(world)
    record = record_of(world, made)
    with act_as(world.officer):
        execute(
            "UPDATE disclosures_disclosedrecord SET ends_with = NULL, readable_until = %s WHERE id = %s",
            [UNTIL_DISPOSAL, record.pk],
        )
        assert DisclosedRecord.objects.get(pk=record.pk).readable_until <= timezone.now()
    assert past_the_manager(world.probation) == {"Mika", "Robin"}


@pytest.mark.parametrize("tie", ["NULL", "gen_random_uuid()"])
def test_past_every_act_nothing_begins_without_the_tie(world, tie):
    made = hand(world)
    columns = {str(f.column): str(f.column) for f in DisclosedRecord._meta.concrete_fields}
    columns |= {"id": "gen_random_uuid()", "ends_with": tie}
    with act_as(world.officer):
        execute(
            f"INSERT INTO disclosures_disclosedrecord ({', '.join(columns)})"
            f" SELECT {', '.join(columns.values())} FROM disclosures_disclosedrecord WHERE disclosure_id = %s",
            [made.pk],
        )
        assert not DisclosedRecord.objects.filter(disclosure=made, ends_with=None).exists()
        actions.withdraw(Disclosure.objects.get(pk=made.pk), by=world.officer)
    assert past_the_manager(world.probation) == set()


@pytest.mark.parametrize("who", ["probation", "social"])
def test_past_every_act_nobody_else_cuts_it(world, who):
    made = hand(world)
    record = record_of(world, made)
    with context.enter_context(context.for_agencies(getattr(world, who))):
        execute("UPDATE disclosures_disclosedrecord SET ends_with = NULL WHERE id = %s", [record.pk])
    assert past_the_manager(world.probation) == {"Kim", "Mika", "Robin"}


def test_the_page_takes_one_back_and_says_so(world):
    made = hand(world)
    record, client = record_of(world, made), browser(world.officer)
    address = reverse("disclosures:withdraw_person", args=[made.pk])
    assert "Kim" in client.get(address).content.decode()
    assert client.post(address, {"record": str(record.pk)}).status_code == 302
    page = client.get(reverse("disclosures:disclosure", args=[made.pk])).content.decode()
    assert page.count("återkallad") == 1
    assert "Kim" not in browser(world.escort).get(reverse("disclosures:disclosure", args=[made.pk])).content.decode()
