"""Tables without case data, and what the run-time role may do with each: nothing but what stands here.

No context is needed to read them. What the walls are built of (partnerships, agencies, their grants) is only read: the
operator writes it, as the owner of the tables. Three tables have row security of their own, in their migrations.
"""

from dataclasses import dataclass

READ, INSERT, UPDATE, DELETE = "SELECT", "INSERT", "UPDATE", "DELETE"
ADD = (READ, INSERT)
CHANGE = (READ, INSERT, UPDATE)
EVERYTHING = (READ, INSERT, UPDATE, DELETE)


@dataclass(frozen=True)
class SystemTable:
    """What an unguarded table holds, and the verbs that the run-time role has on it."""

    about: str
    verbs: tuple[str, ...] = (READ,)


SYSTEM: dict[str, SystemTable] = {
    "partnerships.Partnership": SystemTable("what the walls are built of"),
    "partnerships.Agency": SystemTable("what the walls are built of"),
    "partnerships.Unit": SystemTable("where users sit"),
    "partnerships.User": SystemTable("accounts", CHANGE),
    "partnerships.Affiliation": SystemTable("accounts; an agency writes its own only", CHANGE),
    "partnerships.PartnershipGrant": SystemTable("guardian's grants to agencies"),
    "disclosures.LegalGround": SystemTable("the law, as dated data"),
    "portal.RegisterCounter": SystemTable("how many messages have come in; no contents", CHANGE),
    "jobs.Job": SystemTable("work to be done; ids only; an agency sees its own", CHANGE),
    "acts.Receipt": SystemTable("idempotency keys; ids only; a user sees their own", CHANGE),
    "acts.TimedValue": SystemTable("counters of limits and used codes, until a time; keys are hashed", EVERYTHING),
    "pages.Draft": SystemTable("what was typed and is not saved, sealed for its writer; no ids", EVERYTHING),
    "auth.Permission": SystemTable("Django"),
    "auth.Group": SystemTable("Django"),
    "contenttypes.ContentType": SystemTable("Django"),
    "sessions.Session": SystemTable("Django; under the hash of its number", EVERYTHING),
    "guardian.UserObjectPermission": SystemTable("guardian's generic tables, unused", ()),
    "guardian.GroupObjectPermission": SystemTable("guardian's generic tables, unused", ()),
    "account.EmailAddress": SystemTable("allauth", CHANGE),
    "account.EmailConfirmation": SystemTable("allauth", EVERYTHING),
    "mfa.Authenticator": SystemTable("allauth", EVERYTHING),
}
# Tables without a model, and those that Django makes beside a model, by their own names.
SYSTEM_TABLES: dict[str, SystemTable] = {
    "django_migrations": SystemTable("Django", ()),
    "auth_group_permissions": SystemTable("Django, unused", ()),
}
