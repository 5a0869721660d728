"""Who a code is: shut dossiers, their readers, and a name that was typed for a number that is held."""

from html import unescape
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from groups.models import Dossier, DossierReader, PersonCode
from groups.models.people import blind_key
from groups.people import actions
from gvi.access import recording
from gvi.access.policy import AGENCY_PROFILES, Kind, Reach, Right, Role, kinds_with, roles_with
from gvi.access.principal import act_as
from gvi.text.national_ids import NationalId
from tests import factories as make
from tests.callins.conftest import build
from tests.signed_in import browser

pytestmark = pytest.mark.django_db
NUMBER = "19900101-9802"


@pytest.fixture
def w():
    return build()


def test_whoever_can_shut_a_dossier_can_name_its_readers():
    assert roles_with(Right.GROUPS_LINK_CODE_TO_PERSON) == roles_with(Right.GROUPS_ADD_READER)


def test_a_probation_officer_lets_a_colleague_open_what_she_has_shut(w):
    client, colleague = browser(w.probation_officer), make.user(w.probation)
    code = w.norths[0]
    client.post(reverse("groups:link_code_to_person", args=[code.pk]), {"given_name": "Prov", "protected": "on"})
    with act_as(w.probation_officer):
        dossier = Dossier.objects.get(person_code=code)
    answer = client.post(
        reverse("groups:add_reader", args=[dossier.pk]), {"reader": colleague.user.pk, "version": dossier.version}
    )
    assert answer.status_code == 302
    with act_as(w.probation_officer):
        readers = set(DossierReader.objects.filter(content_object_id=dossier.pk).values_list("user", flat=True))
    assert readers == {w.probation_officer.user.pk, colleague.user.pk}


def test_the_page_of_a_code_says_the_same_whether_a_colleague_holds_a_shut_record_or_nobody_does(w):
    colleague = make.user(w.police, Role.POLICE_COORDINATOR)
    bare = make.put(PersonCode, w.police, reach=Reach.CORE, code="Gran 77", group=w.north)
    shut = make.put(PersonCode, w.police, reach=Reach.CORE, code="Gran 78", group=w.north)
    dossier = make.put(Dossier, w.police, given_name="Prov", person_code=shut, protected=True)
    make.named_reader(dossier, colleague)
    client = browser(w.officer)
    pages = [client.get(code.get_absolute_url()).content.decode() for code in (bare, shut)]
    assert all("som du får läsa" in page for page in pages)
    assert all("har inte antecknat" not in page for page in pages)


def test_a_code_or_a_number_that_is_held_is_refused_alike_whether_its_record_is_open_or_shut(w):
    colleague = make.user(w.police, Role.POLICE_COORDINATOR)
    answers = set()
    for number, (shut, by_number) in enumerate(product((False, True), (False, True))):
        held, free = (
            make.put(PersonCode, w.police, reach=Reach.CORE, code=f"Gran {n}", group=w.north)
            for n in (60 + number, 70 + number)
        )
        facts = {"national_id_key": blind_key(f"1990010{number}9802", w.police.pk)}
        dossier = make.put(Dossier, w.police, given_name="Prov", person_code=held, protected=shut, **facts)
        if shut:
            make.named_reader(dossier, colleague)
        typed = NationalId(f"1990010{number}9802", is_coordination=False) if by_number else None
        with act_as(w.officer), pytest.raises(ValidationError) as refusal:
            actions.link_code_to_person(
                free if by_number else held, by=w.officer, given_name="Kim", family_name="", national_id=typed
            )
        answers.add(str(refusal.value.messages) + str(hasattr(refusal.value, "error_dict")))
    assert len(answers) == 1


def test_a_name_typed_for_a_number_that_is_held_is_not_dropped_in_silence(w):
    client = browser(w.probation_officer)
    for code, name in ((w.norths[0], "Kim"), (w.norths[1], "Robin")):
        url = reverse("groups:link_code_to_person", args=[code.pk])
        answer = client.post(url, {"given_name": name, "family_name": "Prov", "national_id": NUMBER}, follow=True)
        if code == w.norths[0]:
            with act_as(w.probation_officer):
                detached(w.probation, Dossier.objects.get(person_code=code))
    page = unescape(answer.content.decode())
    assert "Kim Prov" in page
    assert "”Robin Prov” sparades inte" in page


def detached(agency, dossier):
    """The code has been taken from the record since."""
    with recording.collecting_changes():
        dossier.person_code = None
        dossier.save()


def test_kinds_that_keep_dossiers_have_such_a_role():
    keepers = [kind for kind in Kind if AGENCY_PROFILES[kind].keeps_dossiers]
    assert set(keepers) <= set(kinds_with(Right.GROUPS_ADD_READER))
