"""What social services do with requests for support and with cases (domain 2.7).

Nothing here asks what any group is under: support stays open to everybody (domain 2.11 rule 8).
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from callins.models import SupportRequest, SupportRequestState
from gvi.access.policy import ROLES
from gvi.access.principal import Principal
from gvi.acts.act import act
from gvi.acts.requires import NotNow
from gvi.documents.actions import Addressee, issue
from gvi.documents.models import Document
from gvi.partnerships.models import Affiliation, User
from support.models import ANSWERS, CLOSED, DAYS, WAYS, CaseState, CaseWorker, Contact, FollowUp, Reached, SupportCase

FOLLOW_UP = "support.follow_up"  # the paper
AHEAD = timedelta(days=14)  # how long before its day a follow-up is there to be planned and printed
HELPERS = [role for role, acts in ROLES.items() if "support.receive" in acts]
TOLD = ("who", "safe_way", "language", "children", "acute", "minor", "asker", "channel")


@act("support.receive", moves=SupportRequestState.NEW >> SupportRequestState.RECEIVED)
def receive(offer: SupportRequest, *, by: Principal) -> SupportCase:
    """Take a request on: it becomes a case of one's own, with the clock running since it was asked."""
    return _opened(by, asked_at=offer.asked_at, **{name: getattr(offer, name) for name in TOLD})


@act("support.open")
def open_case(*, by: Principal, **facts: Any) -> SupportCase:
    """A request that came straight to the social services, written down by them."""
    return _opened(by, **facts)


def _opened(by: Principal, **facts: Any) -> SupportCase:
    case = SupportCase(**facts)
    case.save()
    CaseWorker.objects.create(user=by.user, content_object=case, permission=_permission())
    return case


def _permission() -> Permission:
    return Permission.objects.get(codename="work_on", content_type__app_label="support")


@act("support.assign")
def assign(case: SupportCase, *, by: Principal, worker: User) -> SupportCase:
    """Hand the case to a colleague of the same agency, or take it over. Raises ValidationError for anybody else."""
    if not colleagues(by).filter(user=worker).exists():
        raise ValidationError({"worker": _("Choose somebody who works with support in your agency.")})
    if not CaseWorker.objects.filter(content_object=case).update(user=worker):
        CaseWorker.objects.create(user=worker, content_object=case, permission=_permission())
    return case


def colleagues(by: Principal) -> Any:
    """Those of the agency who may be given a case."""
    mine = Affiliation.objects.in_force().filter(agency=by.agency, role__in=HELPERS)
    return mine.select_related("user").order_by("user__full_name")


def require_own(case: SupportCase, by: Principal) -> None:
    """Who answers for a case writes in it; a colleague takes it over first, and the log tells of that (architecture 4).

    Raises NotNow.
    """
    other = CaseWorker.objects.filter(content_object=case).exclude(user=by.user).select_related("user").first()
    if other is not None:
        sentence = _("%(worker)s answers for this case. Take it over first: then you can write in it.")
        raise NotNow(sentence % {"worker": other.user})


@act("support.change")
def change(case: SupportCase, *, by: Principal, **facts: Any) -> SupportCase:
    """The facts of a case: how to reach the person, codes, consent, one short next step. Raises NotNow."""
    require_own(case, by)
    for name, value in facts.items():
        setattr(case, name, value)
    case.save()
    return case


@act("support.move")
def move(case: SupportCase, *, by: Principal, to: str, on: date, ending: str = "") -> SupportCase:
    """The next step of a case's way. Raises NotNow where it does not lead there, ValidationError without a code."""
    require_own(case, by)
    if to not in WAYS[case.state]:
        raise NotNow(_("This cannot be done now: the state is “%(state)s”.") % {"state": case.get_state_display()})
    if to in CLOSED and not ending:
        raise ValidationError({"ending": _("Say how it ended. “Do not know” is an answer too.")})
    case.state, case.state_on = CaseState(to), on
    case.ending = ending if to in CLOSED else ""
    case.save()
    return case


@act("support.log_contact")
def log_contact(case: SupportCase, *, by: Principal, at: datetime, way: str, reached: str) -> Contact:
    """An attempt to reach the person. The first one that reaches somebody stops the clock. Raises NotNow."""
    require_own(case, by)
    if at > timezone.now() + timedelta(minutes=5):
        raise ValidationError({"at": _("This has not happened yet.")})
    contact = Contact(case=case, at=at, way=way, reached=reached, user=by.user)
    contact.save()
    if reached != Reached.NOBODY:
        _stop_the_clock(case, at)
    return contact


def _stop_the_clock(case: SupportCase, at: datetime) -> None:
    """Contacts may be written down in any order: the earliest one counts."""
    if case.first_contact_at is None or at < case.first_contact_at:
        case.first_contact_at = max(at, case.asked_at)
    if case.state == CaseState.NEW:
        case.state, case.state_on = CaseState.CONTACTED, timezone.localdate()
    case.save()


@act("support.plan_follow_ups")
def plan_follow_ups(*, by: Principal) -> list[FollowUp]:
    """The follow-ups that come within two weeks, as rows. A second run finds them and makes none."""
    horizon = timezone.localdate() + AHEAD
    made = []
    reached = SupportCase.objects.filter(first_contact_at__isnull=False).exclude(state=CaseState.ABORTED)
    for case in reached.exclude(ending="deceased").select_for_update(of=("self",)).prefetch_related("follow_ups"):
        there = {one.days for one in case.follow_ups.all()}
        made += [
            FollowUp(case=case, days=days, due_on=due)
            for days in DAYS
            if days not in there and (due := due_on(case, days)) <= horizon
        ]
    return FollowUp.objects.bulk_create(made)


def due_on(case: SupportCase, days: int) -> date:
    """The day of a follow-up, counted in Stockholm's days from the first contact."""
    assert case.first_contact_at is not None  # noqa: S101  asked for by the one query above
    return timezone.localtime(case.first_contact_at).date() + timedelta(days=days)


@act("support.log_follow_up")
def log_follow_up(row: FollowUp, *, by: Principal, on: date, reached: str, **answers: str) -> FollowUp:
    """What a follow-up found. Nobody reached is a result too; what is not answered is not known. Raises NotNow."""
    require_own(row.case, by)
    if on > timezone.localdate():
        raise ValidationError({"on": _("This has not happened yet.")})
    row.done_on, row.reached = on, reached
    for name in ANSWERS:
        setattr(row, name, answers.get(name) or "unknown")
    row.save()
    return row


@act("support.print_follow_up")
def print_follow_up(row: FollowUp, *, by: Principal) -> Document:
    """A paper to take along, of one's own agency only. Raises NotNow."""
    require_own(row.case, by)
    return issue(
        by=by,
        kind=FOLLOW_UP,
        subject=row.pk,
        title=_("Follow-up"),
        readers=[by.agency],
        addressees=[Addressee(by.user.short_name)],
    )
