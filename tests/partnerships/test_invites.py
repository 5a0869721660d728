"""An invitation: a link that works once, and tells nobody who has an account."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gvi.access.policy import Kind, Role
from gvi.access.principal import Principal, act_as
from gvi.acts.models import LogEntry
from gvi.acts.requires import NotNow
from gvi.jobs import queue
from gvi.jobs.models import Job, JobState
from gvi.partnerships.accounts import actions, queries
from gvi.partnerships.accounts import invitation_links as links
from gvi.partnerships.models import (
    AccessDecision,
    AccountInvitation,
    AccountInvitationState,
    Affiliation,
    FactorReset,
    FactorResetState,
    User,
)
from tests import factories as make
from tests.signed_in import browser

pytestmark = pytest.mark.django_db
PASSWORD = "sju små katter i en korg"
EMAIL = "maja@prov.example"
FACTS: dict[str, Any] = {"name": "Maja Lind", "role": Role.ANALYST, "unit": None, "title": "", "ends_on": None}


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def manager() -> Principal:
    agency = make.agency(make.partnership(), Kind.POLICE)
    return make.user(agency, Role.SYSTEM_MANAGER)


def invited(by: Principal, email: str = EMAIL, **facts: Any) -> AccountInvitation:
    with act_as(by):
        made: AccountInvitation = actions.invite(
            by=by, email=email, **FACTS | {"starts_on": timezone.localdate()} | facts
        )
    return made


def as_it_is(invite: AccountInvitation, by: Principal) -> AccountInvitation:
    with act_as(by):
        return AccountInvitation.objects.get(pk=invite.pk)


def follow(link: str, password: str = PASSWORD, again: str | None = None) -> Any:
    with make.before_any_context():
        return Client().post(link, {"password": password, "again": again or password})


def open_link(link: str) -> Any:
    with make.before_any_context():
        return Client().get(link)


def signed_in(user: User) -> Client:
    """Somebody's browser, second factor and all, before any agency is chosen."""
    return browser(Principal(Affiliation(user=user, pk=0)), entered=False)


def accept(link: str, user: User) -> Any:
    with make.before_any_context():
        return signed_in(user).post(link)


def sign_in(email: str, password: str = PASSWORD) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": email, "password": password})
    return client


def enrol(client: Client) -> Any:
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    with make.before_any_context():
        return client.post(reverse("mfa_activate_totp"), {"code": code}, follow=True)


# --- the way in


def test_from_the_invitation_to_the_first_page(manager: Any) -> None:
    link = links.path(invited(manager))
    assert not User.objects.filter(email=EMAIL).exists()
    assert open_link(link).status_code == 200
    client = Client()
    with make.before_any_context():
        assert client.post(link, {"password": PASSWORD, "again": PASSWORD})["Location"] == reverse("account_login")
    client.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD})
    assert client.get("/")["Location"] == client.get(link)["Location"] == reverse("mfa_activate_totp")
    enrol(client)
    assert not Affiliation.objects.filter(user__email=EMAIL).exists()
    assert client.get("/")["Location"] == link  # only once: a user who turns away is not sent back again and again
    assert client.get("/")["Location"] == reverse("portal:agency")
    with make.before_any_context():
        assert client.get(link).templates[0].name == "partnerships/accept_invitation.html"
        assert client.post(link)["Location"] == "/"
    assert client.get("/").status_code == 200
    joined = Affiliation.objects.get(user__email=EMAIL)
    assert (joined.agency, joined.role, joined.known_as) == (manager.agency, Role.ANALYST, "Maja Lind")
    assert joined.last_signed_in_at is not None


def test_the_link_works_once_and_sets_a_password_once(manager: Any) -> None:
    link = links.path(invited(manager))
    follow(link)
    follow(link, "en helt annan mening här")
    assert not sign_in(EMAIL, "en helt annan mening här").session.get("_auth_user_id")
    assert sign_in(EMAIL).session.get("_auth_user_id")
    user = User.objects.get(email=EMAIL)
    assert accept(link, user)["Location"] == "/"
    assert open_link(link).status_code == follow(link).status_code == accept(link, user).status_code == 410


def test_a_link_dies_with_the_access_of_the_one_who_sent_it(manager: Any) -> None:
    """Also where the last day simply came, and nobody closed anything."""
    link = links.path(invited(manager))
    make.change_affiliation(manager, ends_on=timezone.localdate())
    assert open_link(link).status_code == 200
    make.change_affiliation(manager, ends_on=timezone.localdate() - timedelta(days=1))
    assert open_link(link).status_code == follow(link).status_code == 410
    make.change_affiliation(manager, ends_on=None, role=Role.ANALYST)
    assert open_link(link).status_code == 410


def test_a_new_link_is_the_one_s_who_made_it(manager: Any) -> None:
    other, invite = make.user(manager.agency, Role.SYSTEM_MANAGER), invited(manager)
    with act_as(other):
        renewed = actions.renew_invitation(invite, by=other)
    make.change_affiliation(manager, ends_on=timezone.localdate() - timedelta(days=1))
    assert open_link(links.path(renewed)).status_code == 200


def test_the_link_dies_after_72_hours_when_a_new_one_is_made_and_when_it_is_withdrawn(manager: Any) -> None:
    invite = invited(manager)
    first = links.path(invite)
    with time_machine.travel(timezone.now() + timedelta(hours=72, seconds=1), tick=False):
        assert open_link(first).status_code == 410
    with act_as(manager):
        renewed = actions.renew_invitation(invite, by=manager)
    second = links.path(renewed)
    assert (open_link(first).status_code, open_link(second).status_code) == (410, 200)
    with act_as(manager):
        actions.withdraw_invitation(renewed, by=manager)
    assert open_link(second).status_code == follow(second).status_code == 410
    assert not User.objects.filter(email=EMAIL).exists()


def test_a_link_that_somebody_has_tampered_with_opens_nothing(manager: Any) -> None:
    link = links.path(invited(manager))
    address, code = link.split("=", 1)
    forged = [code[:-1] + ("A" if code[-1] != "A" else "B"), "", "x", "W10", code.replace(":", ".", 1)]
    bodies = {re.sub(r'value="\w{64}"', "", open_link(f"{address}={token}").content.decode()) for token in forged}
    assert len(bodies) == 1


def test_a_weak_password_or_two_different_ones_are_said_on_the_form(manager: Any) -> None:
    link = links.path(invited(manager))
    assert "password" in follow(link, "kort").context["form"].errors
    assert "again" in follow(link, PASSWORD, PASSWORD + "x").context["form"].errors
    assert open_link(link).status_code == 200


def test_the_log_tells_of_it_with_ids_only(manager: Any) -> None:
    invite = invited(manager)
    link = links.path(invite)
    follow(link)
    accept(link, User.objects.get(email=EMAIL))
    with act_as(manager):
        said = {entry.verb: entry for entry in LogEntry.objects.all()}
        decision = AccessDecision.objects.get()
        assert set(said) == {"partnerships.invite", "partnerships.create_account", "partnerships.accept_invitation"}
        assert said["partnerships.accept_invitation"].rows == {
            "partnerships.AccountInvitation": [str(invite.pk)],
            "partnerships.AccessDecision": [str(decision.pk)],
        }
        assert "maja" not in str([(entry.rows, entry.fields) for entry in said.values()]).lower()


# --- nobody is tied to an agency against his will, and nobody learns who has an account


@pytest.fixture
def officer(manager: Any) -> Principal:
    """Somebody at another agency, with a password and a second factor."""
    found = make.user(make.agency(manager.partnership, Kind.PROBATION))
    found.user.set_password("ett annat och eget ord")
    found.user.save()
    totp.TOTP.activate(found.user, totp.generate_totp_secret())
    return found


def test_an_invited_stranger_and_an_invited_account_look_the_same(manager: Any, officer: Any) -> None:
    def steps(email: str) -> list[str]:
        client = browser(manager)
        facts = {"name": "Maja Lind", "email": email, "role": "analyst", "starts_on": str(timezone.localdate())}
        sent = client.post(reverse("partnerships:invite"), facts)
        link = sent.context["link"]
        opened, done, again = open_link(link), follow(link), follow(link)
        shown = client.get(reverse("partnerships:users"))
        with act_as(manager):
            made = AccountInvitation.objects.get(email=email)
            actions.withdraw_invitation(made, by=manager)
        pages = (sent, opened, done, again, shown)
        return [plain(page.content.decode(), email, str(made.pk)) for page in pages] + [done["Location"]]

    def plain(body: str, *differ: str) -> str:
        body = re.sub(r'value="[\w-]{36,64}"|kod(=|%3D)[\w:.%-]+|\d\d\.\d\d|datetime="[^"]*"', "", body)
        for word in differ:
            body = body.replace(word, "")
        return body

    assert steps("ny@prov.example") == steps(officer.user.email)
    assert officer.user.full_name not in browser(manager).get(reverse("partnerships:users")).content.decode()


def test_the_link_opens_nobody_elses_account(manager: Any, officer: Any) -> None:
    follow(links.path(invited(manager, officer.user.email)), PASSWORD)
    assert not sign_in(officer.user.email, PASSWORD).session.get("_auth_user_id")
    kept = User.objects.get(pk=officer.user.pk)
    assert kept.check_password("ett annat och eget ord")
    assert Authenticator.objects.filter(user=kept).exists()


def test_an_account_joins_when_its_person_signed_in_says_yes_and_not_before(manager: Any, officer: Any) -> None:
    """Otherwise a system manager could tie anybody's account to their own agency by using the link."""
    link, theirs = links.path(invited(manager, officer.user.email)), browser(officer)
    follow(link)
    mine = browser(manager)
    with make.before_any_context():
        mine.post(link, {"password": PASSWORD, "again": PASSWORD})
    assert [affiliation.agency for affiliation in officer.user.affiliations.all()] == [officer.agency]
    assert sign_in(officer.user.email, "ett annat och eget ord").get("/")["Location"] != reverse("portal:agency")
    assert theirs.get("/").status_code == 200
    with make.before_any_context():
        assert theirs.get(link).templates[0].name == "partnerships/accept_invitation.html"
        assert theirs.post(link)["Location"] == "/"
    assert {affiliation.agency for affiliation in officer.user.affiliations.all()} == {officer.agency, manager.agency}
    assert theirs.get("/").wsgi_request.principal.agency == manager.agency  # type: ignore[attr-defined]


def test_another_s_sign_in_accepts_nothing_and_neither_does_one_without_a_second_factor(
    manager: Any, officer: Any
) -> None:
    """Whoever made an account in another's name beforehand has its password, and not the link; and the other way."""
    invite = invited(manager, officer.user.email)
    link, other = links.path(invite), make.user(officer.agency, Role.PROBATION_OFFICER)
    assert accept(link, other.user).status_code == 422  # the form for a password, like anybody's
    half = browser(officer, factor=False)
    assert half.post(link)["Location"] == reverse("mfa_activate_totp")
    by = links.opened(link.split("=")[1])
    assert by is not None
    with act_as(by[1]), pytest.raises(NotNow):
        actions.accept_invitation(invite, by=by[1], user=other.user)
    assert not Affiliation.objects.filter(agency=manager.agency, user__in=[other.user, officer.user]).exists()


def test_whoever_has_ended_joins_again_only_by_an_invitation(manager: Any) -> None:
    gone = make.user(manager.agency, Role.ANALYST)
    day = timezone.localdate() - timedelta(days=1)
    make.change_affiliation(gone, starts_on=day, ends_on=day, last_signed_in_at=timezone.now())
    with act_as(manager), pytest.raises(NotNow):
        actions.give_role(gone.affiliation, by=manager, role=Role.ANALYST, unit=None, starts_on=day, ends_on=None)
    with pytest.raises(ValidationError, match="role"):
        invited(manager, gone.user.email, starts_on=day)
    assert accept(links.path(invited(manager, gone.user.email)), gone.user)["Location"] == "/"


def test_nothing_of_an_account_elsewhere_is_shown_before_its_person_has_been_in(manager: Any, officer: Any) -> None:
    link = links.path(invited(manager, officer.user.email))
    follow(link)
    assert not queries.people_of(manager.agency).filter(user=officer.user).exists()
    accept(link, officer.user)
    row = queries.people_of(manager.agency).get(user=officer.user)
    assert (row.known_as, row.last_signed_in_at) == ("Maja Lind", None)
    body = browser(manager).get(row.get_absolute_url()).content.decode()
    assert officer.user.full_name not in body
    with make.before_any_context():
        browser(Principal(row)).get("/")  # `entered` is the session's own: this one came in before
        Affiliation.objects.filter(pk=row.pk).update(last_signed_in_at=timezone.now())
    assert officer.user.full_name in browser(manager).get(row.get_absolute_url()).content.decode()


def test_ones_own_people_and_open_invitations_are_not_invited_again(manager: Any) -> None:
    invited(manager)
    for email in (EMAIL, EMAIL.upper(), manager.user.email):
        with pytest.raises(ValidationError, match="email"):
            invited(manager, email)


# --- the mail


def test_where_mail_is_sent_the_link_goes_to_the_person_and_not_to_the_manager(manager: Any, settings: Any) -> None:
    settings.EMAIL_URL, settings.SITE_URL = "memorymail://", "https://gvi.prov.example"
    facts = {"name": "Maja Lind", "email": EMAIL, "role": "analyst", "starts_on": str(timezone.localdate())}
    answer = browser(manager).post(reverse("partnerships:invite"), facts)
    assert answer["Location"] == reverse("partnerships:users")
    job = Job.objects.get(task=actions.MAIL_INVITATION)
    assert queue.perform(job.pk)
    (sent,) = mail.outbox
    assert sent.to == [EMAIL]
    (link,) = re.findall(r"https://gvi\.prov\.example(\S+)", str(sent.body))
    assert open_link(link).status_code == 200
    for word in ("GVI", "Maja", "polis", "analy", manager.partnership.name):
        assert word.lower() not in (sent.subject + sent.body.split("https")[0]).lower().replace(
            manager.agency.title.lower(), ""
        )


def test_a_withdrawn_invitation_is_not_mailed(manager: Any, settings: Any) -> None:
    settings.EMAIL_URL, settings.SITE_URL = "memorymail://", "https://gvi.prov.example"
    invite = invited(manager)
    with act_as(manager):
        actions.withdraw_invitation(invite, by=manager)
    job = Job.objects.get(task=actions.MAIL_INVITATION)
    assert queue.perform(job.pk)
    job.refresh_from_db()
    assert (job.state, mail.outbox) == (JobState.DONE, [])


# --- a second factor, by two


@pytest.fixture
def locked_out(manager: Any) -> Principal:
    found = make.user(manager.agency, Role.ANALYST)
    make.change_affiliation(found, last_signed_in_at=timezone.now())
    totp.TOTP.activate(found.user, totp.generate_totp_secret())
    Authenticator.objects.create(user=found.user, type="recovery_codes", data={})
    return found


def asked(of: Principal, by: Principal) -> FactorReset:
    with act_as(by):
        made: FactorReset = actions.request_factor_reset(of.affiliation, by=by, reason="Telefonen är borta.")
    return made


@pytest.mark.parametrize("second", [Role.MANAGER, Role.SYSTEM_MANAGER])
def test_two_people_take_a_second_factor_away_and_every_session_ends(
    second: str, manager: Any, locked_out: Any
) -> None:
    theirs, other = browser(locked_out), make.user(manager.agency, second)
    reset = asked(locked_out, manager)
    assert theirs.get("/").status_code == 200
    answer = browser(other).post(reverse("partnerships:confirm_factor_reset", args=[reset.pk]))
    assert answer.status_code == 302
    assert not Authenticator.objects.filter(user=locked_out.user).exists()
    assert theirs.get("/")["Location"].startswith(reverse("account_login"))
    half = browser(Principal(Affiliation.objects.for_principal().get(pk=locked_out.affiliation.pk)), factor=False)
    assert half.get("/")["Location"] == reverse("mfa_activate_totp")


def test_neither_the_one_who_asked_nor_the_one_it_is_for_confirms(manager: Any) -> None:
    other = make.user(manager.agency, Role.SYSTEM_MANAGER)
    make.change_affiliation(other, last_signed_in_at=timezone.now())
    reset = asked(other, manager)
    for person in (manager, other):
        assert browser(person).post(reverse("partnerships:confirm_factor_reset", args=[reset.pk])).status_code == 409
    with act_as(manager):
        assert FactorReset.objects.get().state == FactorResetState.REQUESTED


def test_a_request_runs_out_after_24_hours_and_can_be_made_again(manager: Any, locked_out: Any) -> None:
    third = make.user(manager.agency, Role.MANAGER)
    first = asked(locked_out, manager)
    with pytest.raises(NotNow):
        asked(locked_out, manager)
    with time_machine.travel(timezone.now() + timedelta(hours=24, seconds=1), tick=False):
        with act_as(third), pytest.raises(NotNow):
            actions.confirm_factor_reset(first, by=third)
        again = asked(locked_out, manager)
        with act_as(third):
            assert {reset.pk: reset.state for reset in FactorReset.objects.all()} == {
                first.pk: FactorResetState.CANCELLED,
                again.pk: FactorResetState.REQUESTED,
            }


def test_a_cancelled_request_resets_nothing(manager: Any, locked_out: Any) -> None:
    third, reset = make.user(manager.agency, Role.MANAGER), asked(locked_out, manager)
    with act_as(third):
        actions.cancel_factor_reset(reset, by=third)
        with pytest.raises(NotNow):
            actions.confirm_factor_reset(reset, by=third)
    assert Authenticator.objects.filter(user=locked_out.user).count() == 2


def test_only_the_agency_that_looks_after_the_account_takes_its_factor_away(manager: Any, officer: Any) -> None:
    """Else two people at one agency could weaken somebody's door at another."""
    accept(links.path(invited(manager, officer.user.email)), officer.user)
    with make.before_any_context():
        Affiliation.objects.filter(user=officer.user).update(last_signed_in_at=timezone.now())
    here = Affiliation.objects.for_principal().get(user=officer.user, agency=manager.agency)
    with act_as(manager), pytest.raises(NotNow):
        actions.request_factor_reset(here, by=manager, reason="x")
    assert Authenticator.objects.filter(user=officer.user).exists()


def test_the_second_person_finds_it_on_min_dag(manager: Any, locked_out: Any) -> None:
    third, reset = make.user(manager.agency, Role.MANAGER), asked(locked_out, manager)
    address = reverse("partnerships:confirm_factor_reset", args=[reset.pk])
    assert address in [item.url for item in browser(third).get("/").context["items"]]
    assert address not in [item.url for item in browser(manager).get("/").context["items"]]
    assert as_it_is(invited(manager), manager).state == AccountInvitationState.OPEN
