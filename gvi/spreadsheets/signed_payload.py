"""What was read from a file, encrypted in the page of its preview. No upload is kept."""

import base64
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from cryptography.fernet import InvalidToken
from django.db import connection
from django.utils.translation import gettext as _

from gvi.access.principal import Principal
from gvi.acts.act import wait_for_turn
from gvi.acts.requires import NotNow
from gvi.spreadsheets.tables import NotAList
from gvi.text.national_ids import seal, unseal

SEAL_SECONDS = 30 * 60
IMPORT_LOCK = 4101  # the advisory lock under which an agency imports
READING_LOCK = 4102  # and the one under which a person has a file read


def sealed(content: Any, by: Principal) -> str:
    """Encrypt what was checked. Only this user, for this agency, can use it."""
    whole = {"user": by.user.pk, "agency": by.agency.pk, "content": content}
    packed = zlib.compress(json.dumps(whole).encode(), 9)
    return seal(base64.b64encode(packed).decode())


def unsealed(token: str, by: Principal) -> Any:
    """The content of a preview. Raises NotNow if it is too old, forged or another user's."""
    try:
        whole = json.loads(zlib.decompress(base64.b64decode(unseal(token, max_age=SEAL_SECONDS))))
    except (InvalidToken, ValueError) as error:  # a token of Fernet is ASCII
        raise NotNow(_("The preview is too old. Choose the file again.")) from error
    if (whole["user"], whole["agency"]) != (by.user.pk, by.agency.pk):
        raise NotNow(_("The preview is too old. Choose the file again."))
    return whole["content"]


def one_at_a_time(by: Principal) -> None:
    """Wait until no other import of the agency runs, so that each sees what the one before did."""
    wait_for_turn(IMPORT_LOCK, by.agency.pk)


@contextmanager
def only_file_of(by: Principal) -> Iterator[None]:
    """Refuse a second file while one of this person is being read. Raises NotAList."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [READING_LOCK, by.user.pk])
        (is_only_one,) = cursor.fetchone()
        if not is_only_one:
            raise NotAList(_("A file of yours is being read. Wait until it is done, and choose the file again."))
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [READING_LOCK, by.user.pk])
