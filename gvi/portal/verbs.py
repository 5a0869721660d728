"""What the log's verbs are called on screen. A test holds that every act and every page has a name."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "callins.cancel": _("cancelled a call-in"),
    "callins.change": _("changed a call-in"),
    "callins.change_seat": _("changed seats"),
    "callins.close_evening": _("closed an evening"),
    "callins.invite": _("invited codes"),
    "callins.open_evening": _("opened an evening"),
    "callins.plan": _("planned a call-in"),
    "callins.return_seats": _("took seats home"),
    "callins.tick": _("registered attendance"),
    "callins.undo": _("took a registration back"),
    "documents.issue": _("issued a paper"),
    "documents.render": _("rendered a copy"),
    "documents.try_again": _("tried a copy again"),
    "groups.describe": _("changed a group's card"),
    "groups.hold_name": _("noted a name beside a code"),
    "groups.import_list": _("imported a list"),
    "groups.name_reader": _("named a reader"),
    "groups.publish_codes": _("gave people codes"),
    "groups.publish_groups": _("published groups"),
    "meetings.add_item": _("put something on an agenda"),
    "meetings.attend": _("said who comes"),
    "meetings.call": _("called a meeting"),
    "meetings.cancel": _("cancelled a meeting"),
    "meetings.change": _("changed a meeting"),
    "meetings.hold": _("held a meeting"),
    "meetings.print_brief": _("printed a brief"),
    "meetings.settle_item": _("wrote down an outcome"),
    "portal.answer_message": _("settled a message from the public"),
    "portal.leave_message": _("left a message from outside"),
    "partnerships.set_up": _("set the partnership up"),
}

PAGES = {
    "callins:callin": _("read a call-in's seats"),
    "callins:change": _("read a call-in's seats"),
    "callins:close": _("read those without registration"),
    "callins:evening": _("read the evening page"),
    "callins:invite": _("read codes to invite"),
    "callins:seats": _("read seats and escorts"),
    "callins:callins": _("read the list of call-ins"),
    "documents:copy": _("fetched a copy"),
    "documents:document": _("read a paper's copies"),
    "groups:dossier": _("read a dossier"),
    "groups:dossiers": _("read the list of dossiers"),
    "groups:group": _("read a group's people"),
    "groups:groups": _("read the list of groups"),
    "groups:hold_name": _("read a code"),
    "groups:import": _("compared a list"),
    "groups:individual": _("read a code"),
    "groups:name_reader": _("read a dossier"),
    "groups:people": _("read the list of codes"),
    "groups:publish_codes": _("read people to publish"),
    "portal:answer_message": _("read a message from the public"),
    "portal:message": _("read a message from the public"),
    "portal:today": _("read Min dag"),
}


def label(verb: str) -> str:
    """The verb in words. One that is new here is shown as it stands rather than hidden."""
    return str(ACTS.get(verb) or PAGES.get(verb) or verb)
