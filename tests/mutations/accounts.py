"""Faults in accounts, signing in and the log of both.

Their names begin with what they are about: `python -m tests.mutations log` runs those of the log.
"""

from tests.mutations.fault import Fault

ENTRIES = "tests/portal/test_log_entries.py"
IN_WORDS = "gvi/portal/log/presenters.py"

ACCOUNTS = [
    # the log: whatever stands in an entry can be shown, and signing out does not hang on it
    Fault("log: a table under no label", IN_WORDS, "    except (LookupError, ValueError):\n        return label", "    except LookupError:\n        return label", ENTRIES),
    Fault("log: a field under no label", IN_WORDS, "(LookupError, ValueError, FieldDoesNotExist)", "(LookupError, FieldDoesNotExist)", ENTRIES),
    Fault("log: JSON of another shape", IN_WORDS, "    if not isinstance(kept, dict):", "    if False:", ENTRIES),
    Fault("log: keys have words", "gvi/acts/models.py", "if unknown := {*self.rows, *self.fields} - _vocabulary():", "if unknown := set[str]():", ENTRIES),
    Fault("log: a role that is gone", "gvi/acts/models.py", "if self.role in Role.values else self.role", "if True else self.role", ENTRIES),
    Fault("log: reading it is logged", "gvi/portal/log/views.py", "        recording.record_lookup(LogEntry._meta.label, [str(entry.pk) for entry in self.rows])\n", "", ENTRIES),
    Fault("log: the parts of a person", "gvi/portal/log/forms.py", "subjects.with_their_parts(self.about)", "{pk for pks in self.about.values() for pk in pks}", ENTRIES),
    Fault("log: one choice for the same words", "gvi/portal/log/forms.py", "((verbs[0], label) for label, verbs in self.verbs)", "((verb, label) for label, verbs in self.verbs for verb in verbs)", ENTRIES),
    Fault("log: an error page without signing out", "templates/base_plain.html", "{% if not request or ", "{% if ", ENTRIES),
]  # fmt: skip
