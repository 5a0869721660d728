"""One row of any guarded model, made from its fields: new models are under test the day they are written."""

import datetime
import uuid
from collections.abc import Callable
from itertools import count, cycle
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from gvi.access import context, policy
from gvi.access.guarded import Guarded, GuardedForeignKey
from gvi.disclosures.models import Disclosure, LegalGround
from gvi.partnerships.models import Affiliation, Agency, User
from gvi.partnerships.on_behalf.models import OnBehalf
from gvi.text import national_ids
from tests import factories as make

_number = count(1)
_seat = cycle(range(1, 32_000))  # each given out once at a call-in
CANARY = "kanarie"
KERNEL = {"id", "partnership", "owner", "reach", "version"}


def guarded() -> list[type[Guarded]]:
    """Every guarded model there is."""
    return [model for model in apps.get_models() if issubclass(model, Guarded)]


def tables() -> dict[str, type[Guarded]]:
    return {model._meta.db_table: model for model in guarded()}


def refs(model: type[Guarded]) -> "list[GuardedForeignKey[Any, Any]]":
    """The references of a model to other guarded rows."""
    return [field for field in model._meta.concrete_fields if isinstance(field, GuardedForeignKey)]


def widest(model: type[Guarded]) -> int:
    """The widest reach that a row of this model may have."""
    return max(policy.POLICY[model._meta.label].reaches)


def narrowest(model: type[Any]) -> int:
    if model is Affiliation:  # a system row, although only its own agency sees it
        return int(policy.Reach.OWN)
    return min(policy.POLICY[model._meta.label].reaches)


def may_own(model: Any, owner: Agency) -> bool:
    """Whether such an agency may have such a row at all."""
    owners = policy.POLICY[model._meta.label].owners
    if owners == policy.REQUEST_TAKERS:
        return owner.takes_requests
    if owners == policy.OPEN:
        return bool(owner.needed_reach <= narrowest(model))
    return owner.keeps_dossiers or owners != policy.KEEPERS


def build(model: type[Guarded], owner: Agency, *, reach: int | None = None, **facts: Any) -> Guarded:
    """A row with every field filled in and every parent made, not yet inserted."""
    wide = narrowest(model) if reach is None else reach
    values: dict[str, Any] = dict(NO_SOURCE) if issubclass(model, OnBehalf) and not wide else {}
    values |= AS_DECIDED if model is Disclosure else {}
    for field in model._meta.concrete_fields:
        if field.name in {*KERNEL, *values, *facts} or field.attname in facts:
            continue
        values[field.name] = _value(field, owner)
    return model(partnership_id=owner.partnership_id, owner=owner, reach=wide, **(values | facts))


def insert(*made: Guarded) -> None:
    """Insert as things stand, past role, act and log: the walls alone are under test."""
    for row in made:
        models.QuerySet[Guarded, Guarded](type(row)).bulk_create([row])


def row(model: type[Guarded], owner: Agency, *, reach: int | None = None, **facts: Any) -> Any:
    """A row as its owner would have inserted it, through the second wall."""
    if policy.POLICY[model._meta.label].owners == policy.REQUEST_TAKERS and not owner.takes_requests:
        owner = make.agency(owner.partnership, policy.Kind.SOCIAL_SERVICES)  # only such a one may own it
    with context.enter_context(context.for_agencies(owner)):
        made = build(model, owner, reach=reach, **facts)
    with context.enter_context(context.for_agencies(owner, user=getattr(made, "user_id", None))):
        insert(made)  # as the person whom the row names, where it names one
    return made


def affiliation(owner: Agency, **facts: Any) -> Affiliation:
    """Of somebody who has been in."""
    made = make.user(owner).affiliation
    with make.before_any_context():
        Affiliation.objects.filter(pk=made.pk).update(last_signed_in_at=timezone.now(), **facts)
    made.refresh_from_db()
    return made


def parent_of(field: "GuardedForeignKey[Any, Any]") -> type[Guarded]:
    """The model that a reference leads to."""
    assert issubclass(field.related_model, Guarded)
    return field.related_model


def parent(field: "GuardedForeignKey[Any, Any]", owner: Agency) -> Guarded:
    """A parent that its owner's child may hang on."""
    model = parent_of(field)
    return row(model, owner, reach=widest(model))


def _value(field: Any, owner: Agency) -> Any:
    if field.name == "entered_at":
        return None  # a meeting that was called beforehand
    if isinstance(field, GuardedForeignKey):
        return parent(field, owner) if may_own(parent_of(field), owner) or not field.null else None
    if isinstance(field, models.ForeignKey):
        return _system_row(field, owner)
    for kind, value in VALUES.items():
        if isinstance(field, kind):
            return value(field)
    raise NotImplementedError(f"tests/walls/seed.py has no value for {field!r}")


def _system_row(field: Any, owner: Agency) -> Any:
    if field.name == "receiver":
        others = owner.partnership.agencies.exclude(pk=owner.pk).order_by("pk")
        return others.first() or make.agency(owner.partnership, policy.Kind.PROBATION)
    if field.related_model in (Agency, Group):
        return owner
    if field.related_model is Affiliation:
        return affiliation(owner)
    if field.related_model is LegalGround:
        return LegalGround.objects.order_by("pk")[0]
    if field.related_model is Permission:
        return Permission.objects.get(codename=PERMISSIONS[field.model._meta.label])
    if field.related_model is User:
        return make.user(owner).user
    if field.null:
        return None
    raise NotImplementedError(f"tests/walls/seed.py has no row for {field!r}")


def _text(field: Any) -> str:
    if field.choices:
        return str(field.choices[0][0])
    if field.name in WORDS:
        return WORDS[field.name]()
    text = f"{CANARY}{next(_number)}"
    fits = len(text) <= (field.max_length or 40)
    return text if fits else text.removeprefix(CANARY)[-field.max_length :]


def _time(field: Any) -> datetime.time:
    """Later for each later field, so that what ends comes after what starts."""
    return datetime.time(_place(field))


def _place(field: Any) -> int:
    """Which of the model's fields it is; what is larger for a later field keeps pairs of limits in order."""
    return list(field.model._meta.concrete_fields).index(field)


# What stays home is nobody else's word.
NO_SOURCE = {"source_agency": None, "source_date": None, "source_channel": ""}
# A disclosure is made before anything happens to it.
AS_DECIDED = {"accepted_at": None, "accepted_by": None, "disposed_at": None, "end_reason": ""}
# Texts that are not any text.
WORDS: dict[str, Callable[[], str]] = {
    "national_id": lambda: national_ids.seal("19900101-2385"),
    "role": lambda: "analyst",
    "kind": lambda: "meetings.brief",  # of a paper: only registered kinds are shown
    "protection_reason": lambda: "",  # a marked decision goes to social services alone
}
# What each table of guardian's grants is about.
PERMISSIONS = {
    "callins.CallInGrant": "write_invitation",
    "groups.DossierReader": "read_protected",
    "support.CaseWorker": "work_on",
}
VALUES: dict[type, Callable[[Any], Any]] = {
    models.UUIDField: lambda _field: uuid.uuid4(),
    models.BooleanField: lambda _field: False,
    models.DateTimeField: lambda _field: datetime.datetime(2026, 3, 3, 12, tzinfo=datetime.UTC),
    models.DateField: lambda _field: datetime.date(2026, 3, 3),
    models.TimeField: _time,
    models.JSONField: lambda _field: {},
    ArrayField: lambda _field: [],
    models.BinaryField: lambda _field: b"",
    models.CharField: _text,
    models.TextField: _text,
    models.IntegerField: lambda field: (
        next(_seat) if field.name == "seat" else _place(field) * 1000 + next(_number) % 1000
    ),
}
