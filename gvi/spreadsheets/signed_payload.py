"""What was read from a file travels sealed in the page of its preview: no upload is kept."""

import base64
import json
import zlib
from typing import Any

from cryptography.fernet import InvalidToken
from django.db import connection
from django.utils.translation import gettext as _

from gvi.access.principal import Principal
from gvi.acts.act import NotNow
from gvi.text.national_ids import seal, unseal

SEAL_SECONDS = 30 * 60
LOCK = 4101  # one import at a time and agency


def sealed(content: Any, by: Principal) -> str:
    """What was checked, readable for this user of this agency and for nobody else."""
    whole = {"user": by.user.pk, "agency": by.agency.pk, "content": content}
    packed = zlib.compress(json.dumps(whole).encode(), 9)
    return seal(base64.b64encode(packed).decode())


def unsealed(token: str, by: Principal) -> Any:
    """What a preview held. Raises NotNow where it is too old, forged or somebody else's."""
    try:
        whole = json.loads(zlib.decompress(base64.b64decode(unseal(token, max_age=SEAL_SECONDS))))
    except InvalidToken as error:
        raise NotNow(_("The preview has grown too old. Choose the file again.")) from error
    if (whole["user"], whole["agency"]) != (by.user.pk, by.agency.pk):
        raise NotNow(_("The preview has grown too old. Choose the file again."))
    return whole["content"]


def one_at_a_time(by: Principal) -> None:
    """Wait until no other import of the agency runs; the next one sees what this one did."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, by.agency.pk])
