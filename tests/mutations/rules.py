"""Faults in the rules of the apps: support, messages from outside, increased focus and its measures, incidents.

Each takes one rule away where it stands. Their names begin with the app: `python -m tests.mutations support focus` runs two.
"""

from tests.mutations.fault import Fault

WALLS, TABLES, ROLES = "gvi/access/row_security.py", "gvi/access/policy/tables.py", "gvi/access/policy/roles.py"
SCHEMA = "gvi/access/migrations/0001_schema.py"
SUPPORT, CASES = "tests/support/test_support.py", "support/actions.py"
URGENT, REVIEWS = "tests/portal/test_urgent_first.py", "tests/groups/test_reviewing.py"
ACCUSES = "tests/groups/test_accuses_nobody.py"
AFTER = "tests/sanctions/test_after_decision.py"
LEAVING = "tests/support/test_leaving.py"
PUBLIC = "tests/public/test_public.py"
FOCUS, DECIDES = "tests/sanctions/test_rules.py", "sanctions/actions.py"
INCIDENTS, TELLS = "tests/groups/test_incidents.py", "groups/incidents/actions.py"
RIGHTS, CHECKS = "tests/architecture/test_roles.py", "tests/walls/test_checks.py"
BEHALF = "gvi/partnerships/on_behalf/models.py"
READS, DIRTY, LISTS = "gvi/spreadsheets/", "tests/groups/test_dirty_lists.py", "tests/groups/test_import.py"
LIST, KEPT = "gvi/commitments/actions.py", "tests/commitments/test_rules.py"
QUICK, TALKS, HISTORY = (
    "tests/meetings/test_quick.py",
    "tests/callins/test_notifications.py",
    "tests/portal/test_history_import.py",
)
TOLD, TOLD_GROUPS, TOLD_CALLINS = (f"tests/{app}/test_behalf.py" for app in ("partnerships", "groups", "callins"))
STRUCK, BACK = "tests/callins/test_striking.py", "tests/groups/test_ways_back.py"
CLOSING = "groups/people/retraction/actions.py"
AFTERWARDS, MET = (f"tests/{app}/test_entered_afterwards.py" for app in ("callins", "meetings"))
CORRECTED, CORRECTS = "tests/callins/test_correcting.py", "callins/corrections/actions.py"
PRESSES, ALIKE = "tests/documents/test_presses.py", "tests/groups/test_codes.py"

OVERRUNS = "tests/documents/test_nothing_overruns.py"

RULES = [
    # one person has a way back (domain 2.5, 2.11 rule 18)
    Fault("struck: not absent", "callins/actions.py", 'callin.invitations.standing().filter(outcome="").update', 'callin.invitations.filter(outcome="").update', STRUCK),
    Fault("struck: the reason is its owner's", TABLES, '"callins.Strike": TablePolicy(OWN, Log.READS, Retention.OCCASION, insert=TELLER', '"callins.Strike": TablePolicy(OWN, Log.READS, Retention.OCCASION, insert=TELLER, read=ANYBODY', STRUCK),
    Fault("struck: one's own", "callins/rules.py", "    if not may_seat(invitation, by):", "    if False:", STRUCK),
    Fault("struck: not registered", "callins/actions.py", "requires=[is_of_open_evening, is_standing],", "requires=[is_of_open_evening],", STRUCK),
    Fault("closed: no register of who came", "callins/actions.py", "    _forget_outcomes(callin)\n", "", STRUCK),
    Fault("closed: nor in the log", TABLES, 'sealed=("outcome", "previous_outcome"),', "", STRUCK),
    # what was held is entered afterwards, and what was wrong is corrected by a new one (domain 2.11 rule 20)
    Fault("afterwards: it has been", "gvi/acts/afterwards.py", "    check_not_in_future(\"date\", date)\n", "", AFTERWARDS),
    Fault("afterwards: it has begun", "gvi/acts/afterwards.py", "    if (date, starts_at) > (now.date(), now.time()):", "    if False:", AFTERWARDS),
    Fault("afterwards: the floor", "callins/forms.py", "earliest=earliest_held, latest", "latest", AFTERWARDS),
    Fault("afterwards: it says so", "callins/actions.py", "    callin.entered_at = timezone.now()\n", "", AFTERWARDS),
    Fault("afterwards: a round says so", "callins/notifications/actions.py", "timezone.now() if date < timezone.localdate() else None", "None", AFTERWARDS),
    Fault("afterwards: never what comes next", "callins/models.py", "state__in=AHEAD, entered_at=None)", "state__in=AHEAD)", AFTERWARDS),
    Fault("afterwards: no brief", "gvi/meetings/rules.py", "    if meeting.entered_at is not None:\n        raise NotNow(_(\"The meeting was entered", "    if False:\n        raise NotNow(_(\"The meeting was entered", MET),
    Fault("afterwards: the called one is shut", "gvi/meetings/rules.py", "    if meeting.entered_at is None or meeting.state != MeetingState.HELD:", "    if False:", MET),
    Fault("corrected: the counts follow", CORRECTS, "    _count_again(invitation, correction)\n", "", CORRECTED),
    Fault("corrected: one fewer of the old", CORRECTS, "max(0, (getattr(part, correction.before) or 0) - 1)", "getattr(part, correction.before)", CORRECTED),
    Fault("corrected: the old one is kept", CORRECTS, "    correction.save()\n", "", CORRECTED),
    Fault("corrected: with why", CORRECTS, "    if not reason.strip():", "    if False:", CORRECTED),
    Fault("corrected: one's own", "callins/rules.py", "    if invitation.owner_id != by.agency.pk:", "    if False:", CORRECTED),
    Fault("corrected: after the evening", "callins/rules.py", "    if callin.state != CallInState.HELD:", "    if False:", CORRECTED),
    Fault("corrected: at home", TABLES, '"callins.OutcomeCorrection": TablePolicy(OWN,', '"callins.OutcomeCorrection": TablePolicy((Reach.CORE, Reach.OWN),', CORRECTED),
    Fault("file: two at once", "groups/incidents/actions.py", "    if file_version not in (None, file.version if file else 0):", "    if False:", INCIDENTS),
    Fault("print: two presses", "gvi/documents/views.py", "        if \"data\" not in kwargs or kwargs[\"data\"].get(\"key\"):", "        if True:", PRESSES),
    Fault("print: what changed is new", "gvi/meetings/views.py", "        return f\"{super().get_state()} {counted}\"", "        return super().get_state()", PRESSES),
    Fault("codes: not alike in the group", "groups/people/codes.py", "                shut |= near([word_of(code)])\n", "", ALIKE),
    Fault("codes: nor at the evening", "groups/people/queries.py", "heard = own.union(*(find(group) for find in spoken_with))", "heard = own", ALIKE),
    Fault("codes: nor between groups", "groups/people/queries.py", "    in_use, lot = _words_in_use(), ", "    in_use, lot = set[str](), ", ALIKE),
    Fault("back: seats go home", CLOSING, "    for close in code_closings:", "    for close in ():", BACK),
    Fault("back: the code closes", CLOSING, "    code.reach = Reach.OWN\n", "", BACK),
    Fault("back: extracts end", CLOSING, "        withdraw_person(Disclosure(pk=record.disclosure_id), by=by, record=record.pk)\n", "", BACK),
    Fault("back: after a list", "groups/list_import/actions.py", "    close_excluded(by=by, dossiers=[dossier.pk for dossier in dossiers])\n", "", BACK),
    Fault("back: after a card", "groups/actions.py", "    if group.state == GroupState.DISSOLVED:", "    if False:", BACK),
    Fault("back: after a name", "groups/people/actions.py", "        dossier.save()\n    close_excluded(by=by, dossiers=[dossier.pk])\n", "        dossier.save()\n", BACK),
    # support: written to social services, read and written by nobody else (domain 2.7)
    Fault("support: within the partnership", WALLS, " AND a.partnership_id = {table}.partnership_id{more})", "{more})", SUPPORT),
    Fault("support: nothing is given back", "callins/actions.py", "    SupportRequest(owner_id=to.pk, writer=by.user, **facts).save()",
          "    made = SupportRequest(owner_id=to.pk, writer=by.user, **facts)\n    made.save()\n    return made  # type: ignore[return-value]", SUPPORT),
    Fault("support: not the police's", ROLES, "rights = NAMED_PERSONS | EVENING\n", "rights = NAMED_PERSONS | EVENING | SUPPORT_CASES\n", SUPPORT),
    Fault("support: its worker writes", "support/rules.py", "if not case.is_written_by(by.user):", "if False:", SUPPORT),
    Fault("support: handed over at home", CASES, "if not colleagues(by).filter(user=worker).exists():", "if False:", SUPPORT),
    Fault("support: nobody reached", CASES, "if reached != Reached.NOBODY:", "if reached:", SUPPORT),
    Fault("support: the earliest contact", CASES, "if case.first_contact_at is None or at < case.first_contact_at:", "if True:", SUPPORT),
    Fault("support: its way", "support/rules.py", "if state not in case.next_states:", "if False:", SUPPORT),
    Fault("support: ends with a code", "support/actions.py", "    if state in CLOSED and not ending:", "    if False:", SUPPORT),
    Fault("support: follow-ups once", "support/actions.py", "if days not in existing and", "if", SUPPORT),
    Fault("support: not of the dead", CASES, '.exclude(ending="deceased")', "", SUPPORT),
    Fault("papers: long words break", "static/print/paper.css", "overflow-wrap: anywhere", "overflow-wrap: normal", OVERRUNS),
    Fault("papers: letters of others are ours", "static/print/paper.css", "  font-family: Paper, PaperExt, PaperGreek, PaperGreekExt, PaperCyrillic, PaperCyrillicExt, PaperHebrew, PaperArabic, ", "  font-family: Paper, PaperExt, ", OVERRUNS),
    Fault("papers: what cannot be shown is said", "gvi/documents/pdf.py", "if ord(sign) not in _showable() and", "if False and", OVERRUNS),
    Fault("brief: of the same kind", "gvi/meetings/documents.py", "kind=meeting.kind, ", "", "tests/meetings/test_brief.py"),
    Fault("brief: of a meeting that was held", "gvi/meetings/documents.py", "Meeting.objects.held().filter(kind", "Meeting.objects.filter(kind",
          "tests/meetings/test_brief.py"),
    Fault("support: the paper stays home", "support/documents.py", "stays_home=True", "stays_home=False", SUPPORT),
    Fault("support: no name on the paper", "templates/documents/follow_up.html", '<header class="head">\n', '<header class="head">{{ case }}\n', SUPPORT),
    Fault("support: the clock in red days", "support/working_hours.py", " and day not in _holidays(day.year)", "", SUPPORT),
    Fault("support: the paper is found by who sees the case", "support/documents.py", "    subject=FollowUp,\n", "", SUPPORT),
    Fault("support: a stand-in is a colleague", CASES, "or worker == case.worker:", "and False:", "tests/support/test_need_to_know.py"),
    Fault("support: whoever has left answers for nothing", WALLS, " AND u.is_active WHERE", " WHERE", "tests/support/test_need_to_know.py"),
    Fault("support: all cases are counted", "support/queries.py", "user=system_principal(agency).user.pk", "user=None", "tests/support/test_need_to_know.py"),
    # from zero: the run-time role
    Fault("zero: an affiliation in its own context", "gvi/partnerships/migrations/0004_affiliations_in_context.py", 'MINE = "(agency_id = (select gvi.me()))"', 'MINE = "(true)"', "tests/walls/test_grants.py"),
    Fault("zero: receipts of their user", "gvi/acts/migrations/0003_receipts_of_their_user.py", 'MINE = "(user_id = (select gvi.person()))"', 'MINE = "(true)"', "tests/walls/test_grants.py"),
    Fault("zero: sessions under a hash", "gvi/partnerships/sessions.py", "return sha256(number.encode()).hexdigest()[:40]", "return number", "tests/walls/test_grants.py"),
    # what cannot wait, and what nobody answers for
    Fault("urgent: before everything else", "gvi/portal/todo/items.py", "sorted(found, key=lambda item: item.rank)", "found", URGENT),
    Fault("urgent: first in the list", "support/views.py", 'order = ("turn", "pk")', 'order = ("asked_at", "pk")', URGENT),
    Fault("urgent: the first of the requests", "support/queries.py", "order_by(REQUESTS_IN_TURN, ", "order_by(", URGENT),
    Fault("urgent: no clock of a day", "support/response_time.py", "if self._is_urgent:\n            waited", "if False:\n            waited", URGENT),
    Fault("urgent: late after an hour", "support/response_time.py", "AT_ONCE if self._is_urgent else MAX_WAIT", "MAX_WAIT", URGENT),
    Fault("urgent: a child until it is noted", "support/models.py", "waiting | awaits_protection()", "waiting", URGENT),
    Fault("urgent: not when closed", "support/models.py", "child_case_on is None and not self.is_closed", "child_case_on is None", URGENT),
    Fault("urgent: names no client", "gvi/portal/todo/support.py", '"case": follow_up.case.number', '"case": follow_up.case', URGENT),
    Fault("urgent: and so many more", "gvi/portal/todo/item.py", "if len(found) > SHOWN:", "if False:", URGENT),
    Fault("urgent: all are counted", "gvi/portal/views.py", "sum(item.count for item in items)", "len(items)", URGENT),
    Fault("urgent: whoever has left answers for nothing", "support/models.py", "filter(Exists(here), stands_in=False)", "filter(stands_in=False)", URGENT),
    Fault("urgent: a hand-over is told", CASES, "None if worker == by.user else timezone.localdate()", "None", URGENT),
    Fault("leaving: asks who takes over", "gvi/partnerships/accounts/handovers.py", "if count := handover.count(affiliation):", "if count := 0:", LEAVING),
    Fault("leaving: to a colleague who may", CASES, "if not workers_at(by.agency).exclude(user=affiliation.user_id).filter(user=worker).exists():", "if False:", LEAVING),
    Fault("accuses: no pre-ticks", "groups/incidents/forms.py", "for attribution in self._judgements() if attribution.is_open]", "for attribution in self._judgements()]", ACCUSES),
    Fault("accuses: the dead fit the kind", "groups/incidents/rules.py", "if fault := _why_unlikely(facts):", "if fault := {}:", ACCUSES),
    Fault("accuses: no hour ahead", "groups/incidents/rules.py", "if facts.time and facts.happened_on == now.date()", "if False and facts.happened_on == now.date()", ACCUSES),
    Fault("accuses: a year that can be", "groups/incidents/rules.py", "if facts.happened_on < OLDEST:", "if False:", ACCUSES),
    Fault("review: of a card moves its day", "groups/views.py", 'if self.is_review else {}', 'if False else {}', REVIEWS),
    Fault("review: leads to those that are due", "groups/people/views/dossiers.py", "if self.narrowed else dossiers", "if False else dossiers", REVIEWS),
    # outside: leaves a message, reads nothing (architecture 4)
    Fault("public: reads nothing", SCHEMA, "needed := 3; keep := false;", "needed := 1; keep := false;", PUBLIC),
    Fault("public: reads nothing, first wall", "gvi/access/context.py", "needed_reach=Reach.NOBODY", "needed_reach=Reach.CORE", "tests/walls/test_outside.py"),
    Fault("public: to the leader alone", WALLS, 'return "owner_id = (select gvi.receiver())"', 'return "(select gvi.receiver()) > 0"', PUBLIC),
    Fault("public: so many an hour", "gvi/portal/public/views.py", 'if not consume(self.request, action=LIMIT, key="all"):', "if False:", PUBLIC),
    Fault("public: sent once", "gvi/portal/public/views.py", "if key and not cache.add(once, True, REMEMBERED):", "if False:", PUBLIC),
    # increased focus (domain 2.9, 2.11 rules 1-7, 20)
    Fault("focus: never on a person", "sanctions/models.py", '    group = GuardedForeignKey(Group, related_name="sanctions", verbose_name=_("group"))\n',
          '    group = GuardedForeignKey(Group, related_name="sanctions", verbose_name=_("group"))\n    person = GuardedForeignKey("groups.PersonCode", null=True)\n', "tests/architecture/test_no_person.py"),
    Fault("focus: one open on a group", "sanctions/migrations/0001_initial.py", 'fields=("partnership", "group")', 'fields=("id",)', FOCUS),
    Fault("focus: quorum", DECIDES, "    if missing:\n", "    if False:\n", FOCUS),
    Fault("focus: begins when all have confirmed", DECIDES, "requires=[is_confirmed],\n", "\n", FOCUS),
    Fault("focus: each confirms its own", DECIDES, "    if theirs := [", "    if theirs := [] and [", FOCUS),
    Fault("after: a part once", "sanctions/rules.py", "    if DecisionPart.objects.filter(decision=decision, agency=by.agency).exists():", "    if False:", AFTER),
    Fault("after: whose part is asked for", "sanctions/models.py", "agency__kind__in=kinds", "agency__isnull=False", AFTER),
    Fault("after: a clock from the decision", "gvi/access/policy/focus.py", "timedelta(days=3)", "timedelta(days=30)", AFTER),
    Fault("after: told of what is judged otherwise", "gvi/portal/todo/items.py", "    (Right.SANCTIONS_CONFIRM_PART, focus.focus_to_look_at_again),\n", "", AFTER),
    Fault("after: the brief says it", "gvi/meetings/documents.py", "review.is_late, warnings)", "review.is_late, [])", AFTER),
    Fault("after: only before it began", DECIDES, "moves=SanctionState.DECIDED >> SanctionState.WITHDRAWN", "moves=SanctionState.ACTIVE >> SanctionState.WITHDRAWN", AFTER),
    Fault("after: police propose", ROLES, "| INCIDENTS | MEASURES | NOTIFICATIONS | FOCUS_PARTS", "| INCIDENTS | MEASURES | NOTIFICATIONS", AFTER),
    Fault("focus: the quorum's parts", "gvi/access/policy/focus.py", "(Kind.PROBATION, Kind.PRISON))", ")", FOCUS),
    Fault("focus: a late review has a reason", "sanctions/rules.py", "review_on > decided_on + policy.USUAL_TO_REVIEW and not reason", "False", FOCUS),
    Fault("focus: a late review, the database", "sanctions/migrations/0001_initial.py", "days=28", "days=2800", FOCUS),
    Fault("focus: no review before the decision", "sanctions/rules.py", "    if review_on < decided_on:", "    if False:", FOCUS),
    Fault("focus: dated back with a reason", "sanctions/rules.py", "if decided_on < timezone.localdate() and not late_reason:", "if False:", FOCUS),
    Fault("focus: never ahead", "sanctions/rules.py", '    check_not_in_future("decided_on", decided_on)\n', "", FOCUS),
    Fault("focus: not before the incident", "sanctions/actions.py", "if decided_on < sanction.trigger.incident.happened_on:", "if False:", FOCUS),
    Fault("focus: told before", "sanctions/actions.py", "if not motive and not was_told(attribution.group_id, attribution.incident):", "if False:", FOCUS),
    Fault("focus: somebody was there", "sanctions/rules.py", ", present__gt=0", "", FOCUS),
    Fault("focus: the perpetrator's side, likely", "sanctions/actions.py", "attribution.is_open and attribution.supports_sanction", "attribution.is_open", FOCUS),
    Fault("focus: few at a time", "sanctions/actions.py", "if not motive and takes_motive(sanction):", "if False:", FOCUS),
    Fault("focus: decisions are never edited", WALLS, '            statements.append(f"REVOKE UPDATE ON {table} FROM {APP}")', "            pass", FOCUS),
    Fault("focus: extended under way only", "sanctions/actions.py", "            SanctionState.ACTIVE, SanctionState.EVALUATED,\n", "            *SanctionState,\n", FOCUS),
    Fault("focus: reviewed again", "sanctions/presenters.py", "return latest_decision is None or timezone.localdate(closed) >= latest_decision", "return False", FOCUS),
    Fault("focus: the core's", TABLES, "CORE_OR_ALL = (Reach.CORE, Reach.ALL)", "CORE_OR_ALL = (Reach.ALL, Reach.CORE)", FOCUS),
    # measures
    Fault("measures: own levers", DECIDES, "    if measure.lever not in policy.levers(agency.kind):", "    if False:", FOCUS),
    Fault("measures: support is no lever", "gvi/access/policy/focus.py", "    Kind.TAX: {", '    Kind.SOCIAL_SERVICES: {"stop": _("tax control")},\n    Kind.TAX: {', FOCUS),
    Fault("measures: after the decision", "sanctions/rules.py", "    if not sanction.is_running:", "    if False:", FOCUS),
    Fault("measures: closed for good", "sanctions/rules.py", "    if not measure.is_going:", "    if False:", FOCUS),
    Fault("measures: the end after the start", DECIDES, "    if measure.due_on < measure.starts_on:", "    if False:", FOCUS),
    # incidents (domain 2.8)
    Fault("incidents: own until published", TABLES, '"groups.Incident": TablePolicy(OWN_OR_CORE', '"groups.Incident": TablePolicy((Reach.CORE, Reach.OWN)', INCIDENTS),
    Fault("incidents: judgements own", TABLES, '"groups.Attribution": TablePolicy(OWN_OR_CORE', '"groups.Attribution": TablePolicy((Reach.CORE, Reach.OWN)', INCIDENTS),
    Fault("incidents: a new judgement", TELLS, "        replaced.replaced_at = attribution.judged_at\n", "", INCIDENTS),
    Fault("incidents: only one's own", TELLS, '"groups.publish_incident", on=Incident,', '"groups.publish_incident", on=Incident, writes=False,', INCIDENTS),
    Fault("incidents: the group first", TELLS, "if any(not attribution.group.is_open for attribution in unpublished):", "if False:", INCIDENTS),
    Fault("incidents: what was chosen", TELLS, ", pk__in=set(attributions))", ")", INCIDENTS),
    Fault("incidents: reviewed after it happened", TELLS, "if reviewed_on < incident.happened_on:", "if False:", INCIDENTS),
    Fault("incidents: within a week", "groups/models/incidents.py", "REVIEW_WITHIN = timedelta(days=7)", "REVIEW_WITHIN = timedelta(days=8)", INCIDENTS),
    # on behalf (architecture 6)
    Fault("behalf: not of those who log in", BEHALF, "if source.agency.pk != present and source.agency not in agencies_not_logging_in():", "if False:", TOLD),
    Fault("behalf: what was told is not stuck", BEHALF, "if source.agency.pk != present and ", "if ", TOLD_GROUPS),
    Fault("behalf: a measure stays its agency's", BEHALF, "if source is not None and source.agency != self.source_or_owner:", "if False:", TOLD),
    Fault("behalf: a word for each change", BEHALF, "            if self.source_agency_id:\n", "            if False:\n", TOLD),
    Fault("behalf: the coordinator alone", ROLES, "    rights = BUSINESS | {Right.PORTAL_SEE_FIGURES}\n", "    rights = BUSINESS | ON_BEHALF\n", TOLD_GROUPS),
    Fault("behalf: codes only where it was told", "groups/rules.py", "    if not group.is_on_behalf:", "    if False:", TOLD_GROUPS),
    Fault("behalf: codes no more once it logs in", BEHALF, " and not self.source_agency.logs_in", "", TOLD_GROUPS),
    Fault("behalf: the key is the keepers'", "groups/people/actions.py", "if not keeper.keeps_dossiers or", "if", TOLD_GROUPS),
    Fault("behalf: not before it happened", TELLS, "    if facts.happened_on > source.date:", "    if False:", TOLD_GROUPS),
    Fault("behalf: no wish unread", "callins/actions.py", "    if not to.logs_in:", "    if False:", TOLD_CALLINS),
    # what is visible and what is logged of a request for support (architecture 3; domain 2.11 rule 8)
    Fault("wish: no row in the log", "gvi/acts/log.py", " if not _is_hidden_from(by, made)]", "]", "tests/callins/test_wish_at_evening.py"),
    Fault("evening: names that are taken back", "groups/people/queries.py", "sorted(map(str, records.order_by().values_list(\"pk\", flat=True)))", "[]", "tests/callins/test_pages.py"),
    # the action list, quick check-ins, talks and the import of history (domain 2.6, 2.10, 1.2)
    Fault("commitments: whose they are", "gvi/commitments/rules.py", 'if by.agency.pk not in (commitment.agency_id, commitment.owner_id) and not by.may(Right.COMMITMENTS_KEEP_LIST):', "if False:", KEPT),
    Fault("commitments: a why", LIST, "if state in NEEDS_REASON and not note:", "if False:", KEPT),
    Fault("commitments: no day moved in silence", "gvi/commitments/actions.py", "if moved and not reason:", "if False:", KEPT),
    Fault("commitments: outside the core", "gvi/commitments/actions.py", "    if commitment.reach >= needed:", "    if True:", KEPT),
    Fault("commitments: from what one sees", "gvi/commitments/actions.py", "if origin_id and origins.find(origin, origin_id) is None:", "if False:", KEPT),
    Fault("commitments: kept in time", "gvi/commitments/queries.py", 'kept & Q(settled_on__lte=F("due_on"))', "kept", KEPT),
    Fault("quick: within a day", "gvi/meetings/actions.py", "starts - timezone.now() <= QUICK_CHECK_IN_WITHIN:", "starts - timezone.now():", QUICK),
    Fault("quick: published first", "gvi/meetings/rules.py", "    if not incident.is_open:", "    if False:", QUICK),
    Fault("talks: published groups", "callins/notifications/actions.py", "if not Group.objects.get(pk=group.pk).is_open:", "if False:", TALKS),
    Fault("talks: carried out is told", "sanctions/rules.py", "reached__gt=0, date__lt=before", "date__lt=before", TALKS),
    Fault("history: whole or not at all", "gvi/portal/history_import/actions.py", "    if plan.faults:", "    if False:", HISTORY),
    Fault("history: not written over", "gvi/portal/history_import/plan.py", "elif differs := _differing(line, here[key]):", 'elif differs := "":', HISTORY),
    # lists that are imported: nothing is lost or joined in silence
    Fault("lists: protection that is not read", READS + "headings.py", "            raise NotAList(sentence % words)\n", "            pass\n", DIRTY),
    Fault("lists: protection said elsewhere", READS + "headings.py", "for row in held if column.says else ():", "for row in ():", DIRTY),
    Fault("lists: hidden columns that are read", "gvi/spreadsheets/headings.py", "    if places:\n        sentence = ngettext(", "    if False:\n        sentence = ngettext(", "tests/groups/test_dirty_lists.py"),
    Fault("lists: hidden columns that nobody reads", "gvi/spreadsheets/headings.py", " * (place in found.hidden)", " * False", "tests/groups/test_dirty_lists.py"),
    Fault("lists: columns that nobody reads", READS + "headings.py", "            headings.append(_with_nearest(heading, columns) + hidden)\n", "            pass\n", DIRTY),
    Fault("lists: a visible sheet first", READS + "files.py", "sorted(tables, key=lambda table: table.is_hidden)", "tables", DIRTY),
    Fault("lists: hidden rows are told", READS + "files.py", "    if hidden:\n", "    if False:\n", DIRTY),
    Fault("lists: our own example only", READS + "columns.py", 'IGNORED = "# Exempel"', 'IGNORED = "#"', DIRTY),
    Fault("lists: errors of the spreadsheet", READS + "cells.py", "if kind == ERROR or ERRORS.fullmatch(value):", "if False:", DIRTY),
    Fault("lists: truth values", READS + "cells.py", "if kind == BOOLEAN and reader is not yes_no:", "if False:", DIRTY),
    Fault("lists: the separator of the headings", READS + "text_files.py", "key=lambda each: _headings_under(text, each, headings)", "key=text.split(\"\\n\")[0].count", DIRTY),
    Fault("lists: counted before it is read", READS + "workbooks.py", "        if left < 0:", "        if False:", DIRTY),
    Fault("lists: the reader's own limits", READS + "workbook_reader.py", "    limit()\n", "", DIRTY),
    Fault("lists: before the transaction", "gvi/pages/middleware.py", "        view.prepare(request, by)", "        pass", DIRTY),
    Fault("lists: noughts of texts", "groups/list_import/cells.py", "value.kind == NUMBER and ", "", DIRTY),
    Fault("lists: a name alone", "groups/list_import/joins.py", "    if row.is_name_alone:", "    if False:", DIRTY),
    Fault("lists: what is dropped", "groups/list_import/joins.py", "if written and read and fold(written) != fold(read):", "if False:", DIRTY),
    Fault("lists: another name is confirmed", "groups/list_import/questions.py", "            self._ask_of_other_name(dossier, row)\n", "            pass\n", LISTS),
    Fault("lists: open questions", "groups/list_import/actions.py", "    refuse_unanswered(plan.questions, answers or {})\n", "", LISTS),
    Fault("lists: who is missing", "groups/list_import/plan.py", "if membership.group_id not in listed.get(membership.dossier_id, ()):", "if False:", LISTS),
    Fault("lists: like a new person", "groups/list_import/actions.py", "    dossiers[0].hold_number_for_reader()\n", "", LISTS),
    Fault("lists: the attempt is logged", "groups/list_import/actions.py", '        log.write_unseen(by, "groups.import_list", held)\n', "        pass\n", LISTS),
    Fault("undo: nothing rests on it", "groups/list_import/undo/actions.py", "requires=[nothing_rests], ", "", LISTS),
    Fault("undo: all of it is seen", "groups/list_import/undo/rules.py", "    if (len(made.rows), len(made.groups)) != (list_import.row_count, len(groups)):", "    if False:", LISTS),
    Fault("undo: old values", "groups/list_import/undo/actions.py", "        _give_back(row.membership or row.dossier, row)\n", "        pass\n", LISTS),
    Fault("undo: nothing of the person stays", "groups/list_import/undo/actions.py", '{"undone": True, **EMPTY}', '{"undone": True}', LISTS),
    Fault("undo: what it said ends", "groups/list_import/undo/actions.py", "    close_excluded(by=by, dossiers={row.dossier_id for row in made.rows})\n", "", LISTS),
    Fault("namesakes: the year beside a code", "groups/people/queries.py", "*([str(self.birth_year)] if self.birth_year else [])", "", "tests/groups/test_namesakes.py"),
    Fault("namesakes: colleagues", "gvi/partnerships/accounts/namesakes.py", "if shared[fold(user.full_name)] > 1 else", "if False else", "tests/groups/test_namesakes.py"),
    Fault("late: the first contact", "support/presenters.py", "        return self.response.late and not self.case.first_contact_at and not self.case.is_closed\n", "        return False\n", "tests/portal/test_urgent_first.py"),
    Fault("undo: nobody sees it", "gvi/access/visibility.py", 'f" AND NOT {columns[self.taken_back]}" if self.taken_back else ""', '""', LISTS),
    # rights, names and registries: what is misspelt or forgotten stops at once
    Fault("rights: a misspelt act", "gvi/acts/act.py", "Right(name), function, on", "name, function, on", RIGHTS),
    Fault("rights: a misspelt page", "gvi/pages/base.py", "cls.needs = Right(cls.needs)", "cls.needs = cls.needs", RIGHTS),
    Fault("names: a finder that is not registered", "groups/registrations.py", 'finds_names_of("groups.Dossier", "disclosures.DisclosedRecord")(names_in)\n', "", CHECKS),
    Fault("names: a finder that nobody asks for", "gvi/access/names.py", "if rule.names and label not in found", "if False", CHECKS),
    Fault("names: a table that does not say", "gvi/access/checks.py", "and rule.names is None", "and False", CHECKS),
    Fault("names: a column that is gone", "gvi/access/checks.py", "rule.columns - {field.name for field in model._meta.concrete_fields}", "set[str]()", CHECKS),
]  # fmt: skip
