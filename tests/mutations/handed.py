"""Faults of what is handed over: who reads it, until when, on which ground (domain 2.11 rule 16; 4.2)."""

from tests.mutations.fault import Fault

WALLS, ROWS, SEEN = "gvi/access/row_security.py", "gvi/access/guarded.py", "gvi/access/visibility.py"
DECIDED, ACTS = "gvi/disclosures/migrations/0002_as_decided.py", "gvi/disclosures/actions.py"
RULES, QUERIES = "gvi/disclosures/rules.py", "gvi/disclosures/queries.py"
NAMES, FINDER = "groups/people/queries.py", "groups/people/name_finder.py"
TESTS, JOINS = "tests/disclosures/test_disclosures.py", "tests/walls/test_joins_disclosures.py"
MARKED, PROTECTION = "gvi/disclosures/protection.py", "tests/disclosures/test_protection.py"
ONE, ONE_ENDS = "tests/disclosures/test_one_person.py", "gvi/disclosures/migrations/0004_one_person_withdrawn.py"

HANDED = [
    # the second wall
    Fault("handed: the receiver alone", WALLS, "(receiver_id = (select gvi.me()) AND", "(", TESTS),
    Fault("handed: until its end", WALLS, " AND readable_until > statement_timestamp()", "", TESTS),
    Fault("handed: as it was decided", DECIDED, "IF to_jsonb(NEW) - may <> to_jsonb(OLD) - may THEN", "IF false THEN", TESTS),
    Fault("handed: not prolonged", DECIDED, "IF NEW.valid_until > OLD.valid_until", "IF false", TESTS),
    Fault("handed: accepted by the receiver", DECIDED, "may text[] := CASE WHEN NEW.owner_id = gvi.me() THEN mine ELSE theirs END", "may text[] := theirs", TESTS),
    Fault("handed: kept once accepted", DECIDED, "OLD.accepted_at IS NOT NULL AND NEW.owner_id = gvi.me())", "false)", TESTS),
    Fault("handed: records end with it", DECIDED, "REFERENCES disclosures_disclosure (id, {ENDS}) ON UPDATE CASCADE", "REFERENCES disclosures_disclosure (id, {ENDS})", TESTS),
    Fault("handed: the law is read only", DECIDED, "REVOKE INSERT, UPDATE, DELETE ON disclosures_legalground FROM {APP};\n\"\"\"\n\nUNDO", "\"\"\"\n\nUNDO", TESTS),
    # one person
    Fault("handed: one person, the tie is cut", ACTS, "    chosen.ends_with = None\n", "", ONE),
    Fault("handed: one person, ended whatever was asked", ONE_ENDS, "NEW.readable_until := NEW.valid_until;", "NULL;", ONE),
    Fault("handed: one person, tied from the start", ONE_ENDS, "NEW.ends_with := NEW.disclosure_id;", "NULL;", ONE),
    Fault("handed: one person, the rest stands", ONE_ENDS, "IF to_jsonb(NEW) - may <> to_jsonb(OLD) - may THEN", "IF false THEN", ONE),
    Fault("handed: the last one ends it", ACTS, "    if not left.exists():", "    if False:", ONE),
    # the first wall
    Fault("handed: first wall, the receiver", SEEN, "{columns['receiver']} = %s AND {until}", "{columns['receiver']} <> %s AND {until}", JOINS),
    # the acts
    Fault("handed: a ground between these two", RULES, ".between(by.agency, receiver)", "", TESTS),
    Fault("handed: unconfirmed takes reasons", RULES, "if not reasons and not queries.is_confirmed(ground):", "if False:", TESTS),
    Fault("handed: assessment", RULES, "if not reasons and ground.needs_assessment:", "if False:", TESTS),
    Fault("handed: consent", RULES, "if ground.needs_consent and consent_on is None:", "if False:", TESTS),
    Fault("handed: each person is assessed", RULES, 'if any(not assessments.get(person, "").strip() for person in people):', "if False:", TESTS.replace("test_disclosures", "test_grounds")),
    Fault("handed: a cooperation is named", RULES, "if ground.needs_cooperation and not cooperation_reference:", "if False:", TESTS.replace("test_disclosures", "test_grounds")),
    Fault("handed: at most a year", RULES, "if valid_until > now + MAX_VALIDITY:", "if False:", TESTS),
    # minors, relatives and people with protected identity: to social services alone, marked
    Fault("handed: minors and protected", MARKED, "    if not all(may_be_handed_to(candidate, receiver) for candidate in chosen):", "    if False:", TESTS),
    Fault("marked: social services alone", MARKED, "bool(candidate.protected_as and policy.protects(receiver.kind))", "bool(candidate.protected_as)", PROTECTION),
    Fault("marked: no other kind of agency", "gvi/access/policy/agencies.py", "Kind.PROBATION: AgencyProfile(Reach.CORE, keeps_dossiers=True)", "Kind.PROBATION: AgencyProfile(Reach.CORE, keeps_dossiers=True, protects=True)", PROTECTION),
    Fault("marked: a ground that covers them", MARKED, "not candidate.protected_as.isdisjoint(ground.protects) if candidate.refusal else ground.covers_persons", "True", PROTECTION),
    Fault("marked: also past the act", "gvi/disclosures/migrations/0006_marked_for_protection.py", " AND receiver.kind = 'social_services' END", " END", PROTECTION),
    Fault("marked: with the mark", MARKED, "    if protected and not marked:", "    if False:", PROTECTION),
    Fault("marked: with a reason", MARKED, "    if protected and not reason.strip():", "    if False:", PROTECTION),
    Fault("marked: not people in general", MARKED, "    if marked and len(protected) < len(chosen):", "    if False:", PROTECTION),
    Fault("marked: not where they live", "groups/people/disclosable.py", '    return ("municipality",) if dossier.protected else ()', "    return ()", PROTECTION),
    Fault("marked: it does not end with the code", "groups/people/retraction/actions.py", 'found.filter(disclosure__protection_reason="") if reason in PROTECTIVE else found', "found", PROTECTION),
    Fault("marked: the paper says so", "templates/documents/disclosure.html", '{% translate "MARKED FOR PROTECTION" context "paper" %}', "", PROTECTION),
    Fault("handed: to those who may accept it", QUERIES, "logs_in=True, kind__in=kinds", "", TESTS),
    Fault("handed: a receiver's record is not given away", ACTS, "    if disclosure.accepted_at is None:\n        disclosure.readable_until = disclosure.valid_until + ONE_SECOND", "    disclosure.readable_until = disclosure.valid_until + ONE_SECOND", TESTS),
    Fault("handed: no name names nobody", NAMES, " if record.name]", "]", TESTS),
    Fault("handed: warned of", FINDER, "for record in handed_over", "for record in handed_over.none()", TESTS),
    Fault("handed: only the receiver accepts", RULES, "if disclosure.receiver_id != by.agency.pk:", "if False:", TESTS),
    Fault("handed: only the giver withdraws", RULES, "if disclosure.owner_id != by.agency.pk:", "if False:", TESTS),
    Fault("handed: what is over is the register's", QUERIES, "return rows if by.may", "return rows if True or by.may", TESTS),
    Fault("handed: names only while valid", NAMES, "receiver=context.current().me, valid_until__gt=timezone.now())", "receiver=context.current().me)", TESTS),
]  # fmt: skip
