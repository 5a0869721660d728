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
from gvi.access.policy import Reach
from gvi.access.principal import Principal
from gvi.access.rows import Guarded
from gvi.partnerships.models import Agency


class How(models.TextChoices):
    """How it was told."""

    ORALLY = "orally", pgettext_lazy("told", "orally")
    MEETING = "meeting", pgettext_lazy("told", "at a meeting")
    TELEPHONE = "telephone", pgettext_lazy("told", "by telephone")
    PAPER = "paper", pgettext_lazy("told", "on paper")


@dataclass(frozen=True)
class Told:
    """Whose word a fact is, since when, and how it was given."""

    by: Agency
    on: date
    how: str


class OnBehalf(Guarded):
    """A row that may be another agency's word. All three columns are set or none, and what was told is open."""

    according_to = models.ForeignKey(
        Agency, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=gettext_lazy("according to")
    )
    told_on = models.DateField(gettext_lazy("told"), null=True, editable=False)
    told_how = models.CharField(gettext_lazy("how"), max_length=20, choices=How, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(according_to=None, told_on=None, told_how="")
                | (Q(according_to__isnull=False, told_on__isnull=False, reach__gte=Reach.CORE) & ~Q(told_how="")),
                name="%(app_label)s_%(class)s_told",
            )
        ]

    def heard(self, told: Told | None) -> None:
        """Note whose word the row is. One that is somebody's word says so anew with each change.

        Whoever is named on the row already may be named again, also after beginning to log in (decision 0008).
        Raises ValidationError: for another that logs in, for a day ahead, for a row of another's word without any.
        """
        if told is None:
            if self.according_to_id:
                raise ValidationError({"according_to": _("Say according to whom, when and how.")})
            return
        _check(told, named=self.according_to_id)
        self.according_to, self.told_on, self.told_how = told.by, told.on, told.how

    def heard_again(self, told: Told | None) -> None:
        """The same for a row that is one agency's doing, whatever is told of it: its speaker stays.

        Raises ValidationError: for the word of another agency too.
        """
        if told is not None and told.by != self.speaker:
            sentence = _("This is %(agency)s's. Only what %(agency)s has told stands here.")
            raise ValidationError({"according_to": sentence % {"agency": self.speaker.short}})
        self.heard(told)

    @property
    def is_spoken_for(self) -> bool:
        """Whether it is the word of an agency that still does not log in. Lists fetch `according_to` along."""
        return self.according_to is not None and not self.according_to.logs_in

    @property
    def speaker(self) -> Agency:
        """The agency whose fact it is: the one that told it, or else the owner."""
        return self.according_to or self.owner

    @property
    def told_words(self) -> str:
        """“according to the police, orally, 12 Nov”, or nothing. Lists fetch `according_to` along."""
        if self.according_to is None or self.told_on is None:
            return ""
        form = "j b" if self.told_on.year == timezone.localdate().year else "j b Y"
        return _("according to %(agency)s, %(how)s, %(day)s") % {
            "agency": self.according_to.short,
            "how": self.get_told_how_display(),
            "day": date_format(self.told_on, form),
        }


def silent() -> QuerySet[Agency]:
    """The agencies of the partnership that do not log in: those that others may record for."""
    return Agency.objects.filter(partnership=context.current().partnership, logs_in=False)


def speaks(by: Principal, act: str) -> bool:
    """Whether to offer an act on behalf: the role has it, and one of the core agencies does not log in."""
    return by.may(act) and silent().filter(circle=Reach.CORE).exists()


def _check(told: Told, named: int | None) -> None:
    """Only for those who do not log in, or are `named` already: the others record their own. Raises ValidationError."""
    if told.by.pk != named and told.by not in silent():
        sentence = _("%(agency)s logs in and records this itself.") % {"agency": told.by.short}
        raise ValidationError({"according_to": sentence})
    if told.on > timezone.localdate():
        raise ValidationError({"told_on": _("This day has not come yet.")})
    if told.how not in How.values:
        raise ValidationError({"told_how": _("Say how it was told.")})
