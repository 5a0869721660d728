"""changepassword EMAIL: a new password for somebody who has forgotten it, and the end of every session of the account.

Django's own, which asks for the password twice and tries it against the rules; without its look at the migrations, for
the run-time role may not read those.
"""

from django.contrib.auth.management.commands import changepassword


class Command(changepassword.Command):
    """See the module."""

    help = "A new password for an account; every session of it ends. The second factor stays."
    requires_migrations_checks = False
