"""Runs in the upgraded database: opens every kind of page that a demo user reaches, saves every form of change.

It prints one line for each page, with its status, and one for each form.
"""

import re
import sys

import django

django.setup()

from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from gvi.access.principal import Principal  # noqa: E402
from gvi.partnerships.models import Affiliation  # noqa: E402
from tests.signed_in import browser  # noqa: E402

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
HREF = re.compile(r'href="(/[^"#?]*)')
LEFT_OUT = re.compile(r"^/(?:static|sprak|konto)/|/logga-ut/|/pdf/|/fil/|/mall/")
CHANGE = re.compile(r"/andra/$")


def main(logins: list[str]) -> None:
    """Each role opens each kind of page once, for one row; each form of change is saved unchanged."""
    setup_test_environment()
    for login in logins:
        affiliation = Affiliation.objects.for_principal().get(user__email=login)
        client = browser(Principal(affiliation))
        for path in _walk(client):
            if CHANGE.search(path):
                _save(client, path)


def _walk(client: Client) -> list[str]:
    """Every kind of page within reach, printed with its status."""
    waiting, seen, opened = ["/"], set(), []
    while waiting:
        path = waiting.pop(0)
        if ID.sub("*", path) in seen:
            continue
        seen.add(ID.sub("*", path))
        answer = client.get(path)
        print("open", path, answer.status_code)
        opened.append(path)
        found = HREF.findall(answer.content.decode())
        waiting += [href for href in found if not LEFT_OUT.search(href)]
    return opened


def _save(client: Client, path: str) -> None:
    """Send the form back unchanged, and print the answer's status."""
    form = client.get(path).context["form"]
    given = {field.html_name: _text(field.value()) for field in form if field.value() not in (None, "", [])}
    answer = client.post(path, given)
    print("save", path, answer.status_code)
    if answer.status_code != 302:
        print(answer.context["form"].errors.as_data() if answer.context else answer.content[:500])


def _text(value: object) -> object:
    return [str(item) for item in value] if isinstance(value, list | tuple) else str(value)


if __name__ == "__main__":
    main(sys.argv[1:])
