"""The faults: what is taken away, and which tests must notice.

A wall with a wrong clause is not listed: tests/walls/test_clauses.py makes those faults from the clauses themselves.
Nor is a condition that another one implies: to drop it changes nothing (the update policy need not ask for the same
partnership, because nobody can change whose a row is).
"""

from tests.mutations.accounts import ACCOUNTS
from tests.mutations.fault import Fault
from tests.mutations.finding import FINDING
from tests.mutations.handed import HANDED
from tests.mutations.rules import RULES
from tests.mutations.sessions import SESSIONS
from tests.mutations.texts import TEXTS

WALLS = "gvi/access/row_security.py"
ROWS, SEEN = "gvi/access/guarded.py", "gvi/access/visibility.py"
ACTS = "gvi/acts/act.py"
SCHEMA = "gvi/access/migrations/0001_schema.py"
MIDDLEWARE = "gvi/pages/middleware.py"
CATALOGUE, ORACLE, JOINS = "tests/walls/test_catalogue.py", "tests/walls/test_oracle.py", "tests/walls/test_joins.py"
KERNEL, TRAPS, TEST_ACTS = "tests/walls/test_kernel.py", "tests/walls/test_traps.py", "tests/walls/test_acts.py"
PRINCIPALS, MATRIX = "tests/walls/test_principals.py", "tests/walls/test_matrix.py"
USERS = "gvi/partnerships/accounts/"
TEST_USERS, TEST_INVITES = "tests/partnerships/test_users.py", "tests/partnerships/test_invites.py"


WALLS_AND_ACTS = [
    # the second wall
    Fault("read: partnership", WALLS, 'read = _all(PARTNERSHIP, self._sql("read", model))', 'read = _all(self._sql("read", model))', CATALOGUE),
    Fault("read: how far it reaches", WALLS, "reach >= (select gvi.needed_reach())", "reach >= 1", ORACLE),
    Fault("insert: partnership", WALLS, "insert = _all(PARTNERSHIP, ", "insert = _all(", CATALOGUE),
    Fault("insert: parents seen", WALLS, 'self._sql("owners", model), *parents)', 'self._sql("owners", model))', CATALOGUE),
    Fault("update: parents seen", WALLS, "checked = _all(update, *parents)", "checked = update", CATALOGUE),
    Fault("ENABLE", WALLS, 'f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",\n', "", CATALOGUE),
    Fault("FORCE", WALLS, 'f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",\n', "", CATALOGUE),
    Fault("no DELETE", WALLS, "REVOKE DELETE, TRUNCATE", "REVOKE TRUNCATE", CATALOGUE),
    Fault("log not updated", WALLS, 'if self._clause("update") == NOBODY:', "if False:", CATALOGUE),
    Fault("composite keys", WALLS, "schema_editor.deferred_sql.extend(self.home_keys(model))", "pass", CATALOGUE),
    Fault("allowed reaches", WALLS, "CHECK (reach = ANY (ARRAY{self.reaches}))", "CHECK (true)", CATALOGUE),
    Fault("migrate: owner only", WALLS, "TO CURRENT_USER USING", "USING", CATALOGUE),
    Fault("trigger: reach", SCHEMA, "OLD.owner_id IS DISTINCT FROM gvi.me())", "false)", ORACLE),
    Fault("trigger: owner", SCHEMA, "(NEW.id, NEW.partnership_id, NEW.owner_id) IS", "(NEW.id) IS", ORACLE),
    Fault("enter: one partnership", SCHEMA, "(found = 0 AND leader IS NULL) OR found <> cardinality(audience)", "false", TRAPS),
    Fault("enter: several own nothing", SCHEMA, "'gvi.me', CASE WHEN found = 1", "'gvi.me', CASE WHEN found >= 1", ORACLE),
    Fault("enter: the outermost circle", SCHEMA, "max(needed_reach)", "min(needed_reach)", ORACLE),
    # the first wall
    Fault("the manager's filter", ROWS, ".filter(VisibleTo(model))", "", JOINS),
    Fault("joins: the parent's side", ROWS, "sides = ((self.remote_field.model, alias), (self.model, related_alias))",
          "sides = ((self.model, related_alias),)", JOINS),
    Fault("joins: the child's side", ROWS, "sides = ((self.remote_field.model, alias), (self.model, related_alias))",
          "sides = ((self.remote_field.model, alias),)", JOINS),
    Fault("first wall: partnership", SEEN, "{columns['partnership']} = %s AND {within}", "{columns['partnership']} > %s * 0 AND {within}", JOINS),
    Fault("first wall: several own nothing", "gvi/access/context.py", "if len(self.agencies) == 1 else None", "", ORACLE),
    Fault("first wall: the outermost circle", "gvi/access/context.py", "needed_reach=max(", "needed_reach=min(", ORACLE),
    Fault("audiences only narrow", "gvi/access/context.py", "not set(outer.agencies) <= set(inner.agencies)", "False", KERNEL),
    Fault("the outer audience comes back", "gvi/access/context.py", "            _set_context(outer)", "            pass", KERNEL),
    Fault("no upsert", ROWS, 'if kwargs.get("ignore_conflicts")', 'if None and kwargs.get("ignore_conflicts")', JOINS),
    Fault("values past the log", ROWS, "read_logging_guard.refuse([*clone.query.select, *shown])", "", JOINS),
    Fault("aggregates past the log", ROWS, "        read_logging_guard.refuse(\n            [expression.resolve", "        list(\n            [expression.resolve", JOINS),
    # acts and their log
    Fault("act: role", ACTS, "if not by.may(declared.name):", "if False:", KERNEL),
    Fault("act: grant", ACTS, "if not by.may_write(_as_it_is(row)):", "if False:", KERNEL),
    Fault("act: lock", ACTS, 'select_for_update(of=("self",)).get(pk=row.pk)', "get(pk=row.pk)", TEST_ACTS),
    Fault("act: version", ACTS, "if version is not None and locked.version != version:", "if False:", KERNEL),
    Fault("act: state", ACTS, "    declared.check_preconditions(row, by)\n    if row is None", "    if row is None", TEST_ACTS),
    Fault("act: LogEntry", "gvi/acts/log.py", "fields=fields)\n    LogEntry.write([entry])\n", "fields=fields)\n", KERNEL),
    Fault("act: Change to the actor", "gvi/acts/log.py", "owner_id=row.owner_id,", "owner_id=entry.owner_id,", TEST_ACTS),
    Fault("act: sealed values", "gvi/acts/log.py", "    names = [name for name in before if name not in sealed]", "    names = list(before)", TEST_ACTS),
    Fault("act: sealed names", "gvi/acts/log.py", "told := [name for name in before if name not in unnamed]", "told := list(before)", "tests/callins/test_correcting.py"),
    Fault("act: second press", ACTS, "if key and (receipt", "if False and (receipt", TEST_ACTS),
    Fault("save outside an act", "gvi/access/recording.py", "    if act is None:\n        raise", "    if act is None:\n        return ActRecorder()\n        raise", KERNEL),
    Fault("national ids in open text", ROWS, "refuse_national_ids(field.name", "str(field.name) or (field.name", KERNEL),
    # the request
    Fault("reads remembered", "gvi/access/recording.py", "if rule and rule.log is Log.READS", "if rule and rule.log is Log.SELF", TRAPS),
    Fault("read log", MIDDLEWARE, "        if reads:\n", "        if False:\n", TRAPS),
    Fault("no log, no page", MIDDLEWARE, "view=_where(request))\n        raise _Unlogged from error", "view=_where(request))", TRAPS),
    Fault("refusals remembered", MIDDLEWARE, "                _write_refusal(request, by)\n", "                pass\n", TRAPS),
    Fault("GET is read-only", MIDDLEWARE, "; set transaction read only", "", TRAPS),
    Fault("a refusal rolls back", MIDDLEWARE, "response.status_code >= 400", "response.status_code >= 600", TRAPS),
    Fault("page: role", "gvi/pages/base.py", "if not self.by.may(self.needs):", "if False:", MATRIX),
    Fault("page: login", "gvi/partnerships/middleware.py", "return any(method.get", "return True or any(method.get", MATRIX),
    Fault("DEMO's exemption without DEMO", "gvi/partnerships/middleware.py", "if settings.DEMO and user", "if user",
          "tests/partnerships/test_accounts.py::test_demo_accounts_need_no_factor_only_where_demo_is_on"),
    # whoever runs
    Fault("mighty role: bypass", "gvi/access/db_roles.py", "if superuser or bypass or owner:", "if superuser or owner:", PRINCIPALS),
    Fault("mighty role: owner", "gvi/access/db_roles.py", "if superuser or bypass or owner:", "if superuser or bypass:", PRINCIPALS),
    Fault("worker starts anyway", "gvi/celery.py", "raise SystemExit(str(error)) from error", "return", PRINCIPALS),
    Fault("task without a principal", "gvi/jobs/tasks.py", "        if affiliation is None:\n            raise NotEntitled(\"A task without a principal is not run.\")\n        self.check(int(affiliation), *args)\n", "", PRINCIPALS),
    Fault("principal: account closed", "gvi/partnerships/models/accounts.py", "self.filter(user__is_active=True, starts_on__lte=day)", "self.filter(starts_on__lte=day)", PRINCIPALS),
    Fault("principal: affiliation ended", "gvi/partnerships/models/accounts.py", ".filter(Q(ends_on=None) | Q(ends_on__gte=day))", "", PRINCIPALS),
    Fault("principal: closed at once", "gvi/partnerships/models/accounts.py", ".filter(suspended_at=None)", "", TEST_USERS),
    Fault("principal: sessions end", USERS + "actions.py", 'generation=F("generation") + 1', 'generation=F("generation")', TEST_USERS),
    Fault("principal: queued jobs", USERS + "actions.py", "    queue.refuse_all([affiliation.pk for affiliation in affiliations])\n", "", TEST_USERS),
    Fault("reset: two people", USERS + "rules.py", "in (reset.requested_by_id, reset.affiliation.user_id)", "in (reset.affiliation.user_id,)", TEST_INVITES),
    Fault("reset: whose account", USERS + "rules.py", "if not is_responsible_for(affiliation.agency, affiliation.user):", "if False:", TEST_INVITES),
    Fault("invitation: one link at a time", USERS + "invitation_links.py", "pk=UUID(invitation), version=version)", "pk=UUID(invitation))", TEST_INVITES),
    Fault("affiliations of others", "gvi/partnerships/migrations/0002_privileges.py", "OR agency_id = (select gvi.me()))", "OR true)", CATALOGUE),
    Fault("pickle", "gvi/settings.py", 'CELERY_ACCEPT_CONTENT = ["json"]', 'CELERY_ACCEPT_CONTENT = ["json", "pickle"]', PRINCIPALS),
    Fault("security log on stdout", "gvi/logging_config.py", '"stream": "ext://sys.stdout", ', "", PRINCIPALS),
    Fault("paper fetches what it likes", "gvi/documents/pdf.py", "if url not in BUNDLED:", "if False:", "tests/documents/test_pdf.py"),
]  # fmt: skip

FAULTS = [*WALLS_AND_ACTS, *RULES, *HANDED, *TEXTS, *ACCOUNTS, *SESSIONS, *FINDING]
