"""Limits on signing in, by attack: nobody guesses, and no stranger shuts anybody out. And the traces that it leaves."""

import re
from html import unescape
from typing import Any

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.urls import reverse

from gvi.access.policy import Kind, Role
from gvi.access.principal import Principal, act_as
from gvi.acts.models import LogEntry, Outcome
from gvi.partnerships.accounts import devices
from gvi.partnerships.accounts.sign_in_log import Event
from gvi.portal.log import labels
from tests import factories as make
from tests.partnerships.test_accounts import code, give_factor
from tests.signed_in import browser

pytestmark = pytest.mark.django_db
RIGHT, WRONG = "ett långt och unikt ord", "fel ord fel ord fel"
START = "2026-11-20 08:00:30+01:00"


class Person:
    """Somebody with a password and a code app."""

    def __init__(self, of: Any, email: str = "") -> None:
        self.by = make.user(of)
        self.by.user.set_password(RIGHT)
        if email:
            self.by.user.email = email
        self.by.user.save()
        self.secret = give_factor(self.by.user)

    @property
    def email(self) -> str:
        return str(self.by.user.email)


def at(address: str = "192.0.2.7", **options: Any) -> Client:
    """A browser that has never been here."""
    return Client(REMOTE_ADDR=address, **options)


def try_password(client: Client, email: str, password: str = WRONG) -> Any:
    return client.post(reverse("account_login"), {"login": email, "password": password})


def gets_in(client: Client, person: Person, password: str = RIGHT) -> bool:
    """The whole way in: password, code, first page."""
    if try_password(client, person.email, password).status_code != 302:
        return False
    client.post(reverse("mfa_authenticate"), {"code": code(person.secret)})
    return bool(client.get("/").status_code == 200)


def verbs(by: Principal, **wanted: Any) -> list[str]:
    with act_as(by):
        entries = LogEntry.objects.filter(verb__startswith="account.", **wanted).order_by("logged_at")
        return list(entries.values_list("verb", flat=True))


@pytest.fixture(autouse=True)
def _quick(settings: Any) -> None:
    """The hash is not under test here, and guessing takes many."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(START, tick=False) as clock:
        yield clock


@pytest.fixture
def office() -> Any:
    return make.agency(make.partnership(), Kind.COORDINATION)


# --- what a wrong password is told

SENTENCES = {
    "sv": (
        "E-postadressen eller lösenordet är fel: kontrollera båda och försök igen, eller tryck på ”Glömt lösenordet?”."
    ),
    "en": "The e-mail address or the password is wrong: check both and try again, or press “Forgotten your password?”.",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_a_wrong_login_is_told_one_sentence_that_helps_whether_there_is_an_account_or_not(
    office: Any, language: str
) -> None:
    known, closed = Person(office), Person(office)
    closed.by.user.is_active = False
    closed.by.user.save()
    told = set()
    tries = [(known.email, WRONG), (closed.email, RIGHT), (closed.email, WRONG), ("ingen@norrby.example", WRONG)]
    for email, password in tries:
        client = at()
        client.post(reverse("public:language"), {"language": language})
        page = try_password(client, email, password)
        assert page.status_code == 200
        told.add(SENTENCES[language] in unescape(page.content.decode()))
    assert told == {True}


# --- nobody guesses


def test_five_wrong_ones_shut_all_strangers_out_wherever_they_are(clock: Any, office: Any) -> None:
    person = Person(office)
    for number in range(5):
        try_password(at(f"192.0.2.{number}"), person.email)
    assert not gets_in(at("198.51.100.1"), person)
    assert not gets_in(at("198.51.100.2"), person)
    clock.shift(15 * 60)
    assert gets_in(at("198.51.100.2"), person)


def test_no_spelling_of_the_address_is_counted_apart(clock: Any, office: Any) -> None:
    person = Person(office, email="maja.lind@norrby.example")
    email = "maja.lind@norrby.example"
    for spelling in (email, email.upper(), f" {email}", f"{email.title()} ", f"{email}\t"):
        try_password(at(), spelling)
    assert not gets_in(at("198.51.100.1"), person)


def test_a_right_password_between_the_wrong_ones_gives_no_more_guesses(clock: Any, office: Any) -> None:
    mine, victim, client = Person(office), Person(office), at()
    for _ in range(5):
        try_password(client, victim.email)
        assert try_password(client, mine.email, RIGHT).status_code == 302
        client.cookies.clear()
    assert not gets_in(at(), victim)


def test_a_known_browser_does_not_guess_either(clock: Any, office: Any) -> None:
    person, client = Person(office), at()
    assert gets_in(client, person)
    client.post(reverse("account_logout"))
    for _ in range(5):
        try_password(client, person.email)
    clock.shift(60)
    assert not gets_in(client, person)
    assert gets_in(at(), person)  # another browser is another count


def test_the_cookie_of_one_account_is_nobody_elses(clock: Any, office: Any) -> None:
    mine, victim, client = Person(office), Person(office), at()
    assert gets_in(client, mine)
    value = client.cookies[devices.cookie_name(mine.email)].value
    client.post(reverse("account_logout"))
    client.cookies[devices.cookie_name(victim.email)] = value
    for _ in range(5):
        try_password(client, victim.email)
    assert not gets_in(at("198.51.100.1"), victim)


FORGED = ["", "x", "x:y:z", *(signing.dumps(value, salt=devices.SALT) for value in ([1], 7, ["x", "y"], {"x": 1}))]


@pytest.mark.parametrize("value", [*FORGED, signing.dumps(["x", "y"], salt="other")], ids=range(len(FORGED) + 1))
def test_a_forged_cookie_is_a_strangers(value: str, clock: Any, office: Any) -> None:
    person = Person(office)
    for number in range(5):
        client = at(f"192.0.2.{number}")
        client.cookies[devices.cookie_name(person.email)] = value
        try_password(client, person.email)
    assert not gets_in(at("198.51.100.1"), person)


def test_ten_wrong_ones_for_anybody_stop_an_address_that_nobody_signs_in_from(clock: Any, office: Any) -> None:
    person = Person(office)
    for number in range(10):
        try_password(at(), f"pahittad{number}@prov.example")
    assert not gets_in(at(), person)
    assert gets_in(at("198.51.100.1"), person)
    clock.shift(60)
    assert gets_in(at(), person)


# --- nobody is shut out


def test_strangers_never_lock_a_known_browser(clock: Any, office: Any) -> None:
    person, client = Person(office), at()
    assert gets_in(client, person)
    client.post(reverse("account_logout"))
    for number in range(40):
        try_password(at(f"203.0.113.{number}"), person.email)
        try_password(at(), person.email)
    clock.shift(60)
    assert gets_in(client, person)


def test_a_visitor_does_not_close_the_office(clock: Any, office: Any) -> None:
    """Somebody has signed in from the address before; a colleague's new browser gets in all the same."""
    first, colleague = Person(office), Person(office)
    assert gets_in(at(), first)
    for number in range(100):
        try_password(at(), f"pahittad{number}@prov.example")
    assert gets_in(at(), colleague)


def test_thirty_one_colleagues_behind_one_address_sign_in_within_a_minute(clock: Any, office: Any) -> None:
    people = [Person(office) for _ in range(31)]
    assert all(gets_in(at(), person) for person in people)


def test_signing_out_and_in_all_day_never_locks(clock: Any, office: Any) -> None:
    person, client = Person(office), at()
    for _ in range(7):
        assert gets_in(client, person)
        client.post(reverse("account_logout"))
        clock.shift(60)


def test_the_refusal_says_until_when_and_the_same_to_all(clock: Any, office: Any) -> None:
    person, answers = Person(office), set()
    for email in (person.email, "ingen@prov.example"):
        for number in range(5):
            try_password(at(f"192.0.2.{number}"), email)
        page = try_password(at("198.51.100.1"), email, RIGHT).content.decode()
        assert "08.16" in page  # begun 08.00.30, a quarter of an hour, the next whole minute
        answers.add(re.sub(r"csrf.*|value=\"[^\"]*\"", "", page))
    assert len(answers) == 1


def test_a_browser_is_known_only_after_the_whole_way_in(clock: Any, office: Any) -> None:
    person, client = Person(office), at()
    try_password(client, person.email, RIGHT)
    assert not [name for name in client.cookies if "device-" in name]
    client.post(reverse("mfa_authenticate"), {"code": code(person.secret)})
    client.get("/")
    cookie = client.cookies[devices.cookie_name(person.email)]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", devices.LIFETIME)
    assert person.email not in str(client.cookies)


# --- traces


def test_the_whole_day_of_an_account_stands_in_the_log(clock: Any, office: Any) -> None:
    person, client = Person(office), at()
    try_password(client, person.email)
    clock.shift(1)
    try_password(client, person.email, RIGHT)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.cookies.clear()
    for _ in range(2):
        clock.shift(60)
        assert gets_in(client, person)
        clock.shift(1)
        client.post(reverse("account_logout"))
    assert verbs(person.by) == [
        Event.WRONG_PASSWORD,
        Event.WRONG_CODE,
        Event.NEW_BROWSER,
        Event.SIGNED_OUT,
        Event.SIGNED_IN,
        Event.SIGNED_OUT,
    ]
    assert verbs(person.by, outcome=Outcome.REFUSED) == [Event.WRONG_PASSWORD, Event.WRONG_CODE]


def test_a_changed_password_and_a_new_factor_stand_in_the_log(
    office: Any, django_capture_on_commit_callbacks: Any
) -> None:
    person, client = Person(office), Client()
    assert gets_in(client, person)
    words = {"oldpassword": RIGHT, "password1": "blått regn över tak", "password2": "blått regn över tak"}
    assert client.post(reverse("account_change_password"), words).status_code == 302
    assert Event.PASSWORD_CHANGED in verbs(person.by)
    newcomer = make.user(office)
    newcomer.user.set_password(RIGHT)
    newcomer.user.save()
    client = Client()
    try_password(client, newcomer.user.email, RIGHT)
    client.get(reverse("mfa_activate_totp"))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code(client.session["mfa.totp.secret"])})
        client.get("/")
    assert Event.FACTOR_ADDED in verbs(newcomer, user=newcomer.user)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_generate_recovery_codes"))
    assert Event.CODES_RENEWED in verbs(newcomer, user=newcomer.user)


def test_a_shut_door_is_one_entry_and_not_one_for_each_knock(clock: Any, office: Any) -> None:
    person = Person(office)
    for number in range(30):
        try_password(at(f"192.0.2.{number}"), person.email)
    assert sorted(verbs(person.by)) == [Event.LOCKED] + [Event.WRONG_PASSWORD] * 5


def test_the_reviewer_and_the_person_see_it_in_words_and_another_agency_does_not(clock: Any, office: Any) -> None:
    person = Person(office)
    reviewer = make.user(office, Role.LOG_REVIEWER)
    elsewhere = make.user(make.agency(office.partnership, Kind.POLICE), Role.LOG_REVIEWER)
    client = at()
    assert gets_in(client, person)
    sentence = str(labels.label(Event.NEW_BROWSER))
    assert sentence in client.get(reverse("portal:profile")).content.decode()
    answer = browser(reviewer).post(reverse("portal:log"), {"verb": Event.NEW_BROWSER.value}, follow=True)
    assert [entry.user_id for entry in answer.context["rows"]] == [person.by.user.pk]
    assert verbs(elsewhere) == []


def test_who_works_for_two_agencies_has_it_in_both_logs(clock: Any, office: Any) -> None:
    person = Person(office)
    police = make.agency(office.partnership, Kind.POLICE)
    with make.before_any_context():
        person.by.user.affiliations.create(agency=police, role=Role.ANALYST)
    try_password(at(), person.email)
    assert verbs(person.by) == verbs(make.user(police)) == [Event.WRONG_PASSWORD]


def test_each_event_is_one_line_of_the_servers_log_without_an_address(clock: Any, office: Any, caplog: Any) -> None:
    person, client = Person(office, email="maja.lind@norrby.example"), at("192.0.2.9")
    try_password(client, person.email)
    try_password(client, "ingen.alls@norrby.example")
    assert gets_in(client, person)
    client.post(reverse("account_logout"))
    lines = [record.msg for record in caplog.records if record.name == "gvi.security"]
    out = str(lines)
    told = [(each["event"], each["outcome"], each["source"], each.get("user"), "address" in each) for each in lines]
    number = person.by.user.pk
    assert told == [
        (Event.WRONG_PASSWORD, "refused", "192.0.2.9", number, False),
        (Event.WRONG_PASSWORD, "refused", "192.0.2.9", None, True),
        (Event.NEW_BROWSER, "done", "192.0.2.9", number, False),
        (Event.SIGNED_OUT, "done", "192.0.2.9", number, False),
    ]
    assert "maja" not in out
    assert "ingen.alls" not in out


def test_nothing_is_looked_up_or_written_about_a_failure_before_the_answer_is_sent(
    clock: Any, office: Any, monkeypatch: Any
) -> None:
    """The time of the answer does not tell whether the address has an account."""
    person = Person(office)
    waiting: list[Any] = []
    monkeypatch.setattr("gvi.partnerships.accounts.sign_in_log.after_answer", waiting.append)
    for email in (person.email, "ingen@prov.example"):
        for number in range(6):
            try_password(at(f"192.0.2.{number}"), email)
    assert verbs(person.by) == []
    assert len(waiting) == 12
    for work in waiting:
        work()
    assert sorted(verbs(person.by)) == [Event.LOCKED] + [Event.WRONG_PASSWORD] * 5


def test_every_event_has_words() -> None:
    assert [event for event in Event if labels.label(event) in ("", event.value)] == []
    assert len({str(event.label) for event in Event}) == len(Event)
