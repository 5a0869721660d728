"""Handed over by a decision, read for a time, taken back at once: through both walls, each alone and together."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from groups.models import PersonCode
from groups.people import actions as people
from groups.people.disclosable import disclosures_of
from groups.people.name_finder import names_in
from groups.people.queries import known_names
from gvi.access import context
from gvi.access.principal import act_as
from gvi.acts.act import REGISTRY
from gvi.acts.models import Change, LogEntry
from gvi.acts.requires import NotNow
from gvi.disclosures import actions
from gvi.disclosures.models import DisclosedRecord, Disclosure, DisclosureSource, GroundConfirmation, LegalGround
from gvi.disclosures.queries import received, receivers, to_dispose_of
from tests import factories as make
from tests.disclosures.conftest import ground, hand
from tests.run_time_role import as_operator
from tests.walls.connections import column, execute

pytestmark = pytest.mark.django_db


def confirmed() -> dict[str, Any]:
    """What is noted of a confirmation."""
    return {"confirmed_by": "jurist", "confirmed_on": timezone.localdate()}


def seen(by):
    """The disclosures and names this person's agency reads, through both walls."""
    with act_as(by):
        return {disclosure.pk for disclosure in Disclosure.objects.all()}, sorted(
            str(record) for record in DisclosedRecord.objects.all()
        )


def beside(by):
    """The names beside the codes, as a page of codes shows them."""
    with act_as(by):
        return {code.code: str(known_names([code]).get(code.pk, "")) for code in PersonCode.objects.order_by("code")}


def past_the_manager(agency):
    """The disclosures that PostgreSQL alone shows."""
    with context.enter_context(context.for_agencies(agency)):
        return column("SELECT id FROM disclosures_disclosure")


def copied(made, **facts):
    """The same decision once more, past all acts."""
    columns = {str(f.column): str(f.column) for f in Disclosure._meta.concrete_fields} | {"id": "gen_random_uuid()"}
    columns |= {name: str(value) for name, value in facts.items()}
    execute(
        f"INSERT INTO disclosures_disclosure ({', '.join(columns)})"
        f" SELECT {', '.join(columns.values())} FROM disclosures_disclosure WHERE id = %s",
        [made.pk],
    )


NAMES = ["Kim Ceder", "Mika Tall", "Robin Oxel"]


# ------------------------------------------------------------------ who reads it


def test_giver_and_receiver_read_it_and_nobody_else_does(world):
    made = hand(world)
    everybody = [world.officer, world.escort, world.worker, world.coordinator]
    assert [seen(by) for by in everybody] == [({made.pk}, NAMES), ({made.pk}, NAMES), (set(), []), (set(), [])]
    agencies = [world.police, world.probation, world.social, world.coordination]
    assert [past_the_manager(agency) for agency in agencies] == [{made.pk}, {made.pk}, set(), set()]


def test_several_readers_together_read_none(world):
    hand(world)
    with context.enter_context(context.for_agencies(world.police, world.probation)):
        assert not Disclosure.objects.exists()
        assert not DisclosedRecord.objects.exists()
        assert column("SELECT id FROM disclosures_disclosure") == set()


def test_which_dossier_it_was_taken_from_stays_with_the_giver(world):
    made = hand(world)
    with act_as(world.escort):
        assert not DisclosureSource.objects.exists()
        assert column("SELECT id FROM disclosures_disclosuresource") == set()
    with act_as(world.officer):
        assert [disclosures_of(person) for person in [*world.people, world.minor]] == [[made], [made], [made], []]


def test_the_copy_is_frozen_whatever_becomes_of_the_dossier(world):
    hand(world)
    with act_as(world.officer), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE disclosures_disclosedrecord SET facts = '{}'")


@pytest.mark.parametrize("fact", ["purpose = 'annat'", "people = 9", "decided_by = 'jag'", "receiver_id = owner_id"])
def test_a_decision_stands_as_it_was_made(world, fact):
    hand(world)
    for by in (world.officer, world.escort):
        with act_as(by), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE disclosures_disclosure SET {fact}")


def test_nobody_prolongs_it(world):
    hand(world)
    for by in (world.officer, world.escort):
        for name in ("valid_until", "readable_until"):
            with act_as(by), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"UPDATE disclosures_disclosure SET {name} = {name} + interval '1 day'")


def test_the_giver_cannot_accept_for_the_receiver_nor_take_away_what_was_accepted(world):
    made = hand(world)
    with act_as(world.officer), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE disclosures_disclosure SET accepted_at = now()")
    with act_as(world.escort):
        actions.accept(made, by=world.escort)
    with act_as(world.officer), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE disclosures_disclosure SET readable_until = now()")


def test_it_goes_to_no_agency_of_another_partnership(world):
    stranger = make.agency(make.partnership(), "probation")
    with pytest.raises(ValidationError):
        hand(world, to=stranger)
    made = hand(world)
    with act_as(world.officer), pytest.raises(DatabaseError), transaction.atomic():
        copied(made, receiver_id=stranger.pk)


def test_it_is_made_in_ones_own_name_only(world):
    made = hand(world)
    with act_as(world.escort), pytest.raises(DatabaseError), transaction.atomic():
        copied(made)


# ------------------------------------------------------------------ names beside codes


def test_names_stand_beside_the_codes_of_the_receiver_until_it_is_withdrawn(world):
    made = hand(world, people=world.people[:2])
    assert beside(world.escort) == {
        "Alm 44": "",
        "Ask 31": "Robin Oxel",
        "Ek 52": "",
        "Lind 63": "",
        "Lönn 25": "Kim Ceder",
    }
    assert set(beside(world.worker).values()) == {""}
    with act_as(world.officer):
        actions.withdraw(made, by=world.officer)
    assert set(beside(world.escort).values()) == {""}
    assert beside(world.officer)["Lönn 25"] == "Kim Ceder, 1990"


def test_an_own_record_comes_before_what_somebody_else_said(world):
    hand(world)
    with act_as(world.escort):
        code = PersonCode.objects.get(code="Lönn 25")
        people.link_code_to_person(code, by=world.escort, given_name="Kimberly", family_name="Ceder")
        held = known_names([code])[code.pk]
    assert (held.name, held.given_by) == ("Kimberly Ceder", "")


def test_a_page_of_names_takes_two_queries_however_many_codes_there_are(world, django_assert_num_queries):
    hand(world)
    with act_as(world.escort):
        codes = list(PersonCode.objects.all())
        for some in (codes[:1], codes):
            with django_assert_num_queries(2):
                known_names(some)


# ------------------------------------------------------------------ accept, return, withdraw, dispose


def test_not_accepted_it_is_gone_for_the_receiver_the_moment_it_is_withdrawn(world):
    made = hand(world)
    with act_as(world.officer):
        actions.withdraw(made, by=world.officer)
    assert seen(world.escort) == (set(), [])
    assert past_the_manager(world.probation) == set()
    assert seen(world.officer) == ({made.pk}, NAMES)


def test_not_accepted_it_is_gone_by_itself_when_its_time_is_up(world):
    made = hand(world, valid_until=timezone.now() + timedelta(seconds=1))
    assert seen(world.escort)[0] == {made.pk}
    time.sleep(1.1)
    assert seen(world.escort) == (set(), [])
    assert past_the_manager(world.probation) == set()


def test_accepted_and_withdrawn_it_leaves_lists_and_pages_and_waits_for_the_register(world):
    made = hand(world)
    with act_as(world.escort):
        actions.accept(made, by=world.escort)
    with act_as(world.officer):
        actions.withdraw(made, by=world.officer)
    with act_as(world.escort):
        assert list(received(world.escort)) == []
    assert set(beside(world.escort).values()) == {""}
    with act_as(world.registrar):
        assert list(received(world.registrar)) == [made]
        assert list(to_dispose_of(world.registrar)) == [made]
        actions.dispose(made, by=world.registrar)
        with pytest.raises(NotNow):
            actions.dispose(made, by=world.registrar)
    time.sleep(1.1)
    assert past_the_manager(world.probation) == set()
    assert seen(world.officer) == ({made.pk}, NAMES)


def test_given_back_before_it_was_accepted_nobody_at_the_receivers_reads_it_any_more(world):
    made = hand(world)
    with act_as(world.escort):
        actions.give_back(made, by=world.escort)
    assert set(beside(world.escort).values()) == {""}
    time.sleep(1.1)
    assert seen(world.escort) == (set(), [])
    assert past_the_manager(world.probation) == set()


def test_given_back_once_accepted_it_waits_for_the_register_like_anything_that_is_over(world):
    made = hand(world)
    with act_as(world.escort):
        actions.accept(made, by=world.escort)
        actions.give_back(made, by=world.escort)
        assert list(received(world.escort)) == []
    assert set(beside(world.escort).values()) == {""}
    time.sleep(1.1)
    with act_as(world.registrar):
        assert list(to_dispose_of(world.registrar)) == [made]


def test_until_when_it_was_decided_is_not_overwritten_by_when_it_ended(world):
    made = hand(world)
    decided = made.valid_until
    with act_as(world.officer):
        actions.withdraw(made, by=world.officer)
        over = Disclosure.objects.get(pk=made.pk)
    assert over.decided_until == decided > over.valid_until


def test_a_hand_over_without_a_name_names_nobody_and_hides_no_name(world):
    hand(world, people=world.people[:1])
    hand(world, people=world.people[:2], fields=["birth_year"], valid_until=timezone.now() + timedelta(days=3))
    assert beside(world.escort)["Lönn 25"] == "Kim Ceder"
    assert beside(world.escort)["Ask 31"] == ""


def test_a_name_that_was_handed_over_is_warned_of_like_an_own_one(world):
    made = hand(world, to=world.coordination)
    with act_as(world.coordinator):
        assert names_in("Ring Kim Ceder före mötet") == ["Kim Ceder"]
    with act_as(world.officer):
        actions.withdraw(made, by=world.officer)
    with act_as(world.coordinator):
        assert names_in("Ring Kim Ceder före mötet") == []


def test_it_goes_to_those_who_log_in_and_may_accept_it_and_to_nobody_else(world):
    make.agency(world.place, "community")
    make.agency(world.place, "prosecutor")
    make.agency(world.place, "social_services", logs_in=False)
    with act_as(world.officer):
        assert set(receivers(world.officer)) == {world.probation, world.social, world.coordination}


def test_grounds_between_authorities_do_not_cover_anybody_else(db):
    for kind in ("community", "adviser", "research", "national_support"):
        grounds = LegalGround.objects.in_force().filter(code__in=["10:15a", "10:27"])
        assert not grounds.filter(receivers__contains=[kind]).exists()
        assert not grounds.filter(receivers=[]).exists()


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("officer", ["disclosures.withdraw", "disclosures.withdraw_person", "disclosures.print_decision"]),
        ("escort", ["disclosures.accept", "disclosures.give_back"]),
        ("registrar", []),
    ],
)
def test_each_side_is_offered_its_own_acts(world, who, expected):
    made, by = hand(world), getattr(world, who)
    with act_as(by):
        disclosure = Disclosure.objects.get(pk=made.pk)
        acts = [act for act in REGISTRY.values() if act.on is Disclosure]
        assert [act.name for act in acts if act.is_open_for(disclosure, by)] == expected


def test_the_acts_of_the_other_side_are_refused(world):
    made = hand(world)
    for act, by in (
        (actions.accept, world.officer),
        (actions.give_back, world.officer),
        (actions.withdraw, world.escort),
    ):
        with act_as(by), pytest.raises(PermissionDenied):
            act(made, by=by)


def test_what_is_over_is_neither_accepted_nor_withdrawn_again(world):
    made = hand(world)
    with act_as(world.escort):
        actions.accept(made, by=world.escort)
        with pytest.raises(NotNow):
            actions.accept(made, by=world.escort)
    with act_as(world.officer):
        actions.withdraw(made, by=world.officer)
        with pytest.raises(NotNow):
            actions.withdraw(made, by=world.officer)


# ------------------------------------------------------------------ the decision


def test_minors_relatives_and_protected_people_are_never_among_them(world):
    for barred in (world.minor, world.relative):
        with pytest.raises(ValidationError) as refusal:
            hand(world, people=[world.people[0], barred])
        assert set(refusal.value.message_dict) == {"people"}


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"ground": "polislagen-6"}, "ground"),  # covers social services alone
        ({"ground": "10:18a"}, "ground"),  # from social services alone
        ({"reasons": ""}, "reasons"),
        ({"reasons": "  "}, "reasons"),
        ({"ground": "samtycke"}, "consent_on"),
        ({"valid_until": timedelta(minutes=-1)}, "valid_until"),
        ({"valid_until": timedelta(days=400)}, "valid_until"),
        ({"fields": ["national_id"]}, "fields"),
        ({"fields": []}, "fields"),
        ({"purpose": "Om 19900101-2385"}, "purpose"),
        ({"people": []}, "people"),
    ],
)
def test_a_decision_that_the_rules_do_not_carry_is_refused_with_its_field(world, facts, field):
    facts = dict(facts)
    if "ground" in facts:
        facts["ground"] = ground(facts["ground"])
    if "valid_until" in facts:
        facts["valid_until"] = timezone.now() + facts["valid_until"]
    with pytest.raises(ValidationError) as refusal:
        hand(world, **facts)
    assert set(refusal.value.message_dict) == {field}
    assert seen(world.officer) == (set(), [])


def test_a_ground_that_the_lawyer_confirmed_needs_no_reasons_unless_it_asks_for_them(world):
    consent = {"ground": ground("samtycke"), "consent_on": timezone.localdate()}
    with act_as(world.registrar):
        actions.confirm_ground(by=world.registrar, ground=consent["ground"], **confirmed())
    with pytest.raises(ValidationError):  # what probation has confirmed is not confirmed for the police
        hand(world, reasons="", **consent)
    assert not hand(world, **consent).ground_confirmed
    with act_as(world.lawyer):
        for confirmable in (consent["ground"], ground()):
            actions.confirm_ground(by=world.lawyer, ground=confirmable, **confirmed())
    assert hand(world, reasons="", **consent).ground_confirmed
    with pytest.raises(ValidationError):  # this one asks for an assessment, confirmed or not
        hand(world, reasons="")


def test_a_confirmation_can_be_taken_back_and_what_was_decided_stands(world):
    with act_as(world.lawyer):
        noted = actions.confirm_ground(by=world.lawyer, ground=ground(), **confirmed())
    made = hand(world)
    with act_as(world.lawyer):
        with pytest.raises(NotNow):
            actions.confirm_ground(by=world.lawyer, ground=ground(), **confirmed())
        actions.revoke_ground(noted, by=world.lawyer)
        assert not GroundConfirmation.objects.filter(revoked_on=None).exists()
    with act_as(world.officer):
        assert Disclosure.objects.get(pk=made.pk).ground_confirmed
    assert not hand(world).ground_confirmed


def test_the_law_is_read_and_not_written_by_the_application(db):
    with pytest.raises(DatabaseError), transaction.atomic():
        LegalGround.objects.create(code="egen", name="Påhittad", statute="-")


def test_a_ground_applies_between_its_days(db):
    def codes(day):
        return {g.statute for g in LegalGround.objects.in_force(day).filter(code="10:18a")}

    today = timezone.localdate()
    assert codes(today) == {"10 kap. 18 a § OSL"}
    assert codes(today.replace(year=2024)) == {"10 kap. 18 a § OSL (äldre lydelse)"}


# ------------------------------------------------------------------ the log


def test_the_log_holds_ids_and_the_values_stay_with_the_giver(world):
    made = hand(world)
    with act_as(world.escort):
        actions.accept(made, by=world.escort)
        (entry,) = LogEntry.objects.filter(verb="disclosures.accept")
        assert entry.owner_id == world.probation.pk
        assert set(entry.fields["disclosures.Disclosure"]) == {"accepted_at", "accepted_by_id", "readable_until"}
        assert not Change.objects.filter(entry=entry.pk).exists()
    with act_as(world.officer):
        assert Change.objects.filter(entry=entry.pk).count() == 1
        (made_entry,) = LogEntry.objects.filter(verb="disclosures.hand_over")
        assert not {"Kim", "Ceder"} & set(str(made_entry.rows).split("'"))


# ------------------------------------------------------------------ in the database, past every act


REFUSED_OF_THE_RECEIVER = {
    "accepted as somebody else": "accepted_at = now(), accepted_by_id = {other}",
    "accepted by nobody": "accepted_at = now(), accepted_by_id = NULL",
    "a name without acceptance": "accepted_by_id = {me}",
}
REFUSED_OF_WHO_HAS_ACCEPTED = {
    "another name": "accepted_by_id = {other}",
    "another time": "accepted_at = '2020-01-01'",
    "taken back": "accepted_at = NULL, accepted_by_id = NULL",
    "disposed of while valid": "disposed_at = now()",
    "ended without ending": "end_reason = 'returned'",
}


def refused(by, made, change, **facts):
    with pytest.raises(DatabaseError), transaction.atomic(), act_as(by):
        execute(f"UPDATE disclosures_disclosure SET {change.format(**facts)} WHERE id = %s", [made.pk])


@pytest.mark.parametrize("attack", REFUSED_OF_THE_RECEIVER)
def test_nobody_accepts_in_anothers_name(world, attack):
    made = hand(world)
    me, other = world.escort.user.pk, world.registrar.user.pk
    refused(world.escort, made, REFUSED_OF_THE_RECEIVER[attack], me=me, other=other)


@pytest.mark.parametrize("attack", REFUSED_OF_WHO_HAS_ACCEPTED)
def test_an_acceptance_stands(world, attack):
    made = hand(world)
    with act_as(world.escort):
        actions.accept(made, by=world.escort)
    me, other = world.escort.user.pk, world.registrar.user.pk
    refused(world.escort, made, REFUSED_OF_WHO_HAS_ACCEPTED[attack], me=me, other=other)


def test_the_database_says_when_it_was_accepted(world):
    made = hand(world)
    with act_as(world.escort):
        sql = "UPDATE disclosures_disclosure SET accepted_at = '2020-01-01', accepted_by_id = %s WHERE id = %s"
        assert execute(sql, [world.escort.user.pk, made.pk]) == 1
        made.refresh_from_db()
    assert made.accepted_at
    assert timezone.now() - made.accepted_at < timedelta(minutes=5)


def test_how_it_ended_is_said_once(world):
    made = hand(world)
    with act_as(world.officer):
        actions.withdraw(made, by=world.officer)
    refused(world.officer, made, "end_reason = 'returned'")
    refused(world.officer, made, "end_reason = ''")


TOO_FAR = {
    "for fifty years": dict.fromkeys(("valid_until", "readable_until", "decided_until"), "now() + interval '50 years'"),
    "readable longer": {"readable_until": "valid_until + interval '1 day'"},
    "accepted at birth": {"accepted_at": "now()"},
    "disposed of at birth": {"disposed_at": "now()"},
}


@pytest.mark.parametrize("attack", TOO_FAR)
def test_a_decision_lasts_a_year_at_most_and_is_new_whoever_writes_it(world, attack):
    made = hand(world)
    with pytest.raises(DatabaseError), transaction.atomic(), act_as(world.officer):
        copied(made, **TOO_FAR[attack])
    with act_as(world.officer):
        copied(made)


@pytest.mark.parametrize(
    "uncovering",
    [
        {"covers_persons": False},
        {"givers": ["tax"]},
        {"receivers": ["tax"]},
        {"valid_to": timezone.localdate() - timedelta(days=1)},
        {"valid_from": timezone.localdate() + timedelta(days=1)},
    ],
)
def test_a_ground_that_does_not_cover_it_is_refused_by_the_database(world, uncovering):
    made = hand(world)
    with as_operator():
        LegalGround.objects.filter(pk=made.ground_id).update(**uncovering)
    with pytest.raises(DatabaseError), transaction.atomic(), act_as(world.officer):
        copied(made)


def test_nobody_writes_the_log_in_anothers_name_or_for_another_day(world):
    """Attacked by SQL in the context of the police."""
    sql = (
        "INSERT INTO acts_logentry (id, partnership_id, owner_id, reach, version, logged_at, user_id, role, verb,"
        " outcome, rows, fields)"
        " VALUES (gen_random_uuid(), %s, %s, 0, 1, '2020-01-01', %s, 'analyst', 'x', 'done', '{}', '{}')"
    )
    place = [world.place.pk, world.police.pk]
    for other in (world.colleague.user.pk, None):
        with pytest.raises(DatabaseError), transaction.atomic(), act_as(world.officer):
            execute(sql, [*place, other])
    with act_as(world.officer):
        execute(sql, [*place, world.officer.user.pk])
        (entry,) = LogEntry.objects.filter(verb="x")
    assert timezone.now() - entry.logged_at < timedelta(minutes=5)
