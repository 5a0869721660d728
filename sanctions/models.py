"""Sanctions: increased focus on one group after violence, and what each agency does about it (domain 2.9).

Always a group. Nothing here refers to a person, to a code or to a dossier, and nothing may (domain 2.11 rule 1).
"""

from collections.abc import Collection
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from groups.models import Attribution, Group
from gvi.access import context, policy
from gvi.access.guarded import Guarded, GuardedForeignKey, GuardedManager, GuardedQuerySet
from gvi.acts.requires import StatusChoices
from gvi.partnerships.models import Agency
from gvi.partnerships.on_behalf.models import OnBehalf


class SanctionState(StatusChoices):
    """The states of a sanction (domain 2.9)."""

    PROPOSED = "proposed", pgettext_lazy("sanction", "proposed")
    DECIDED = "decided", pgettext_lazy("sanction", "decided")
    ACTIVE = "active", pgettext_lazy("sanction", "under way")
    EVALUATED = "evaluated", pgettext_lazy("sanction", "evaluated")
    ENDED = "ended", pgettext_lazy("sanction", "ended")
    GROUP_INFORMED = "group_informed", pgettext_lazy("sanction", "group informed")
    REJECTED = "rejected", pgettext_lazy("sanction", "rejected")
    WITHDRAWN = "withdrawn", pgettext_lazy("sanction", "withdrawn")


IN_FOCUS = (SanctionState.DECIDED, SanctionState.ACTIVE, SanctionState.EVALUATED)
OPEN = (SanctionState.PROPOSED, *IN_FOCUS)


class EndReason(models.TextChoices):
    """Why a sanction ended (domain 2.9)."""

    EFFECT = "effect", _("effect seen")
    NO_VIOLENCE = "no_violence", _("no new violence")
    FELT = "felt", _("the group has felt the focus")
    RESOURCES = "resources", _("resources needed elsewhere")
    SUPERSEDED = "superseded", _("replaced by another focus")
    TRIGGER = "trigger", _("the incident behind it is judged in another way")


class Channel(models.TextChoices):
    """How the group was informed that it is over (domain 2.9, 2.10)."""

    NOTIFICATION = "notification", _("in custom notifications")
    CALLIN = "callin", _("at the next call-in")
    PROBATION = "probation", _("through the probation service")
    OTHER = "other", _("in another way")


class SanctionQuerySet(GuardedQuerySet["Sanction"]):
    """Queries on sanctions."""

    def running(self) -> Self:
        """Sanctions under which a group is in focus now."""
        return self.filter(state__in=IN_FOCUS)

    def open(self) -> Self:
        """Sanctions that are proposed or running."""
        return self.filter(state__in=OPEN)


class Sanction(Guarded):
    """Increased focus on one group, after an incident on the perpetrator's side (domain 2.11 rules 1, 2, 5)."""

    group = GuardedForeignKey(Group, related_name="sanctions", verbose_name=_("group"))
    trigger = GuardedForeignKey(Attribution, related_name="sanctions", verbose_name=_("triggering event"))
    state = models.CharField(_("state"), max_length=20, choices=SanctionState, default=SanctionState.PROPOSED)
    proposed_on = models.DateField(_("proposed"))
    reason = models.CharField(_("reason"), max_length=300)
    motive = models.CharField(_("about the message"), max_length=300, blank=True)
    started_on = models.DateField(_("started"), null=True, blank=True)
    review_on = models.DateField(_("review by"), null=True, blank=True)
    evaluation = models.CharField(_("evaluation"), max_length=400, blank=True)
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    end_reason = models.CharField(_("end reason"), max_length=20, choices=EndReason, blank=True)
    end_note = models.CharField(_("what was seen"), max_length=300, blank=True)
    informed_on = models.DateField(_("group informed"), null=True, blank=True)
    informed_through = models.CharField(_("how"), max_length=20, choices=Channel, blank=True)

    objects: ClassVar = GuardedManager.from_queryset(SanctionQuerySet)()

    class Meta:
        verbose_name = _("sanction")
        verbose_name_plural = _("sanctions")
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "group"],
                condition=Q(state__in=["proposed", "decided", "active", "evaluated"]),
                name="one_open_sanction_per_group",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "rejected"]) | Q(review_on__isnull=False),
                name="sanction_has_review",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["ended", "group_informed"]) | (~Q(end_reason="") & Q(ended_on__isnull=False)),
                name="sanction_ends_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.about

    @property
    def about(self) -> str:
        """The group by name: from its card, or as an agency that is invited and sees no cards was told."""
        try:
            return str(self.group)
        except Group.DoesNotExist:
            told = self.participations.filter(receiver=context.current().me).order_by("-invited_on").first()
            return told.group_name if told else ""

    def get_absolute_url(self) -> str:
        return reverse("sanctions:sanction", args=[self.pk])

    @property
    def is_running(self) -> bool:
        """Whether the group is in focus under it."""
        return self.state in IN_FOCUS


class DecisionKind(models.TextChoices):
    """What was decided."""

    BEGIN = "begin", _("increased focus")
    EXTEND = "extend", _("extended")
    REJECT = "reject", _("rejected")


class SanctionDecisionQuerySet(GuardedQuerySet["SanctionDecision"]):
    """Queries on decisions."""

    def lacking(self, kinds: Collection[str]) -> Self:
        """Decisions in which no agency of these kinds has taken part."""
        parts = DecisionPart.objects.filter(decision=OuterRef("pk"), agency__kind__in=kinds)
        return self.exclude(Exists(parts))


class SanctionDecision(Guarded):
    """A decision as it was taken. Never edited, only followed by another (domain 2.11 rule 20)."""

    sanction = GuardedForeignKey(Sanction, related_name="decisions", verbose_name=_("sanction"))
    kind = models.CharField(_("kind"), max_length=20, choices=DecisionKind)
    decided_on = models.DateField(_("decided on"))
    by_telephone = models.BooleanField(_("by telephone"), default=False)
    late_reason = models.CharField(_("why it is noted later"), max_length=200, blank=True)
    noted_at = models.DateTimeField(_("noted"))
    reason = models.CharField(_("reason"), max_length=300)
    motive = models.CharField(_("why one more group"), max_length=300, blank=True)
    review_on = models.DateField(_("review by"), null=True, blank=True)
    review_reason = models.CharField(_("why the review is later than usual"), max_length=200, blank=True)

    objects: ClassVar = GuardedManager.from_queryset(SanctionDecisionQuerySet)()

    class Meta:
        verbose_name = _("decision on a sanction")
        verbose_name_plural = _("decisions on sanctions")
        constraints = [
            models.CheckConstraint(
                condition=Q(review_on=None)
                | Q(review_on__lte=models.F("decided_on") + policy.USUAL_TO_REVIEW)
                | ~Q(review_reason=""),
                name="late_review_with_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.decided_on:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("sanctions:sanction", args=[self.sanction_id])


class DecisionPart(Guarded):
    """That an agency took part in a decision, and which function decided for it. No names (domain 9.18).

    An agency that logs in confirms its own part and owns the row. For one that does not, whoever notes the decision
    records it.
    """

    decision = GuardedForeignKey(SanctionDecision, related_name="parts", verbose_name=_("decision"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("agency"))
    function = models.CharField(_("function"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("part in a decision")
        verbose_name_plural = _("parts in decisions")
        constraints = [models.UniqueConstraint(fields=["owner", "decision", "agency"], name="one_part_per_agency")]

    def __str__(self) -> str:
        return self.agency.short_name + (f" ({self.function})" if self.function else "")


class FocusParticipationQuerySet(GuardedQuerySet["FocusParticipation"]):
    """Queries on participations."""

    def going(self) -> Self:
        """Those that nobody has ended, in focus that has not ended."""
        return self.filter(ended_on=None, sanction__state__in=IN_FOCUS)

    def with_plans(self) -> Self:
        """Each with `has_planned`: whether its agency has planned a measure of its own."""
        planned = Measure.objects.filter(sanction=OuterRef("sanction"), owner=OuterRef("receiver"))
        return self.annotate(has_planned=Exists(planned))

    def unanswered(self) -> Self:
        """Those whose agency has neither planned a measure nor answered that it has none."""
        return self.going().with_plans().filter(declined_on=None, has_planned=False)


class FocusParticipation(Guarded):
    """That an agency outside the core is asked to take part in one focus, and what it was told then (domain 2.9).

    It sees this row and the sanction, and nothing of what they rest on. Its answer is a measure of its own, or that it
    has none. What was told stands; only who asked says how long it is seen (a trigger).
    """

    sanction = GuardedForeignKey(Sanction, related_name="participations", verbose_name=_("sanction"))
    receiver = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("agency"))
    group_name = models.CharField(_("group"), max_length=60)
    asked = ArrayField(models.CharField(max_length=40), default=list, blank=True, verbose_name=_("measures asked for"))
    request = models.CharField(_("what is asked"), max_length=300)
    message = models.CharField(_("what the group has been told"), max_length=300, blank=True)
    invited_on = models.DateField(_("invited on"))
    readable_until = models.DateTimeField(_("can be seen until"))
    declined_on = models.DateField(_("answered"), null=True, blank=True)
    decline_reason = models.CharField(_("why there is no measure"), max_length=200, blank=True)
    ended_on = models.DateField(_("ended"), null=True, blank=True)

    has_planned: bool  # whether it has planned a measure of its own, where the query asks

    objects: ClassVar = GuardedManager.from_queryset(FocusParticipationQuerySet)()

    class Meta:
        verbose_name = _("participation in increased focus")
        verbose_name_plural = _("participations in increased focus")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "sanction", "receiver"],
                condition=Q(ended_on=None),
                name="one_going_participation_per_agency",
            ),
        ]

    def __str__(self) -> str:
        return self.group_name

    def get_absolute_url(self) -> str:
        return reverse("sanctions:participation", args=[self.pk])

    @property
    def asked_labels(self) -> list[str]:
        """The measures that are asked for, in words."""
        return [policy.lever(code) for code in self.asked]


class MeasureState(StatusChoices):
    """The states of a measure (domain 2.9)."""

    PLANNED = "planned", pgettext_lazy("measure", "planned")
    ONGOING = "ongoing", pgettext_lazy("measure", "under way")
    DONE = "done", pgettext_lazy("measure", "done")
    ABORTED = "aborted", pgettext_lazy("measure", "broken off")


OPEN_MEASURE = (MeasureState.PLANNED, MeasureState.ONGOING)


class MeasureQuerySet(GuardedQuerySet["Measure"]):
    """Queries on measures."""

    def open(self) -> Self:
        """Measures that are not closed, under sanctions that are running."""
        return self.filter(state__in=OPEN_MEASURE, sanction__state__in=IN_FOCUS)


class Measure(OnBehalf):
    """What one agency does, under its own law and by its own decision: status, dates and counts, never a person."""

    sanction = GuardedForeignKey(Sanction, related_name="measures", verbose_name=_("sanction"))
    lever = models.CharField(_("measure"), max_length=40)
    responsible = models.CharField(_("responsible function"), max_length=80)
    starts_on = models.DateField(_("planned start"))
    due_on = models.DateField(_("planned end"))
    state = models.CharField(_("state"), max_length=20, choices=MeasureState, default=MeasureState.PLANNED)
    began_on = models.DateField(_("began"), null=True, blank=True)
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    count = models.PositiveIntegerField(_("number"), default=0)
    unit = models.CharField(_("of what"), max_length=40, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    reported_on = models.DateField(_("latest report"), null=True, blank=True)
    nothing_new = models.BooleanField(_("nothing to report"), default=False)

    objects: ClassVar = GuardedManager.from_queryset(MeasureQuerySet)()

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = pgettext_lazy("sanction", "measures")
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gte=models.F("starts_on")), name="measure_dates"),
        ]

    def __str__(self) -> str:
        return self.lever_label

    def get_absolute_url(self) -> str:
        return reverse("sanctions:sanction", args=[self.sanction_id])

    @property
    def lever_label(self) -> str:
        """The lever in words."""
        return policy.lever(self.lever)

    @property
    def is_going(self) -> bool:
        """Whether it is not closed."""
        return self.state in OPEN_MEASURE

    @property
    def counted(self) -> str:
        """The count with its unit (12 kontroller), or nothing."""
        return f"{self.count} {self.unit}".strip() if self.count else ""
