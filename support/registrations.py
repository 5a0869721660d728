"""What support registers with other apps: the cases of somebody whose access ends, and how cases are found."""

from django.db.models import QuerySet
from django.utils.translation import ngettext

from gvi.pages.finders import finders
from gvi.partnerships.accounts.handovers import Handover, handovers
from gvi.partnerships.models import Affiliation, User
from gvi.text.swedish import Alphabetical
from support.actions import hand_over_cases
from support.finders import CASES
from support.queries import all_cases_of, open_cases_of, workers_at

finders.register(CASES)


def question(count: int) -> str:
    """Asks who takes over so many cases."""
    return ngettext("%(n)s open case: who takes over?", "%(n)s open cases: who takes over?", count) % {"n": count}


def count(affiliation: Affiliation) -> int:
    """How many open cases the person answers for, whoever asks."""
    with all_cases_of(affiliation.agency):
        return open_cases_of(affiliation).count()


def takers(affiliation: Affiliation) -> QuerySet[User]:
    """The colleagues who work with support."""
    others = workers_at(affiliation.agency).exclude(user=affiliation.user_id)
    return User.objects.filter(pk__in=others.values("user")).order_by(Alphabetical("full_name"))


handovers.register_as("support")(Handover(count, question, takers, hand_over_cases))
