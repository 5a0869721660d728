"""Incidents: reported at home, judged, reviewed within a week, published with no more than was chosen."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from groups.extension_points import timeline
from groups.incidents import actions
from groups.incidents.actions import IncidentFacts
from groups.incidents.presenters import review_clock
from groups.models import Attribution, Group, Incident, IncidentFile
from gvi.access.policy import Reach
from gvi.access.principal import act_as
from gvi.acts.requires import NotNow
from tests import factories as make
from tests.groups.conftest import hidden
from tests.signed_in import browser

TODAY = timezone.localdate()


@pytest.fixture
def incident(case):
    with act_as(case.by.police):
        facts = IncidentFacts(
            happened_on=TODAY - timedelta(days=2), area="Torget", kind="shooting", summary="Skott mot en bil."
        )
        made = actions.report_incident(by=case.by.police, facts=facts)
        actions.save_incident_file(made, by=case.by.police, case_number="5000-K1-26", notes="Kanarieanteckning")
    return made


def judged(case, incident, group, side="perpetrator", certainty="likely"):
    with act_as(case.by.police):
        row = Incident.objects.get(pk=incident.pk)
        return actions.attribute_incident(row, by=case.by.police, group=group, side=side, certainty=certainty)


def publish(case, incident, *chosen, summary="Skott mot en bil."):
    with act_as(case.by.police):
        return actions.publish_incident(
            incident, by=case.by.police, summary=summary, attributions=[attribution.pk for attribution in chosen]
        )


def seen(who, model):
    with act_as(who):
        return {row.pk for row in model.objects.all()}


def test_an_incident_is_the_owners_until_it_is_published(case, incident):
    assert seen(case.by.police, Incident) == {incident.pk}
    assert seen(case.by.coordination, Incident) == set()
    publish(case, incident)
    assert seen(case.by.coordination, Incident) == {incident.pk}
    assert seen(case.by.region, Incident) == set()


def test_only_the_chosen_judgements_go_along_and_never_the_own_file(case, incident):
    chosen = judged(case, incident, case.shared)
    kept = judged(case, incident, case.own, certainty="possible")
    publish(case, incident, chosen)
    assert seen(case.by.coordination, Attribution) == {chosen.pk}
    assert seen(case.by.police, Attribution) == {chosen.pk, kept.pk}
    assert seen(case.by.coordination, IncidentFile) == set()


def test_a_judgement_of_an_unpublished_group_is_not_published(case, incident):
    with pytest.raises(ValidationError) as error:
        publish(case, incident, judged(case, incident, case.own))
    assert set(error.value.message_dict) == {"attributions"}
    assert seen(case.by.coordination, Incident) == set()


def test_a_new_judgement_closes_the_one_before_and_keeps_it(case, incident):
    first = judged(case, incident, case.shared)
    publish(case, incident, first)
    second = judged(case, incident, case.shared, side="victim")
    with act_as(case.by.police):
        rows = {row.pk: (row.side, row.reach, row.replaced_at is None) for row in Attribution.objects.all()}
    assert rows == {first.pk: ("perpetrator", Reach.CORE, False), second.pk: ("victim", Reach.OWN, True)}
    with act_as(case.by.coordination):
        assert [row.replaced_at is None for row in Attribution.objects.all()] == [False]


def test_the_same_judgement_twice_is_no_new_one(case, incident):
    judged(case, incident, case.shared)
    with pytest.raises(NotNow):
        judged(case, incident, case.shared)


def test_the_review_has_a_clock_of_seven_days(case, incident):
    assert incident.review_by == TODAY + timedelta(days=5)
    assert not review_clock(incident).is_late
    incident.happened_on = TODAY - timedelta(days=8)
    clock = review_clock(incident)
    assert clock.is_late
    assert "1" in clock.text


def test_it_is_verified_and_then_reviewed(case, incident):
    by = case.by.police
    with act_as(by):
        with pytest.raises(NotNow):
            actions.review_incident(Incident.objects.get(), by=by, reviewed_on=TODAY)
        actions.verify_incident(Incident.objects.get(), by=by)
        for day in (TODAY + timedelta(days=1), TODAY - timedelta(days=3)):
            with pytest.raises(ValidationError):
                actions.review_incident(Incident.objects.get(), by=by, reviewed_on=day)
        actions.review_incident(Incident.objects.get(), by=by, reviewed_on=TODAY)
        assert Incident.objects.get().is_reviewed


def test_a_review_is_not_before_the_incident(case, incident):
    with act_as(case.by.police):
        actions.verify_incident(incident, by=case.by.police)
        with pytest.raises(ValidationError) as error:
            actions.review_incident(Incident.objects.get(), by=case.by.police, reviewed_on=TODAY - timedelta(days=3))
    assert set(error.value.message_dict) == {"reviewed_on"}


def test_only_an_agency_that_keeps_dossiers_has_a_file_of_its_own(case):
    """Notes on an incident name people: coordination owns none (domain 4.1 rule 5)."""
    facts = {"happened_on": TODAY, "area": "Torget", "kind": "shooting"}
    for agency, may in ((case.police, True), (case.coordination, False)):
        own = make.put(Incident, agency, **facts)
        with nullcontext() if may else pytest.raises(DatabaseError), transaction.atomic():
            make.put(IncidentFile, agency, incident=own, notes="Prov")


def test_nobody_publishes_what_is_anothers(case, incident):
    publish(case, incident)
    other = make.user(make.agency(case.place, "probation"), "analyst")
    with act_as(other), pytest.raises(PermissionDenied):
        actions.publish_incident(incident, by=other, summary="Annat")


def test_a_published_summary_holds_no_national_id(case, incident):
    with pytest.raises(ValidationError):
        publish(case, incident, summary="Se 19900101-2385")
    assert seen(case.by.coordination, Incident) == set()


def test_publishing_shows_first_what_the_others_will_see(case, incident):
    attribution = judged(case, incident, case.shared)
    client = browser(case.by.police)
    url = reverse("groups:publish_incident", args=[incident.pk])
    shown = client.post(url, {"summary": "Skott mot en bil.", "attributions": [str(attribution.pk)]})
    html = shown.content.decode()
    assert "Grupp Norra" in html
    assert "Kanarieanteckning" not in html
    assert seen(case.by.coordination, Incident) == set()
    assert client.post(url, hidden(shown) | {"confirm": "1"}).status_code == 302
    assert seen(case.by.coordination, Attribution) == {attribution.pk}


def test_a_name_in_the_summary_is_warned_of(case, incident):
    url = reverse("groups:publish_incident", args=[incident.pk])
    answer = browser(case.by.police).post(url, {"summary": "Kim Ceder sköt mot en bil."})
    assert answer.status_code == 422
    assert "Kim Ceder sköt" in answer.content.decode()


def test_the_pages_show_the_own_file_to_its_owner_only(case, incident):
    publish(case, incident)
    url = incident.get_absolute_url()
    assert "Kanarieanteckning" in browser(case.by.police).get(url).content.decode()
    for who in (case.by.coordination, case.by.social, case.by.probation):
        html = browser(who).get(url).content.decode()
        assert "Skott mot en bil." in html
        assert "Kanarieanteckning" not in html
        assert "5000-K1-26" not in html


def test_the_groups_timeline_tells_the_core_what_is_published_and_the_owner_all(case, incident):
    attribution = judged(case, incident, case.shared)
    with act_as(case.by.police):
        assert len(timeline(Group.objects.get(pk=case.shared.pk))) == 1
    with act_as(case.by.coordination):
        assert timeline(Group.objects.get(pk=case.shared.pk)) == []
    publish(case, incident, attribution)
    with act_as(case.by.coordination):
        assert [event.url for event in timeline(Group.objects.get(pk=case.shared.pk))] == [incident.get_absolute_url()]


# --- two people write in the own file at once


def file_page(case, incident, by=None):
    client = browser(by or case.by.police)
    address = reverse("groups:save_incident_file", args=[incident.pk])
    return client, address, client.get(address).context["form"]["version"].value()


@pytest.mark.parametrize("begun", [True, False])
def test_two_who_write_in_the_own_file_lose_nothing(case, incident, begun):
    if not begun:
        facts = IncidentFacts(happened_on=TODAY, area="Hamnen", kind="shooting")
        with act_as(case.by.police):
            incident = actions.report_incident(by=case.by.police, facts=facts)
    colleague = make.user(case.police)
    first, address, version = file_page(case, incident)
    second, _same, also = file_page(case, incident, colleague)
    assert first.post(address, {"case_number": "K1", "notes": "Den ena", "version": version}).status_code == 302
    late = second.post(address, {"case_number": "K2", "notes": "Den andra", "version": also})
    assert late.status_code == 409
    page = late.content.decode()
    assert "Den ena" in page
    assert "Den andra" in page
    with act_as(case.by.police):
        assert IncidentFile.objects.get(incident=incident).notes == "Den ena"
    again = {"case_number": "K2", "notes": "Den ena. Den andra", "version": late.context["form"]["version"].value()}
    assert second.post(address, again).status_code == 302
    with act_as(case.by.police):
        assert IncidentFile.objects.get(incident=incident).notes == "Den ena. Den andra"


def test_a_corrected_incident_does_not_stop_who_writes_in_the_own_file(case, incident):
    client, address, version = file_page(case, incident)
    judged(case, incident, case.shared)
    with act_as(case.by.police):
        row = Incident.objects.get(pk=incident.pk)
        facts = IncidentFacts(happened_on=row.happened_on, area="Stora torget", kind="shooting", summary=row.summary)
        actions.edit_incident(row, by=case.by.police, facts=facts)
    assert client.post(address, {"case_number": "K3", "notes": "Mer", "version": version}).status_code == 302
