"""Which of the two lists the page of disclosures opens on."""

from django.urls import reverse

from tests.disclosures.conftest import hand
from tests.signed_in import browser


def test_the_page_opens_on_what_there_is_and_on_what_is_asked_for(world):
    """Who has only handed over is not met by an empty list; an address that asks gets what it asks for."""
    pages = {by: browser(by) for by in (world.officer, world.escort, world.worker)}
    url = reverse("disclosures:disclosures")

    def shown(by, tab=""):
        context = pages[by].get(url + tab).context
        return context["shows_given"], len(context["disclosures"])

    assert [shown(by) for by in pages] == [(False, 0)] * 3
    hand(world)
    assert [shown(by) for by in pages] == [(True, 1), (False, 1), (False, 0)]
    assert (shown(world.officer, "?visa=mottaget"), shown(world.escort, "?visa=utlamnat")) == ((False, 0), (True, 0))
