"""The demo's published password opens nothing where DEMO is off, and no demo starts beside real people."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.urls import reverse

from gvi.access.policy import Kind, Role
from gvi.access.principal import NotEntitled, act_as, load
from gvi.partnerships import start
from gvi.partnerships.accounts import actions, invitation_links
from gvi.partnerships.models import Affiliation, User
from gvi.portal.demo.people import PASSWORD
from tests import factories as make
from tests.partnerships.test_accounts import code, give_factor
from tests.signed_in import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo() -> Any:
    by = make.user(make.agency(make.partnership(), Kind.POLICE), is_demo=True)
    by.user.set_password(PASSWORD)
    by.user.save()
    return by


@pytest.mark.parametrize("has_factor", [False, True])
def test_the_published_password_opens_nothing(client: Any, demo: Any, settings: Any, has_factor: bool) -> None:
    secret = give_factor(demo.user) if has_factor else ""
    words = {"login": demo.user.email, "password": PASSWORD}
    refused = client.post(reverse("account_login"), words)
    wrong = client.post(reverse("account_login"), words | {"password": "fel ord fel ord fel"})
    assert (refused.status_code, len(refused.content)) == (wrong.status_code, len(wrong.content))
    client.post(reverse("mfa_authenticate"), {"code": code(secret) if secret else "000000"})
    for path in ("/", "/grupper/", reverse("mfa_activate_totp"), reverse("account_change_password")):
        assert client.get(path)["Location"].startswith(reverse("account_login"))
    settings.DEMO = True
    assert client.post(reverse("account_login"), words).status_code == 302


@pytest.mark.parametrize("factor", [False, True])
def test_a_session_from_the_demo_ends_with_it(demo: Any, settings: Any, factor: bool) -> None:
    settings.DEMO = True
    client = browser(demo, factor=factor)
    assert client.get("/").status_code == 200
    settings.DEMO = False
    for path in ("/", "/grupper/", reverse("mfa_activate_totp"), reverse("portal:agency")):
        assert client.get(path)["Location"].startswith(reverse("account_login"))


def test_a_demo_affiliation_is_in_force_only_in_the_demo(demo: Any, settings: Any) -> None:
    with pytest.raises(NotEntitled):
        load(demo.affiliation.pk)
    settings.DEMO = True
    assert load(demo.affiliation.pk).user == demo.user


def test_an_account_that_the_demo_invited_dies_with_it_and_enrols_all_the_same(client: Any, settings: Any) -> None:
    settings.DEMO = True
    agency = make.agency(make.partnership(), Kind.POLICE)
    manager = make.user(agency, Role.SYSTEM_MANAGER, is_demo=True)
    terms = {
        "role": Role.ANALYST,
        "unit": None,
        "title": "",
        "starts_on": manager.affiliation.starts_on,
        "ends_on": None,
    }
    with act_as(manager):
        invitation = actions.invite(by=manager, email="ny@prov.example", name="Ny", **terms)
    words = {"password": "blått regn över tak", "again": "blått regn över tak"}
    with make.before_any_context():
        assert client.post(invitation_links.path(invitation), words).status_code == 302
    made = User.objects.get(email="ny@prov.example")
    client.post(reverse("account_login"), {"login": made.email, "password": words["password"]})
    assert client.get("/")["Location"] == reverse("mfa_activate_totp")
    settings.DEMO = False
    assert client.get("/")["Location"].startswith(reverse("account_login"))
    start.require_no_real_people()


def test_no_demo_starts_beside_a_real_person(demo: Any, settings: Any) -> None:
    settings.DEMO = True
    start.require_no_real_people()
    make.user(demo.agency)
    with pytest.raises(ImproperlyConfigured, match="DEMO=1"):
        start.require_no_real_people()
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("demo")
    settings.DEMO = False
    start.require_no_real_people()


def test_web_and_worker_ask_before_they_start(demo: Any, settings: Any, monkeypatch: Any) -> None:
    """Both call what refuses; the connection is not closed, because the test lives in its transaction."""
    import importlib

    from gvi import celery

    monkeypatch.setattr("gvi.access.start.require_unprivileged_role", lambda: None)
    monkeypatch.setattr("django.db.connection.close", lambda: None)
    settings.DEMO = True
    make.user(demo.agency)
    with pytest.raises(SystemExit, match="DEMO=1"):
        celery._require_safe_start()
    with pytest.raises(ImproperlyConfigured, match="DEMO=1"):
        importlib.reload(importlib.import_module("gvi.wsgi"))
    assert Affiliation.objects.exists()
