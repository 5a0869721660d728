"""What social services do with requests for support and with cases (domain 2.7).

Nothing here asks what any group is under: support stays open to everybody (domain 2.11 rule 8).
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callins.models import SupportRequest, SupportRequestState
from gvi.access.principal import Principal
from gvi.acts.act import act
from gvi.documents.actions import Addressee, issue
from gvi.documents.models import Document
from gvi.partnerships.models import Affiliation, User
from gvi.text.days import OLDEST
from support.models import (
    ANSWERS,
    CLOSED,
    FOLLOW_UP_DAYS,
    PLANNING_PERIOD,
    CaseState,
    CaseWorker,
    Contact,
    FollowUp,
    Reached,
    SupportCase,
)  # fmt: skip
from support.queries import all_cases_of, colleagues, open_cases_of, workers_at
from support.rules import (
    awaits_protection,
    check_next_state,
    is_assigned,
    is_assigned_the_case,
    is_handed_over,
    is_no_stand_in,
    latest_stand_in,
)

FOLLOW_UP = "support.follow_up"  # the paper
COPIED_FROM_REQUEST = ("person_note", "safe_way", "language", "children", "acute", "minor", "asker", "channel")
CLOCK_TOLERANCE = timedelta(minutes=5)


@act(
    "support.take_on", on=SupportRequest, moves=SupportRequestState.NEW >> SupportRequestState.RECEIVED,
    label=gettext_lazy("Take it on"), log=gettext_lazy("took a request on"),
    done=gettext_lazy("The case is yours. Make contact in the safe way that was said."),
)  # fmt: skip
def take_on(request: SupportRequest, *, by: Principal) -> SupportCase:
    """Make a request a case of one's own. Its response time runs from when the person asked."""
    copied = {name: getattr(request, name) for name in COPIED_FROM_REQUEST}
    return _create_case(by, asked_at=request.asked_at, **copied)


@act("support.open", label=gettext_lazy("New case"), icon="plus", log=gettext_lazy("opened a support case"))
def open_case(*, by: Principal, **facts: Any) -> SupportCase:
    """Write down a request that came straight to the social services."""
    return _create_case(by, **facts)


def _create_case(by: Principal, **facts: Any) -> SupportCase:
    case = SupportCase(**facts)
    case.save()
    _give(case, by.user)
    return case


def _give(case: SupportCase, user: User, *, handed_over_on: date | None = None) -> None:
    permission = _permission("work_on")
    CaseWorker(user=user, content_object=case, permission=permission, handed_over_on=handed_over_on).save()


def _permission(codename: str) -> Permission:
    return Permission.objects.get(codename=codename, content_type__app_label="support")


@act(
    "support.assign", on=SupportCase, requires=[is_no_stand_in],
    label=gettext_lazy("Hand over or take over"), log=gettext_lazy("handed a support case over"),
)  # fmt: skip
def assign(case: SupportCase, *, by: Principal, worker: User) -> SupportCase:
    """Hand the case to a colleague of the same agency, or take it over. Raises ValidationError for anybody else."""
    if not colleagues(by).filter(user=worker).exists():
        raise ValidationError({"worker": _("Choose somebody who works with support in your agency.")})
    if worker == case.worker:
        raise ValidationError({"worker": _("%(worker)s has the case already.") % {"worker": worker}})
    handed_over_on = None if worker == by.user else timezone.localdate()
    of_worker = CaseWorker.objects.filter(content_object=case, stands_in=False)
    if not of_worker.update(user=worker, handed_over_on=handed_over_on):
        _give(case, worker, handed_over_on=handed_over_on)
    case.worker = worker
    return case


@act(
    "support.name_stand_in", on=SupportCase, requires=[is_no_stand_in],
    label=gettext_lazy("Name a stand-in"), icon="user-plus", log=gettext_lazy("named somebody to stand in on a case"),
    done=gettext_lazy("The stand-in can read the case and write in it until the last day."),
)  # fmt: skip
def name_stand_in(case: SupportCase, *, by: Principal, worker: User, ends_on: date) -> SupportCase:
    """Let a colleague of the same agency read the case and write in it until a day. Naming again changes the day;
    yesterday ends it at once. Raises ValidationError.
    """
    if not colleagues(by).filter(user=worker).exists() or worker == case.worker:
        raise ValidationError({"worker": _("Choose somebody else who works with support in your agency.")})
    if ends_on < timezone.localdate() - timedelta(days=1):
        raise ValidationError({"ends_on": _("That day is past. Yesterday ends it at once.")})
    if ends_on > latest_stand_in():
        raise ValidationError({"ends_on": _("A stand-in has the case for six months at most. Name anew then.")})
    if not CaseWorker.objects.filter(content_object=case, user=worker, stands_in=True).update(ends_on=ends_on):
        permission = _permission("stand_in")
        CaseWorker(user=worker, content_object=case, permission=permission, stands_in=True, ends_on=ends_on).save()
    return case


@act(
    "support.confirm_handover", on=SupportCase, requires=[is_handed_over], at_once=True,
    label=gettext_lazy("Confirm that the case is yours"), icon="check",
    log=gettext_lazy("confirmed a case that was handed over"), done=gettext_lazy("The case is yours."),
)  # fmt: skip
def confirm_handover(case: SupportCase, *, by: Principal) -> SupportCase:
    """The receiver of a hand-over has seen it."""
    CaseWorker.objects.filter(content_object=case, stands_in=False).update(handed_over_on=None)
    return case


@act("partnerships.hand_over_cases", on=Affiliation, log=gettext_lazy("handed over the cases of somebody who leaves"))
def hand_over_cases(affiliation: Affiliation, *, by: Principal, worker: User) -> None:
    """Part of ending an access: the open cases go to a colleague, who is asked to confirm it.

    Raises ValidationError for anybody who does not work with support in the agency.
    """
    if not workers_at(by.agency).exclude(user=affiliation.user_id).filter(user=worker).exists():
        raise ValidationError(_("Choose somebody who works with support in your agency."))
    with all_cases_of(by.agency):
        grants = CaseWorker.objects.filter(content_object__in=open_cases_of(affiliation), stands_in=False)
        grants.update(user=worker, handed_over_on=timezone.localdate())


@act(
    "support.change", on=SupportCase, requires=[is_assigned],
    label=gettext_lazy("Change"), log=gettext_lazy("changed a support case"),
)  # fmt: skip
def change(case: SupportCase, *, by: Principal, **facts: Any) -> SupportCase:
    """Change the facts of a case: how to reach the person, codes, consent, one short next step."""
    for name, value in facts.items():
        setattr(case, name, value)
    case.save()
    return case


@act(
    "support.change_state", on=SupportCase, requires=[is_assigned],
    label=gettext_lazy("Change the state"), log=gettext_lazy("moved a support case on"),
)  # fmt: skip
def change_state(case: SupportCase, *, by: Principal, state: str, date: date, ending: str = "") -> SupportCase:
    """Put the case in its next state. Raises NotNow for one that does not follow, ValidationError without a code."""
    check_next_state(case, state)
    if state in CLOSED and not ending:
        raise ValidationError({"ending": _("Say how it ended. “Do not know” is an answer too.")})
    case.state, case.state_on = CaseState(state), date
    case.ending = ending if state in CLOSED else ""
    case.save()
    return case


@act(
    "support.log_contact", on=SupportCase, requires=[is_assigned], label=gettext_lazy("Log a contact"), icon="phone",
    log=gettext_lazy("logged a contact"), done=gettext_lazy("The contact is logged."),
)  # fmt: skip
def log_contact(
    case: SupportCase, *, by: Principal, happened_at: datetime, channel: str, reached: str, before_request: bool = False
) -> Contact:
    """An attempt to reach the person. The first one that reaches somebody ends the response time.

    Raises ValidationError for a time ahead, and for one before the request unless `before_request` says so: most are
    slips of the day or the year.
    """
    if happened_at > timezone.now() + CLOCK_TOLERANCE:
        raise ValidationError({"happened_at": _("This has not happened yet.")})
    if happened_at.date() < OLDEST or (happened_at < case.asked_minute and not before_request):
        sentence = _("The request came %(at)s. Correct the time, or tick that the contact was before the request.")
        raise ValidationError(
            {"happened_at": sentence % {"at": date_format(localtime(case.asked_at), "DATETIME_FORMAT")}}
        )
    contact = Contact(case=case, happened_at=happened_at, channel=channel, reached=reached, user=by.user)
    contact.save()
    if reached != Reached.NOBODY:
        _set_first_contact(case, happened_at)
    return contact


def _set_first_contact(case: SupportCase, at: datetime) -> None:
    """Contacts may be written down in any order: the earliest one counts."""
    if case.first_contact_at is None or at < case.first_contact_at:
        case.first_contact_at = at
    if case.state == CaseState.NEW:
        case.state, case.state_on = CaseState.CONTACTED, timezone.localdate()
    case.save()


@act(
    "support.note_child_case", on=SupportCase, requires=[is_assigned, awaits_protection],
    label=gettext_lazy("Taken up as a child's case"), icon="check",
    log=gettext_lazy("noted that a case is taken up as a child's case"),
)  # fmt: skip
def note_child_case(case: SupportCase, *, by: Principal, date: date) -> SupportCase:
    """Protection is assessed and the report of concern taken up in the agency's own system (domain 2.11 rule 22)."""
    if date > timezone.localdate():
        raise ValidationError({"date": _("This has not happened yet.")})
    case.child_case_on = date
    case.save()
    return case


@act("support.plan_follow_ups", log=gettext_lazy("planned follow-ups"))
def plan_follow_ups(*, by: Principal) -> list[FollowUp]:
    """Make the follow-ups that are due within two weeks. A second run finds them and makes none."""
    horizon = timezone.localdate() + PLANNING_PERIOD
    planned = []
    reached = SupportCase.objects.filter(first_contact_at__isnull=False).exclude(state=CaseState.ABORTED)
    for case in reached.exclude(ending="deceased").select_for_update(of=("self",)).prefetch_related("follow_ups"):
        existing = {follow_up.days for follow_up in case.follow_ups.all()}
        planned += [
            FollowUp(case=case, days=days, due_on=due)
            for days in FOLLOW_UP_DAYS
            if days not in existing and (due := _due_on(case, days)) <= horizon
        ]
    return FollowUp.objects.bulk_create(planned)


def _due_on(case: SupportCase, days: int) -> date:
    """The day of a follow-up, counted in Stockholm's days from the first contact, or the request if that came later."""
    assert case.first_contact_at is not None  # noqa: S101  the query above asks for it
    return localtime(max(case.first_contact_at, case.asked_at)).date() + timedelta(days=days)


@act(
    "support.log_follow_up", on=FollowUp, requires=[is_assigned_the_case], label=gettext_lazy("Log a follow-up"),
    log=gettext_lazy("logged a follow-up"), done=gettext_lazy("The follow-up is logged."),
)  # fmt: skip
def log_follow_up(follow_up: FollowUp, *, by: Principal, date: date, reached: str, **answers: str) -> FollowUp:
    """What a follow-up found. Nobody reached is a result too; what is not answered is not known."""
    if date > timezone.localdate():
        raise ValidationError({"date": _("This has not happened yet.")})
    follow_up.done_on, follow_up.reached = date, reached
    for name in ANSWERS:
        setattr(follow_up, name, answers.get(name) or "unknown")
    follow_up.save()
    return follow_up


@act(
    "support.print_follow_up", on=FollowUp, requires=[is_assigned_the_case],
    label=gettext_lazy("Print a follow-up to take along"), log=gettext_lazy("printed a follow-up"),
    done=gettext_lazy("The paper is on its way."),
)  # fmt: skip
def print_follow_up(follow_up: FollowUp, *, by: Principal) -> Document:
    """A paper to take along, for one's own agency only."""
    return issue(
        by=by,
        kind=FOLLOW_UP,
        subject_id=follow_up.pk,
        title=_("Follow-up"),
        readers=[by.agency],
        addressees=[Addressee(by.user.short_name)],
    )
