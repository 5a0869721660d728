"""The first wall on its own: every way round a manager that Django offers, asked by one who must not know.

PostgreSQL lets everything through here (a superuser's transaction). Police own what is hidden; coordination asks.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django import forms
from django.db.models import Count, Exists, F, Func, Max, Min, OuterRef, Prefetch, Q, Subquery, Value, Window
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, Concat

from callins.models import CallIn, CallInGroup, Invitation
from groups.models import Dossier, Group, Membership, PersonCode
from gvi.access import context
from gvi.access.policy import Kind, Reach
from tests import factories as make
from tests.walls import seed
from tests.walls.connections import column

HIDDEN = "Dold"


@dataclass
class Scene:
    """What there is, by name. Everything called hidden belongs to police and reaches nobody else."""

    police: Any
    coordination: Any
    open_group: Any
    hidden_group: Any
    open_code: Any
    code_in_hidden: Any
    hidden_code: Any
    callin: Any
    seat: Any
    hidden_seat: Any
    scope: Any
    scope_of_hidden: Any
    dossier: Any
    membership: Any


@pytest.fixture
def scene(without_second_wall: None) -> Iterator[Scene]:
    place = make.partnership()
    police, coordination = make.agency(place, Kind.POLICE), make.agency(place, Kind.COORDINATION)
    abroad = make.agency(make.partnership(), Kind.POLICE)
    with context.enter_context(context.for_agencies(abroad)):
        seed.insert(seed.build(Group, abroad, reach=Reach.CORE, name=f"{HIDDEN} utomlands"))

    def of_police(model: Any, reach: int = Reach.OWN, **facts: Any) -> Any:
        row = seed.build(model, police, reach=reach, **facts)
        seed.insert(row)
        return row

    callin = seed.build(CallIn, coordination, reach=Reach.CORE)
    seed.insert(callin)
    open_group = of_police(Group, Reach.CORE, name="Öppen")
    hidden_group = of_police(Group, name=f"{HIDDEN} grupp")
    open_code = of_police(PersonCode, Reach.CORE, code="Öppen 1", group=open_group)
    in_hidden = of_police(PersonCode, Reach.CORE, code="Öppen 2", group=hidden_group)
    hidden_code = of_police(PersonCode, code=f"{HIDDEN} 3", group=open_group)
    dossier = of_police(Dossier, given_name=HIDDEN, person_code=open_code)
    membership = of_police(Membership, dossier=dossier, group=open_group, grounds=HIDDEN)
    seat, hidden_seat = (
        of_police(Invitation, reach, callin=callin, person_code=code, seat=number, escort=who)
        for reach, code, number, who in ((1, open_code, 1, "Öppen"), (0, in_hidden, 2, HIDDEN))
    )
    scope, scope_of_hidden = (
        seed.build(CallInGroup, coordination, reach=Reach.CORE, callin=callin, group=group, invited=1)
        for group in (open_group, hidden_group)
    )
    seed.insert(scope, scope_of_hidden)
    with context.enter_context(context.for_agencies(coordination)):
        yield Scene(
            police, coordination, open_group, hidden_group, open_code, in_hidden, hidden_code, callin, seat, hidden_seat,
            scope, scope_of_hidden, dossier, membership,
        )  # fmt: skip


class GroupForm(forms.ModelForm):  # type: ignore[type-arg]  # takes none when it runs
    class Meta:
        model = CallInGroup
        fields = ("group", "callin")


def _none_or_name(row: Any, name: str) -> Any:
    try:
        return getattr(row, name)
    except (Group.DoesNotExist, PersonCode.DoesNotExist):
        return None


def _choices(_s: Scene) -> set[str]:
    return {option.choice_label for option in GroupForm()["group"].subwidgets if option.choice_label != "---------"}


def _posted(s: Scene) -> list[str]:
    form = GroupForm({"group": str(s.hidden_group.pk), "callin": str(s.callin.pk)})
    return sorted(form.errors.as_data())


def _clean(s: Scene, **facts: Any) -> list[str]:
    row = seed.build(Group, s.coordination, **facts)
    try:
        row.full_clean()
    except forms.ValidationError as error:
        return sorted(error.message_dict)
    return []


def _refresh(s: Scene) -> str:
    try:
        s.hidden_group.refresh_from_db()
    except Group.DoesNotExist:
        return "missing"
    return "found"


def _get_or_create(s: Scene) -> str:
    try:
        Group.objects.get_or_create(pk=s.hidden_group.pk, defaults={"name": "Ny"})
    except Exception as error:
        return type(error).__name__
    return "found"


# Each probe: what is asked, and exactly what one who sees only the open rows gets.
Ask = Callable[[Scene], Any]
PROBES: dict[str, tuple[Ask, Ask]] = {
    "all": (lambda s: set(Group.objects.all()), lambda s: {s.open_group}),
    "get": (lambda s: Group.objects.filter(pk=s.hidden_group.pk).first(), lambda s: None),
    "count": (lambda s: Group.objects.count(), lambda s: 1),
    "exists": (lambda s: Group.objects.filter(name__startswith=HIDDEN).exists(), lambda s: False),
    "contains": (lambda s: Group.objects.contains(s.hidden_group), lambda s: False),
    "in_bulk": (lambda s: set(Group.objects.in_bulk([s.hidden_group.pk, s.open_group.pk])), lambda s: {s.open_group.pk}),
    "iterator": (lambda s: list(Group.objects.iterator()), lambda s: [s.open_group]),
    "first and last": (lambda s: (Group.objects.order_by("name").first(), Group.objects.order_by("name").last()),
                       lambda s: (s.open_group, s.open_group)),
    "earliest": (lambda s: Group.objects.earliest("name"), lambda s: s.open_group),
    "refresh_from_db": (_refresh, lambda s: "missing"),
    "select_related": (lambda s: [_none_or_name(r, "group") for r in CallInGroup.objects.select_related("group").order_by("group")
                                  if r.pk == s.scope_of_hidden.pk], lambda s: []),
    "select_related does not bring the hidden one": (
        lambda s: {str(_none_or_name(r, "group")) for r in CallInGroup.objects.select_related("group")}, lambda s: {"Öppen"}),
    "attribute": (lambda s: _none_or_name(CallInGroup.objects.get(pk=s.scope_of_hidden.pk), "group"), lambda s: None),
    "spanning filter": (lambda s: set(CallInGroup.objects.filter(group__name__startswith=HIDDEN)), lambda s: set()),
    "spanning filter down": (lambda s: set(Group.objects.filter(person_codes__code__startswith=HIDDEN)), lambda s: set()),
    "spanning filter to closed rows": (lambda s: set(PersonCode.objects.filter(dossiers__given_name=HIDDEN)), lambda s: set()),
    "spanning filter over two": (lambda s: set(PersonCode.objects.filter(dossiers__memberships__grounds=HIDDEN)), lambda s: set()),
    "or over a join": (lambda s: set(PersonCode.objects.filter(Q(dossiers__given_name=HIDDEN) | Q(code="Öppen 1"))),
                       lambda s: {s.open_code}),
    "in the parents": (lambda s: set(CallInGroup.objects.filter(group__in=Group.objects.filter(name__startswith=HIDDEN))), lambda s: set()),
    "values": (lambda s: [r["group__name"] for r in CallInGroup.objects.values("group__name")], lambda s: ["Öppen"]),
    "values_list": (lambda s: set(Group.objects.values_list("name", flat=True)), lambda s: {"Öppen"}),
    "values of children": (lambda s: set(Group.objects.values_list("person_codes__pk", flat=True)), lambda s: {s.open_code.pk}),
    "F": (lambda s: {r.n for r in CallInGroup.objects.annotate(n=F("group__name"))}, lambda s: {"Öppen"}),
    "concatenation": (lambda s: {r.n for r in CallInGroup.objects.annotate(n=Concat(Value("-"), "group__name"))}, lambda s: {"-Öppen"}),
    "Max and Min": (lambda s: CallInGroup.objects.aggregate(a=Max("group__name"), b=Min("group__name")), lambda s: {"a": "Öppen", "b": "Öppen"}),
    "Count of children": (lambda s: [g.n for g in Group.objects.annotate(n=Count("person_codes"))], lambda s: [1]),
    "Count of closed children": (lambda s: [g.n for g in Group.objects.annotate(n=Count("memberships"))], lambda s: [0]),
    "Count of dossiers": (lambda s: [i.n for i in PersonCode.objects.annotate(n=Count("dossiers")).order_by("code")], lambda s: [0, 0]),
    "Count of seats": (lambda s: [c.n for c in CallIn.objects.annotate(n=Count("invitations"))], lambda s: [1]),
    "filtered Count": (lambda s: [c.n for c in CallIn.objects.annotate(n=Count("invitations", filter=Q(invitations__escort=HIDDEN)))], lambda s: [0]),
    "annotate and filter": (lambda s: set(Group.objects.annotate(n=Count("memberships")).filter(n__gt=0)), lambda s: set()),
    "having over two": (lambda s: set(CallIn.objects.annotate(n=Count("scope__group__name")).filter(n=2)), lambda s: set()),
    "exclude": (lambda s: set(PersonCode.objects.exclude(dossiers__given_name=HIDDEN)), lambda s: {s.open_code, s.code_in_hidden}),
    "exclude children": (lambda s: set(Group.objects.exclude(person_codes__code__startswith=HIDDEN)), lambda s: {s.open_group}),
    "not Q": (lambda s: set(CallIn.objects.filter(~Q(invitations__escort=HIDDEN))), lambda s: {s.callin}),
    "Exists": (lambda s: set(PersonCode.objects.filter(Exists(Dossier.objects.filter(person_code=OuterRef("pk"))))), lambda s: set()),
    "not Exists": (lambda s: set(PersonCode.objects.filter(~Exists(Dossier.objects.filter(person_code=OuterRef("pk"))))),
                   lambda s: {s.open_code, s.code_in_hidden}),
    "Subquery": (lambda s: {r.n for r in CallInGroup.objects.annotate(n=Subquery(Group.objects.filter(pk=OuterRef("group")).values("name")[:1]))},
                 lambda s: {"Öppen", None}),
    "Subquery with Coalesce": (lambda s: {r.n for r in CallInGroup.objects.annotate(n=Coalesce(Subquery(Group.objects.filter(pk=OuterRef("group_id")).values("name")), Value("–")))},
                               lambda s: {"Öppen", "–"}),
    "OuterRef across": (lambda s: set(Group.objects.filter(Exists(PersonCode.objects.filter(group=OuterRef("pk"), code__startswith=HIDDEN)))), lambda s: set()),
    "prefetch": (lambda s: {i for g in Group.objects.prefetch_related("person_codes") for i in g.person_codes.all()}, lambda s: {s.open_code}),
    "prefetch upwards": (lambda s: {str(_none_or_name(r, "group")) for r in CallInGroup.objects.prefetch_related("group")}, lambda s: {"Öppen", "None"}),
    "Prefetch object": (lambda s: [g.kept for g in Group.objects.prefetch_related(Prefetch("memberships", to_attr="kept"))], lambda s: [[]]),
    "reverse relation": (lambda s: set(s.open_group.person_codes.all()), lambda s: {s.open_code}),
    "reverse relation of a hidden row": (lambda s: set(s.hidden_group.person_codes.all()), lambda s: {s.code_in_hidden}),
    "reverse count": (lambda s: s.open_code.dossiers.count(), lambda s: 0),
    "order across": (lambda s: [r.pk for r in CallInGroup.objects.order_by("group__name")], lambda s: [s.scope.pk]),
    "union": (lambda s: set(Group.objects.filter(area="x").union(Group.objects.all()).values_list("pk", flat=True)), lambda s: {s.open_group.pk}),
    "intersection": (lambda s: list(Group.objects.all().intersection(Group.objects.filter(name__startswith=HIDDEN))), lambda s: []),
    "difference": (lambda s: list(Group.objects.all().difference(Group.objects.filter(name__startswith=HIDDEN))), lambda s: [s.open_group]),
    "or of querysets": (lambda s: set(Group.objects.all() | Group.objects.filter(name__startswith=HIDDEN)), lambda s: {s.open_group}),
    "distinct": (lambda s: list(CallInGroup.objects.order_by("group__owner").values_list("group__owner", flat=True).distinct()), lambda s: [s.police.pk]),
    "distinct on": (lambda s: [r.pk for r in CallInGroup.objects.order_by("group__name").distinct("group__name")], lambda s: [s.scope.pk]),
    "dates": (lambda s: list(Group.objects.filter(name__startswith=HIDDEN).dates("review_on", "day")), lambda s: []),
    "select_for_update": (lambda s: set(Group.objects.select_for_update(of=("self",))), lambda s: {s.open_group}),
    "defer and only": (lambda s: set(Group.objects.only("pk")) | set(Group.objects.defer("name")), lambda s: {s.open_group}),
    "alias": (lambda s: set(CallInGroup.objects.alias(n=F("group__name")).filter(n__startswith=HIDDEN)), lambda s: set()),
    "base manager": (lambda s: set(Group._base_manager.all()) | set(Group._default_manager.all()), lambda s: {s.open_group}),
    "form choices": (_choices, lambda s: {"Öppen"}),
    "posted choice": (_posted, lambda s: ["group"]),
    "full_clean of a name that is taken out of sight": (lambda s: _clean(s, name=f"{HIDDEN} grupp"), lambda s: []),
    "get_or_create by a hidden id": (_get_or_create, lambda s: "TypeError"),
    "to the other partnership": (lambda s: Group.objects.filter(name__contains="utomlands").count(), lambda s: 0),
}  # fmt: skip


@pytest.mark.parametrize("probe", PROBES)
def test_no_query_tells_of_hidden_rows(probe: str, scene: Scene) -> None:
    ask, expected = PROBES[probe]
    assert column(f"SELECT id FROM {Group._meta.db_table}") >= {scene.hidden_group.pk}, "else this could not fail"
    assert ask(scene) == expected(scene)


@pytest.mark.parametrize("probe", PROBES)
def test_the_owner_gets_another_answer_or_the_same_open_rows(probe: str, scene: Scene) -> None:
    """The probes ask something: at least the hidden rows' owner can ask each of them."""
    with context.enter_context(context.for_agencies(scene.police)):
        PROBES[probe][0](scene)


UPSERTS: dict[str, Ask] = {
    "bulk_create ignoring": lambda s: Group.objects.bulk_create([s.hidden_group], ignore_conflicts=True),
    "bulk_create updating": lambda s: Group.objects.bulk_create(
        [s.hidden_group], update_conflicts=True, unique_fields=["id"], update_fields=["name"]
    ),
    "bulk_update": lambda s: Group.objects.bulk_update([s.hidden_group], ["name"]),
    "raw": lambda s: Group.objects.raw("SELECT * FROM groups_group"),
    "delete": lambda s: Group.objects.all().delete(),
    "delete one": lambda s: s.open_group.delete(),
    "values of persons": lambda s: list(Dossier.objects.values("given_name")),
    "values_list of persons": lambda s: list(Dossier.objects.values_list("family_name", flat=True)),
    "values of persons across": lambda s: list(Group.objects.values("memberships__grounds")),
    "values of codes across": lambda s: list(CallIn.objects.values("invitations__escort")),
    "values of an annotated name": lambda s: list(Dossier.objects.annotate(n=F("given_name")).values("n")),
    "values of a name in a function": lambda s: list(Dossier.objects.values_list(Concat("given_name", Value("")))),
    "aggregate of a name": lambda s: Dossier.objects.aggregate(n=Max("given_name")),
    "dates of persons": lambda s: list(Membership.objects.dates("review_on", "day")),
    "annotated name": lambda s: list(Group.objects.annotate(n=Max("memberships__dossier__given_name"))),
    "a number of each person": lambda s: list(Dossier.objects.values("pk").annotate(y=Max("birth_year"))),
    "a number of each person, the other way": lambda s: list(Dossier.objects.annotate(y=Max("birth_year")).values("y")),
    "a number of each person across": lambda s: list(Group.objects.annotate(y=Max("memberships__dossier__birth_year"))),
    "a name carried outwards": lambda s: list(
        Dossier.objects.annotate(x=Subquery(Group.objects.annotate(z=OuterRef("family_name")).values("z")[:1]))
    ),
    "a name carried outwards in a function": lambda s: list(
        Dossier.objects.annotate(
            x=Subquery(Group.objects.annotate(z=Concat(OuterRef("family_name"), Value(""))).values("z")[:1])
        )
    ),
    "raw SQL as a value": lambda s: list(Dossier.objects.annotate(n=RawSQL("family_name", []))),
    "raw SQL as values": lambda s: list(Group.objects.values_list(RawSQL("name", []))),
    "a template of SQL": lambda s: list(Group.objects.annotate(n=Func(F("pk"), template="name"))),
    "extra": lambda s: list(Dossier.objects.extra(select={"n": "family_name"})),
    "a window": lambda s: list(Group.objects.annotate(n=Window(Max("memberships__dossier__family_name")))),
}


@pytest.mark.parametrize("way", UPSERTS)
def test_what_cannot_be_made_safe_or_logged_is_not_to_be_had(way: str, scene: Scene) -> None:
    with context.enter_context(context.for_agencies(scene.police)), pytest.raises(TypeError):
        UPSERTS[way](scene)
