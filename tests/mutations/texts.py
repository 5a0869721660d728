"""Faults in what is done to typed texts and days: cleaning, folding, national ids, names, floors."""

from tests.mutations.fault import Fault

NUMBERS, NAMES = "gvi/text/national_ids.py", "gvi/text/likely_names.py"
FIELDS, FORMS, FINDER = "gvi/pages/fields.py", "gvi/pages/forms.py", "groups/people/name_finder.py"
OF_NUMBERS, OF_FORMS = "tests/text/test_national_ids.py", "tests/architecture/test_forms.py"
OF_FOLDING, OF_CLEANING = "tests/text/test_folding.py", "tests/text/test_cleaning.py"
OF_NAMES, OF_LIKELY, OF_FIELDS = (
    "tests/groups/test_names.py",
    "tests/text/test_likely_names.py",
    "tests/pages/test_fields.py",
)
OF_SUPPORT, OF_STRIKING = "tests/support/test_support.py", "tests/meetings/test_striking.py"

TEXTS = [
    Fault("text: cleaned in forms", FORMS, "            self.data = self._cleaned_texts()\n", "            pass\n", OF_FORMS),
    Fault("text: passwords stay", FORMS, " or isinstance(field.widget, forms.PasswordInput)", "", OF_FORMS),
    Fault("text: format signs", "gvi/text/cleaning.py", 'not in ("Cf", "Cs")', 'not in ("Cs",)', OF_CLEANING),
    Fault("text: composed", "gvi/text/cleaning.py", 'unicodedata.normalize("NFC", without_invisible(text))', "without_invisible(text)", OF_CLEANING),
    Fault("text: one folding", "gvi/text/swedish.py", "character.lower()[0]", "character.lower()", OF_FOLDING),
    Fault("text: order of letters with signs", "gvi/text/swedish.py", ".translate(_LETTERS)", "", "tests/text/test_order.py"),
    Fault("text: the limit is said", FIELDS, 'bound.help_text = f"{bound.help_text} {limit}".strip()', "pass", OF_FIELDS),
    Fault("labels: needed at times", FIELDS, 'if hasattr(field.field, "needed_at_times") else', "if False else", OF_FORMS),
    Fault("days: as the language writes them", "gvi/text/days.py", "    written = get_format(pattern)\n", "    written = get_format(pattern, lang=\"sv\")\n", "tests/language/test_dates.py"),
    Fault("text: younger letters", "gvi/text/swedish.py", "_YOUNGER.get(character) or ", "", OF_FOLDING),
    Fault("text: numbers after another dash", NUMBERS, 'if category in ("Cc", "Pd"):', 'if category == "Cc":', OF_NUMBERS),
    Fault("text: numbers in another script", NUMBERS, "str(unicodedata.decimal(character, character))", "character", OF_NUMBERS),
    Fault("text: numbers with unseen signs", NUMBERS, "without_invisible(text)).translate", "text).translate", OF_NUMBERS),
    Fault("text: times are no numbers", NUMBERS, 'not (is_recent and found["sign"]', 'not (False and found["sign"]', OF_NUMBERS),
    Fault("text: mobile numbers are no numbers", NUMBERS, " and not _is_mobile(found)", "", OF_NUMBERS),
    Fault("text: a number that is said to be one", NUMBERS, " and not SAID_TO_BE_ONE.search(before)", "", OF_NUMBERS),
    Fault("text: a plus of the young", NUMBERS, "localdate().year - born.year < AGE_OF_PLUS", "False", OF_NUMBERS),
    Fault("text: names cleaned first", FINDER, 'CODE.sub(" | ", clean(text))', 'CODE.sub(" | ", text)', OF_NAMES),
    Fault("text: names folded alike", FINDER, "key = swedish(phrase.text)", "key = phrase.text.lower()", OF_NAMES),
    Fault("text: warned without names", "gvi/access/names.py", "    if policy.holds_names(writer.kind):", "    if True:", OF_NAMES),
    Fault("text: two capitals", NAMES, "    if len(run) > 1:", "    if len(run) > 2:", OF_LIKELY),
    Fault("text: places are no names", NAMES, "is_place(word) or ", "", OF_LIKELY),
    Fault("text: telling words", NAMES, "if any(code.search(sentence) for code in codes)", "if False", OF_LIKELY),
    Fault("text: the domain's script", "gvi/text/emails.py", "    if foreign:", "    if False:", "tests/text/test_emails.py"),
    Fault("days: the floor", FIELDS, "        if day < earliest:", "        if False:", OF_FIELDS),
    Fault("days: the ceiling", FIELDS, "        if day > latest == timezone.localdate():", "        if False:", OF_FIELDS),
    Fault("days: a skipped hour", FIELDS, ".replace(tzinfo=None) != typed:", ".replace(tzinfo=None) is None:", OF_FIELDS),
    Fault("days: contact before the request", "support/actions.py", "and not before_request)", "and False)", OF_SUPPORT),
    Fault("struck: the words go", "gvi/meetings/actions.py", '    item.text = item.options = item.outcome = ""\n', "", OF_STRIKING),
]  # fmt: skip
