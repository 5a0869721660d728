"""The report: bench/RESULTS.md."""

from datetime import UTC, datetime
from pathlib import Path

from bench.figures import Figure

REPORT = Path(__file__).with_name("RESULTS.md")


def write(figures: list[Figure]) -> None:
    """Replace the figures of the last run. The method is described in METHOD.md."""
    day = datetime.now(UTC).strftime("%Y-%m-%d")
    head = f"# Results\n\n`make bench`, {day}, two shared cores. `bench/METHOD.md` says how.\n\n"
    table = "| figure | value | all runs | bound |   |\n|---|---|---|---|---|\n"
    REPORT.write_text(f"{head}{table}{''.join(map(_row, figures))}\n{''.join(map(_part, figures))}")


def _row(figure: Figure) -> str:
    runs = ", ".join(f"{value:.3g}" for value in figure.runs)
    verdict = "ok" if figure.holds else "short"
    return f"| {figure.name} | {figure.value:.3g} | {runs} | {figure.bound:.3g} | {verdict} |\n"


def _part(figure: Figure) -> str:
    """What a figure is made of."""
    return "".join(f"- {figure.name}: {line}\n" for line in figure.lines)
