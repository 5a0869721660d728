"""Whether a name stands beside a code: only for an agency that holds one itself (architecture 3)."""

from collections.abc import Iterable
from uuid import UUID

from groups.models import Dossier, Individual


def names_beside(individuals: Iterable[Individual]) -> dict[UUID, Dossier]:
    """The own dossiers behind these codes, by code id. One query for a whole page."""
    ids = [individual.pk for individual in individuals]
    return {dossier.individual_id: dossier for dossier in Dossier.objects.filter(individual__in=ids)}
