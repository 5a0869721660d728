"""Addresses of static files."""

from django.utils.functional import cached_property
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Hashed names do not change while a process runs: each address is put together once."""

    @cached_property
    def _addresses(self) -> dict[str, str]:
        return {}

    def url(self, name: str | None, force: bool = False) -> str:
        asked = name or ""
        if asked not in self._addresses:
            self._addresses[asked] = super().url(asked, force)
        return self._addresses[asked]
