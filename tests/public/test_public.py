"""Pages for anybody: they know the configuration and nothing else, and what is left there reaches one agency."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from groups.models import Group
from gvi.access import context, policy
from gvi.access.policy import POLICY, Kind, Role
from gvi.access.principal import PublicVisitor, act_as
from gvi.acts.models import LogEntry
from gvi.portal.actions import answer_message
from gvi.portal.models import MessageKind, MessageState, PublicMessage
from gvi.portal.public import views as public
from gvi.portal.todo.items import todo_items
from tests import factories as make
from tests.run_time_role import as_operator
from tests.signed_in import browser
from tests.walls import seed

pytestmark = pytest.mark.django_db
TABLES = sorted(seed.tables())
FROM_OUTSIDE = {
    model._meta.db_table for model in seed.guarded() if POLICY[model._meta.label].insert.mentions(policy.VISITOR)
}
REPORT = {
    "text": "Knappen går inte att nå med tangentbordet.",
    "place": "/tillganglighet/",
    "contact": "a@prov.example",
}
FORMAT = {"place": "Om GVI", "format": "audio", "contact": "070-174 06 05"}


@pytest.fixture(autouse=True)
def _rested() -> None:
    cache.clear()


@pytest.fixture
def place() -> Any:
    made = make.partnership("GVI Provstad")
    made.about, made.origin = "Vi arbetar tillsammans.", "Det kommer från USA."
    made.message, made.goals = ["Våldet måste sluta.", "Hjälp finns."], ["Färre döda."]
    made.contacts = [
        {"label": "Akut", "number": "112", "note": ""},
        {"label": "Växeln", "number": "08-580 285 00", "note": "Välj tonval 2."},
    ]
    made.links = [{"label": "GVI i Örebro", "url": "https://orebro.example/"}]
    made.updated_on = date(2026, 11, 3)
    with as_operator():
        made.save()
    return made


@pytest.fixture
def leader(place: Any) -> Any:
    return make.agency(place, Kind.COORDINATION, "Provstads kommun, samordning", leads=True)


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement sent to the database inside."""
    sent: list[str] = []

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, now: Any) -> Any:
        sent.append(sql)
        return execute(sql, params, many, now)

    with connection.execute_wrapper(watch):
        yield sent


def guarded_in(sent: list[str]) -> set[str]:
    return {table for sql in sent for table in TABLES if re.search(rf"\b{table}\b", sql)}


def pages(place: Any) -> list[str]:
    names = ("partnerships", "accessibility", "report", "other_format")
    return [reverse("public:about", args=[place.slug]), *(reverse(f"public:{name}") for name in names)]


def left(leader: Any) -> list[PublicMessage]:
    with context.enter_context(context.for_agencies(leader)):
        return list(PublicMessage.objects.order_by("number"))


def test_no_public_page_asks_a_table_of_cases_anything(place, leader) -> None:
    for client in (browser(None), browser(make.user(leader))):
        for url in pages(place):
            with statements() as sent:
                assert client.get(url).status_code in (200, 302), url
            assert sent, url
            assert guarded_in(sent) == set(), url


def test_a_message_is_inserted_and_nothing_guarded_is_read(place, leader, client) -> None:
    with statements() as sent:
        assert client.post(reverse("public:report"), REPORT).status_code == 302
    touching = [sql for sql in sent if guarded_in([sql])]
    assert guarded_in(touching) == FROM_OUTSIDE == {"portal_publicmessage", "acts_logentry"}
    assert [sql for sql in touching if not sql.startswith("INSERT INTO") or "SELECT" in sql] == []


def test_the_pages_run_outside_every_context_even_for_whoever_is_signed_in(place, leader, monkeypatch) -> None:
    def careless(self: Any, **kwargs: Any) -> dict[str, Any]:
        return {"groups": list(Group.objects.all())}

    monkeypatch.setattr(public.Accessibility, "get_context_data", careless)
    for client in (browser(None), browser(make.user(leader))):
        client.raise_request_exception = False
        answer: Any = client.get(reverse("public:accessibility"))
        assert (answer.status_code, answer.exc_info[0]) == (500, context.NoAudience)


def test_somebody_outside_sees_no_row_of_any_table(place, leader) -> None:
    for model in seed.guarded():
        rule = policy.for_model(model._meta.label)
        owner = make.agency(place, Kind.SOCIAL_SERVICES) if rule and rule.owners == policy.KEEPERS else leader
        seed.row(model, owner, reach=seed.widest(model))
    with act_as(PublicVisitor(partnership=place)), connection.cursor() as cursor:
        for model in seed.guarded():
            assert list(model.objects.all()) == [], model
            cursor.execute(f"SELECT count(*) FROM {model._meta.db_table}")
            assert cursor.fetchone() == (0,), model


def test_somebody_outside_makes_nothing_but_what_the_policy_lets_him_leave_with_the_leader(place, leader) -> None:
    other = make.agency(place, Kind.COORDINATION)
    made = set()
    for model in (m for m in seed.guarded() if not seed.refs(m)):
        for owner in (leader, other):
            nobody = {"user": None} if issubclass(model, LogEntry) else {}  # a visitor writes in nobody's name
            row = seed.build(model, owner, reach=seed.narrowest(model), **nobody)
            try:
                with transaction.atomic(), act_as(PublicVisitor(partnership=place)):
                    seed.insert(row)
                made.add((model._meta.db_table, owner.pk))
            except DatabaseError:
                pass
    assert made == {(table, leader.pk) for table in FROM_OUTSIDE}


def test_without_a_leading_agency_there_is_nobody_to_write_to(place, client) -> None:
    assert client.get(reverse("public:about", args=[place.slug])).status_code == 404
    assert '<form class="gvi-form"' not in client.get(reverse("public:report")).content.decode()
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        context.enter_context(context.for_public_visitor(place.pk, leader=1)),
    ):
        pass


def test_the_page_says_what_the_configuration_says(place, leader, client) -> None:
    page = client.get(reverse("public:about", args=[place.slug])).content.decode()
    for said in (
        "Vi arbetar tillsammans.", "Det kommer från USA.", "Våldet måste sluta.", "Färre döda.", 'href="tel:112"',
        'href="tel:0858028500"', "Välj tonval 2.", "GVI i Örebro", "Provstads kommun, samordning", "3 nov 2026",
    ):  # fmt: skip
        assert said in page, said
    assert page.count("tel:112") == 1, "the emergency number stands once, first"
    assert "noindex" not in page


def test_one_partnership_is_shown_at_once_and_several_are_a_list(place, leader, client) -> None:
    there = reverse("public:about", args=[place.slug])
    assert client.get(reverse("public:partnerships"))["Location"] == there
    make.agency(make.partnership("GVI Annorstad"), Kind.COORDINATION, leads=True)
    page = client.get(reverse("public:partnerships")).content.decode()
    assert [page.index("GVI Annorstad") < page.index("GVI Provstad"), there in page] == [True, True]


def test_a_report_becomes_an_incoming_document_of_the_leading_agency_alone(place, leader, client) -> None:
    beside = make.agency(place, Kind.SOCIAL_SERVICES)
    page = client.post(reverse("public:report"), REPORT, follow=True).content.decode()
    (message,) = left(leader)
    year = message.received.year
    assert f"T{year}-001" in page
    assert (message.number, message.kind, message.text, message.contact) == (
        f"T{year}-001", MessageKind.BARRIER, REPORT["text"], REPORT["contact"],
    )  # fmt: skip
    assert message.dispose_on == date(year + 2, 12, 31)
    assert left(beside) == []


def test_another_format_asks_what_how_and_where_to(place, leader, client) -> None:
    answer = client.post(reverse("public:other_format"), {"text": "Gärna snart."})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"place", "format", "contact"}
    assert "Gärna snart." in answer.content.decode()
    assert client.post(reverse("public:other_format"), FORMAT).status_code == 302
    assert [(m.kind, m.format, m.contact) for m in left(leader)] == [("format", "audio", "070-174 06 05")]


def test_the_log_tells_the_leading_agency_of_a_message_and_names_nobody(place, leader, client) -> None:
    client.post(reverse("public:report"), REPORT)
    with context.enter_context(context.for_agencies(leader)):
        (entry,) = LogEntry.objects.all()
        (message,) = PublicMessage.objects.all()
    assert (entry.verb, entry.user, entry.role) == ("portal.leave_message", None, Role.OUTSIDE)
    assert entry.rows == {"portal.PublicMessage": [str(message.pk)]}
    assert browser(make.user(leader, Role.LOG_REVIEWER)).get(reverse("portal:log")).status_code == 200


def test_a_second_press_of_the_same_button_sends_nothing(place, leader, client) -> None:
    key = "6b1d7f6e-3f0c-4d3e-9a55-0d5e0f6f1a11"
    for _press in range(2):
        assert client.post(reverse("public:report"), REPORT | {"key": key}).status_code == 302
    assert len(left(leader)) == 1


def test_other_words_in_the_same_form_are_a_message_of_their_own(place, leader, client) -> None:
    key = "6b1d7f6e-3f0c-4d3e-9a55-0d5e0f6f1a12"
    for words in ({}, {"text": "Något annat."}, {"place": "/om/"}, {"contact": "a@b.example"}, {}):
        assert client.post(reverse("public:report"), REPORT | words | {"key": key}).status_code == 302
    assert len(left(leader)) == 4


def test_too_many_messages_are_refused_with_a_sentence_and_nothing_typed_is_lost(
    place, leader, client, settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"public_message": "2/h/ip,3/h/key"}
    url = reverse("public:report")
    got = [client.post(url, REPORT).status_code for _ in range(3)]
    got += [client.post(url, REPORT, REMOTE_ADDR=f"192.0.2.{n}").status_code for n in range(1, 3)]
    assert got == [302, 302, 429, 302, 429], "two from one address, three from all together"
    refused = client.post(url, REPORT).content.decode()
    assert "Ditt skickades inte" in refused
    assert REPORT["text"] in refused
    assert len(left(leader)) == 3


def test_long_words_are_refused_before_they_are_stored(place, leader, client) -> None:
    assert client.post(reverse("public:report"), REPORT | {"text": "x" * 3001}).status_code == 422
    assert client.post(reverse("public:report"), REPORT | {"contact": "x" * 201}).status_code == 422
    assert left(leader) == []


def test_with_several_partnerships_one_says_which(place, leader, client) -> None:
    second = make.agency(make.partnership("GVI Annorstad"), Kind.COORDINATION, leads=True)
    assert set(client.post(reverse("public:report"), REPORT).context["form"].errors) == {"partnership"}
    assert client.post(reverse("public:report"), REPORT | {"partnership": second.partnership_id}).status_code == 302
    assert (len(left(leader)), len(left(second))) == (0, 1)


def test_the_registrar_reads_it_settles_it_and_sees_when_it_is_removed(place, leader, client) -> None:
    client.post(reverse("public:report"), REPORT)
    (message,) = left(leader)
    registrar = make.user(leader, Role.REGISTRAR)
    page = browser(registrar)
    assert message.number in page.get(reverse("portal:messages")).content.decode()
    assert REPORT["text"] in page.get(message.get_absolute_url()).content.decode()
    facts = {"state": "answered", "done_on": "2026-01-02", "answer": "Knappen är lagad.", "version": message.version}
    settle = reverse("portal:answer_message", args=[message.pk])
    assert page.post(settle, facts)["Location"] == message.get_absolute_url()
    (message,) = left(leader)
    assert (message.state, message.done_on, message.dispose_on) == (
        MessageState.ANSWERED, date(2026, 1, 2), date(2028, 12, 31),
    )  # fmt: skip
    assert page.post(settle, facts | {"version": 2}).status_code == 409


def test_the_list_reads_no_words_of_a_message_and_the_page_does_and_is_logged(place, leader, client) -> None:
    client.post(reverse("public:report"), REPORT)
    (message,) = left(leader)
    page = browser(make.user(leader, Role.REGISTRAR))
    page.get(reverse("portal:messages"))
    page.get(message.get_absolute_url())
    with context.enter_context(context.for_agencies(leader)):
        assert set(LogEntry.objects.values_list("verb", flat=True)) == {"portal.leave_message", "portal:message"}


def test_a_waiting_message_stands_on_min_dag_until_it_is_settled(place, leader, client) -> None:
    by = make.user(leader)
    client.post(reverse("public:report"), REPORT)
    (message,) = left(leader)
    with act_as(by):
        assert [duty.url for duty in todo_items(by)] == [reverse("portal:messages")]
        answer_message(message, by=by, state="closed", done_on=date(2026, 1, 2), answer="Dubblett.")
        assert todo_items(by) == []


def test_every_page_leads_to_the_statement_and_the_forms(place, leader) -> None:
    for client, url in (
        (browser(None), "/konto/logga-in/"), (browser(None), pages(place)[0]), (browser(make.user(leader)), "/"),
    ):  # fmt: skip
        page = client.get(url).content.decode()
        for name in ("partnerships", "accessibility", "report", "other_format"):
            assert f'href="{reverse(f"public:{name}")}"' in page, (url, name)


@pytest.mark.parametrize("name", ["report", "other_format"])
def test_a_form_is_taken_only_with_its_token(name: str, place, leader) -> None:
    assert Client(enforce_csrf_checks=True).post(reverse(f"public:{name}"), REPORT | FORMAT).status_code == 403
