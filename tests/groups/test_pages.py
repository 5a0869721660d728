"""Who sees which page and what is on it: names only for the agency that holds them, and nothing of hidden rows."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from groups.models import Dossier, Group, PersonCode
from gvi.access.policy import Reach, Role
from gvi.access.principal import act_as
from tests import factories as make
from tests.groups.conftest import person, text_of
from tests.signed_in import browser

HIDDEN = "Other agencies may hold information of their own. It is not shown here."


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


def seen(principal, url, status=200):
    answer = browser(principal).get(url)
    assert answer.status_code == status
    return text_of(answer.content.decode())


def queries_of(client, url):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return [q["sql"] for q in queries if re.search(r'FROM "groups_', q["sql"])]


def test_the_owner_sees_both_groups_and_the_others_the_published_one(case):
    page = seen(case.by.police, reverse("groups:groups"))
    assert ("Grupp Norra" in page, "Grupp Dold" in page) == (True, True)
    for who in ("coordination", "social", "probation"):
        page = seen(getattr(case.by, who), reverse("groups:groups"))
        assert ("Grupp Norra" in page, "Grupp Dold" in page) == (True, False)
        assert HIDDEN in page


def test_outside_the_core_nothing_is_shown_and_the_page_is_the_same(case):
    by = make.user(case.region, Role.MANAGER)
    page = seen(by, reverse("groups:groups"))
    assert ("Grupp" in page.replace("Groups", ""), HIDDEN in page) == (False, True)


def test_groups_stand_in_swedish_order(world):
    for name in ("Örat", "Zonen", "Ängen", "Åsen", "alen"):
        make.put(Group, world.police, name=name)
    page = browser(world.by.police).get(reverse("groups:groups")).content.decode()
    assert re.findall(r'<th scope="row"><a[^>]*>(\w+)<', page) == ["alen", "Zonen", "Åsen", "Ängen", "Örat"]


def test_a_late_review_is_said_in_words(world):
    today = timezone.localdate()
    make.put(Group, world.police, name="Sen", review_on=today - timedelta(days=1))
    make.put(Group, world.police, name="I tid", review_on=today)
    page = browser(world.by.police).get(reverse("groups:groups")).content.decode()
    rows = re.findall(r"<tr.*?</tr>", page, flags=re.S)
    assert [("late" in text_of(row)) for row in rows if "Sen" in row or "I tid" in row] == [False, True]


def test_a_hidden_group_person_and_record_are_the_same_404_as_missing_ones(case):
    missing = "00000000-0000-4000-8000-000000000000"
    hidden_code = make.put(PersonCode, case.police, code="Ask 14", group=case.own)
    for name, pk in (("group", case.own.pk), ("person_code", hidden_code.pk), ("dossier", case.coded.pk)):
        client = browser(case.by.social)
        answers = [client.get(reverse(f"groups:{name}", args=[key])) for key in (pk, missing)]
        assert [answer.status_code for answer in answers] == [404, 404]
        bodies = [re.sub(rb'csrf\w*" value="[^"]+"', b"", answer.content) for answer in answers]
        assert bodies[0] == bodies[1]


def test_the_owner_s_group_page_shows_people_and_the_others_only_codes(case):
    url = case.shared.get_absolute_url()
    police = seen(case.by.police, url)
    assert all(word in police for word in ("Kim Ceder", "Robin Oxel", "Lönn 25", "Lugnt just nu"))
    for who in ("coordination", "social", "probation"):
        page = seen(getattr(case.by, who), url)
        assert ("Lönn 25" in page, "Lugnt just nu" in page) == (True, True)
        assert ("Kim" in page, "Oxel" in page, HIDDEN in page) == (False, False, True)


def test_a_manager_sees_groups_and_no_codes(case):
    by = make.user(case.coordination, Role.MANAGER)
    assert "Lönn 25" not in seen(by, case.shared.get_absolute_url())
    assert browser(by).get(reverse("groups:people")).status_code == 403


def test_a_relative_is_labelled_so(case):
    person(case, "Noa", "Lind", case.shared, role="relative")
    page = browser(case.by.police).get(case.shared.get_absolute_url()).content.decode()
    assert re.search(r'data-color="ochre">relative<', page)


def test_the_coordinator_sees_codes_without_names(case):
    page = seen(case.by.coordination, reverse("groups:people"))
    assert "Lönn 25 Grupp Norra" in page
    assert ("Kim" in page, "Name in your own records" in page) == (False, False)
    assert browser(case.by.coordination).get(reverse("groups:dossiers")).status_code == 403
    assert browser(case.by.coordination).get(reverse("groups:dossier", args=[case.coded.pk])).status_code == 403


def test_names_stand_beside_codes_for_the_agency_that_holds_them(case):
    make.put(Dossier, case.probation, given_name="Klient", family_name="Hägg", person_code=case.code)
    assert "Klient Hägg" in seen(case.by.probation, reverse("groups:people"))
    assert "Kim Ceder" in seen(case.by.police, reverse("groups:people"))
    for who in ("police", "social", "coordination"):
        assert "Klient" not in seen(getattr(case.by, who), reverse("groups:people"))


def test_the_list_of_codes_is_filtered_by_group(case):
    other = make.put(Group, case.police, reach=Reach.CORE, name="Grupp Södra")
    make.put(PersonCode, case.police, reach=Reach.CORE, code="Ask 14", group=other)
    page = seen(case.by.coordination, reverse("groups:people") + f"?group={other.pk}")
    assert ("Ask 14" in page, "Lönn 25" in page) == (True, False)


def test_the_list_of_codes_goes_on_by_key(case):
    for number in range(120):
        make.put(PersonCode, case.police, reach=Reach.CORE, code=f"Prov {number:03d}", group=case.shared)
    client, url, codes = browser(case.by.coordination), reverse("groups:people"), []
    for _page in range(4):
        html = client.get(url).content.decode()
        codes += re.findall(r'<th scope="row"><a[^>]*>([^<]+)<', html)
        following = re.search(r'rel="next" href="([^"]+)"', html)
        if not following:
            break
        url = reverse("groups:people") + following[1]
    assert codes == ["Lönn 25", *[f"Prov {number:03d}" for number in range(120)]]


@pytest.mark.parametrize("who", ["coordination", "probation", "police"])
def test_a_page_of_codes_takes_three_queries(case, who):
    client = browser(getattr(case.by, who))
    for number in range(60):
        make.put(PersonCode, case.police, reach=Reach.CORE, code=f"Prov {number:03d}", group=case.shared)
    first = reverse("groups:people")
    assert len(queries_of(client, first)) == 3
    with act_as(case.by.police):
        key = PersonCode.objects.get(code="Prov 020").pk
    assert len(queries_of(client, f"{first}?after={key}")) == 3


def test_the_queries_of_the_other_pages_do_not_grow(case):
    client = browser(case.by.police)
    pages = [reverse("groups:groups"), case.shared.get_absolute_url(), reverse("groups:dossiers")]
    few = [len(queries_of(client, url)) for url in pages]
    for number in range(20):
        make.put(Group, case.police, name=f"Grupp {number}")
        person(case, f"Prov{number}", "Tall", case.shared)
    assert [len(queries_of(client, url)) for url in pages] == few
    assert max(few) <= 5


def test_own_records_are_found_by_the_beginning_of_a_name_and_only_by_post(case):
    person(case, "Åke", "Öhn", case.shared)
    client, url = browser(case.by.police), reverse("groups:dossiers")
    for sought, expected in (
        ("rob", {"Robin Oxel"}),
        ("OX", {"Robin Oxel"}),
        ("åk", {"Åke Öhn"}),
        ("oxel r", {"Robin Oxel"}),
        ("xel", set()),
    ):
        html = client.post(url, {"q": sought}, follow=True).content.decode()
        assert set(re.findall(r'<th scope="row"><a[^>]*>([^<]+)<', html)) == expected
    assert "Kim Ceder" in text_of(client.get(url + "?q=rob").content.decode())


def test_a_record_shows_the_date_and_never_the_last_four(case):
    from gvi.access import recording

    with act_as(case.by.police), recording.collecting_changes():
        dossier = Dossier.objects.get(pk=case.coded.pk)
        dossier.set_national_id("199001012385", case.police.pk)
        dossier.save()
    page = seen(case.by.police, case.coded.get_absolute_url())
    assert "19900101-****" in page
    assert "2385" not in page


def test_a_protected_record_warns_first_and_opens_for_named_readers_only(case):
    shut = make.put(Dossier, case.police, given_name="Lo", family_name="Palm", protected=True)
    colleague = make.user(case.police)
    make.named_reader(shut, case.by.police)
    page = seen(case.by.police, shut.get_absolute_url())
    assert page.index("Protected identity") < page.index("National identity number")
    assert case.by.police.user.full_name in page
    assert browser(colleague).get(shut.get_absolute_url()).status_code == 404
    for url in (reverse("groups:dossiers"), case.shared.get_absolute_url()):
        assert "Palm" not in seen(colleague, url)


def test_nobody_comes_in_without_a_login(case, client):
    for name in ("groups", "people", "dossiers", "import_list"):
        assert client.get(reverse(f"groups:{name}")).status_code in (302, 403)
