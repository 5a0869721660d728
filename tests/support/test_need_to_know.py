"""A support case is read by its worker, stand-ins, the duty desk and the unit head, past each wall and on pages."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from gvi.access.policy import Role
from gvi.access.principal import act_as
from gvi.acts.requires import NotNow
from gvi.partnerships.accounts.handovers import waiting
from gvi.partnerships.models import User
from gvi.portal.figures import unit_figures
from gvi.portal.todo.items import todo_items
from gvi.text.days import day_label
from support import actions
from support.models import CaseWorker, Contact, FollowUp, SupportCase
from tests import factories as make
from tests.run_time_role import as_operator
from tests.signed_in import browser
from tests.support.conftest import NOW
from tests.support.test_support import CANARY, contacted, opened, plan

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()  # as the database has it, whose rule says who stands in today
MUCH_LATER = TODAY + timedelta(days=180)


def name_stand_in(case, *, by, worker, ends_on=MUCH_LATER):
    with time_machine.travel(datetime.combine(TODAY, time(12), UTC), tick=False):
        actions.name_stand_in(case, by=by, worker=worker, ends_on=ends_on)


EVERYBODY = ("worker", "desk", "head", "colleague", "next_town", "police", "officer", "coordinator")


def seen_by(here, *models):
    """Who sees such rows, past each wall."""
    seen = set()
    for name in EVERYBODY:
        with act_as(getattr(here, name)):
            for model in models:
                through_manager = model.objects.count()
                with connection.cursor() as cursor:
                    cursor.execute(f"SELECT count(*) FROM {model._meta.db_table}")
                    assert cursor.fetchone() == (through_manager,)
                if through_manager:
                    seen.add(name)
    return seen


def test_a_case_is_seen_by_its_worker_the_duty_desk_and_the_unit_head_only(here):
    """Inner secrecy: not by every colleague, and by no other agency (SoL 2025:400; HSLF-FS 2016:40)."""
    contacted(here.worker)
    with time_machine.travel(NOW + timedelta(days=28), tick=False):
        plan(here)
    for model in (SupportCase, Contact, FollowUp):
        assert seen_by(here, model) == {"worker", "desk", "head"}, model


def test_the_search_finds_a_case_for_those_who_may_read_it_and_no_trace_for_others(here):
    contacted(here.worker, person_note="Robin Oxel")
    for name in EVERYBODY:
        client, pages = browser(getattr(here, name)), []
        for text in ("Oxel", "Saknas"):
            page = client.post(reverse("portal:search"), {"q": text}, follow=True)
            pages.append(re.sub(r'middlewaretoken" value="\w+"', "", page.content.decode()).replace(text, ""))
        assert (pages[0] == pages[1]) == (name not in {"worker", "desk", "head"}), name


def test_a_colleague_finds_no_trace_of_anothers_case(here):
    page = browser(here.colleague)
    lists = [reverse("portal:today"), *(reverse("support:cases") + f"?visa={tab}" for tab in ("", "mina", "alla"))]
    before = [len(page.get(url).content) for url in lists]
    case = contacted(here.worker, person_note=CANARY)
    assert [len(page.get(url).content) for url in lists] == before
    for name in ("case", "change", "assign", "log_contact", "change_state", "name_stand_in"):
        assert page.get(reverse(f"support:{name}", args=[case.pk])).status_code == 404
    assert browser(here.desk).get(case.get_absolute_url()).status_code == 200
    assert browser(here.head).get(case.get_absolute_url()).status_code == 200


def test_a_case_that_nobody_works_on_is_seen_by_all_who_receive(here):
    case = opened(here.worker)
    with as_operator(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL gvi.migrating = 'on'")
        cursor.execute("DELETE FROM support_caseworker WHERE content_object_id = %s", [case.pk])
        cursor.execute("SET LOCAL gvi.migrating = ''")
    assert seen_by(here, SupportCase) == {"worker", "desk", "head", "colleague"}


@pytest.mark.parametrize("left", ["ended", "suspended", "closed", "moved"])
def test_a_case_whose_worker_has_left_is_seen_by_all_who_receive(here, left):
    """As one that nobody works on: else a person in danger would have nobody."""
    case = opened(here.worker)
    yesterday = timezone.localdate() - timedelta(days=1)
    real = timezone.now() - timedelta(days=1)
    match left:
        case "ended":
            make.change_affiliation(here.worker, ends_on=yesterday)
        case "suspended":
            make.change_affiliation(here.worker, suspended_at=real)
        case "closed":
            User.objects.filter(pk=here.worker.user.pk).update(is_active=False)
        case "moved":
            make.change_affiliation(here.worker, role=Role.MANAGER)
    for name in ("desk", "head", "colleague"):
        with act_as(getattr(here, name)):
            assert SupportCase.objects.unassigned().get() == case
            assert case.worker is None
    assert seen_by(here, SupportCase) - {"worker"} == {"desk", "head", "colleague"}


def test_who_may_not_read_the_cases_counts_and_hands_over_all_of_them(here):
    """Never a silent zero: the manager's figures, and the question when somebody leaves."""
    manager, system_manager = make.user(here.social, Role.MANAGER), make.user(here.social, Role.SYSTEM_MANAGER)
    case = opened(here.worker)
    with act_as(here.worker):
        name_stand_in(case, by=here.worker, worker=here.desk.user)
    with act_as(manager):
        assert SupportCase.objects.count() == 0
        assert [figure.value for figure in unit_figures(manager)][:2] == [0, 1]
        assert SupportCase.objects.count() == 0, "counting opens nothing"
    with act_as(system_manager):
        ((_name, handover, count),) = waiting(here.worker.affiliation)
        assert (count, SupportCase.objects.count()) == (1, 0)
        handover.hand_over(here.worker.affiliation, by=system_manager, worker=here.colleague.user)
        assert SupportCase.objects.count() == 0
    with act_as(here.colleague):
        case = SupportCase.objects.get()
        assert (case.worker, case.stand_ins) == (here.colleague.user, [here.desk.user])


def test_a_case_that_is_handed_over_is_no_longer_seen_by_who_had_it(here):
    case = contacted(here.worker)
    with act_as(here.worker):
        actions.assign(case, by=here.worker, worker=here.colleague.user)
    assert seen_by(here, SupportCase, Contact) == {"colleague", "desk", "head"}
    page = browser(here.colleague)
    form = page.get(reverse("support:assign", args=[case.pk])).context["form"]
    facts = {"worker": here.worker.user.pk, "version": case.version, "key": form["key"].value()}
    answer = page.post(reverse("support:assign", args=[case.pk]), facts, follow=True)
    assert answer.status_code == 200, "whoever has handed it over is led to what they may see"


def test_a_stand_in_gives_nobody_the_case_and_keeps_it_no_longer_than_was_said(here):
    case = contacted(here.worker)
    with act_as(here.worker):
        name_stand_in(case, by=here.worker, worker=here.colleague.user, ends_on=TODAY)
    other = make.user(here.social)
    with act_as(here.colleague) as by:
        for taker in (by, other):
            with pytest.raises(NotNow):
                actions.assign(case, by=by, worker=taker.user)
            with pytest.raises(NotNow):
                name_stand_in(case, by=by, worker=taker.user)
    with act_as(here.worker), pytest.raises(ValidationError):
        name_stand_in(case, by=here.worker, worker=other.user, ends_on=TODAY + timedelta(days=184))
    with act_as(here.head):
        assert list(CaseWorker.objects.values_list("user", "ends_on").order_by("stands_in")) == [
            (here.worker.user.pk, None),
            (here.colleague.user.pk, TODAY),
        ]


def test_a_stand_in_reads_and_writes_until_the_last_day(here):
    case = contacted(here.worker)
    with act_as(here.worker):
        name_stand_in(case, by=here.worker, worker=here.colleague.user)
    assert seen_by(here, SupportCase, Contact) == {"worker", "colleague", "desk", "head"}
    with act_as(here.colleague):
        actions.change(case, by=here.colleague, next_step="Ringa")
    with act_as(here.worker):
        with pytest.raises(ValidationError):
            name_stand_in(case, by=here.worker, worker=here.next_town.user)
        with pytest.raises(ValidationError):
            actions.name_stand_in(case, by=here.worker, worker=here.colleague.user, ends_on=date(2025, 1, 1))
        actions.name_stand_in(case, by=here.worker, worker=here.colleague.user, ends_on=NOW.date() - timedelta(days=1))
    assert seen_by(here, SupportCase, Contact) == {"worker", "desk", "head"}
    with act_as(here.colleague), pytest.raises(SupportCase.DoesNotExist):
        actions.change(case, by=here.colleague, next_step="Ringa")


def test_only_who_reads_a_case_opens_it_to_somebody(here):
    """Attacked as the run-time role in the colleague's context: by SQL, for himself."""
    case = opened(here.worker)
    with act_as(here.worker):
        (mine,) = CaseWorker.objects.filter(content_object=case)
    for attack in (
        "INSERT INTO support_caseworker (id, partnership_id, owner_id, reach, version, content_object_id, user_id,"
        " permission_id, stands_in) SELECT gen_random_uuid(), partnership_id, owner_id, 0, 1, content_object_id, %s,"
        " permission_id, true FROM support_caseworker WHERE id = %s",
        "UPDATE support_caseworker SET user_id = %s WHERE id = %s",
    ):
        changed = 0
        try:
            with transaction.atomic(), act_as(here.colleague), connection.cursor() as cursor:
                cursor.execute(attack, [here.colleague.user.pk, mine.pk])
                changed = cursor.rowcount
        except DatabaseError:
            pass
        assert changed == 0
    assert "colleague" not in seen_by(here, SupportCase)


def test_every_button_of_a_case_leads_to_a_page_that_opens(here):
    """Also of a case that nobody answers for, which the head of the unit sees and does not write in."""
    case = contacted(here.worker)
    with act_as(here.worker):
        name_stand_in(case, by=here.worker, worker=here.colleague.user)
    for gone in (False, True):
        if gone:
            make.change_affiliation(here.worker, ends_on=NOW.date() - timedelta(days=1))
        for name in ("worker", "colleague", "desk", "head"):
            if gone and name == "worker":
                continue
            client = browser(getattr(here, name))
            body = client.get(case.get_absolute_url()).content.decode()
            links = set(re.findall(rf'href="({case.get_absolute_url()}[a-z-]+/)"', body))
            assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200), name


def test_whoever_stands_in_is_told_and_finds_the_case_among_the_own(here):
    case = contacted(here.worker, reference="SOC-7")
    with act_as(here.worker):
        name_stand_in(case, by=here.worker, worker=here.colleague.user, ends_on=TODAY)
    with act_as(here.colleague):
        (row,) = [item for item in todo_items(here.colleague) if "ersättare" in item.text]
    assert "SOC-7" in row.text
    listed = browser(here.colleague).get(reverse("support:cases") + "?visa=mina").content.decode()
    assert "SOC-7" in listed
    assert f"till och med {day_label(TODAY)}" in browser(here.colleague).get(case.get_absolute_url()).content.decode()


def test_a_case_is_not_handed_to_whoever_has_it_and_the_receipt_says_who_has_it_now(here):
    case, url = contacted(here.worker), "support:assign"
    client = browser(here.worker)
    form = client.get(reverse(url, args=[case.pk])).content.decode()
    assert f'value="{here.worker.user.pk}"' not in form
    assert f'value="{here.colleague.user.pk}"' in form
    with act_as(here.worker) as by, pytest.raises(ValidationError):
        actions.assign(case, by=by, worker=by.user)
    facts = {"worker": here.colleague.user.pk, "version": case.version}
    page = client.post(reverse(url, args=[case.pk]), facts, follow=True).content.decode()
    assert f"{here.colleague.user} har ärendet nu. Du ser det inte längre." in page
