"""What coordination records of groups and incidents for agencies that do not log in: open facts, codes, a key sheet."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from groups import actions
from groups.incidents import actions as incidents
from groups.incidents.actions import IncidentFacts
from groups.models import Attribution, Dossier, Group, Incident, IncidentState, PersonCode, Side
from groups.people import actions as people
from gvi.access.policy import Kind, Reach, Role
from gvi.access.principal import act_as
from gvi.acts.models import LogEntry
from gvi.acts.requires import NotNow
from gvi.documents.models import Copy, Document
from gvi.partnerships.on_behalf.models import Source, SourceChannel
from tests import factories as make
from tests.groups.conftest import text_of
from tests.signed_in import browser

TODAY = timezone.localdate()


@pytest.fixture
def alone(db):
    """A partnership where only the municipality logs in."""
    place = make.partnership()
    town = make.agency(place, Kind.COORDINATION, "Kommunen", leads=True)
    made = SimpleNamespace(place=place, town=town, by=make.user(town))
    for name, kind in (("police", Kind.POLICE), ("probation", Kind.PROBATION), ("social", Kind.SOCIAL_SERVICES)):
        setattr(made, name, make.agency(place, kind, name.capitalize(), logs_in=False))
    made.source = Source(made.police, TODAY, SourceChannel.ORALLY)
    return made


def recorded(world, name="Sluttningen", **card):
    with act_as(world.by):
        return actions.record_group(by=world.by, source=world.source, name=name, **card)


def shooting(happened_on=TODAY):
    return IncidentFacts(happened_on=happened_on, area="Torget", kind="shooting", summary="Skott mot en port.")


def coded(world, count=12):
    group = recorded(world)
    with act_as(world.by):
        people.record_codes(group, by=world.by, count=count)
    return group


def test_a_card_on_the_word_of_the_police_is_open_at_once_and_owned_by_coordination(alone):
    group = recorded(alone, size_low=10)
    reader = make.user(alone.probation)  # if they log in one day
    with act_as(reader):
        seen = Group.objects.get(pk=group.pk)
        assert (seen.owner, seen.reach, seen.source_or_owner, seen.size_low) == (
            alone.town,
            Reach.CORE,
            alone.police,
            10,
        )
    with act_as(alone.by), pytest.raises(ValidationError) as twice:
        actions.record_group(by=alone.by, source=alone.source, name="Sluttningen")
    assert set(twice.value.message_dict) == {"name"}


def test_a_card_takes_a_word_for_each_change(alone):
    group = recorded(alone)
    with act_as(alone.by):
        with pytest.raises(ValidationError):
            actions.edit_group(group, by=alone.by, summary="Lugnt")
        changed = actions.edit_group(
            group, by=alone.by, summary="Lugnt", source=Source(alone.police, TODAY, SourceChannel.TELEPHONE)
        )
        assert (changed.summary, changed.source_channel) == ("Lugnt", SourceChannel.TELEPHONE)
        with pytest.raises(ValidationError):
            actions.edit_group(changed, by=alone.by, summary="19900101-2385 är ledare", source=alone.source)


def test_nobody_is_spoken_for_who_logs_in(alone, world):
    make.agency(world.place, Kind.PROBATION, "Frivården i norr", logs_in=False)
    source = Source(world.police, TODAY, SourceChannel.ORALLY)
    with act_as(world.by.coordination), pytest.raises(ValidationError) as refused:
        actions.record_group(by=world.by.coordination, source=source, name="Ny")
    assert set(refused.value.message_dict) == {"source_agency"}


@pytest.mark.parametrize("role", [Role.STEERING, Role.REGISTRAR, Role.SYSTEM_MANAGER])
def test_only_the_coordinator_speaks_for_others(alone, role):
    other = make.user(alone.town, role)
    with act_as(other), pytest.raises(PermissionDenied):
        actions.record_group(by=other, source=alone.source, name="Ny")


def test_codes_are_made_in_bulk_without_any_name(alone):
    group = coded(alone)
    with act_as(alone.by):
        codes = PersonCode.objects.filter(group=group)
        assert len({code.code for code in codes}) == 12
        assert {(code.owner, code.reach) for code in codes.select_related("owner")} == {(alone.town, Reach.CORE)}
        assert not Dossier.objects.exists()
        assert LogEntry.objects.filter(verb="groups.record_codes").count() == 1


def test_codes_without_names_are_only_for_groups_of_anothers_word(case):
    with act_as(case.by.coordination), pytest.raises(PermissionDenied):
        people.record_codes(case.shared, by=case.by.coordination, count=2)
    own = make.put(Group, case.coordination, reach=Reach.CORE, name="Egen")
    with act_as(case.by.coordination), pytest.raises(NotNow):
        people.record_codes(own, by=case.by.coordination, count=2)


def test_an_incident_is_recorded_with_its_group_and_waits_for_the_review(alone):
    group = recorded(alone)
    with act_as(alone.by):
        incident = incidents.record_incident(
            by=alone.by, source=alone.source, facts=shooting(TODAY - timedelta(days=1)), group=group,
            side=Side.PERPETRATOR, certainty="likely",
        )  # fmt: skip
        laid = Attribution.objects.get(incident=incident)
        assert (incident.state, incident.reach) == (IncidentState.VERIFIED, Reach.CORE)
        assert (laid.reach, laid.source_or_owner, laid.supports_sanction) == (Reach.CORE, alone.police, True)
        incidents.review_incident(incident, by=alone.by, reviewed_on=TODAY)
        with pytest.raises(ValidationError):
            incidents.attribute_incident(incident, by=alone.by, group=group, side=Side.UNCLEAR, certainty="possible")
        later = incidents.attribute_incident(
            incident, by=alone.by, group=group, side=Side.UNCLEAR, certainty="possible", source=alone.source
        )
        assert later.reach == Reach.CORE
        assert [attribution.pk for attribution in Attribution.objects.current()] == [later.pk]


def test_what_was_told_before_it_happened_is_refused(alone):
    with act_as(alone.by), pytest.raises(ValidationError) as refused:
        incidents.record_incident(
            by=alone.by, source=Source(alone.police, TODAY - timedelta(days=3), SourceChannel.ORALLY), facts=shooting()
        )
    assert set(refused.value.message_dict) == {"source_date"}
    with act_as(alone.by):
        assert not Incident.objects.exists()


def test_the_key_sheet_is_one_numbered_copy_with_the_codes_and_no_name(alone):
    group = coded(alone, count=5)
    with act_as(alone.by):
        paper = people.print_key_sheet(group, by=alone.by, keeper=alone.police)
        (copy,) = Copy.objects.filter(document=paper)
        codes = {code.code for code in PersonCode.objects.filter(group=group)}
    text = text_of(copy.html)
    assert (paper.number[-4:], paper.reach, copy.addressee, copy.agency) == ("-001", Reach.CORE, "Police", alone.police)
    assert {code for code in codes if code in text} == codes
    assert "Sluttningen" not in text
    assert "Police" in text
    assert len(re.findall(r"<td></td>", copy.html)) == 2 * len(codes)


def test_a_key_is_kept_by_an_agency_that_may_keep_records_and_never_by_coordination(alone):
    group = coded(alone, count=1)
    with act_as(alone.by):
        for keeper in (alone.town, make.agency(make.partnership(), Kind.POLICE)):
            with pytest.raises(ValidationError) as refused:
                people.print_key_sheet(group, by=alone.by, keeper=keeper)
            assert set(refused.value.message_dict) == {"keeper"}
        with pytest.raises(NotNow):
            people.print_key_sheet(recorded(alone, "Tom"), by=alone.by, keeper=alone.police)
        assert not Document.objects.exists()


def test_the_pages_say_whose_word_it_is(alone):
    group = coded(alone, count=3)
    with act_as(alone.by):
        incidents.record_incident(
            by=alone.by, source=alone.source, facts=shooting(), group=group, side=Side.PERPETRATOR, certainty="likely"
        )
    client = browser(alone.by)
    words = group.source_label
    for address in (reverse("groups:groups"), group.get_absolute_url(), reverse("groups:incidents")):
        assert words in text_of(client.get(address).content.decode()), address


def test_the_forms_take_the_word_and_lose_nothing(alone):
    client = browser(alone.by)
    typed = {"name": "Kvarnen", "kind": "local", "state": "active", "violence": "low"}
    page = client.post(reverse("groups:record_group"), typed)
    assert page.status_code == 422
    assert 'value="Kvarnen"' in page.content.decode()
    told = {"source_agency": alone.police.pk, "source_date": TODAY.isoformat(), "source_channel": "paper"}
    page = client.post(reverse("groups:record_group"), typed | told)
    assert page.status_code == 302
    with act_as(alone.by):
        group = Group.objects.get(name="Kvarnen")
        assert (group.source_or_owner, group.source_channel) == (alone.police, "paper")
    form = client.get(reverse("groups:edit_group", args=[group.pk])).context["form"]
    assert form["source_agency"].value() == alone.police.pk
    assert form["source_channel"].value() == SourceChannel.ORALLY  # the source is given again


def test_where_the_core_logs_in_nothing_is_offered(world):
    make.agency(world.place, Kind.COMMUNITY, "Förening", logs_in=False)
    client = browser(world.by.coordination)
    page = client.get(reverse("groups:groups")).content.decode()
    assert reverse("groups:record_group") not in page
    assert client.get(reverse("groups:record_group")).status_code == 409


def test_the_list_asks_the_database_the_same_number_of_times_however_many_words(alone, django_assert_max_num_queries):
    for number in range(8):
        recorded(alone, f"Grupp {number}")
    client = browser(alone.by)
    client.get(reverse("groups:groups"))
    with django_assert_max_num_queries(14):
        client.get(reverse("groups:groups"))


def test_when_the_agency_begins_to_log_in_what_it_told_is_corrected_and_nothing_new_is_taken(alone):
    group = coded(alone, count=2)
    with act_as(alone.by):
        incident = incidents.record_incident(by=alone.by, source=alone.source, facts=shooting(), group=group)
    make.begins_to_log_in(alone.police)
    told = {"source_agency": alone.police.pk, "source_date": TODAY.isoformat(), "source_channel": "telephone"}
    client = browser(alone.by)
    typed = {"name": "Backen", "kind": "local", "state": "dormant", "violence": "low"} | told
    assert client.post(reverse("groups:edit_group", args=[group.pk]), typed).status_code == 302
    facts = {"happened_on": TODAY.isoformat(), "area": "Bron", "kind": "shooting", "summary": "Skott"}
    facts |= {"deaths": "0", "injured": "0"}
    assert client.post(reverse("groups:edit_incident", args=[incident.pk]), facts | told).status_code == 302
    with act_as(alone.by):
        card, changed = Group.objects.get(pk=group.pk), Incident.objects.get(pk=incident.pk)
        assert (card.name, changed.area) == ("Backen", "Bron")
        laid = incidents.attribute_incident(
            changed, by=alone.by, group=group, side=Side.PERPETRATOR, certainty="likely", source=alone.source
        )
        assert {card.source_or_owner, changed.source_or_owner, laid.source_or_owner} == {alone.police}
        for new in (
            lambda: actions.record_group(by=alone.by, source=alone.source, name="Ny"),
            lambda: incidents.record_incident(by=alone.by, source=alone.source, facts=shooting()),
        ):
            with pytest.raises(ValidationError) as refused:
                new()
            assert set(refused.value.message_dict) == {"source_agency"}


def test_no_codes_and_no_key_sheet_once_the_agency_logs_in(alone):
    group = coded(alone, count=2)
    ways = [reverse(f"groups:{name}", args=[group.pk]) for name in ("record_codes", "print_key_sheet")]
    client = browser(alone.by)
    page = client.get(group.get_absolute_url()).content.decode()
    assert [way in page for way in ways] == [True, True]
    make.begins_to_log_in(alone.police)
    page = client.get(group.get_absolute_url()).content.decode()
    assert [way in page for way in ways] == [False, False]
    assert [client.get(way).status_code for way in ways] == [409, 409]
    with act_as(alone.by):
        with pytest.raises(NotNow):
            people.record_codes(group, by=alone.by, count=2)
        with pytest.raises(NotNow):
            people.print_key_sheet(group, by=alone.by, keeper=alone.police)
        assert (PersonCode.objects.count(), Document.objects.count()) == (2, 0)
