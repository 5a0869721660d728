"""A name beside a code can be corrected or removed by the agency that wrote it."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from groups.models import Dossier, PersonCode
from groups.people import actions
from groups.people.disclosable import candidates
from groups.people.queries import known_names
from groups.people.retraction.actions import detach_name
from gvi.access.principal import act_as
from gvi.acts.models import Change, LogEntry
from gvi.acts.requires import NotNow
from gvi.text import national_ids
from tests import factories as make
from tests.signed_in import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def noted(case):
    """The probation service has noted a wrong name, without a year, beside the police's code."""
    by = case.by.probation
    with act_as(by):
        case.note = actions.link_code_to_person(case.code, by=by, given_name="Fel", family_name="Person")
    return case


def test_the_name_is_corrected_and_the_log_says_so_and_keeps_no_name(noted):
    by = noted.by.probation
    with act_as(by):
        actions.correct_name(noted.note, by=by, given_name="Kim", family_name="Ceder", birth_year=1990)
        assert str(known_names([noted.code])[noted.code.pk]) == "Kim Ceder, 1990"
        entry = LogEntry.objects.get(verb="groups.correct_name")
        assert entry.fields == {"groups.Dossier": ["given_name", "family_name", "birth_year"]}
        assert not Change.objects.filter(label="groups.Dossier").exists(), "all who read the log would read it"


def test_a_year_that_is_added_opens_the_dead_end(noted):
    by = noted.by.probation
    with act_as(by):
        (before,) = candidates(by)
        actions.correct_name(noted.note, by=by, given_name="Fel", family_name="Person", birth_year=1990)
        (after,) = candidates(by)
    assert (bool(before.refusal), bool(after.refusal)) == (True, False)


def test_a_year_that_makes_a_minor_closes_the_code(case):
    by = case.by.police
    with act_as(by):
        young = timezone.localdate().year - 16
        actions.correct_name(case.coded, by=by, given_name="Kim", family_name="Ceder", birth_year=young)
        assert not PersonCode.objects.get(pk=case.code.pk).is_open


def test_the_name_is_removed_and_the_record_stays(noted):
    by = noted.by.probation
    with act_as(by):
        detach_name(noted.note, by=by)
        assert known_names([noted.code]) == {}
        assert Dossier.objects.get(pk=noted.note.pk).person_code_id is None
        actions.link_code_to_person(noted.code, by=by, given_name="Kim", family_name="Ceder")
        assert str(known_names([noted.code])[noted.code.pk]) == "Kim Ceder"


def test_ones_own_code_is_taken_back_instead(case):
    with act_as(case.by.police), pytest.raises(NotNow):
        detach_name(case.coded, by=case.by.police)


def test_nobody_else_corrects_it(noted):
    with act_as(noted.by.police), pytest.raises(Dossier.DoesNotExist):
        actions.correct_name(noted.note, by=noted.by.police, given_name="X", birth_year=None)


def test_the_year_is_the_numbers(case):
    numbered = make.put(
        Dossier, case.police, given_name="A", birth_year=1990, national_id=national_ids.seal("199001012385")
    )
    with act_as(case.by.police), pytest.raises(ValidationError):
        actions.correct_name(numbered, by=case.by.police, given_name="A", birth_year=1991)


def test_the_pages(noted):
    client = browser(noted.by.probation)
    assert "Fel" in client.get(reverse("groups:correct_name", args=[noted.note.pk])).content.decode()
    assert client.get(reverse("groups:detach_name", args=[noted.note.pk])).status_code == 200
    assert client.post(reverse("groups:detach_name", args=[noted.note.pk])).status_code == 302
