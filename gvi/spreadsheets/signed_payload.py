"""What was read from a file, encrypted in the page of its preview. No upload is kept."""

import base64
import json
import zlib
from typing import Any

from cryptography.fernet import InvalidToken
from django.db import connection
from django.utils.translation import gettext as _

from gvi.access.principal import Principal
from gvi.acts.requires import NotNow
from gvi.text.national_ids import seal, unseal

SEAL_SECONDS = 30 * 60
IMPORT_LOCK = 4101  # the advisory lock under which an agency imports


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
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [IMPORT_LOCK, by.agency.pk])
