"""A code is taken back, by hand or because the person may not have one: whatever the way and whatever the reason."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from callins import actions as callins
from callins.models import Invitation
from callins.queries import invitable_codes
from groups import actions
from groups.models import Membership, PersonCode, Retraction, RetractionReason
from groups.people import actions as people
from groups.people.disclosable import candidates
from groups.people.retraction.actions import retract_code, settle_retraction
from gvi.access import context
from gvi.access.principal import act_as
from gvi.acts.requires import NotNow
from gvi.disclosures import actions as disclosures
from gvi.disclosures.models import DisclosedRecord, Disclosure, LegalGround
from gvi.portal.todo.groups import receivers_to_call
from gvi.text import national_ids
from tests.groups.conftest import csv_of, row, take_in
from tests.signed_in import browser

pytestmark = pytest.mark.django_db
MINOR = timezone.localdate().year - 15


@pytest.fixture
def out(case):
    """The coded person sits at a call-in that is ahead and is handed over to the probation service."""
    w, police, coordinator = case, case.by.police, case.by.coordination
    day = timezone.localdate() + timedelta(days=3)
    with act_as(coordinator):
        w.callin = callins.plan(
            by=coordinator, date=day, starts_at=time(18), ends_at=time(20), venue="Huset", groups=[w.shared]
        )
        callins.invite(w.callin, by=coordinator, person_codes=[w.code])
    with act_as(police):
        w.made = disclosures.hand_over(
            by=police, receiver=w.probation, people=[w.coded.pk], fields=["given_name", "family_name"],
            ground=LegalGround.objects.in_force().get(code="10:27"), purpose="Call-in",
            valid_until=timezone.now() + timedelta(hours=5), decided_by="chef", reasons="De står i entrén.",
        )  # fmt: skip
    return w


def listed(w, **facts):
    """The list once more, with this one person changed."""
    take_in(w.by.police, csv_of(row(group="Grupp Norra", given_name="Kim", family_name="Ceder", **facts)))


def dissolved(w):
    with act_as(w.by.police):
        actions.edit_group(w.shared, by=w.by.police, state="dissolved")


def by_hand(reason):
    def way(w):
        with act_as(w.by.police):
            retract_code(w.code, by=w.by.police, reason=reason)

    return way


WAYS = {
    "list: protected": (lambda w: listed(w, protected="ja"), "protected"),
    "list: relative": (lambda w: listed(w, role="anhörig"), "bystander"),
    "list: contact": (lambda w: listed(w, role="kontakt"), "bystander"),
    "list: dropped": (lambda w: listed(w, certainty="avförd"), "dropped"),
    "list: minor by the number": (lambda w: listed(w, birth_year="", national_id=f"{MINOR}0101-0000"), "minor"),
    "card: dissolved": (dissolved, "dissolved"),
    **{f"by hand: {reason}": (by_hand(reason), reason) for reason in RetractionReason.values},
}


def seen_by(agency):
    """What another agency reads of the code, its seat and the person's name."""
    with context.seen_by(agency):
        return (
            PersonCode.objects.filter(code="Lönn 25").exists(),
            Invitation.objects.exists(),
            DisclosedRecord.objects.exists(),
            Disclosure.objects.exists(),
        )


@pytest.mark.parametrize("name", [name for name in WAYS if "number" not in name])
@pytest.mark.parametrize("accepted", [False, True])
def test_the_code_closes_the_seat_goes_home_and_the_extract_ends(out, name, accepted):
    way, reason = WAYS[name]
    if accepted:
        with act_as(out.by.probation):
            disclosures.accept(Disclosure.objects.get(pk=out.made.pk), by=out.by.probation)
    assert seen_by(out.probation)[:3] == (True, True, True)
    way(out)
    assert seen_by(out.probation)[:3] == (False, False, False)
    assert seen_by(out.coordination)[:2] == (False, False)
    if not accepted:
        assert seen_by(out.probation)[3] is False
    with act_as(out.by.police):
        (made,) = Retraction.objects.all()
        assert (made.code, made.reason, set(made.receivers)) == (
            "Lönn 25", reason, {out.probation.pk, out.coordination.pk},
        )  # fmt: skip
        (seat,) = Invitation.objects.all()
        assert seat.is_struck
        (item,) = receivers_to_call(out.by.police, timezone.localdate())
        assert "Probation" in item.text
        assert "Lönn 25" in item.text
    with act_as(out.by.coordination):
        assert list(invitable_codes(out.callin, out.by.coordination)) == []


def test_a_list_about_somebody_else_closes_nothing(out):
    take_in(out.by.police, csv_of(row(group="Grupp Norra", given_name="Robin", family_name="Oxel")))
    assert seen_by(out.probation)[:3] == (True, True, True)


def test_what_is_closed_stays_closed(out):
    by_hand("mistake")(out)
    with act_as(out.by.probation), pytest.raises(Disclosure.DoesNotExist):
        disclosures.accept(Disclosure(pk=out.made.pk), by=out.by.probation)
    with act_as(out.by.police):
        code = PersonCode.objects.get(pk=out.code.pk)
        with pytest.raises(NotNow):
            retract_code(code, by=out.by.police, reason="other")
        with pytest.raises(NotNow):
            people.link_code_to_person(code, by=out.by.police, given_name="A", family_name="B")


def test_the_person_may_get_a_new_code_and_never_the_old_one(out):
    by_hand("mistake")(out)
    with act_as(out.by.police):
        (code,) = people.publish_codes(by=out.by.police, group=out.shared.pk, people=[out.coded.pk])
        assert code.code != "Lönn 25"
        found = {each.row: each for each in candidates(out.by.police)}
        assert found[out.coded.pk].code == code.code


def test_a_reason_is_needed_and_only_the_owner_takes_it_back(out):
    with act_as(out.by.police), pytest.raises(ValidationError):
        retract_code(out.code, by=out.by.police, reason="")
    with act_as(out.by.coordination), pytest.raises(PermissionDenied):
        retract_code(out.code, by=out.by.coordination, reason="other")


def test_coordination_takes_back_codes_of_its_own(world):
    from groups.models import Group
    from tests import factories as make

    group = make.put(Group, world.coordination, reach=1, name="Kvarnen")
    code = make.put(PersonCode, world.coordination, reach=1, code="Iris 81", group=group)
    with act_as(world.by.coordination):
        retract_code(code, by=world.by.coordination, reason="other")
        assert PersonCode.objects.published().count() == 0
        assert list(receivers_to_call(world.by.coordination, timezone.localdate())) == []


def test_whoever_knows_better_than_the_owner_of_the_code_is_told_to_call(out):
    """The probation service notes that the police's code lives under protection: only the police can take it back."""
    with act_as(out.by.probation):
        people.link_code_to_person(out.code, by=out.by.probation, given_name="Kim", family_name="C", protected=True)
        (item,) = receivers_to_call(out.by.probation, timezone.localdate())
        assert "Police" in item.text
    assert seen_by(out.coordination)[0] is True


def test_a_minor_by_the_number_beside_somebody_elses_code(out):
    number = next(f"{MINOR}0101-{n:04d}" for n in range(10000) if _is_number(f"{MINOR}0101-{n:04d}"))
    with act_as(out.by.probation):
        people.link_code_to_person(
            out.code, by=out.by.probation, given_name="Kim", family_name="C", national_id=national_ids.parse(number)
        )
        assert [each.reason for each in Retraction.objects.all()] == ["minor"]


def _is_number(text):
    try:
        return bool(national_ids.parse(text))
    except national_ids.NotANationalId:
        return False


def test_the_duty_goes_when_they_have_been_told(out):
    by_hand("protected")(out)
    client = browser(out.by.police)
    with act_as(out.by.police):
        (made,) = Retraction.objects.all()
    address = reverse("groups:settle_retraction", args=[made.pk])
    assert "Probation" in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    with act_as(out.by.police):
        assert list(receivers_to_call(out.by.police, timezone.localdate())) == []
        with pytest.raises(NotNow):
            settle_retraction(made, by=out.by.police)


def test_the_pages_show_what_ends_and_afterwards_that_it_is_closed(out):
    client = browser(out.by.police)
    address = reverse("groups:retract_code", args=[out.code.pk])
    assert "Probation" in client.get(address).content.decode()
    assert client.post(address, {"reason": "mistake"}).status_code == 302
    page = client.get(reverse("groups:person_code", args=[out.code.pk])).content.decode()
    assert "Indragen" in page
    assert reverse("groups:link_code_to_person", args=[out.code.pk]) not in page
    assert "indragen" in client.get(reverse("groups:people")).content.decode()
    assert browser(out.by.probation).get(reverse("groups:person_code", args=[out.code.pk])).status_code == 404


def test_whoever_is_in_two_groups_keeps_what_one_of_them_allows(out):
    from groups.people.rules import next_review
    from tests import factories as make

    review_on = next_review(timezone.localdate())
    make.put(
        Membership, out.police, dossier=out.coded, group=out.own, role="active", certainty="likely", review_on=review_on
    )
    dissolved(out)
    assert seen_by(out.probation)[:3] == (False, False, False)  # under that code nothing is left
    with act_as(out.by.police):
        assert not next(each for each in candidates(out.by.police) if each.row == out.coded.pk).refusal
