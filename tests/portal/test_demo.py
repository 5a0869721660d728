"""The demo's people."""

from collections import Counter

from gvi.portal.demo.people import ALONE, COLLEAGUES, PEOPLE


def test_a_login_of_the_demo_is_one_person() -> None:
    logins = Counter(person.email for person in [*PEOPLE, *COLLEAGUES, ALONE])
    assert {email for email, count in logins.items() if count > 1} == set()
