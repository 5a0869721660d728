"""The first accounts of a real partnership."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from gvi.access.policy import Kind, Role
from gvi.partnerships.models import Affiliation, Agency, User
from tests import factories as make
from tests.run_time_role import as_operator

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    found = make.partnership()
    make.agency(found, Kind.COORDINATION, "Norrby")
    return found


def add(place, *, email="maja@norrby.example", agency="Norrby", role=Role.COORDINATOR):
    with as_operator():
        call_command("add_account", place.slug, email, "Maja Lind", "--agency", agency, "--role", role)


def test_somebody_gets_an_account_and_only_the_enrolment_page_opens(place, client, capsys):
    add(place)
    password = capsys.readouterr().out.split("password ")[1].split()[0]
    affiliation = Affiliation.objects.get(user__email="maja@norrby.example")
    assert (affiliation.agency.title, affiliation.role) == ("Norrby", Role.COORDINATOR)
    client.post(reverse("account_login"), {"login": "maja@norrby.example", "password": password})
    assert client.get("/")["Location"] == reverse("mfa_activate_totp")


def test_the_operator_gives_a_new_password_and_every_session_ends(place, client, monkeypatch):
    """As the run-time role: there is no page for a forgotten password."""
    old, new = "ett långt och unikt ord", "ett nytt och eget ord"
    user = User.objects.create_user("maja@norrby.example", old, full_name="Maja Lind")
    client.post(reverse("account_login"), {"login": user.email, "password": old})
    assert client.session.get("_auth_user_id")
    monkeypatch.setattr("getpass.getpass", lambda *_args, **_kwargs: new)
    call_command("changepassword", user.email)
    assert client.get("/")["Location"].startswith(reverse("account_login"))
    client.post(reverse("account_login"), {"login": user.email, "password": old})
    assert not client.session.get("_auth_user_id")
    client.post(reverse("account_login"), {"login": user.email, "password": new})
    assert client.session.get("_auth_user_id")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"agency": "Sjöstad"}, "has no agency called “Sjöstad”. It has: Norrby."),
        ({"role": Role.ANALYST}, "The role “analyst” does not exist at Norrby."),
        ({"email": "maja"}, "Nothing was changed"),
    ],
)
def test_what_does_not_fit_makes_no_account_and_says_why(place, wrong, sentence):
    with pytest.raises(CommandError) as refusal:
        add(place, **wrong)
    assert sentence in str(refusal.value)
    assert set(User.objects.filter(is_system=False)) == set()


def test_an_address_has_one_account(place):
    add(place)
    with pytest.raises(CommandError, match="has an account already"):
        add(place)


@pytest.mark.parametrize("change", ["keeps_dossiers = true", "needed_reach = 2", "kind = 'police'"])
def test_the_runtime_role_cannot_make_an_agency_into_something_else(place, change):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"update partnerships_agency set {change}")


def test_an_agency_is_what_its_kind_says(place):
    agency = Agency(partnership=place, kind=Kind.COORDINATION, title="Annan", short_name="Annan")
    with as_operator():
        agency.save()
    with pytest.raises(DatabaseError), as_operator(), connection.cursor() as cursor:
        cursor.execute(
            "insert into partnerships_agency (group_ptr_id, partnership_id, kind, title, short_name, municipality, "
            "logs_in, needed_reach, keeps_dossiers) select max(id), %s, 'coordination', 'x', 'x', '', true, 1, true "
            "from auth_group",
            [place.pk],
        )
