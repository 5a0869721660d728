"""Which disclosures an agency reads, whom it may disclose to, and which grounds it has confirmed."""

from django.db.models import QuerySet
from django.utils import timezone

from gvi.access import policy
from gvi.access.principal import Principal
from gvi.disclosures.models import Disclosure, GroundConfirmation, LegalGround
from gvi.partnerships.models import Agency
from gvi.text.swedish import Alphabetical


def received(by: Principal) -> QuerySet[Disclosure]:
    """Valid disclosures to the agency; its register also reads those that are over (architecture 3)."""
    rows: QuerySet[Disclosure] = Disclosure.objects.filter(receiver=by.agency)
    return rows if by.may(policy.Right.DISCLOSURES_SEE_ENDED) else rows.filter(valid_until__gt=timezone.now())


def given_or_received(by: Principal) -> QuerySet[Disclosure]:
    """What the agency has disclosed, and what it has received."""
    given: QuerySet[Disclosure] = Disclosure.objects.filter(owner=by.agency)
    return given | received(by)


def to_dispose_of(by: Principal) -> QuerySet[Disclosure]:
    """Accepted disclosures that are over: the receiver has to decide whether to keep the copies."""
    over = Disclosure.objects.filter(receiver=by.agency, valid_until__lte=timezone.now(), disposed_at=None)
    return over.exclude(accepted_at=None)


def receivers(by: Principal) -> QuerySet[Agency]:
    """The agencies that the agency may disclose to: those that log in and have a role that may accept it."""
    kinds = policy.kinds_with(policy.Right.DISCLOSURES_ACCEPT)
    others = Agency.objects.filter(partnership=by.partnership, logs_in=True, kind__in=kinds).exclude(pk=by.agency.pk)
    return others.order_by("needed_reach", Alphabetical("short_name"))


def confirmations() -> dict[int, GroundConfirmation]:
    """The agency's confirmations in force, by ground."""
    return {confirmation.ground_id: confirmation for confirmation in GroundConfirmation.objects.in_force()}


def is_confirmed(ground: LegalGround) -> bool:
    """True if the agency has confirmed the ground."""
    return GroundConfirmation.objects.in_force().filter(ground=ground).exists()
