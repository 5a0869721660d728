"""Message catalogues, compiled without gettext: Babel writes the .mo when the .po is newer."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from ops.instance_dir import ROOT, clear_sentences


def compile_all(root: Path = ROOT) -> list[Path]:
    """Compile what has changed; gives the files written."""
    return [compiled for po in sorted(root.glob("gvi/locale/*/LC_MESSAGES/*.po")) if (compiled := _compile(po))]


def _compile(po: Path) -> Path | None:
    mo = po.with_suffix(".mo")
    if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
        return None
    draft = mo.with_suffix(".mo.new")  # readers never meet half a file
    with clear_sentences(mo):
        with po.open("rb") as source, draft.open("wb") as target:
            write_mo(target, read_po(source))
        draft.replace(mo)
    return mo
