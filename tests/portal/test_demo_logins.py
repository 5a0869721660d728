"""The demo's accounts: one login is one person, else two agencies would share an account by mistake."""

from gvi.portal.demo.people import ALONE, COLLEAGUES, PEOPLE


def test_every_login_is_one_persons() -> None:
    emails = [person.email for person in (*PEOPLE, *COLLEAGUES, ALONE)]
    assert sorted(set(emails)) == sorted(emails)
