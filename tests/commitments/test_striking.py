"""A struck commitment has no words: not in lists, not on paper, not in what happened to it."""

import pytest
from django.urls import reverse

from gvi.access.principal import act_as
from gvi.acts.requires import NotNow
from gvi.commitments import actions
from gvi.commitments.models import Commitment
from tests.commitments.conftest import promised
from tests.signed_in import browser

WRONG = "Kanarieord om fel person"


def pages_of(by, commitment):
    lists = [f"{reverse('commitments:commitments')}?visa={name}" for name in ("oppna", "sena", "mina", "avgjorda", "")]
    client = browser(by)
    return "".join(client.get(url).content.decode() for url in (*lists, "/")), client.get(
        commitment.get_absolute_url()
    ).content.decode()


def test_a_struck_commitment_is_in_its_owners_history_alone(world):
    commitment = promised(world, text=WRONG, function="Kanariefunktion", due=-3)
    with act_as(world.by.police):
        actions.settle(commitment, by=world.by.police, state="not_kept", note="Kanarieskäl")
    url = reverse("commitments:strike", args=[commitment.pk])
    assert browser(world.by.police).post(url, {"version": 2}).status_code == 302
    for name in ("police", "social", "coordination"):
        lists, own = pages_of(getattr(world.by, name), commitment)
        assert "Kanarie" not in lists, name
        assert ("Kanarieord" in own, "Kanarieskäl" in own) == (name == "coordination",) * 2, name
    with act_as(world.by.police):
        struck = Commitment.objects.get(pk=commitment.pk)
        assert (struck.text, struck.function, struck.note) == ("", "", "")
        for again in (actions.strike, actions.keep):
            with pytest.raises(NotNow):
                again(struck, by=world.by.police)
        with pytest.raises(NotNow):
            actions.reopen(struck, by=world.by.police, reason="Ångrar")
