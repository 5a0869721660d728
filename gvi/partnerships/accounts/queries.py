"""Who works at an agency, and whose access is due for review."""

from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from gvi.access.policy import Role
from gvi.access.principal import Principal
from gvi.partnerships.models import Affiliation, Agency, FactorReset, User
from gvi.partnerships.models.accounts import AffiliationQuerySet
from gvi.text.swedish import Alphabetical

REVIEW_INTERVAL = timedelta(days=365)  # every access is reviewed once a year (product 16)
# Affiliation.known_as in SQL.
KNOWN_AS = Case(
    When(Q(last_signed_in_at=None) & ~Q(invited_as=""), then=F("invited_as")),
    default=F("user__full_name"),
    output_field=CharField(),
)
BY_NAME = Alphabetical(KNOWN_AS)
REVIEWED_ON = Coalesce("confirmed_on", "starts_on")  # Affiliation.reviewed_on in SQL


def system_principal(agency: Agency) -> Principal:
    """The agency's own system user, which runs the agency's jobs (architecture 6)."""
    affiliation = Affiliation.objects.in_force().for_principal().get(agency=agency, role=Role.SYSTEM)
    return Principal(affiliation)


def people_of(agency: Agency) -> AffiliationQuerySet:
    """Every person's affiliations with the agency, past ones too; not the system user's.

    `has_factor` says whether the person has enrolled a second factor.
    """
    people = Affiliation.objects.filter(agency=agency, user__is_system=False)
    factor = Authenticator.objects.filter(user=OuterRef("user"), type=Authenticator.Type.TOTP)
    return people.select_related("user", "unit", "agency").annotate(has_factor=Exists(factor))


def review_is_late(reviewed_on: date) -> bool:
    """True if the last review is a year old or older."""
    return reviewed_on <= timezone.localdate() - REVIEW_INTERVAL


def due_for_review(agency: Agency) -> AffiliationQuerySet:
    """Affiliations of the agency that nobody has confirmed for a year."""
    latest = timezone.localdate() - REVIEW_INTERVAL
    return people_of(agency).not_ended().alias(reviewed=REVIEWED_ON).filter(reviewed__lte=latest)


def is_responsible_for(agency: Agency, user: User) -> bool:
    """True if the agency may decide about the account itself: the user's oldest affiliation in force is with it.

    A user who works for two agencies has one password and one second factor. If each agency could remove the factor,
    two people at one agency could weaken the other agency's protection.
    """
    first = Affiliation.objects.in_force().filter(user=user).order_by("pk").first()
    return first is not None and first.agency_id == agency.pk


def pending_resets() -> QuerySet[FactorReset]:
    """Requests that wait for a second person, the oldest first, with the rows that a list shows."""
    rows: QuerySet[FactorReset] = FactorReset.objects.pending()
    return rows.select_related("affiliation__user", "affiliation__agency", "requested_by").order_by("requested_at")
