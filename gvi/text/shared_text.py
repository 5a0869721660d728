"""Free text that other agencies will read."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gvi.text import national_ids


def refuse_national_ids(field: str, text: object) -> None:
    """Refuse a text that holds a national id. Raises ValidationError on that field (architecture 3)."""
    if isinstance(text, str) and national_ids.is_in(text):
        raise ValidationError(
            {
                field: ValidationError(
                    _("Take out the national identity number: other agencies read this text."),
                    code="national_id",
                )
            }
        )
