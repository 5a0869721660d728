"""Faults in accounts, signing in and the log of both.

Their names begin with what they are about: `python -m tests.mutations log` runs those of the log.
"""

from tests.mutations.fault import Fault

SIGN_IN, TIMED = "tests/partnerships/test_sign_in.py", "tests/acts/test_timed_values.py"
LIMITS, DEVICES = "gvi/partnerships/accounts/limits.py", "gvi/partnerships/accounts/devices.py"
SIGN_IN_LOG, VALUES = "gvi/partnerships/accounts/sign_in_log.py", "gvi/acts/timed_values.py"
DEMO = "tests/partnerships/test_demo_accounts.py"
PASSWORDS, TEST_PASSWORDS = "gvi/partnerships/accounts/passwords.py", "tests/partnerships/test_passwords.py"
FORGOTTEN = "tests/partnerships/test_forgotten.py"
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
    Fault("log: a usual week is nothing unusual", "gvi/portal/log/review.py", "each.week > TIMES_MORE * each.usual", "True", ENTRIES),
    # what is remembered for a while
    Fault("timed: a cache that unpickles", "gvi/settings.py", '"gvi.acts.timed_values.TimedValues"', '"django.core.cache.backends.db.DatabaseCache"', TIMED),
    Fault("timed: a flood pushes out", VALUES, "FROM acts_timedvalue WHERE expires_at <= %(now)s\"\n", "FROM acts_timedvalue WHERE expires_at > %(now)s\"\n", TIMED),
    Fault("timed: keys in clear", VALUES, "    return hmac.new(settings.SECRET_KEY.encode(), f\"timed value {key}\".encode(), hashlib.sha256).hexdigest()", "    return key[:64]", TIMED),
    Fault("timed: a count begins again", VALUES, "ELSE to_jsonb(t.value::integer + 1) END", "ELSE to_jsonb(t.value::integer) END", TIMED),
    # signing in: nobody guesses, nobody is shut out
    Fault("sign-in: strangers lock everybody", LIMITS, "by {device or 'strangers'}", "", SIGN_IN),
    Fault("sign-in: a browser guesses freely", LIMITS, "    for key, limit in counters:", "    for key, limit in counters if device is None else []:", SIGN_IN),
    Fault("sign-in: an office behind one address", LIMITS, "and not devices.address_is_known(request)", "", SIGN_IN),
    Fault("sign-in: an address guesses freely", LIMITS, "        counters.append((f\"wrong from {get_ip(request)}\", FOR_ADDRESS))", "        pass", SIGN_IN),
    Fault("sign-in: a right password counts", LIMITS, "            timed_values.uncount(key)", "            pass", SIGN_IN),
    Fault("sign-in: another account's cookie", DEVICES, "if mark == mark_of(email) else None", "if mark else None", SIGN_IN),
    Fault("sign-in: spellings counted apart", DEVICES, "email.strip().lower()", "email", SIGN_IN),
    Fault("sign-in: known before the code", "gvi/partnerships/middleware.py", "    if not _has_factor(request):", "    if False:", SIGN_IN),
    Fault("sign-in: a failure leaves no trace", "gvi/partnerships/accounts/adapters.py", "        sign_in_log.record_failure(Event.WRONG_PASSWORD", "        print(Event.WRONG_PASSWORD", SIGN_IN),
    Fault("sign-in: an entry for each knock", "gvi/partnerships/accounts/adapters.py", "            if refusal.is_first:", "            if True:", SIGN_IN),
    Fault("sign-in: the time tells", SIGN_IN_LOG, "    after_answer(write)", "    write()", SIGN_IN),
    Fault("sign-in: never written", "gvi/partnerships/middleware.py", "        if work := sign_in_log.take_waiting():", "        if False and (work := []):", SIGN_IN),
    Fault("sign-in: an address in the server's log", SIGN_IN_LOG, "address=mark_of(email)", "address=email", SIGN_IN),
    # the demo
    Fault("demo: affiliations live on", "gvi/partnerships/models/accounts.py", "        if not settings.DEMO:\n", "        if False:\n", DEMO),
    Fault("demo: the password lives on", "gvi/partnerships/accounts/adapters.py", " or not user.exists_here:", ":", DEMO),
    Fault("demo: sessions live on", "gvi/partnerships/middleware.py", "        if not request.user.exists_here:", "        if False:", DEMO),
    Fault("demo: those it invited live on", "gvi/partnerships/accounts/actions.py", '"is_demo": settings.DEMO, ', "", DEMO),
    Fault("demo: those it invited need no factor", "gvi/partnerships/middleware.py", " and not user.is_invited", "", DEMO),
    Fault("demo: beside real people", "gvi/access/start.py", "        check()\n", "        pass\n", DEMO),
    Fault("demo: filled in beside real people", "gvi/portal/management/commands/demo.py", "            require_no_real_people()", "            pass", DEMO),
    # passwords
    Fault("passwords: few signs", PASSWORDS, "len(set(password.casefold())) < FEWEST_SIGNS", "False", TEST_PASSWORDS),
    Fault("passwords: guessed at once", PASSWORDS, "any(_guesses(text, own) < FEWEST_GUESSES for text in (password, _without(own, password)))", "False", TEST_PASSWORDS),
    Fault("passwords: own words with something behind", PASSWORDS, "(password, _without(own, password))", "(password,)", TEST_PASSWORDS),
    Fault("passwords: the common list", PASSWORDS, "[*own, *_common()]", "[*own]", TEST_PASSWORDS),
    # a forgotten password
    Fault("forgotten: a link works twice", "gvi/partnerships/accounts/password_links.py", "if user is None or not constant_time_compare(_fingerprint(user), str(fingerprint)):", "if user is None:", FORGOTTEN),
    Fault("forgotten: a link works for ever", "gvi/partnerships/accounts/password_links.py", "salt=SALT, max_age=VALIDITY)", "salt=SALT)", FORGOTTEN),
    Fault("forgotten: a link of somebody who has left", "gvi/partnerships/accounts/password_links.py", "return user if user.affiliations.in_force().exists() else None", "return user", FORGOTTEN),
    Fault("forgotten: two choose at once", "gvi/partnerships/models/accounts.py", "pk=self.pk, password=self.password, generation=self.generation", "pk=self.pk", FORGOTTEN),
    Fault("forgotten: a full mailbox", "gvi/partnerships/accounts/password_links.py", " or number > MAILS_AN_HOUR:", ":", FORGOTTEN),
    Fault("forgotten: the time tells", "gvi/partnerships/accounts/password_links.py", "    sign_in_log.after_answer(order)", "    order()", FORGOTTEN),
    Fault("forgotten: one person is enough", "gvi/partnerships/accounts/actions.py", "requires=[rules.is_about_password, rules.is_second_person, ", "requires=[rules.is_about_password, ", FORGOTTEN),
    Fault("forgotten: another thing than was asked for", "gvi/partnerships/accounts/actions.py", "requires=[rules.is_about_password, rules.is_second", "requires=[rules.is_second", FORGOTTEN),
]  # fmt: skip
