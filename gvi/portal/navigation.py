"""The frame around every page: the menu, the search field, the foot."""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gvi.access.policy import Right
from gvi.access.principal import Principal

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST = 7  # entries of the menu: what fits on one row of a usual screen


@dataclass(frozen=True)
class Place:
    """A page that the menu may lead to. `sees` is the right to open it, `works` a right of those whose work it is.

    `tab` is the name of a page with an address of its own that is a tab of this one.
    """

    sees: Right
    works: Right | None
    page: str
    label: "StrOrPromise"
    icon: str
    tab: str = ""


# In the order of the menu.
PLACES = [
    Place(Right.PORTAL_TODAY, Right.PORTAL_TODAY, "portal:today", _("My day"), "home"),
    Place(Right.SUPPORT_SEE, Right.SUPPORT_ASSIGN, "support:cases", _("Support"), "heart-handshake"),
    Place(Right.GROUPS_SEE, Right.GROUPS_EDIT_GROUP, "groups:groups", _("Groups"), "users-group"),
    Place(
        Right.GROUPS_SEE_PEOPLE,
        Right.GROUPS_LINK_CODE_TO_PERSON,
        "groups:people",
        _("People"),
        "user",
        tab="groups:dossiers",
    ),
    Place(Right.CALLINS_SEE, Right.CALLINS_CHANGE_SEATS, "callins:callins", _("Call-ins"), "calendar-event"),
    Place(Right.MEETINGS_SEE, Right.MEETINGS_CALL_MEETING, "meetings:meetings", _("Meetings"), "list-check"),
    Place(Right.SANCTIONS_SEE, Right.SANCTIONS_PLAN_MEASURE, "sanctions:sanctions", _("Increased focus"), "flag"),
    Place(
        Right.SANCTIONS_SEE_PARTICIPATIONS,
        Right.SANCTIONS_DECLINE,
        "sanctions:participations",
        _("Increased focus"),
        "flag",
    ),
    Place(
        Right.COMMITMENTS_SEE,
        Right.COMMITMENTS_KEEP_LIST,
        "commitments:commitments",
        pgettext_lazy("menu", "Action list"),
        "circle-check",
    ),
    Place(Right.GROUPS_SEE, Right.GROUPS_REPORT_INCIDENT, "groups:incidents", _("Incidents"), "alert-triangle"),
    Place(Right.DISCLOSURES_SEE, Right.DISCLOSURES_HAND_OVER, "disclosures:disclosures", _("Disclosures"), "share"),
    Place(Right.DOCUMENTS_SEE, None, "documents:documents", _("Papers"), "file-text"),
    Place(Right.PORTAL_SEE_MESSAGES, Right.PORTAL_ANSWER_MESSAGE, "portal:messages", _("Incoming"), "mail"),
    Place(Right.PARTNERSHIPS_SEE_USERS, Right.PARTNERSHIPS_CONFIRM_ACCESS, "partnerships:users", _("Users"), "users"),
    Place(Right.ACCESS_SEE_LOG, Right.ACCESS_SEE_LOG, "portal:log", pgettext_lazy("page", "Log"), "history"),
]
FOOT = [
    ("public:partnerships", _("About GVI")),
    ("public:accessibility", _("Accessibility statement")),
    ("public:report", _("Report an accessibility problem")),
    ("public:other_format", _("Ask for another format")),
]
# Each language in its own words, for whoever reads no other.
SWITCH = {"sv": ("en", "English"), "en": ("sv", "Svenska")}


@dataclass(frozen=True)
class Entry:
    """A link of the menu."""

    label: str
    url: str
    icon: str
    current: bool


def menu(by: Principal) -> tuple[list[Place], list[Place]]:
    """The menu of somebody, and what lies under its last entry, More: seven entries at most.

    What is the work of the role comes before what it only reads. The roles decide both, by their rights.
    """
    seen = [place for place in PLACES if by.may(place.sees)]
    if len(seen) <= MOST:
        return seen, []
    by_work = sorted(seen, key=lambda place: not (place.works and by.may(place.works)))
    first = by_work[: MOST - 1]
    return [place for place in seen if place in first], [place for place in seen if place not in first]


def shell(request: HttpRequest) -> dict[str, Any]:
    """What the base template needs."""
    by = getattr(request, "principal", None)
    first, more = menu(by) if by else ([], [])
    under_more = [_entry(place, request.path) for place in more]
    return {
        "nav": [_entry(place, request.path) for place in first],
        "nav_more": under_more,
        "is_under_more": any(entry.current for entry in under_more),
        "may_search": bool(by and by.may(Right.PORTAL_SEARCH)),
        "demo": settings.DEMO,
        "footer_links": [{"url": _address(name), "label": label} for name, label in FOOT],
        "other_language": SWITCH.get(get_language() or "", SWITCH["en"]),
        "login_url": None if by else _address(settings.LOGIN_URL),
    }


@cache
def _address(name: str) -> str:
    """The address of a page; the same for the life of the process."""
    return reverse(name)


def _entry(place: Place, path: str) -> Entry:
    return Entry(str(place.label), _address(place.page), place.icon, _is_current(path, place))


def _is_current(path: str, place: Place) -> bool:
    addresses = [_address(page) for page in (place.page, place.tab) if page]
    return any(path == address if address == "/" else path.startswith(address) for address in addresses)
