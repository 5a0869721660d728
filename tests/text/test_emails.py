"""An invitation goes to the domain that the inviter reads."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from gvi.access.policy import Kind, Role
from gvi.text.emails import check_domain
from tests import factories as make
from tests.signed_in import browser


@pytest.mark.parametrize(
    "domain", ["p\u043elisen.se", "ро\u0440.se", "kommun.\u0455e", "\u03bfrt.se", "ｅkstad.se"], ids=ascii
)
def test_a_domain_that_only_looks_latin_is_refused(domain: str) -> None:
    with pytest.raises(ValidationError) as refused:
        check_domain(f"maja.lind@{domain}")
    assert refused.value.code == "mixed_script"


@pytest.mark.parametrize("domain", ["polisen.se", "järfälla.se", "xn--jrflla-buac.se", "upplands-bro.se", "1177.se"])
def test_an_ordinary_domain_is_taken(domain: str) -> None:
    check_domain(f"maja.lind@{domain}")


@pytest.mark.django_db
def test_the_form_of_an_invitation_says_so() -> None:
    agency = make.agency(make.partnership(), Kind.POLICE, "Polisen")
    client = browser(make.user(agency, Role.SYSTEM_MANAGER))
    typed = {"name": "Maja Lind", "role": "analyst", "starts_on": "2026-11-28", "email": "maja.lind@p\u043elisen.se"}
    answer = client.post(reverse("partnerships:invite"), typed)
    assert (answer.status_code, "\u043e" in answer.content.decode().split("polisen")[0]) == (422, True)
