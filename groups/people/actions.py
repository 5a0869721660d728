"""What can be done with the people of groups: codes, names of codes, readers of protected dossiers, key sheets."""

from collections.abc import Callable, Iterable
from typing import TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.models import Dossier, DossierReader, Group, Membership, PersonCode
from groups.models.people import blind_key
from groups.people.codes import KEY_SHEET
from groups.people.queries import free_codes
from groups.people.retraction.actions import close_excluded
from groups.people.rules import has_codes, has_memberships_due, is_given, is_protected, next_review, why_no_code
from groups.rules import is_on_behalf
from gvi.access.policy import Reach
from gvi.access.principal import Principal
from gvi.acts.act import act
from gvi.acts.requires import NotNow
from gvi.acts.validators import refused_by
from gvi.documents.actions import Addressee, issue
from gvi.documents.models import Document
from gvi.documents.registry import LANGUAGE
from gvi.partnerships.models import Agency
from gvi.text.national_ids import NationalId

MAX_TRIES = 20
# The same sentence whether the record is open or closed to the user: it must not reveal records they may not open.
ALREADY_KNOWN = gettext_lazy("Your agency already has a record with this code or this number. Compare with the key.")
Result = TypeVar("Result")


# ------------------------------------------------------------------ memberships


@act(
    "groups.confirm_memberships", on=Dossier, requires=[has_memberships_due], at_once=True,
    label=gettext_lazy("Confirm the memberships"), icon="check",
    log=gettext_lazy("confirmed a person's memberships"),
    done=gettext_lazy("Confirmed. The next review is in six months."),
)  # fmt: skip
def confirm_memberships(dossier: Dossier, *, by: Principal) -> Dossier:
    """The assessments that are due still hold, on the grounds that are written down (domain 2.11 rule 14)."""
    for membership in Membership.objects.due_for_review().filter(dossier=dossier):
        membership.review_on = next_review(timezone.localdate())
        membership.save()
    return dossier


# ------------------------------------------------------------------ codes


@act(
    "groups.publish_codes",
    label=gettext_lazy("Give codes"), icon="key", log=gettext_lazy("gave people codes"),
)  # fmt: skip
def publish_codes(*, by: Principal, group: UUID, people: Iterable[UUID]) -> list[PersonCode]:
    """Give chosen people of a published group a code each, and let the core agencies see the codes.

    `people` are ids of dossiers. Never a minor, a protected person or a bystander (domain 2.11 rules 15, 18).
    Raises NotNow, ValidationError.
    """
    published = Group.objects.get(pk=group, owner=by.agency.pk)
    if not published.is_open:
        raise NotNow(_("Share the group first: a code points to its group."))
    chosen = set(people)
    own = Membership.objects.filter(group=published, dossier__in=chosen, owner=by.agency.pk)
    memberships = list(own.select_related("dossier", "group"))
    today = timezone.localdate()
    refused = any(member.dossier.person_code_id or why_no_code(member, today) for member in memberships)
    if refused or len(memberships) != len(chosen):
        raise ValidationError({"people": _("One of those chosen can no longer get a code. Choose again.")})
    codes = _draw_again_if_taken(lambda: _make_codes(published, len(memberships)))
    for member, code in zip(memberships, codes, strict=True):
        member.dossier.person_code = code
        member.dossier.save()
    return codes


@act(
    "groups.record_codes", on=Group, requires=[is_on_behalf],
    label=gettext_lazy("Make codes"), icon="key", log=gettext_lazy("made codes without names"),
)  # fmt: skip
def record_codes(group: Group, *, by: Principal, count: int) -> list[PersonCode]:
    """Make so many codes without names, for a group that was recorded for another agency (product 18)."""
    return _draw_again_if_taken(lambda: _make_codes(group, count))


def _make_codes(group: Group, count: int) -> list[PersonCode]:
    made = [PersonCode(code=code, group=group, reach=Reach.CORE) for code in free_codes(count, group)]
    return PersonCode.objects.bulk_create(made)


def _draw_again_if_taken(make: Callable[[], Result]) -> Result:
    """Try again if another agency was given the same code at the same moment. Raises NotNow."""
    for _attempt in range(MAX_TRIES):
        try:
            with transaction.atomic():
                return make()
        except IntegrityError as refusal:
            if not refused_by("one_person_code_per_code", refusal):
                raise
    raise NotNow(_("No free codes were found just now. Try again in a moment."))


@act(
    "groups.print_key_sheet", on=Group, requires=[is_on_behalf, has_codes],
    label=gettext_lazy("Print the key sheet"), icon="printer", log=gettext_lazy("printed a key sheet"),
    done=gettext_lazy("The key sheet is ready. Hand it over blank; it stays where it is filled in."),
)  # fmt: skip
def print_key_sheet(group: Group, *, by: Principal, keeper: Agency) -> Document:
    """Print an empty key sheet for the group's codes. The agency that keeps it writes the names in by pen.

    The sheet never comes back (product 18), so only an agency that may hold records of persons can keep it.
    Raises ValidationError.
    """
    if not keeper.keeps_dossiers or keeper.partnership_id != group.partnership_id:
        raise ValidationError({"keeper": _("Choose an agency that may keep records of persons.")})
    with translation.override(LANGUAGE):
        title = _("Key sheet for %(group)s") % {"group": group.name}
    return issue(
        by=by,
        kind=KEY_SHEET,
        subject_id=group.pk,
        title=title,
        readers=[by.agency, keeper],
        addressees=[Addressee(keeper.short_name, keeper)],
    )


# ------------------------------------------------------------------ dossiers


@act(
    "groups.link_code_to_person", on=PersonCode, writes=False, requires=[is_given],
    label=gettext_lazy("Note who this is"), icon="link", log=gettext_lazy("noted a name beside a code"),
)  # fmt: skip
def link_code_to_person(
    person_code: PersonCode,
    *,
    by: Principal,
    given_name: str,
    family_name: str,
    national_id: NationalId | None = None,
    protected: bool = False,
) -> Dossier:
    """Record in the agency's own dossier who a code is, from a key on paper. No other agency sees it.

    If the agency has a dossier with this national id, that one gets the code and keeps its name.
    Raises ValidationError.
    """
    known = ValidationError(ALREADY_KNOWN)
    if Dossier.objects.filter(person_code=person_code, owner=by.agency).exists():
        raise known
    try:
        with transaction.atomic():
            dossier = _own_dossier(by, national_id) or Dossier(given_name=given_name, family_name=family_name)
            if dossier.person_code_id:
                raise known
            if dossier._state.adding and national_id:
                dossier.set_national_id(national_id.digits, by.agency.pk)
            return _link(dossier, person_code, by, protected=protected)
    except IntegrityError as error:
        raise known from error


def _own_dossier(by: Principal, national_id: NationalId | None) -> Dossier | None:
    """The agency's dossier of the person with this national id, if the user may read it."""
    if national_id is None:
        return None
    key = blind_key(national_id.digits, by.agency.pk)
    found: Dossier | None = Dossier.objects.filter(owner=by.agency, national_id_key=key).first()
    return found


def _link(dossier: Dossier, person_code: PersonCode, by: Principal, *, protected: bool) -> Dossier:
    dossier.person_code = person_code
    dossier.save()
    if protected and not dossier.protected:
        # In this order: whoever names a reader sees the dossier, and only a named reader writes a protected one.
        DossierReader.objects.bulk_create(DossierReader.of_dossiers([dossier], by.user.pk))
        dossier.protected = True
        dossier.save()
    close_excluded(by=by, dossiers=[dossier.pk])
    return dossier


@act(
    "groups.correct_name", on=Dossier,
    label=gettext_lazy("Correct the name"), icon="pencil", log=gettext_lazy("corrected a name"),
)  # fmt: skip
def correct_name(
    dossier: Dossier, *, by: Principal, given_name: str, family_name: str = "", birth_year: int | None = None
) -> Dossier:
    """Correct what the agency noted of who this is; the log says that, and no name. Raises ValidationError.

    A year that makes the person a minor closes the code like any other way does.
    """
    born = dossier.national_id_in_clear[:4]
    if born and birth_year != int(born):
        raise ValidationError({"birth_year": _("The national identity number says another year.")})
    dossier.given_name, dossier.family_name, dossier.birth_year = given_name, family_name, birth_year
    dossier.save()
    close_excluded(by=by, dossiers=[dossier.pk])
    return dossier


@act(
    "groups.add_reader", on=Dossier, requires=[is_protected],
    label=gettext_lazy("Name a reader"), icon="user-plus", log=gettext_lazy("named a reader"),
)  # fmt: skip
def add_reader(dossier: Dossier, *, by: Principal, reader: int) -> Dossier:
    """A reader of the dossier lets the colleague with this user id read it too (domain 2.11 rule 18).

    Raises ValidationError.
    """
    if not by.agency.affiliations.in_force().filter(user=reader).exists():
        raise ValidationError({"reader": _("Choose somebody who works at your agency today.")})
    if DossierReader.objects.filter(content_object=dossier, user=reader).exists():
        raise ValidationError({"reader": _("That person may already read this.")})
    DossierReader.objects.bulk_create(DossierReader.of_dossiers([dossier], reader))
    return dossier
