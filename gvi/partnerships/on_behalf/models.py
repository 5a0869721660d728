"""On behalf: facts of an agency that does not log in, recorded by another agency (architecture 6).

The recording agency owns the row. It is open from the start, and its source columns say which agency the facts come
from, when that agency gave them, and how. Only open rows can have a source, so such a row never holds a name, and the
recording agency keeps no dossiers (product 1).
"""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gvi.access.guarded import Guarded
from gvi.access.policy import Reach
from gvi.acts.validators import check_not_in_future
from gvi.partnerships.models import Agency
from gvi.partnerships.on_behalf.queries import agencies_not_logging_in


class SourceChannel(models.TextChoices):
    """How the source gave the facts."""

    ORALLY = "orally", pgettext_lazy("source", "orally")
    MEETING = "meeting", pgettext_lazy("source", "at a meeting")
    TELEPHONE = "telephone", pgettext_lazy("source", "by telephone")
    PAPER = "paper", pgettext_lazy("source", "on paper")


@dataclass(frozen=True)
class Source:
    """The agency that gave the facts, the day it gave them, and how."""

    agency: Agency
    date: date
    channel: str


class OnBehalf(Guarded):
    """A row that another agency may be the source of. Either all three source columns are set or none.

    A row with a source is open.
    """

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

    def set_source(self, source: Source | None) -> None:
        """Record the source of the row. A row that has a source needs one again for every change.

        The row's present source may be named again, even after that agency has begun to log in (decision 0008).
        Raises ValidationError if a needed source is missing, if its date is in the future, or if another agency that
        logs in is named.
        """
        if source is None:
            if self.source_agency_id:
                raise ValidationError({"source_agency": _("Say according to whom, when and how.")})
            return
        _check(source, present=self.source_agency_id)
        self.source_agency, self.source_date, self.source_channel = source.agency, source.date, source.channel

    def renew_source(self, source: Source | None) -> None:
        """Record the source of a row that describes one agency's own work: that agency stays the source.

        Raises ValidationError as set_source does, and if another agency is named.
        """
        if source is not None and source.agency != self.source_or_owner:
            sentence = _("This belongs to %(agency)s. Only facts from %(agency)s can be recorded here.")
            raise ValidationError({"source_agency": sentence % {"agency": self.source_or_owner.short_name}})
        self.set_source(source)

    @property
    def is_on_behalf(self) -> bool:
        """True if the row's source still does not log in. Lists select `source_agency` with the row."""
        return self.source_agency is not None and not self.source_agency.logs_in

    @property
    def source_or_owner(self) -> Agency:
        """The agency the facts come from: the source, or else the owner."""
        return self.source_agency or self.owner

    @property
    def source_label(self) -> str:
        """“according to the police, orally, 12 Nov”, or nothing. Lists select `source_agency` with the row."""
        if self.source_agency is None or self.source_date is None:
            return ""
        form = "SHORT_DATE_FORMAT" if self.source_date.year == timezone.localdate().year else "DATE_FORMAT"
        return _("according to %(agency)s, %(how)s, %(day)s") % {
            "agency": self.source_agency.short_name,
            "how": self.get_source_channel_display(),
            "day": date_format(self.source_date, form),
        }


def _check(source: Source, present: int | None) -> None:
    """The source does not log in, or is the row's `present` source. Raises ValidationError."""
    if source.agency.pk != present and source.agency not in agencies_not_logging_in():
        sentence = _("%(agency)s logs in and records this itself.") % {"agency": source.agency.short_name}
        raise ValidationError({"source_agency": sentence})
    check_not_in_future("source_date", source.date)
    if source.channel not in SourceChannel.values:
        raise ValidationError({"source_channel": _("Say how it was told.")})
