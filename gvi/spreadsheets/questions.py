"""Questions that a person answers before a list is taken in, and remarks put together by what they say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gvi.pages.forms import CleanForm
from gvi.spreadsheets.files import numbers

YES, NO = "yes", "no"
PREFIX = "answer-"  # of the fields in which a preview carries its answers
Answers = Mapping[str, str]


@dataclass(frozen=True)
class Question:
    """Something that only a person can know. One that is to be confirmed can only be answered with yes."""

    key: str
    sentence: str
    may_be_no: bool = True

    @property
    def field(self) -> str:
        """The name of its field in the preview."""
        return f"{PREFIX}{self.key}"

    def is_answered(self, answers: Answers) -> bool:
        return answers.get(self.key) in (YES, NO) if self.may_be_no else bool(answers.get(self.key))


class QuestionsForm(CleanForm):
    """The questions of a preview: a tick for each that is to be confirmed, yes or no for the others."""

    def __init__(self, questions: Iterable[Question], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        for question in questions:
            self.fields[question.field] = (
                forms.ChoiceField(
                    label=question.sentence, choices=[(YES, _("Yes")), (NO, _("No"))], widget=forms.RadioSelect
                )
                if question.may_be_no
                else forms.BooleanField(label=question.sentence)
            )


class Unanswered(ValidationError):
    """Questions of the preview are open. The preview is shown again, and nothing is imported."""


def refuse_unanswered(questions: Iterable[Question], answers: Answers) -> None:
    """Raise Unanswered if a question has no answer yet."""
    if not all(question.is_answered(answers) for question in questions):
        raise Unanswered(_("Answer the questions first. Nothing was imported."))


def answers_in(data: Mapping[str, Any]) -> dict[str, str]:
    """The answers among what a page sent."""
    return {name.removeprefix(PREFIX): str(data[name]) for name in data if name.startswith(PREFIX)}


class Said(Protocol):
    """A remark on a cell or a row of a file."""

    @property
    def row(self) -> int: ...
    @property
    def column(self) -> str: ...
    @property
    def sentence(self) -> str: ...


@dataclass
class SaidOfRows:
    """One sentence that holds of several rows."""

    first: Any
    rows: list[int]

    @property
    def numbers(self) -> str:
        """The rows, the first of them if they are many, and how many if it is more than one."""
        return numbers(self.rows) + (f" ({len(set(self.rows))})" if len(set(self.rows)) > 1 else "")


def together(remarks: Iterable[Said]) -> list[SaidOfRows]:
    """Remarks that say the same of the same column, in the order of their first rows."""
    found: dict[tuple[str, str, str], SaidOfRows] = {}
    for remark in remarks:
        key = (getattr(remark, "title", ""), remark.column, remark.sentence)
        found.setdefault(key, SaidOfRows(remark, [])).rows.append(remark.row)
    return list(found.values())
