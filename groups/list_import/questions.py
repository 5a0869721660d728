"""What only a person can tell before a list is taken in: who is the same person, and what a new name is the name of."""

from collections import Counter, defaultdict
from typing import Any

from django.utils.translation import gettext as _

from groups.list_import.matching import Match, Memberships
from groups.list_import.rows import ImportRow
from groups.models import Dossier, Group
from gvi.spreadsheets.questions import YES, Answers, Question
from gvi.text.swedish import alphabetical, fold, swedish

FEWEST_IN_RENAMED = 2  # one person who moves does not make a new name


class Questions:
    """The questions that a list raises, as they are found."""

    def __init__(self, groups: dict[str, Group], memberships: Memberships) -> None:
        self.groups = {group.pk: group for group in groups.values()}
        self.known = groups
        self.places: dict[Any, set[Any]] = defaultdict(set)  # the groups in which each dossier is
        for dossier, group in memberships:
            self.places[dossier].add(group)
        self.asked: list[Question] = []

    def is_the_same(self, match: Match, answers: Answers) -> bool:
        """Whether the dossier that was found is this person. Asks where another name, or only a name, says so."""
        dossier, row = match.dossier, match.rows[0]
        if dossier is None:
            return False
        if match.by_number and swedish(str(dossier)) != swedish(row.name):
            self._ask_of_other_name(dossier, row)
        elif not match.by_number and row.is_name_alone and not self._shares_a_group(match):
            key = f"same-{dossier.pk}"
            names = [self.groups[pk].name for pk in self.places[dossier.pk] if pk in self.groups]
            places = ", ".join(sorted(names, key=alphabetical))
            words = {"row": row.row, "name": row.name, "group": row.group, "groups": places or _("no group")}
            text = _("Row %(row)d: is %(name)s in %(group)s the same person as the one whom you have in %(groups)s?")
            self.asked.append(Question(key, text % words))
            return answers.get(key) == YES
        return True

    def _ask_of_other_name(self, dossier: Dossier, row: ImportRow) -> None:
        words = {"row": row.row, "old": dossier, "new": row.name}
        text = _(
            "Row %(row)d: %(old)s → %(new)s. It is the same number under another name. The person gets the new name."
        )
        if dossier.person_code_id:
            text += " " + _("The person has a code, which stays.")
        self.asked.insert(0, Question(f"name-{dossier.pk}", text % words, may_be_no=False))

    def _shares_a_group(self, match: Match) -> bool:
        listed = {self.known[key].pk for row in match.rows if (key := fold(row.group)) in self.known}
        return match.dossier is not None and bool(self.places[match.dossier.pk] & listed)

    def renamed(self, first: dict[str, ImportRow], found: list[Match]) -> list[tuple[str, Group]]:
        """Groups of the list that are not known, each with the known group in which most of its people are."""
        people: dict[str, list[Match]] = defaultdict(list)
        for match in found:
            for key in {fold(row.group) for row in match.rows}:
                people[key].append(match)
        renamed, taken = [], set()
        for key, row in first.items():
            group = None if key in self.known else self._where_most_are(people[key], {*first})
            if group is not None and group.pk not in taken:
                taken.add(group.pk)
                renamed.append((key, group))
                text = _("Is “%(new)s” the new name of “%(old)s”? If not, it becomes a new group.")
                sentence = text % {"new": row.group, "old": group}
                if group.is_open:
                    sentence += " " + _("The group is shared: the core agencies see the new name.")
                self.asked.append(Question(f"group-{group.pk}", sentence))
        return renamed

    def _where_most_are(self, matches: list[Match], listed: set[str]) -> Group | None:
        """The group in which more than half of these people are, if the list does not name it itself."""
        counts = Counter(pk for match in matches if match.dossier is not None for pk in self.places[match.dossier.pk])
        for pk, count in counts.most_common(1):
            group = self.groups.get(pk)
            if group and fold(group.name) not in listed and FEWEST_IN_RENAMED <= count > len(matches) / 2:
                return group
        return None
