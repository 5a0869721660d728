"""What must be done before the application starts, in one process because Django is slow to wake.

`python -m ops.prepare`, with the owner's environment.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def main() -> None:
    """Migrate, give the run-time role its privileges, add new legal grounds, collect static files if any has changed.

    Raises SystemCheckError where the database's row security is not what the code writes.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gvi.settings")
    django.setup()
    call_command("migrate", interactive=False, verbosity=1)
    call_command("grants")
    call_command("legal_grounds", only_new=True, verbosity=0)
    call_command("check", tags=["database"], databases=["default"])
    collect(Path(settings.STATIC_ROOT))


def collect(target: Path) -> None:
    """Collecting also hashes and compresses, for seconds: skip it when nothing has changed."""
    stamp = target.with_name(f"{target.name}.stamp")
    now = _fingerprint()
    if target.is_dir() and stamp.exists() and stamp.read_text() == now:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(now)


def _fingerprint() -> str:
    digest = hashlib.sha256(str(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    main()
