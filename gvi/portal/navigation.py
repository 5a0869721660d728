"""The frame around every page: navigation, banner, foot."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gvi.access.policy import Right

ENTRIES = [
    (None, "portal:today", _("My day"), "home"),
    (Right.GROUPS_SEE, "groups:groups", _("Groups"), "users-group"),
    (Right.GROUPS_SEE_PEOPLE, "groups:people", _("People"), "user"),
    (Right.GROUPS_SEE, "groups:incidents", _("Incidents"), "alert-triangle"),
    (Right.SANCTIONS_SEE, "sanctions:sanctions", _("Increased focus"), "flag"),
    (Right.SANCTIONS_SEE_PARTICIPATIONS, "sanctions:participations", _("Increased focus"), "flag"),
    (Right.CALLINS_SEE, "callins:callins", _("Call-ins"), "calendar-event"),
    (Right.SUPPORT_SEE, "support:cases", _("Support"), "heart-handshake"),
    (Right.COMMITMENTS_SEE, "commitments:commitments", _("Action list"), "circle-check"),
    (Right.DISCLOSURES_SEE, "disclosures:disclosures", _("Disclosures"), "share"),
    (Right.MEETINGS_SEE, "meetings:meetings", _("Meetings"), "list-check"),
    (Right.DOCUMENTS_SEE, "documents:documents", _("Papers"), "file-text"),
    (Right.PORTAL_SEE_MESSAGES, "portal:messages", _("Incoming"), "mail"),
    (Right.PARTNERSHIPS_SEE_USERS, "partnerships:users", _("Users"), "users"),
    (Right.ACCESS_SEE_LOG, "portal:log", pgettext_lazy("page", "Log"), "history"),
]
FOOT = [
    ("public:partnerships", _("About GVI")),
    ("public:accessibility", _("Accessibility statement")),
    ("public:report", _("Report an accessibility problem")),
    ("public:other_format", _("Ask for another format")),
]
# Each language in its own words, for whoever reads no other.
SWITCH = {"sv": ("en", "English"), "en": ("sv", "Svenska")}
WITHIN = {"groups:people": "groups:dossiers"}  # a page with an address of its own that is a tab of the entry's


@dataclass(frozen=True)
class Entry:
    """A link of the navigation."""

    label: str
    url: str
    icon: str
    current: bool


def shell(request: HttpRequest) -> dict[str, Any]:
    """What the base template needs. The roles decide which entries there are."""
    by = getattr(request, "principal", None)
    entries = [
        Entry(str(label), _address(name), icon, _is_current(request.path, name))
        for right, name, label, icon in ENTRIES
        if by and (right is None or by.may(right))
    ]
    return {
        "nav": entries,
        "demo": settings.DEMO,
        "footer_links": [{"url": _address(name), "label": label} for name, label in FOOT],
        "other_language": SWITCH.get(get_language() or "", SWITCH["en"]),
        "login_url": None if by else _address(settings.LOGIN_URL),
    }


@cache
def _address(name: str) -> str:
    """The address of a page; the same for the life of the process."""
    return reverse(name)


def _is_current(path: str, name: str) -> bool:
    places = [_address(page) for page in (name, WITHIN.get(name)) if page]
    return any(path == place if place == "/" else path.startswith(place) for place in places)
