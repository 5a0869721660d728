"""The one kind of error that reaches a person at the terminal."""

from __future__ import annotations

from pathlib import Path


class OpsError(Exception):
    """A clear English sentence: what is wrong and what to do. Shown without a traceback."""


def tail(log: Path, lines: int = 15) -> str:
    """The last lines of a log, indented; empty when there is no readable log."""
    try:
        text = log.read_text(errors="replace")
    except OSError:
        return ""
    return "".join(f"  | {line}\n" for line in text.splitlines()[-lines:])
