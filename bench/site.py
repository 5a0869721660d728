"""One site in a process of its own, asked for pages over standard input, so that several can be asked in turn.

The page goes through the whole WSGI application and is read to its end. No web server stands before it: its cost would
be the same for all, and make the ratios look better.
"""

import gc
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench.clock import Cost


class Site:
    """A site at the other end of a pipe."""

    def __init__(self, environ: dict[str, str], user: str) -> None:
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "bench.site", user],
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, path: str, **more: Any) -> Any:
        """Ask for a page, and get what it cost. Raises SystemExit where the site has died; it has said why itself."""
        self._process.stdin.write(json.dumps({"path": path} | more) + "\n")  # type: ignore[union-attr]
        self._process.stdin.flush()  # type: ignore[union-attr]
        answer = self._process.stdout.readline()  # type: ignore[union-attr]
        if not answer:
            raise SystemExit(f"A site of the measurement ended: {self._process.args!r}")
        return json.loads(answer)

    def cost(self, path: str, times: int) -> Cost:
        return Cost(**self.ask(path, times=times))

    def close(self) -> None:
        self._process.stdin.close()  # type: ignore[union-attr]
        self._process.wait(timeout=20)


@contextmanager
def sites(**asked: tuple[dict[str, str], str]) -> Iterator[dict[str, Site]]:
    """Several sites at once; they end together."""
    running = {name: Site(environ, user) for name, (environ, user) in asked.items()}
    try:
        yield running
    finally:
        for site in running.values():
            site.close()


# --- in the site's own process


def serve(user: str) -> None:
    """Answer requests until nobody asks any more. What the application logs goes to standard error."""
    answers, sys.stdout = sys.stdout, sys.stderr
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    gc.collect()  # for all sites as gvi/wsgi.py does for ours
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    from bench.clock import cost

    cookie = _session(user)

    def get(path: str) -> bytes:
        return _get(application, path, cookie)

    for line in sys.stdin:
        asked = json.loads(line)
        path = asked["path"]
        if "times" in asked:
            answer: Any = vars(cost(lambda path=path: get(path), times=asked["times"]))  # type: ignore[misc]
        elif "to_the_end" in asked:
            answer = _key_near_the_end(user, asked["to_the_end"])
        else:
            answer = _watched(get, path)
        print(json.dumps(answer), file=answers, flush=True)


def _session(user: str) -> str:
    """A session as after signing in with a second factor."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client()
    model = get_user_model()
    client.force_login(model._default_manager.get(**{model.USERNAME_FIELD: user}))
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa"}]
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _get(application: Any, path: str, cookie: str) -> bytes:
    path, _, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_ACCEPT_LANGUAGE": "sv",
        "HTTP_COOKIE": cookie,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "https",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    status: list[str] = []
    answer = application(environ, lambda code, _headers, _error=None: status.append(code))
    body = b"".join(answer)
    answer.close()
    if not status[0].startswith("200"):
        raise SystemExit(f"{os.environ['DJANGO_SETTINGS_MODULE']} answers {path} with {status[0]}")
    return body


def _key_near_the_end(user: str, rows: int) -> str:
    """The key of the code after which so many follow, of those that the user sees."""
    from groups.models import PersonCode
    from gvi.access import context
    from gvi.access.principal import Principal
    from gvi.partnerships.models import Affiliation

    viewer = Affiliation.objects.for_principal().get(user__email=user)
    with context.enter_context(Principal(viewer).context()):
        return str(PersonCode.objects.order_by("-code")[rows].pk)


def _watched(get: Any, path: str) -> dict[str, Any]:
    """The page's text, and its queries for the rows that it shows, by what they fetch."""
    from django.db import connection

    found: dict[str, Any] = {}

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        for what, (table, columns) in _shown().items():
            if sql.startswith("SELECT") and f'FROM "{table}"' in sql:
                names = [column.name for column in context["cursor"].description]
                plain = [None if value is None else str(value) for value in params]
                found[what] = {"sql": sql, "params": plain, "places": [names.index(column) for column in columns]}
        return result

    with connection.execute_wrapper(watch):
        body = get(path).decode()
    return {"body": body, "queries": found}


def _shown() -> dict[str, tuple[str, tuple[str, ...]]]:
    """What the page of codes shows: from which table, and which columns."""
    from groups.models import Dossier, Group, PersonCode
    from gvi.disclosures.models import DisclosedRecord

    return {
        "codes": (PersonCode._meta.db_table, ("id", "code", "group_id")),
        "groups": (Group._meta.db_table, ("pk", "name")),
        "own_names": (Dossier._meta.db_table, ("person_code_id", "given_name", "family_name", "birth_year")),
        "handed_names": (DisclosedRecord._meta.db_table, ("person_code_id", "facts")),
    }


if __name__ == "__main__":
    serve(sys.argv[1])
