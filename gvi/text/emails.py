"""E-mail addresses that look like another one: a domain whose letters are of several scripts."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def check_domain(address: str) -> None:
    """Raises ValidationError if the domain has letters of another script than Latin.

    A Cyrillic о among Latin letters leads the invitation to a stranger's server. Swedish agencies have Latin addresses.
    """
    domain = address.rpartition("@")[2]
    foreign = {c for c in domain if c.isalpha() and not unicodedata.name(c, "").startswith("LATIN ")}
    if foreign:
        sentence = _("The address holds letters after @ that look Latin and are not: %(letters)s. Write it by hand.")
        raise ValidationError(sentence % {"letters": " ".join(sorted(foreign))}, code="mixed_script")
