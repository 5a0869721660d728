"""Two presses give one paper, with or without a key; what has changed gives a new one."""

from typing import Any

import pytest
from django.urls import get_resolver, reverse

from callins.models import CallIn  # noqa: F401  the models that the scene is made of
from gvi.access.principal import act_as
from gvi.acts.act import REGISTRY
from gvi.documents.models import Document
from gvi.documents.views import PrintPage
from gvi.meetings import actions
from gvi.meetings.models import ItemKind
from tests.meetings.scene import scene
from tests.signed_in import browser

pytestmark = pytest.mark.django_db


def papers(here: Any) -> int:
    with act_as(here.coordinator):
        return Document.objects.count()


def test_every_page_whose_act_prints_is_a_print_page() -> None:
    pages = [
        pattern.callback.view_class
        for app in get_resolver().url_patterns
        for pattern in getattr(app, "url_patterns", [app])
        if hasattr(getattr(pattern, "callback", None), "view_class")
    ]
    printing = {name for name in REGISTRY if ".print_" in name}
    found = {page.act.act.name: page for page in pages if hasattr(page, "act") and page.act.act.name in printing}
    assert found.keys() == printing
    assert all(issubclass(page, PrintPage) for page in found.values())


@pytest.mark.parametrize("key", [{}, {"key": ""}, {"key": "7d0b2f1e-6a55-4d5e-9a57-6a6f1b0b9d11"}])
def test_two_presses_are_one_paper(key: dict[str, str]) -> None:
    here: Any = scene(groups=1)
    client, address = browser(here.coordinator), reverse("meetings:print_brief", args=[here.meeting.pk])
    first, second = (client.post(address, key) for _press in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert papers(here) == 1


def test_what_has_changed_is_a_new_paper_also_without_a_key() -> None:
    here: Any = scene(groups=1)
    client, address = browser(here.coordinator), reverse("meetings:print_brief", args=[here.meeting.pk])
    client.post(address)
    with act_as(here.coordinator):
        actions.add_item(here.meeting, by=here.coordinator, kind=ItemKind.DECISION, text="Nytt?")
    client.post(address)
    assert papers(here) == 2


def test_a_press_on_a_new_page_prints_again() -> None:
    here: Any = scene(groups=1)
    client, address = browser(here.coordinator), reverse("meetings:print_brief", args=[here.meeting.pk])
    for _page in range(2):
        client.post(address, {"key": client.get(address).context["form"]["key"].value()})
    assert papers(here) == 2
