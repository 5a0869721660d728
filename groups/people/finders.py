"""How people are found: a code by its words, and an own record by name, alias or national id."""

import re

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.models import Dossier, PersonCode
from groups.people.presenters import dossier_rows
from groups.people.queries import KnownName, known_names
from gvi.access.policy import Right
from gvi.access.principal import Principal
from gvi.pages.finders import Finder, Hit, about, by_what
from gvi.text.swedish import Alphabetical, whose_words_begin

WITHOUT_SPACE = re.compile(r"(?<=[^\W\d_])(?=\d)")  # where lönn27 has its space


def codes_called(text: str, by: Principal) -> QuerySet[PersonCode]:
    """The codes that the reader sees of which the text is the beginning, with or without its space."""
    codes = PersonCode.objects.select_related("group")
    return whose_words_begin(codes, _spaced(text), ["code"]).order_by(Alphabetical("code"))


def code_hits(codes: list[PersonCode], text: str) -> list[Hit]:
    """Codes with their group, and the name where the reader's agency knows it."""
    names = known_names(codes)
    return [
        Hit(
            code.code,
            code.get_absolute_url(),
            by_what(_spaced(text), [(_("code"), code.code)]),
            about(code.group, *_told_of(names.get(code.pk)), "" if code.is_open else _("taken back")),
        )
        for code in codes
    ]


def people_called(text: str, by: Principal) -> QuerySet[Dossier]:
    """The agency's own records of such a name, alias or national id."""
    own = Dossier.objects.filter(owner=by.agency).select_related("person_code")
    return own.sought(text, by.agency.pk).by_surname()


def person_hits(dossiers: list[Dossier], text: str) -> list[Hit]:
    """People with what tells namesakes apart: year of birth, groups and code."""
    return [
        Hit(
            str(row.dossier),
            row.dossier.get_absolute_url(),
            by_what(
                text,
                [(_("name"), str(row.dossier)), (_("also called"), row.dossier.alias)],
                otherwise=_("national identity number"),
            ),
            about(
                _("born %(year)s") % {"year": row.dossier.birth_year} if row.dossier.birth_year else "",
                ", ".join(row.groups),
                row.dossier.person_code,
                _protection(row.dossier.protected),
            ),
        )
        for row in dossier_rows(dossiers)
    ]


def _told_of(name: KnownName | None) -> list[str]:
    """A known name as it stands beside a code: from whom it came, and that it is protected."""
    if name is None:
        return []
    given_by = _("from %(given_by)s") % {"given_by": name.given_by} if name.given_by else ""
    return [str(name), given_by, _protection(name.protected)]


def _protection(protected: bool) -> str:
    return _("protected identity") if protected else ""


def _spaced(text: str) -> str:
    return WITHOUT_SPACE.sub(" ", text)


CODES = Finder(gettext_lazy("Codes"), Right.GROUPS_SEE_PEOPLE, codes_called, code_hits)
PEOPLE = Finder(gettext_lazy("Own records"), Right.GROUPS_LINK_CODE_TO_PERSON, people_called, person_hits)
