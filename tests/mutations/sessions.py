"""Faults of what is kept when a session ends, and of the taps that wait (decision 0009)."""

from tests.mutations.fault import Fault

DRAFTS, PAGE, WORDS = "gvi/pages/drafts.py", "gvi/pages/base.py", "tests/portal/test_words_kept.py"
SIGN_IN, SEARCHES = "gvi/pages/sign_in.py", "gvi/pages/searches.py"
ACCOUNTS, PUBLIC = "tests/partnerships/test_accounts.py", "tests/public/test_public.py"
RULES, TAPS = "callins/rules.py", "tests/callins/test_taps.py"
EVENING, QUERIES = "callins/evening/views.py", "callins/queries.py"

SESSIONS = [
    # words
    Fault("words: to their writer alone", DRAFTS, 'sha256(mark.encode()).hexdigest(), sha256(f"{mark} {address}".encode()).hexdigest()',
          'sha256(b"").hexdigest(), sha256(address.encode()).hexdigest()', WORDS),
    Fault("words: for one agency", "gvi/access/principal.py", 'f"{self.user.pk}.{self.affiliation.pk}"', 'f"{self.user.pk}"', WORDS),
    Fault("words: bound to their row", DRAFTS, "if (told_writer, told_place) == (writer, place) else None", "if text else None", WORDS),
    Fault("words: sealed", DRAFTS, 'seal(f"{writer} {place} {text}")', 'f"{writer} {place} {text}"', WORDS),
    Fault("words: removed in time", DRAFTS, "Draft.objects.filter(kept_at__lt=timezone.now() - KEPT).delete()", "0, {}", WORDS),
    Fault("words: a short life", DRAFTS, ", kept_at__gte=timezone.now() - KEPT)", ")", WORDS),
    Fault("words: a mark is signed", DRAFTS, "if not is_mark(mark) or", "if", WORDS),
    Fault("words: only so many", DRAFTS, "PER_WRITER = 20", "PER_WRITER = 2000", WORDS),
    Fault("words: gone once saved", "gvi/pages/act_page.py", "            drafts.forget(self.by, self.request.get_full_path())\n", "            pass\n", WORDS),
    Fault("words: another's form", PAGE, "if drafts.is_for_another(self.by, request.POST):", "if False:", WORDS),
    Fault("words: a draft asks for the right", PAGE, "        if not self.by.may(self.needs):", "        if sign_in.SAVES_DRAFT not in request.headers and not self.by.may(self.needs):", WORDS),
    Fault("the address keeps its query", SIGN_IN, "request.get_full_path() if comes_back", "request.path if comes_back", WORDS),
    Fault("back to pages of ours only", SIGN_IN, "if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):", "if not page:", WORDS),
    Fault("after choosing an agency, pages of ours only", "gvi/portal/views.py", "HttpResponseRedirect(wanted if is_ours else", "HttpResponseRedirect(wanted if True else", WORDS),
    # searches, signing in and out, the public form
    Fault("search: sealed", SEARCHES, 'seal(f"{self.by.mark} {words.urlencode()}")', 'f"{self.by.mark} {words.urlencode()}"', WORDS),
    Fault("signing out clears", "gvi/partnerships/accounts/views/sign_out.py", "'\"cache\", \"storage\"'", "'\"cache\"'", WORDS),
    Fault("code: a step of tolerance", "gvi/settings.py", "MFA_TOTP_TOLERANCE = 1", "MFA_TOTP_TOLERANCE = 0", ACCOUNTS),
    Fault("code: one step only", "gvi/settings.py", "MFA_TOTP_TOLERANCE = 1", "MFA_TOTP_TOLERANCE = 2", ACCOUNTS),
    Fault("code: used once while it holds", "gvi/partnerships/accounts/second_factor.py", "not cache.add(used, True, holds)", "not cache.add(used, True, 30)", ACCOUNTS),
    Fault("public: other words are sent", "gvi/portal/public/forms.py", 'return key_of_press(self, self.cleaned_data["key"])', 'return self.cleaned_data["key"]', PUBLIC),
    # taps
    Fault("tap: the older loses", RULES, "if invitation.recorded_at is None or invitation.recorded_at <= tapped_at:", "if True:", TAPS),
    Fault("tap: its own time", RULES, "min(max(told or now, opened_at), now)", "now", TAPS),
    Fault("tap: not before the evening", RULES, "max(told or now, opened_at)", "(told or now)", TAPS),
    Fault("tap: not ahead of time", RULES, "return min(max(told or now, opened_at), now)", "return max(told or now, opened_at)", TAPS),
    Fault("tap: polled by somebody else", EVENING, 'f"{names_stamp(self.object)}.{self.by.mark}"', "names_stamp(self.object)", TAPS),
    Fault("tap: the name of those at the evening", QUERIES, "if principal.mark == mark and principal.may(Right.CALLINS_RECORD_ATTENDANCE):", "if principal.mark == mark:", TAPS),
    Fault("tap: the name within the partnership", QUERIES, ".filter(agency__partnership=by.partnership)\n    for principal", "\n    for principal", TAPS),
    Fault("evening: its support form closes", "callins/support_requests/views.py", "        if not self.callin.is_over:\n            return None\n", "        return None\n", TAPS),
    Fault("evening: opened early, asked", "callins/presenters.py", "if left <= timedelta(hours=1):", "if True:", TAPS),
    Fault("evening: closed early, asked", "callins/presenters.py", "if left <= timedelta(0):", "if True:", TAPS),
]  # fmt: skip
