"""How call-ins are found: by their day or place."""

from django.db.models import Q, QuerySet
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callins.models import CallIn
from callins.presenters import callin_name
from gvi.access.policy import Right
from gvi.access.principal import Principal
from gvi.pages.finders import Finder, Hit, about, by_what
from gvi.text.days import on_day
from gvi.text.swedish import whose_words_begin


def callins_called(text: str, by: Principal) -> QuerySet[CallIn]:
    """The call-ins on such a day or at such a place, the latest first."""
    there = whose_words_begin(CallIn.objects.all(), text, ["venue"])
    callins: QuerySet[CallIn] = CallIn.objects.filter(on_day(text) or Q(pk__in=there.values("pk")))
    return callins.order_by("-date", "starts_at")


def callin_hits(callins: list[CallIn], text: str) -> list[Hit]:
    """Call-ins with time, place and state."""
    return [
        Hit(
            callin_name(callin),
            callin.get_absolute_url(),
            _("day") if on_day(text) else by_what(text, [(_("place"), callin.venue)]),
            about(time_format(callin.starts_at), callin.venue, callin.get_state_display()),
        )
        for callin in callins
    ]


CALLINS = Finder(gettext_lazy("Call-ins"), Right.CALLINS_SEE, callins_called, callin_hits)
