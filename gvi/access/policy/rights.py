"""Rights: what a role may hold. Most are the right to do an act, the others the right to open a page.

The value is the name of the act (`@act("sanctions.extend")`) or of what a page shows (`groups.see`). Acts, pages,
papers and `Principal.may` look their right up here, so a misspelt one raises ValueError when its module is imported.
"""

from enum import StrEnum


class Right(StrEnum):
    """Every right there is, by app."""

    # portal
    PORTAL_TODAY = "portal.today"
    PORTAL_SEE_FIGURES = "portal.see_figures"
    PORTAL_SEE_UNIT_FIGURES = "portal.see_unit_figures"
    PORTAL_PROFILE = "portal.profile"
    PORTAL_SEARCH = "portal.search"
    PORTAL_IMPORT_HISTORY = "portal.import_history"
    PORTAL_SEE_MESSAGES = "portal.see_messages"
    PORTAL_ANSWER_MESSAGE = "portal.answer_message"
    PORTAL_LEAVE_MESSAGE = "portal.leave_message"

    # partnerships
    PARTNERSHIPS_SEE_USERS = "partnerships.see_users"
    PARTNERSHIPS_CONFIRM_ACCESS = "partnerships.confirm_access"
    PARTNERSHIPS_CONFIRM_FACTOR_RESET = "partnerships.confirm_factor_reset"
    PARTNERSHIPS_CANCEL_FACTOR_RESET = "partnerships.cancel_factor_reset"
    PARTNERSHIPS_CONFIRM_PASSWORD_LINK = "partnerships.confirm_password_link"  # noqa: S105
    PARTNERSHIPS_INVITE = "partnerships.invite"
    PARTNERSHIPS_RENEW_INVITATION = "partnerships.renew_invitation"
    PARTNERSHIPS_WITHDRAW_INVITATION = "partnerships.withdraw_invitation"
    PARTNERSHIPS_CHANGE_ACCESS = "partnerships.change_access"
    PARTNERSHIPS_GIVE_ROLE = "partnerships.give_role"
    PARTNERSHIPS_END_ACCESS = "partnerships.end_access"
    PARTNERSHIPS_HAND_OVER_CASES = "partnerships.hand_over_cases"
    PARTNERSHIPS_SUSPEND_ACCESS = "partnerships.suspend_access"
    PARTNERSHIPS_RESTORE_ACCESS = "partnerships.restore_access"
    PARTNERSHIPS_REQUEST_FACTOR_RESET = "partnerships.request_factor_reset"
    PARTNERSHIPS_REQUEST_PASSWORD_LINK = "partnerships.request_password_link"  # noqa: S105
    PARTNERSHIPS_SET_UP = "partnerships.set_up"
    PARTNERSHIPS_CREATE_ACCOUNT = "partnerships.create_account"
    PARTNERSHIPS_ACCEPT_INVITATION = "partnerships.accept_invitation"

    # groups
    GROUPS_SEE = "groups.see"
    GROUPS_SEE_PEOPLE = "groups.see_people"
    GROUPS_LINK_CODE_TO_PERSON = "groups.link_code_to_person"
    GROUPS_ADD_READER = "groups.add_reader"
    GROUPS_CORRECT_NAME = "groups.correct_name"
    GROUPS_DETACH_NAME = "groups.detach_name"
    GROUPS_CONFIRM_MEMBERSHIPS = "groups.confirm_memberships"
    GROUPS_IMPORT_LIST = "groups.import_list"
    GROUPS_UNDO_IMPORT = "groups.undo_import"
    GROUPS_PUBLISH_GROUPS = "groups.publish_groups"
    GROUPS_PUBLISH_CODES = "groups.publish_codes"
    GROUPS_EDIT_GROUP = "groups.edit_group"
    GROUPS_RETRACT_CODE = "groups.retract_code"
    GROUPS_CLOSE_EXCLUDED = "groups.close_excluded"
    GROUPS_SETTLE_RETRACTION = "groups.settle_retraction"
    GROUPS_REPORT_INCIDENT = "groups.report_incident"
    GROUPS_EDIT_INCIDENT = "groups.edit_incident"
    GROUPS_VERIFY_INCIDENT = "groups.verify_incident"
    GROUPS_REVIEW_INCIDENT = "groups.review_incident"
    GROUPS_ATTRIBUTE_INCIDENT = "groups.attribute_incident"
    GROUPS_PUBLISH_INCIDENT = "groups.publish_incident"
    GROUPS_SAVE_INCIDENT_FILE = "groups.save_incident_file"
    GROUPS_RECORD_GROUP = "groups.record_group"
    GROUPS_RECORD_CODES = "groups.record_codes"
    GROUPS_PRINT_KEY_SHEET = "groups.print_key_sheet"
    GROUPS_RECORD_INCIDENT = "groups.record_incident"

    # callins
    CALLINS_SEE = "callins.see"
    CALLINS_SEE_SEATS = "callins.see_seats"
    CALLINS_RECORD_ATTENDANCE = "callins.record_attendance"
    CALLINS_UNDO_ATTENDANCE = "callins.undo_attendance"
    CALLINS_CORRECT_OUTCOME = "callins.correct_outcome"
    CALLINS_INVITE = "callins.invite"
    CALLINS_CHANGE_SEATS = "callins.change_seats"
    CALLINS_STRIKE = "callins.strike"
    CALLINS_SEND_HOME = "callins.send_home"
    CALLINS_PLAN = "callins.plan"
    CALLINS_ENTER_HELD = "callins.enter_held"
    CALLINS_CHANGE = "callins.change"
    CALLINS_OPEN_EVENING = "callins.open_evening"
    CALLINS_CLOSE_EVENING = "callins.close_evening"
    CALLINS_CANCEL = "callins.cancel"
    CALLINS_RECORD_HISTORY = "callins.record_history"
    CALLINS_NOTE_NOTIFICATIONS = "callins.note_notifications"
    CALLINS_CHANGE_NOTIFICATIONS = "callins.change_notifications"
    CALLINS_RETURN_SEATS = "callins.return_seats"

    # support
    SUPPORT_REQUEST = "support.request"
    SUPPORT_SEE = "support.see"
    SUPPORT_TAKE_ON = "support.take_on"
    SUPPORT_OPEN = "support.open"
    SUPPORT_CHANGE = "support.change"
    SUPPORT_ASSIGN = "support.assign"
    SUPPORT_NAME_STAND_IN = "support.name_stand_in"
    SUPPORT_CHANGE_STATE = "support.change_state"
    SUPPORT_LOG_CONTACT = "support.log_contact"
    SUPPORT_LOG_FOLLOW_UP = "support.log_follow_up"
    SUPPORT_PRINT_FOLLOW_UP = "support.print_follow_up"
    SUPPORT_CONFIRM_HANDOVER = "support.confirm_handover"
    SUPPORT_NOTE_CHILD_CASE = "support.note_child_case"
    SUPPORT_PLAN_FOLLOW_UPS = "support.plan_follow_ups"

    # sanctions
    SANCTIONS_SEE = "sanctions.see"
    SANCTIONS_RECORD_MEASURE = "sanctions.record_measure"
    SANCTIONS_PROPOSE = "sanctions.propose"
    SANCTIONS_DECIDE = "sanctions.decide"
    SANCTIONS_REJECT = "sanctions.reject"
    SANCTIONS_CONFIRM_PART = "sanctions.confirm_part"
    SANCTIONS_WITHDRAW = "sanctions.withdraw"
    SANCTIONS_START = "sanctions.start"
    SANCTIONS_EXTEND = "sanctions.extend"
    SANCTIONS_EVALUATE = "sanctions.evaluate"
    SANCTIONS_END = "sanctions.end"
    SANCTIONS_INFORM_GROUP = "sanctions.inform_group"
    SANCTIONS_PLAN_MEASURE = "sanctions.plan_measure"
    SANCTIONS_REPORT = "sanctions.report"
    SANCTIONS_NOTHING_NEW = "sanctions.nothing_new"
    SANCTIONS_INVITE_AGENCY = "sanctions.invite_agency"
    SANCTIONS_END_PARTICIPATION = "sanctions.end_participation"
    SANCTIONS_SEE_PARTICIPATIONS = "sanctions.see_participations"
    SANCTIONS_DECLINE = "sanctions.decline"

    # meetings
    MEETINGS_SEE = "meetings.see"
    MEETINGS_CALL_MEETING = "meetings.call_meeting"
    MEETINGS_ENTER_HELD = "meetings.enter_held"
    MEETINGS_CHANGE = "meetings.change"
    MEETINGS_SET_ATTENDEES = "meetings.set_attendees"
    MEETINGS_MARK_HELD = "meetings.mark_held"
    MEETINGS_CANCEL = "meetings.cancel"
    MEETINGS_PRINT_BRIEF = "meetings.print_brief"
    MEETINGS_ADD_ITEM = "meetings.add_item"
    MEETINGS_SETTLE_ITEM = "meetings.settle_item"
    MEETINGS_CORRECT_ITEM = "meetings.correct_item"
    MEETINGS_STRIKE_ITEM = "meetings.strike_item"
    MEETINGS_CALL_QUICK = "meetings.call_quick"

    # commitments
    COMMITMENTS_SEE = "commitments.see"
    COMMITMENTS_MAKE = "commitments.make"
    COMMITMENTS_CHANGE = "commitments.change"
    COMMITMENTS_SETTLE = "commitments.settle"
    COMMITMENTS_KEEP = "commitments.keep"
    COMMITMENTS_REOPEN = "commitments.reopen"
    COMMITMENTS_STRIKE = "commitments.strike"
    COMMITMENTS_KEEP_LIST = "commitments.keep_list"

    # documents
    DOCUMENTS_SEE = "documents.see"
    DOCUMENTS_ISSUE = "documents.issue"
    DOCUMENTS_RENDER = "documents.render"
    DOCUMENTS_TRY_AGAIN = "documents.try_again"

    # disclosures
    DISCLOSURES_SEE = "disclosures.see"
    DISCLOSURES_ACCEPT = "disclosures.accept"
    DISCLOSURES_GIVE_BACK = "disclosures.give_back"
    DISCLOSURES_HAND_OVER = "disclosures.hand_over"
    DISCLOSURES_WITHDRAW = "disclosures.withdraw"
    DISCLOSURES_WITHDRAW_PERSON = "disclosures.withdraw_person"
    DISCLOSURES_PRINT_DECISION = "disclosures.print_decision"
    DISCLOSURES_SEE_ENDED = "disclosures.see_ended"
    DISCLOSURES_DISPOSE = "disclosures.dispose"
    DISCLOSURES_CONFIRM_GROUND = "disclosures.confirm_ground"
    DISCLOSURES_REVOKE_GROUND = "disclosures.revoke_ground"

    # access
    ACCESS_SEE_LOG = "access.see_log"


# Rights that go together; the roles are put together of these.
EVERYBODY = frozenset({Right.PORTAL_TODAY, Right.PORTAL_PROFILE})
BUSINESS = frozenset(
    {
        Right.PORTAL_SEARCH,
        Right.GROUPS_SEE,
        Right.CALLINS_SEE,
        Right.SANCTIONS_SEE,
        Right.MEETINGS_SEE,
        Right.DOCUMENTS_SEE,
        Right.COMMITMENTS_SEE,
    }
)
PEOPLE = frozenset({Right.GROUPS_SEE_PEOPLE, Right.CALLINS_SEE_SEATS})
EVENING = frozenset(
    {
        Right.CALLINS_RECORD_ATTENDANCE,
        Right.CALLINS_UNDO_ATTENDANCE,
        Right.CALLINS_CORRECT_OUTCOME,
        Right.SUPPORT_REQUEST,
    }
)
# Whoever can shut a dossier can open it to a colleague.
NAMES = frozenset(
    {
        Right.GROUPS_LINK_CODE_TO_PERSON,
        Right.GROUPS_ADD_READER,
        Right.GROUPS_CORRECT_NAME,
        Right.GROUPS_DETACH_NAME,
        Right.CALLINS_INVITE,
        Right.CALLINS_CHANGE_SEATS,
        Right.CALLINS_STRIKE,
        Right.CALLINS_SEND_HOME,
        Right.GROUPS_CLOSE_EXCLUDED,
        Right.GROUPS_SETTLE_RETRACTION,
    }
)
GROUP_LIST = frozenset(
    {
        Right.GROUPS_IMPORT_LIST,
        Right.GROUPS_UNDO_IMPORT,
        Right.GROUPS_CONFIRM_MEMBERSHIPS,
        Right.GROUPS_PUBLISH_GROUPS,
        Right.GROUPS_PUBLISH_CODES,
        Right.GROUPS_EDIT_GROUP,
        Right.GROUPS_RETRACT_CODE,
    }
)
PLANNING = frozenset(
    {
        Right.CALLINS_PLAN,
        Right.CALLINS_ENTER_HELD,
        Right.CALLINS_CHANGE,
        Right.CALLINS_OPEN_EVENING,
        Right.CALLINS_CLOSE_EVENING,
        Right.CALLINS_CANCEL,
        Right.CALLINS_INVITE,
        Right.CALLINS_CHANGE_SEATS,
        Right.CALLINS_STRIKE,
        Right.MEETINGS_CALL_MEETING,
        Right.MEETINGS_ENTER_HELD,
        Right.MEETINGS_CHANGE,
        Right.MEETINGS_SET_ATTENDEES,
        Right.MEETINGS_MARK_HELD,
        Right.MEETINGS_CANCEL,
        Right.MEETINGS_PRINT_BRIEF,
        Right.CALLINS_RECORD_HISTORY,
        Right.PORTAL_IMPORT_HISTORY,
    }
)
INCIDENTS = frozenset(
    {
        Right.GROUPS_REPORT_INCIDENT,
        Right.GROUPS_EDIT_INCIDENT,
        Right.GROUPS_VERIFY_INCIDENT,
        Right.GROUPS_REVIEW_INCIDENT,
        Right.GROUPS_ATTRIBUTE_INCIDENT,
        Right.GROUPS_PUBLISH_INCIDENT,
        Right.GROUPS_SAVE_INCIDENT_FILE,
    }
)
# What coordination records for an agency that does not log in (architecture 6). It owns what it records and may correct
# it: the walls let these acts change its own rows only.
ON_BEHALF = frozenset(
    {
        Right.GROUPS_RECORD_GROUP,
        Right.GROUPS_EDIT_GROUP,
        Right.GROUPS_RECORD_CODES,
        Right.GROUPS_RETRACT_CODE,
        Right.GROUPS_CLOSE_EXCLUDED,
        Right.GROUPS_SETTLE_RETRACTION,
        Right.CALLINS_SEND_HOME,
        Right.GROUPS_PRINT_KEY_SHEET,
        Right.GROUPS_RECORD_INCIDENT,
        Right.GROUPS_EDIT_INCIDENT,
        Right.GROUPS_REVIEW_INCIDENT,
        Right.GROUPS_ATTRIBUTE_INCIDENT,
        Right.SANCTIONS_RECORD_MEASURE,
    }
)
# Those who coordinate for an agency may propose increased focus, and confirm their own agency's part in a decision.
FOCUS_PARTS = frozenset({Right.SANCTIONS_PROPOSE, Right.SANCTIONS_CONFIRM_PART})
# The partnership decides on sanctions; each agency plans and reports its own measures (domain 2.9).
SANCTIONS = frozenset(
    {
        Right.SANCTIONS_DECIDE,
        Right.SANCTIONS_REJECT,
        Right.SANCTIONS_WITHDRAW,
        Right.SANCTIONS_START,
        Right.SANCTIONS_EXTEND,
        Right.SANCTIONS_EVALUATE,
        Right.SANCTIONS_END,
        Right.SANCTIONS_INFORM_GROUP,
    }
)
MEASURES = frozenset({Right.SANCTIONS_PLAN_MEASURE, Right.SANCTIONS_REPORT, Right.SANCTIONS_NOTHING_NEW})
# Those who lead a focus ask agencies outside the core to take part in it; who is asked sees that focus and no other.
FOCUS_INVITATIONS = frozenset({Right.SANCTIONS_INVITE_AGENCY, Right.SANCTIONS_END_PARTICIPATION})
PARTICIPATION = frozenset({Right.SANCTIONS_SEE_PARTICIPATIONS, Right.SANCTIONS_DECLINE})
# Whoever may issue a paper may have its copies rendered: the job runs as its issuer.
PAPERS = frozenset({Right.DOCUMENTS_ISSUE, Right.DOCUMENTS_RENDER, Right.DOCUMENTS_TRY_AGAIN})
PUBLIC_MESSAGES = frozenset({Right.PORTAL_SEE_MESSAGES, Right.PORTAL_ANSWER_MESSAGE})
# Whoever meets people may write a request for support (support.request); reading it takes these.
SUPPORT_CASES = frozenset(
    {
        Right.SUPPORT_SEE,
        Right.SUPPORT_TAKE_ON,
        Right.SUPPORT_OPEN,
        Right.SUPPORT_CHANGE,
        Right.SUPPORT_ASSIGN,
        Right.SUPPORT_NAME_STAND_IN,
        Right.SUPPORT_CHANGE_STATE,
        Right.SUPPORT_LOG_CONTACT,
        Right.SUPPORT_NOTE_CHILD_CASE,
        Right.SUPPORT_CONFIRM_HANDOVER,
        Right.SUPPORT_LOG_FOLLOW_UP,
        Right.SUPPORT_PRINT_FOLLOW_UP,
    }
)
AGENDA = frozenset(
    {
        Right.MEETINGS_ADD_ITEM,
        Right.MEETINGS_SETTLE_ITEM,
        Right.MEETINGS_CORRECT_ITEM,
        Right.MEETINGS_STRIKE_ITEM,
        Right.MEETINGS_CALL_QUICK,
    }
)
NOTIFICATIONS = frozenset({Right.CALLINS_NOTE_NOTIFICATIONS, Right.CALLINS_CHANGE_NOTIFICATIONS})
# The commitments of one's own agency; whoever keeps the list settles anybody's (domain 2.10).
COMMITMENTS = frozenset(
    {
        Right.COMMITMENTS_MAKE,
        Right.COMMITMENTS_CHANGE,
        Right.COMMITMENTS_SETTLE,
        Right.COMMITMENTS_KEEP,
        Right.COMMITMENTS_REOPEN,
        Right.COMMITMENTS_STRIKE,
    }
)
COMMITMENT_LIST = frozenset({Right.COMMITMENTS_KEEP_LIST})
# Nobody decides about themselves, and removing a second factor or renewing a password takes two people: the acts see
# to that (product 16).
ACCESS_REVIEW = frozenset(
    {
        Right.PARTNERSHIPS_SEE_USERS,
        Right.PARTNERSHIPS_CONFIRM_ACCESS,
        Right.PARTNERSHIPS_CONFIRM_FACTOR_RESET,
        Right.PARTNERSHIPS_CANCEL_FACTOR_RESET,
        Right.PARTNERSHIPS_CONFIRM_PASSWORD_LINK,
    }
)
ACCOUNTS = ACCESS_REVIEW | {
    Right.PARTNERSHIPS_INVITE,
    Right.PARTNERSHIPS_RENEW_INVITATION,
    Right.PARTNERSHIPS_WITHDRAW_INVITATION,
    Right.PARTNERSHIPS_CHANGE_ACCESS,
    Right.PARTNERSHIPS_GIVE_ROLE,
    Right.PARTNERSHIPS_END_ACCESS,
    Right.PARTNERSHIPS_HAND_OVER_CASES,
    Right.PARTNERSHIPS_SUSPEND_ACCESS,
    Right.PARTNERSHIPS_RESTORE_ACCESS,
    Right.PARTNERSHIPS_REQUEST_FACTOR_RESET,
    Right.PARTNERSHIPS_REQUEST_PASSWORD_LINK,
}
# Whoever holds names may disclose some by a decision; whoever meets people may receive them (domain 2.11 rule 16).
RECEIVED_DISCLOSURES = frozenset({Right.DISCLOSURES_SEE, Right.DISCLOSURES_ACCEPT, Right.DISCLOSURES_GIVE_BACK})
DISCLOSURES = (
    RECEIVED_DISCLOSURES
    | PAPERS
    | {
        Right.DISCLOSURES_HAND_OVER,
        Right.DISCLOSURES_WITHDRAW,
        Right.DISCLOSURES_WITHDRAW_PERSON,
        Right.DISCLOSURES_PRINT_DECISION,
    }
)
# The registrar reads what has ended, decides on disposal, and notes which grounds the agency's lawyer has confirmed.
REGISTER = frozenset(
    {
        Right.DISCLOSURES_SEE,
        Right.DISCLOSURES_SEE_ENDED,
        Right.DISCLOSURES_DISPOSE,
        Right.DISCLOSURES_CONFIRM_GROUND,
        Right.DISCLOSURES_REVOKE_GROUND,
    }
)
# What everybody has who works with named persons.
NAMED_PERSONS = BUSINESS | PEOPLE | NAMES | DISCLOSURES | COMMITMENTS
