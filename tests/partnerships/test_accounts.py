"""Signing in: password and second factor, limits, and nothing told to a stranger."""

import time
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from gvi.access.policy import Kind
from gvi.partnerships.models import User
from tests import factories as make
from tests.run_time_role import as_operator

PASSWORD = "ett långt och unikt ord"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def somebody():
    principal = make.user(make.agency(make.partnership(), Kind.COORDINATION))
    principal.user.set_password(PASSWORD)
    principal.user.save()
    return principal.user


def sign_in(client, user, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": user.email, "password": password})


def give_factor(user: User) -> str:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return secret


def code(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def test_a_page_asks_for_login_and_comes_back(client):
    answer = client.get("/logg/")
    assert (answer.status_code, answer["Location"]) == (302, f"{reverse('account_login')}?next=/logg/")


def test_the_label_says_what_is_asked_for_and_nothing_stands_in_the_fields(client):
    body = client.get(reverse("account_login")).content.decode()
    assert 'name="login"' in body
    assert "placeholder" not in body


def test_without_a_second_factor_nothing_but_the_enrolment_page_opens(client, somebody):
    sign_in(client, somebody)
    for path in ("/", "/jag/", "/logg/", reverse("mfa_index"), reverse("account_change_password")):
        assert client.get(path)["Location"] == reverse("mfa_activate_totp")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_enrolling_the_second_factor_opens_the_house(client, somebody):
    sign_in(client, somebody)
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    answer = client.post(reverse("mfa_activate_totp"), {"code": code(secret)}, follow=True)
    assert answer.status_code == 200
    assert Authenticator.objects.filter(user=somebody, type="totp").exists()
    assert client.get("/").status_code == 200


def test_password_alone_does_not_sign_in_where_there_is_a_factor(client, somebody):
    secret = give_factor(somebody)
    answer = sign_in(client, somebody)
    assert answer["Location"] == reverse("mfa_authenticate")
    assert client.get("/")["Location"].startswith(reverse("account_login"))
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert client.get("/").status_code == 200


def test_a_code_cannot_be_used_twice(client, somebody):
    secret = give_factor(somebody)
    once = code(secret)
    sign_in(client, somebody)
    client.post(reverse("mfa_authenticate"), {"code": once})
    client.post(reverse("account_logout"))
    sign_in(client, somebody)
    assert client.post(reverse("mfa_authenticate"), {"code": once}).status_code == 200
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(("step", "is_taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_of_the_step_before_or_after_is_taken_and_none_further_off(client, somebody, step, is_taken):
    secret = give_factor(somebody)
    with time_machine.travel("2026-11-20 08:00:10+01:00", tick=False):
        sign_in(client, somebody)
        now = int(time.time()) // 30
        answer = client.post(
            reverse("mfa_authenticate"), {"code": totp.format_hotp_value(totp.hotp_value(secret, now + step))}
        )
        assert (answer.status_code == 302) == is_taken
        if not is_taken:
            assert "Vänta på nästa" in answer.content.decode()
            assert "klocka" in answer.content.decode()


@pytest.mark.parametrize("later", [1, 31, 59])
def test_a_used_code_is_refused_for_as_long_as_it_holds(client, somebody, later):
    secret = give_factor(somebody)
    with time_machine.travel("2026-11-20 08:00:01+01:00", tick=False) as clock:
        ahead = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + 1))
        sign_in(client, somebody)
        assert client.post(reverse("mfa_authenticate"), {"code": ahead}).status_code == 302
        client.post(reverse("account_logout"))
        clock.shift(later)
        sign_in(client, somebody)
        spaced = f"{ahead[:3]} {ahead[3:]}"
        for again in (ahead, spaced):
            assert client.post(reverse("mfa_authenticate"), {"code": again}).status_code == 200


def test_a_stranger_and_a_wrong_password_get_the_same_answer(client, somebody):
    def answer(email):
        page = client.post(reverse("account_login"), {"login": email, "password": "fel ord fel ord fel"})
        return page.status_code, page.content.decode().replace(email, "")

    closed = User.objects.create_user("stangd@prov.example", PASSWORD, full_name="Stängd", is_active=False)
    first, *others = [answer(email) for email in (somebody.email, "ingen@prov.example", closed.email)]
    strip = lambda text: [line for line in text.splitlines() if "csrf" not in line]  # noqa: E731
    assert all(other[0] == first[0] and strip(other[1]) == strip(first[1]) for other in others)


def test_the_sixth_wrong_password_is_stopped_even_if_right(client, somebody):
    for _ in range(5):
        sign_in(client, somebody, "fel ord fel ord fel")
    answer = sign_in(client, somebody)
    assert answer.status_code != 302
    assert "_auth_user_id" not in client.session


def test_a_closed_account_is_out_at_the_next_click(client, somebody):
    secret = give_factor(somebody)
    sign_in(client, somebody)
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    User.objects.filter(pk=somebody.pk).update(is_active=False)
    assert client.get("/").status_code == 302


def test_an_ended_affiliation_opens_nothing(client, somebody):
    secret = give_factor(somebody)
    sign_in(client, somebody)
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    with as_operator():
        somebody.affiliations.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert client.get("/")["Location"] == reverse("portal:agency")


def test_a_session_ends_after_thirty_idle_minutes_and_after_ten_hours(client, somebody):
    secret = give_factor(somebody)
    with time_machine.travel("2026-11-20 08:00+01:00", tick=False) as clock:
        sign_in(client, somebody)
        client.post(reverse("mfa_authenticate"), {"code": code(secret)})
        assert client.get("/").status_code == 200  # where signing in leads to: from here the hours count
        for _ in range(29):
            clock.shift(20 * 60)
            assert client.get("/").status_code == 200
        clock.shift(25 * 60)
        assert client.get("/")["Location"].startswith(reverse("account_login"))


def test_demo_accounts_need_no_factor_only_where_demo_is_on(client, settings):
    principal = make.user(make.agency(make.partnership(), Kind.COORDINATION), is_demo=True)
    client.force_login(principal.user)
    assert client.get("/").status_code == 302
    settings.DEMO = True
    page = client.get("/")
    assert page.status_code == 200
    assert "påhittade personer" in page.content.decode()


def test_somebody_with_two_hats_chooses_one(client, settings, somebody):
    settings.DEMO = True
    User.objects.filter(pk=somebody.pk).update(is_demo=True)
    place = somebody.affiliations.get().agency.partnership
    police = make.agency(place, Kind.POLICE)
    with as_operator():
        other = somebody.affiliations.create(agency=police, role="analyst")
    client.force_login(somebody)
    assert client.get("/")["Location"] == reverse("portal:agency")
    client.post(reverse("portal:agency"), {"affiliation": other.pk})
    assert str(police) in client.get("/").content.decode()


def test_nobody_chooses_anothers_hat(client, settings, somebody):
    settings.DEMO = True
    User.objects.filter(pk=somebody.pk).update(is_demo=True)
    foreign = make.user(make.agency(make.partnership(), Kind.POLICE))
    with as_operator():
        somebody.affiliations.update(ends_on=timezone.localdate() - timedelta(days=1))
    client.force_login(somebody)
    client.post(reverse("portal:agency"), {"affiliation": foreign.affiliation.pk})
    assert client.get("/")["Location"] == reverse("portal:agency")
