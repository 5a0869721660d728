"""What can be done with groups and people. Every write of theirs is here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.listing.plan import Place, Plan, Someone, blind_key, compare, judged
from groups.listing.rows import Line
from groups.models import Dossier, DossierReader, Group, Membership, PersonCode
from groups.people import free_codes, review_day, why_no_code
from gvi.access.policy import Reach
from gvi.access.principal import Principal
from gvi.acts.act import NotNow, act
from gvi.partnerships.on_behalf.models import Source
from gvi.spreadsheets.columns import fold
from gvi.spreadsheets.signed_payload import one_at_a_time
from gvi.text.national_ids import NationalId, seal

MOST_TRIES = 20
# One sentence for whatever is held and whether one may open it or not: it shall not tell of records that are shut.
KNOWN = gettext_lazy("Your agency keeps this code or this number already. Compare with the key.")
Made = TypeVar("Made")


# ------------------------------------------------------------------ the list


@dataclass(frozen=True)
class Imported:
    """What an import did."""

    new_groups: int
    new_people: int
    changed: int
    unchanged: int


@act("groups.import_list")
def import_list(*, by: Principal, lines: Iterable[Line]) -> Imported:
    """Take a checked list in, all of it or nothing. The same list twice changes nothing.

    Everything lands as the agency's own rows, never in the open (architecture 3). Raises ValidationError.
    """
    one_at_a_time(by)
    plan = compare(lines)
    if plan.faults:
        raise ValidationError([_("Row %(row)d: %(text)s") % {"row": f.row, "text": f.sentence} for f in plan.faults])
    counts = plan.counts
    try:
        with transaction.atomic():
            _take_in(plan, by)
    except IntegrityError as error:
        raise ValidationError(
            _("The list holds a person whom your agency keeps and you may not open. Ask a colleague who may.")
        ) from error
    return Imported(**counts)


def _take_in(plan: Plan, by: Principal) -> None:
    _make_groups(plan)
    fresh = [someone for someone in plan.people if someone.dossier is None]
    for someone in fresh:
        someone.dossier = Dossier(**someone.facts)
        _set_number(someone.dossier, someone.digits, by)
    made = [someone.dossier for someone in fresh if someone.dossier]
    shut = [s.dossier for s in plan.people if s.dossier and s.changes.get("protected")]
    shut += [dossier for dossier in made if dossier.protected]
    _add_readers([(dossier, by.user.pk) for dossier in shut])  # before: only a named reader may write them
    Dossier.objects.bulk_create(made)
    for someone in plan.people:
        _change_person(someone, by)
    _place(plan)


def _make_groups(plan: Plan) -> None:
    today = timezone.localdate()
    for line in plan.new_groups:
        plan.groups[fold(line.group)] = Group(name=line.group, area=line.area, review_on=review_day(today))
    Group.objects.bulk_create([g for g in plan.groups.values() if g and g._state.adding])


def _set_number(dossier: Dossier, digits: str, by: Principal) -> None:
    """A national id is stored sealed, beside a hash of its own for each agency (architecture 7)."""
    if digits:
        dossier.national_id = seal(digits)
        dossier.national_id_key = blind_key(digits, by.agency.pk)
        dossier.birth_year = int(digits[:4])


def _change_person(someone: Someone, by: Principal) -> None:
    changes = dict(someone.changes)
    if not changes or someone.dossier is None:
        return
    _set_number(someone.dossier, changes.pop("digits", ""), by)
    _set(someone.dossier, changes)


def _set(row: Any, changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()


def _place(plan: Plan) -> None:
    review_on = review_day(timezone.localdate())
    fresh = []
    for someone in plan.people:
        for place in someone.places:
            if place.membership is None:
                fresh.append(_membership(someone, place, plan, review_on))
            elif place.changes:
                _set(place.membership, place.changes | {"review_on": review_on})
    Membership.objects.bulk_create(fresh)


def _membership(someone: Someone, place: Place, plan: Plan, review_on: Any) -> Membership:
    group = plan.groups[fold(place.line.group)]
    return Membership(dossier=someone.dossier, group=group, review_on=review_on, **judged(place.line))


# ------------------------------------------------------------------ readers of a protected dossier


def _add_readers(pairs: list[tuple[Dossier, int]]) -> None:
    if pairs:
        permission = Permission.objects.get(codename="read_protected", content_type__app_label="groups")
        DossierReader.objects.bulk_create(
            [DossierReader(content_object_id=d.pk, user_id=user, permission=permission) for d, user in pairs]
        )


@act("groups.add_reader")
def add_reader(dossier: Dossier, *, by: Principal, reader: int) -> Dossier:
    """A reader of the dossier lets one more colleague read it (domain 2.11 rule 18). Raises NotNow."""
    if not dossier.protected:
        raise NotNow(_("Only a person with protected identity has named readers."))
    if not by.agency.affiliations.in_force().filter(user=reader).exists():
        raise ValidationError({"reader": _("Choose somebody who works at your agency today.")})
    if DossierReader.objects.filter(content_object=dossier, user=reader).exists():
        raise ValidationError({"reader": _("That person may already read this.")})
    _add_readers([(dossier, reader)])
    return dossier


# ------------------------------------------------------------------ cards and codes


@act("groups.edit_group")
def edit_group(group: Group, *, by: Principal, source: Source | None = None, **facts: Any) -> Group:
    """Correct a group's card. What is published stays published, and changes for all who see it."""
    group.set_source(source)
    try:
        with transaction.atomic():
            _set(group, facts)
    except IntegrityError as error:
        if "one_group_per_name" in str(error):
            raise ValidationError({"name": _("Your agency already has a group with this name.")}) from error
        raise
    return group


@act("groups.publish_groups")
def publish_groups(*, by: Principal, groups: Iterable[UUID]) -> list[Group]:
    """Let the core agencies see the cards of these groups; no person goes with them (architecture 3)."""
    found = list(Group.objects.select_for_update(of=("self",)).filter(pk__in=list(groups), owner=by.agency))
    hidden = [group for group in found if group.reach == Reach.OWN]
    if not hidden:
        raise NotNow(_("These groups are already published."))
    for group in hidden:
        group.reach = Reach.CORE
        group.save()
    return hidden


@act("groups.publish_codes")
def publish_codes(*, by: Principal, group: UUID, people: Iterable[UUID]) -> list[PersonCode]:
    """Give chosen people of a published group a code each, and let the core agencies see the codes.

    Never a minor, a protected person or a bystander (domain 2.11 rules 15, 18). Raises NotNow, ValidationError.
    """
    scope = Group.objects.get(pk=group, owner=by.agency.pk)
    if scope.reach == Reach.OWN:
        raise NotNow(_("Publish the group first: a code points to its group."))
    chosen = list(people)
    places = list(
        Membership.objects.select_related("dossier").filter(group=scope, dossier__in=chosen, owner=by.agency.pk)
    )
    _all_may_have_codes(places, chosen)
    coded = _try_again(lambda: _make_codes(scope, len(places)))
    for place, person_code in zip(places, coded, strict=True):
        place.dossier.person_code = person_code
        place.dossier.save()
    return coded


@act("groups.record_codes")
def record_codes(group: Group, *, by: Principal, count: int) -> list[PersonCode]:
    """So many codes without any name, for a group on another agency's word (product 18). Raises NotNow."""
    require_told(group)
    return _try_again(lambda: _make_codes(group, count))


def require_told(group: Group) -> None:
    """Whoever keeps the people makes codes from them; others only for who does not log in. Raises NotNow."""
    if not group.is_on_behalf:
        raise NotNow(_("Only for a group that was recorded for an agency that does not log in."))


def _all_may_have_codes(places: list[Membership], chosen: list[UUID]) -> None:
    today = timezone.localdate()
    refused = [place for place in places if place.dossier.person_code_id or why_no_code(place, today)]
    if refused or len(places) != len(set(chosen)):
        raise ValidationError({"people": _("One of those chosen can no longer get a code. Choose again.")})


def _make_codes(group: Group, count: int) -> list[PersonCode]:
    made = [PersonCode(code=code, group=group, reach=Reach.CORE) for code in free_codes(count)]
    return PersonCode.objects.bulk_create(made)


def _try_again(work: Callable[[], Made]) -> Made:
    """Draw again where somebody else was given the same code at the same moment."""
    for _number in range(MOST_TRIES):
        try:
            with transaction.atomic():
                return work()
        except IntegrityError as error:
            if "one_person_code_per_code" not in str(error):
                raise
    raise NotNow(_("No free codes were found just now. Try again in a moment."))


@act("groups.link_code_to_person")
def link_code_to_person(
    *,
    by: Principal,
    person_code: UUID,
    given_name: str,
    family_name: str,
    number: NationalId | None = None,
    protected: bool = False,
) -> Dossier:
    """Note in one's own dossier who a code is, from a key on paper. Nobody else sees it. Raises ValidationError."""
    code = PersonCode.objects.get(pk=person_code)
    known = ValidationError(KNOWN)
    if Dossier.objects.filter(person_code=code, owner=by.agency).exists():
        raise known
    try:
        with transaction.atomic():
            return _noted(by, code, given_name, family_name, number, protected)
    except IntegrityError as error:
        raise known from error


def _noted(
    by: Principal, code: PersonCode, given: str, family: str, number: NationalId | None, protected: bool
) -> Dossier:
    key = blind_key(number.digits, by.agency.pk) if number else ""
    held = Dossier.objects.filter(owner=by.agency, national_id_key=key).first() if key else None
    if held is None:
        held = Dossier(given_name=given, family_name=family)
        _set_number(held, number.digits if number else "", by)
    elif held.person_code_id:
        raise ValidationError(KNOWN)
    if protected and not held.protected:
        _add_readers([(held, by.user.pk)])  # before: only a named reader may write what only he reads
        held.protected = True
    held.person_code = code
    held.save()
    return held
