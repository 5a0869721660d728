"""A forgotten password: a link by mail or by two people, one answer to strangers, once, and the end of all sessions."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail, signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gvi.access.policy import Kind, Role
from gvi.access.principal import Principal, act_as
from gvi.acts.requires import NotNow
from gvi.jobs.models import Job
from gvi.partnerships.accounts import actions, password_links
from gvi.partnerships.accounts.jobs import mail_password_link
from gvi.partnerships.accounts.sign_in_log import Event
from gvi.partnerships.models import FactorReset, User
from tests import factories as make
from tests.partnerships.test_accounts import code
from tests.partnerships.test_sign_in import Person, at, gets_in, verbs
from tests.signed_in import browser

pytestmark = pytest.mark.django_db
NEW = "blått regn över tak"


@pytest.fixture(autouse=True)
def _quick(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def office() -> Any:
    return make.agency(make.partnership(), Kind.COORDINATION)


@pytest.fixture
def person(office: Any) -> Person:
    made = Person(office)
    make.change_affiliation(made.by, last_signed_in_at=timezone.now())
    return made


@pytest.fixture
def mails(settings: Any) -> None:
    settings.EMAIL_URL, settings.SITE_URL = "smtp://x", "https://gvi.example"


def ask(email: str, client: Client | None = None) -> Any:
    return (client or at()).post(reverse("account_forgotten_password"), {"email": email})


def choose(link: str, password: str = NEW, client: Client | None = None) -> Any:
    return (client or at()).post(link, {"password": password, "again": password})


def body(page: Any) -> str:
    return re.sub(r"csrf[^>]*", "", page.content.decode())


def test_the_way_in_leads_there_and_says_whom_to_ask(office: Any, settings: Any) -> None:
    address = reverse("account_forgotten_password")
    assert address in at().get(reverse("account_login")).content.decode()
    page = at().get(address)
    assert page.status_code == 200
    assert 'name="email"' not in page.content.decode()
    assert ask("x@prov.example").status_code == 200
    assert Job.objects.count() == 0


def test_by_mail_a_new_password_is_chosen_and_every_session_ends(person: Person, mails: None) -> None:
    session = browser(person.by)
    assert ask(person.email).status_code == 200
    job = Job.objects.get(task=actions.MAIL_PASSWORD_LINK)
    system = Principal(job.affiliation)
    with act_as(system):
        mail_password_link(job.target, system)
    (message,) = mail.outbox
    assert message.to == [person.email]
    link = re.search(r"https://gvi\.example(\S+)", str(message.body))[1]  # type: ignore[index]
    assert choose(link).status_code == 302
    assert session.get("/").status_code == 302
    assert not gets_in(at(), person)
    assert gets_in(at("198.51.100.1"), person, NEW)
    assert choose(link, "en annan lång mening här").status_code == 410
    events = verbs(person.by)
    assert {Event.PASSWORD_ASKED, Event.PASSWORD_RENEWED} <= set(events)


@pytest.mark.parametrize("kind", ["unknown", "closed", "left", "system"])
def test_an_address_without_an_account_gets_the_same_answer_and_no_mail(
    kind: str, person: Person, mails: None, office: Any
) -> None:
    other = Person(office)
    if kind == "closed":
        User.objects.filter(pk=other.by.user.pk).update(is_active=False)
    elif kind == "left":
        make.change_affiliation(other.by, ends_on=timezone.localdate() - timedelta(days=1))
    elif kind == "system":
        User.objects.filter(pk=other.by.user.pk).update(is_system=True)
    email = "ingen@prov.example" if kind == "unknown" else other.email
    assert body(ask(email)) == body(ask(person.email))
    assert Job.objects.count() == 1


def test_nothing_is_looked_up_before_the_answer_is_sent(person: Person, mails: None, monkeypatch: Any) -> None:
    waiting: list[Any] = []
    monkeypatch.setattr("gvi.partnerships.accounts.sign_in_log.after_answer", waiting.append)
    for email in (person.email, "ingen@prov.example"):
        ask(email)
    assert (Job.objects.count(), len(waiting)) == (0, 2)


def test_nobody_fills_a_mailbox_or_asks_for_everybody(person: Person, mails: None) -> None:
    for number in range(10):
        ask(person.email, at(f"192.0.2.{number}"))
    assert Job.objects.count() == password_links.MAILS_AN_HOUR
    answers = [ask(f"x{number}@prov.example").status_code for number in range(25)]
    assert answers[-1] == 429
    assert "429" not in str(answers[:19])


@pytest.mark.parametrize("after", [timedelta(minutes=59), timedelta(minutes=61)])
def test_a_link_works_for_an_hour(after: timedelta, person: Person) -> None:
    with time_machine.travel("2026-11-20 08:00+01:00", tick=False) as clock:
        link = password_links.path(person.by.user)
        clock.shift(after)
        assert choose(link).status_code == (302 if after < timedelta(hours=1) else 410)


def test_what_has_happened_since_ends_a_link(person: Person, office: Any) -> None:
    link = password_links.path(person.by.user)
    make.change_affiliation(person.by, ends_on=timezone.localdate() - timedelta(days=1))
    assert choose(link).status_code == 410
    make.change_affiliation(person.by, ends_on=None)
    assert at().get(link).status_code == 200
    User.objects.filter(pk=person.by.user.pk).update(generation=7)
    assert choose(link).status_code == 410


@pytest.mark.parametrize("value", [None, 7, [1], [1, "x"], ["x", "y", "z"], {"a": 1}, [None, None]])
def test_a_forged_link_opens_nothing(value: Any, person: Person) -> None:
    for salt in (password_links.SALT, "other"):
        link = f"{reverse('account_new_password')}?kod={signing.dumps(value, salt=salt)}"
        assert at().get(link).status_code == choose(link).status_code == 410


def test_two_at_once_choose_one_password(person: Person) -> None:
    opened = [User.objects.get(pk=person.by.user.pk) for _ in range(2)]
    assert [user.renew_password(f"{NEW} {number}") for number, user in enumerate(opened)] == [True, False]


def test_a_bad_password_is_refused_and_the_link_still_works(person: Person) -> None:
    link = password_links.path(person.by.user)
    assert choose(link, "passwordpassword").status_code == 422
    assert choose(link).status_code == 302


# --- by two people


def test_two_people_make_a_link_where_no_mail_is_sent(person: Person, office: Any) -> None:
    first, second = (make.user(office, Role.SYSTEM_MANAGER) for _ in range(2))
    page = browser(first).get(person.by.affiliation.get_absolute_url()).content.decode()
    address = reverse("partnerships:request_password_link", args=[person.by.affiliation.public_id])
    assert address in page
    assert browser(first).post(address, {"reason": "Kom förbi och visade legitimation."}).status_code == 302
    with act_as(first):
        reset = FactorReset.objects.get()
    confirm = reverse("partnerships:confirm_password_link", args=[reset.pk])
    assert browser(first).post(confirm).status_code == 409
    assert browser(person.by).post(confirm).status_code == 403
    assert browser(second).post(reverse("partnerships:confirm_factor_reset", args=[reset.pk])).status_code == 409
    shown = browser(second).post(confirm).content.decode()
    link = re.search(r"http://testserver(/konto/nytt-losenord/\S+?)</code>", shown)[1]  # type: ignore[index]
    assert choose(link).status_code == 302
    client = at("198.51.100.9")
    client.post(reverse("account_login"), {"login": person.email, "password": NEW})
    assert client.get("/").status_code == 302  # the second factor stays
    client.post(reverse("mfa_authenticate"), {"code": code(person.secret)})
    assert client.get("/").status_code == 200
    assert browser(second).post(confirm).status_code == 409


def test_a_link_asked_for_one_thing_does_not_do_the_other(person: Person, office: Any) -> None:
    first, second = (make.user(office, Role.SYSTEM_MANAGER) for _ in range(2))
    with act_as(first):
        reset = actions.request_factor_reset(person.by.affiliation, by=first, reason="x")
    with act_as(second), pytest.raises(NotNow):
        actions.confirm_password_link(reset, by=second)


def test_nobody_asks_for_themselves_or_for_another_agencys_account(person: Person, office: Any) -> None:
    manager = make.user(office, Role.SYSTEM_MANAGER)
    make.change_affiliation(manager, last_signed_in_at=timezone.now())
    with act_as(manager), pytest.raises(NotNow):
        actions.request_password_link(manager.affiliation, by=manager, reason="x")
    police = make.agency(office.partnership, Kind.POLICE)
    theirs = make.user(police, Role.SYSTEM_MANAGER)
    with make.before_any_context():
        here = person.by.user.affiliations.create(agency=police, role=Role.ANALYST, last_signed_in_at=timezone.now())
    with act_as(theirs), pytest.raises(NotNow):
        actions.request_password_link(here, by=theirs, reason="x")
