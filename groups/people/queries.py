"""Who is behind a code, for agencies that hold the name or were handed it; and which codes are free."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.extension_points import spoken_with
from groups.models import Dossier, Group, PersonCode
from groups.people.codes import WORDS, choose_apart, drawn_by_lot
from gvi.access import context
from gvi.acts.requires import NotNow
from gvi.disclosures.models import DisclosedRecord


@dataclass(frozen=True)
class KnownName:
    """The name of a person with a code, from the agency's own dossier or from a disclosure that is valid now.

    `source` is the URL name of the page of that record, `source_id` its key. As a text it has the year of birth, where
    that is known: by the year namesakes are told apart.
    """

    name: str
    source: str
    source_id: UUID
    protected: bool = False
    given_by: str = ""
    birth_year: int | None = None

    def __str__(self) -> str:
        return ", ".join([self.name, *([str(self.birth_year)] if self.birth_year else [])])

    @property
    def has_note(self) -> bool:
        """Whether there is something to say beside the name."""
        return self.protected or bool(self.given_by)

    @property
    def url(self) -> str:
        """The page of the record. Built only when asked for: a list of codes does not show it."""
        return reverse(self.source, args=[self.source_id])


def known_names(person_codes: Iterable[PersonCode]) -> dict[UUID, KnownName]:
    """The names that the reader's agency knows for these codes, by code id. Two queries for a whole page.

    The agency's own dossier takes precedence over what another agency has said.
    """
    ids = [code.pk for code in person_codes]
    return names_from(records_handed_over().filter(person_code_id__in=ids), Dossier.objects.filter(person_code__in=ids))


def names_from(handed_over: QuerySet[DisclosedRecord], own: QuerySet[Dossier]) -> dict[UUID, KnownName]:
    """The names in these disclosed records and dossiers, by the id of the code that they are about."""
    handed_over = handed_over.select_related("owner").only("person_code_id", "facts", "disclosure", "owner__short_name")
    own = own.only("given_name", "family_name", "birth_year", "protected", "person_code")
    records = [record for record in handed_over.order_by("valid_until") if record.name]
    names = {record.person_code_id: _name_in(record) for record in records if record.person_code_id}
    return names | {
        dossier.person_code_id: KnownName(
            str(dossier), "groups:dossier", dossier.pk, dossier.protected, birth_year=dossier.birth_year
        )
        for dossier in own
        if dossier.person_code_id
    }


def _name_in(record: DisclosedRecord) -> KnownName:
    return KnownName(
        str(record), "disclosures:disclosure", record.disclosure_id, given_by=record.owner.short_name,
        birth_year=record.facts.get("birth_year"),
    )  # fmt: skip


def records_handed_over() -> QuerySet[DisclosedRecord]:
    """What others have handed over to the reader's agency and is valid now."""
    return DisclosedRecord.objects.filter(receiver=context.current().me, valid_until__gt=timezone.now())


def stamp_of_names_handed_over(code_ids: QuerySet[Any]) -> str:
    """A text that changes when a name for one of these codes is handed over, taken back or expires. One query.

    An open screen asks for it regularly, so that a name disappears within a minute (architecture 3).
    """
    records = records_handed_over().filter(person_code_id__in=code_ids)
    return sha256(" ".join(sorted(map(str, records.order_by().values_list("pk", flat=True)))).encode()).hexdigest()[:16]


def free_codes(count: int, group: Group) -> list[str]:
    """Codes that nobody has, drawn by lot and not alike in the group or in its evenings. Raises NotNow if too few.

    A code of a row that is hidden from us looks free: the unique constraint refuses it when it is saved.
    """
    own = {code.code for code in PersonCode.objects.filter(group=group)}
    heard = own.union(*(find(group) for find in spoken_with))
    in_use, lot = _words_in_use(), [code for code in drawn_by_lot() if code not in heard]
    while len(chosen := choose_apart(lot, count, heard=heard, in_use=in_use)) == count:
        taken = {code.code for code in PersonCode.objects.filter(code__in=chosen)}
        if not taken:
            return chosen
        lot = [code for code in lot if code not in taken]
    raise NotNow(_("All codes are taken. Codes of people who have been removed must be freed first."))


def _words_in_use() -> set[str]:
    """The words of the codes that the reader may see, counted without reading a code."""
    counted = PersonCode.objects.aggregate(
        **{f"w{n}": Count("pk", filter=Q(code__startswith=f"{word} ")) for n, word in enumerate(WORDS)}
    )
    return {word for n, word in enumerate(WORDS) if counted[f"w{n}"]}
