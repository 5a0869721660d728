"""One item on Min dag."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from gvi.acts.models import new_key


@dataclass(frozen=True)
class TodoItem:
    """Something to do: what, until when, and where. `late` is said in words, never by colour alone.

    `press` is the address of an act that the button does at once, without a page in between.
    """

    text: str
    url: str
    button: str
    due_on: date | None = None
    late: bool = False
    press: str = ""
    icon: str = "printer"
    key: UUID = field(default_factory=new_key)
