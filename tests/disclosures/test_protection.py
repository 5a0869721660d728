"""Minors, relatives and people with protected identity: to social services alone, on a ground for it, marked."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from groups.models import Dossier
from groups.people.disclosable import candidates
from groups.people.retraction.actions import close_excluded
from gvi.access.policy import AGENCY_PROFILES, Kind
from gvi.access.principal import act_as
from gvi.disclosures import actions
from gvi.disclosures.models import DisclosedRecord, Disclosure, LegalGround
from gvi.disclosures.protection import check_protection, may_be_handed_to
from gvi.disclosures.registry import Candidate
from gvi.documents.models import Copy
from gvi.partnerships.models import Agency
from tests import factories as make
from tests.disclosures.conftest import ground, hand, person
from tests.disclosures.test_disclosures import copied
from tests.signed_in import browser

pytestmark = pytest.mark.django_db
WHY = "Orosanmälan: en femtonåring rekryteras."
MARKED: dict[str, Any] = {"for_protection": True, "protection_reason": WHY}
PROTECTIONS = ("minor", "unknown_age", "protected", "bystander")
# Written by hand: whom of the protected each ground covers. A ground that is not here covers none of them.
COVERS = {
    "samtycke": {"protected", "bystander"},
    "10:28": {"minor", "unknown_age"},
    "26:9": {"minor"},
    "25:12": {"minor"},
    "polislagen-6": set(PROTECTIONS),
}


@pytest.fixture
def protected(world: Any) -> dict[str, Dossier]:
    """One of each kind, who is nothing else."""
    unknown = person(world, "Gran 12", "Bo", "Ek", birth_year=None)
    shielded = make.put(
        Dossier,
        world.police,
        given_name="Ky",
        family_name="Rönn",
        birth_year=1980,
        municipality="Hemort",
        protected=True,
    )
    make.named_reader(shielded, world.officer)
    return {"minor": world.minor, "unknown_age": unknown, "protected": shielded, "bystander": world.relative}


def refused(world: Any, **facts: Any) -> set[str]:
    with pytest.raises(ValidationError) as refusal:
        hand(world, **facts)
    return set(refusal.value.message_dict)


def everybody(of: Any) -> Iterator[Agency]:
    """An agency of each kind but the giver's own."""
    for kind in Kind:
        if kind != Kind.POLICE:
            yield make.agency(of.place, kind)


def as_candidate(*protections: str) -> Candidate:
    return Candidate(None, "Prov", "", None, "", {}, refusal=" ".join(protections), protected_as=frozenset(protections))  # type: ignore[arg-type]


# ------------------------------------------------------------------ the rule


@pytest.mark.parametrize("protection", PROTECTIONS)
@pytest.mark.parametrize("kind", Kind.values)
def test_only_social_services_are_ever_offered_them(world: Any, kind: str, protection: str) -> None:
    receiver = make.agency(world.place, kind)
    assert may_be_handed_to(as_candidate(protection), receiver) is (kind == Kind.SOCIAL_SERVICES)
    assert AGENCY_PROFILES[kind].protects is (kind == Kind.SOCIAL_SERVICES)


@pytest.mark.parametrize("protection", PROTECTIONS)
def test_every_ground_says_whom_it_covers_and_covers_nobody_else(world: Any, protection: str) -> None:
    for each in LegalGround.objects.all():
        said = {"receiver": world.social, "ground": each, "marked": True, "reason": WHY}
        if protection in COVERS.get(each.code, set()):
            check_protection([as_candidate(protection)], **said)
            continue
        with pytest.raises(ValidationError) as refusal:
            check_protection([as_candidate(protection)], **said)
        assert set(refusal.value.message_dict) == {"ground"}, each.code


@pytest.mark.parametrize("protection", PROTECTIONS)
def test_the_act_refuses_every_other_receiver_whatever_is_said(
    world: Any, protected: dict[str, Dossier], protection: str
) -> None:
    for receiver in everybody(world):
        for code in ("samtycke", "10:27", "10:28", "polislagen-6", "10:19"):
            if receiver.kind == Kind.SOCIAL_SERVICES:
                continue
            consent = {"consent_on": timezone.localdate()}
            with pytest.raises(ValidationError):
                hand(world, to=receiver, people=[protected[protection]], ground=ground(code), **MARKED, **consent)
    with act_as(world.officer):
        assert not Disclosure.objects.exists()


@pytest.mark.parametrize("protection", PROTECTIONS)
def test_social_services_get_them_marked_and_with_a_reason(
    world: Any, protected: dict[str, Dossier], protection: str
) -> None:
    facts: dict[str, Any] = {
        "to": world.social, "people": [protected[protection]], "ground": ground("polislagen-6"),
        "fields": ["given_name", "municipality"],
    }  # fmt: skip
    assert refused(world, **facts) == {"for_protection"}
    assert refused(world, **facts, for_protection=True) == {"protection_reason"}
    assert refused(world, **facts, for_protection=True, protection_reason="  ") == {"protection_reason"}
    made = hand(world, **facts, **MARKED)
    assert made.protection_reason == WHY
    with act_as(world.worker):
        assert Disclosure.objects.get().protection_reason == WHY
        (record,) = DisclosedRecord.objects.all()
    assert record.facts["given_name"] == protected[protection].given_name
    assert ("municipality" in record.facts) is (protection != "protected")


@pytest.mark.parametrize("code", ["10:27", "10:15a", "nodvandig", "utan-men-35:1"])
def test_an_ordinary_ground_is_not_enough(world: Any, code: str) -> None:
    facts: dict[str, Any] = {"to": world.social, "people": [world.minor], "ground": ground(code)}
    assert refused(world, **facts, **MARKED) == {"ground"}


def test_the_report_of_concern_is_about_children_and_no_list_of_others(world: Any) -> None:
    report = ground("10:28")
    hand(world, to=world.social, people=[world.minor], ground=report, **MARKED)
    for others in ([world.people[0]], [world.minor, world.people[0]], [world.relative]):
        assert refused(world, to=world.social, people=others, ground=report, **MARKED) == {"ground"}


def test_the_mark_is_not_for_people_in_general(world: Any) -> None:
    facts: dict[str, Any] = {"to": world.social, "ground": ground("polislagen-6")}
    assert refused(world, **facts, **MARKED) == {"for_protection"}
    mixed = [world.minor, world.people[0]]  # else the other one would not be taken back if protected later
    assert refused(world, **facts, people=mixed, **MARKED) == {"for_protection"}
    assert hand(world, **facts).protection_reason == ""


def test_a_child_that_is_struck_off_the_list_is_still_a_child(world: Any) -> None:
    young = person(world, "Al 20", "Vi", "Lind", birth_year=timezone.localdate().year - 14)
    with act_as(world.officer):
        found = {candidate.row: candidate.protected_as for candidate in candidates(world.officer)}
    assert found[young.pk] == {"minor"}
    assert found[world.people[0].pk] == frozenset()


def test_what_was_handed_over_for_protection_does_not_end_with_the_code(world: Any) -> None:
    hand(world, to=world.social, people=[world.minor], ground=ground("polislagen-6"), **MARKED)
    with act_as(world.officer):
        close_excluded(by=world.officer, dossiers=[world.minor.pk])
    with act_as(world.worker):
        assert DisclosedRecord.objects.in_force().exists()


def test_the_database_lets_a_marked_decision_go_to_social_services_alone(world: Any) -> None:
    """On a ground that has any receiver: past the act the mark itself decides."""
    consent: dict[str, Any] = {"ground": ground("samtycke"), "consent_on": timezone.localdate()}
    plain = hand(world, to=world.social, **consent)
    marked = hand(world, to=world.social, people=[world.relative], **consent, **MARKED)
    with act_as(world.officer):
        copied(plain, receiver_id=world.probation.pk)
        with pytest.raises(DatabaseError), transaction.atomic():
            copied(marked, receiver_id=world.probation.pk)


# ------------------------------------------------------------------ the page


def page(world: Any, receiver: Agency) -> str:
    client = browser(world.officer)
    asked = {"till": str(receiver.pk), "tillfalle": ""}
    return str(client.get(reverse("disclosures:hand_over"), asked).content.decode())


def test_the_page_says_where_they_may_go(world: Any) -> None:
    elsewhere, there = page(world, world.probation), page(world, world.social)
    assert "Noa Hassel" in elsewhere  # among those left out
    assert not re.search(rf'value="{world.minor.pk}"', elsewhere)
    assert "socialtjänsten" in elsewhere
    assert "for_protection" not in elsewhere
    assert re.search(rf'value="{world.minor.pk}"', there)
    assert "for_protection" in there
    assert "protection_reason" in there


def test_the_page_hands_over_marked_and_the_paper_bears_the_mark(world: Any) -> None:
    client, address = browser(world.officer), reverse("disclosures:hand_over") + f"?till={world.social.pk}&tillfalle="
    typed = {
        "people": [str(world.minor.pk)], "information": ["given_name"], "purpose": "Orosanmälan",
        "valid_until": f"{timezone.localdate().isoformat()}T23:59", "ground": ground("10:28").pk, "reasons": "Oro.",
        "decided_by": "gruppchef", "protection_reason": WHY,
    }  # fmt: skip
    assert client.post(address, typed).status_code == 422
    shown = client.post(address, typed | {"for_protection": "on"})
    assert shown.status_code == 200
    assert WHY in shown.content.decode()
    done = client.post(address, typed | {"for_protection": "on", "confirm": "1", "assessed_each": "on"})
    assert done.status_code == 302
    for by in (world.officer, world.worker):
        assert WHY in browser(by).get(done["Location"]).content.decode()
        assert "kyddsmärkt" in browser(by).get(reverse("disclosures:disclosures")).content.decode()
    with act_as(world.officer):
        document = actions.print_decision(Disclosure.objects.get(), by=world.officer)
        html = "".join(copy.html for copy in Copy.objects.filter(document=document))
    assert WHY in html
    assert "SKYDDSMÄRKT" in html
    assert "Noa" not in html
