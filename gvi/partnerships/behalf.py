"""On behalf: what an agency that does not log in has told, and coordination has recorded (architecture 6).

The row belongs to the agency that wrote it down, is open from the start, and says whose word it is, since when and how
it was given. Never a name: only open rows can be told, and whoever records keeps no dossiers (product 1).
"""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gvi.access import context
from gvi.access.guarded import Guarded
from gvi.access.policy import Reach
from gvi.access.principal import Principal
from gvi.partnerships.models import Agency


class SourceChannel(models.TextChoices):
    """How it was told."""

    ORALLY = "orally", pgettext_lazy("told", "orally")
    MEETING = "meeting", pgettext_lazy("told", "at a meeting")
    TELEPHONE = "telephone", pgettext_lazy("told", "by telephone")
    PAPER = "paper", pgettext_lazy("told", "on paper")


@dataclass(frozen=True)
class Source:
    """Whose word a fact is, since when, and how it was given."""

    by: Agency
    on: date
    how: str


class OnBehalf(Guarded):
    """A row that may be another agency's word. All three columns are set or none, and what was told is open."""

    source_agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=gettext_lazy("according to")
    )
    source_date = models.DateField(gettext_lazy("told"), null=True, editable=False)
    source_channel = models.CharField(
        gettext_lazy("how"), max_length=20, choices=SourceChannel, blank=True, editable=False
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(source_agency=None, source_date=None, source_channel="")
                | (
                    Q(source_agency__isnull=False, source_date__isnull=False, reach__gte=Reach.CORE)
                    & ~Q(source_channel="")
                ),
                name="%(app_label)s_%(class)s_source",
            )
        ]

    def set_source(self, told: Source | None) -> None:
        """Note whose word the row is. One that is somebody's word says so anew with each change.

        Whoever is named on the row already may be named again, also after beginning to log in (decision 0008).
        Raises ValidationError: for another that logs in, for a day ahead, for a row of another's word without any.
        """
        if told is None:
            if self.source_agency_id:
                raise ValidationError({"source_agency": _("Say according to whom, when and how.")})
            return
        _check(told, named=self.source_agency_id)
        self.source_agency, self.source_date, self.source_channel = told.by, told.on, told.how

    def renew_source(self, told: Source | None) -> None:
        """The same for a row that is one agency's doing, whatever is told of it: its speaker stays.

        Raises ValidationError: for the word of another agency too.
        """
        if told is not None and told.by != self.source_or_owner:
            sentence = _("This is %(agency)s's. Only what %(agency)s has told stands here.")
            raise ValidationError({"source_agency": sentence % {"agency": self.source_or_owner.short_name}})
        self.set_source(told)

    @property
    def is_on_behalf(self) -> bool:
        """Whether it is the word of an agency that still does not log in. Lists fetch `source_agency` along."""
        return self.source_agency is not None and not self.source_agency.logs_in

    @property
    def source_or_owner(self) -> Agency:
        """The agency whose fact it is: the one that told it, or else the owner."""
        return self.source_agency or self.owner

    @property
    def source_label(self) -> str:
        """“according to the police, orally, 12 Nov”, or nothing. Lists fetch `source_agency` along."""
        if self.source_agency is None or self.source_date is None:
            return ""
        form = "j b" if self.source_date.year == timezone.localdate().year else "j b Y"
        return _("according to %(agency)s, %(how)s, %(day)s") % {
            "agency": self.source_agency.short_name,
            "how": self.get_source_channel_display(),
            "day": date_format(self.source_date, form),
        }


def agencies_not_logging_in() -> QuerySet[Agency]:
    """The agencies of the partnership that do not log in: those that others may record for."""
    return Agency.objects.filter(partnership=context.current().partnership, logs_in=False)


def may_record_on_behalf(by: Principal, act: str) -> bool:
    """Whether to offer an act on behalf: the role has it, and one of the core agencies does not log in."""
    return by.may(act) and agencies_not_logging_in().filter(circle=Reach.CORE).exists()


def _check(told: Source, named: int | None) -> None:
    """Only for those who do not log in, or are `named` already: the others record their own. Raises ValidationError."""
    if told.by.pk != named and told.by not in agencies_not_logging_in():
        sentence = _("%(agency)s logs in and records this itself.") % {"agency": told.by.short_name}
        raise ValidationError({"source_agency": sentence})
    if told.on > timezone.localdate():
        raise ValidationError({"source_date": _("This day has not come yet.")})
    if told.how not in SourceChannel.values:
        raise ValidationError({"source_channel": _("Say how it was told.")})
