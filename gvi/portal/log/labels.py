"""The words for the log's verbs: they are declared on the act, on the page, or with what happens to an account."""

from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gvi.acts.act import REGISTRY
from gvi.partnerships.accounts.sign_in_log import Event
from gvi.text.swedish import alphabetical


def label(verb: str) -> str:
    """The verb in words. A page without a sentence goes by its title; what is unknown is shown rather than hidden."""
    act = REGISTRY.get(verb)
    sentence = act.log if act else _events().get(verb) or _pages().get(verb)
    return str(sentence or _titled(verb) or verb)


def labels() -> dict[str, str]:
    """Every verb that has words."""
    acts = {name: str(act.log) for name, act in REGISTRY.items() if act.log}
    return acts | {name: str(sentence) for name, sentence in (_pages() | _events()).items()}


def verbs_by_label() -> list[tuple[str, list[str]]]:
    """Every sentence once, in order, with the verbs that it stands for: several pages may read the same thing."""
    verbs: dict[str, list[str]] = {}
    for verb, sentence in sorted(labels().items()):
        verbs.setdefault(sentence, []).append(verb)
    return sorted(verbs.items(), key=lambda each: alphabetical(each[0]))


def _titled(verb: str) -> str:
    """A page that is only named in the log when it was refused, or when somebody's data stood beside its form."""
    view = _views().get(verb)
    act = getattr(getattr(view, "act", None), "act", None)
    model = getattr(view, "model", None)
    titles = (getattr(view, "heading", ""), act and act.label, model and model._meta.verbose_name)
    title = next((title for title in titles if title and isinstance(title, str | Promise)), "")
    return _("opened the page “%(title)s”") % {"title": title} if title else ""


@cache
def _events() -> dict[str, object]:
    """What happens to accounts."""
    return {event.value: event.label for event in Event}


@cache
def _pages() -> dict[str, object]:
    """The sentence of each page that has one, by the name of its address."""
    return {name: view.log for name, view in _views().items() if getattr(view, "log", "")}


@cache
def _views() -> dict[str, Any]:
    """The class behind each address that has a name."""
    views = {name: getattr(pattern.callback, "view_class", None) for name, pattern in _named(get_resolver())}
    return {name: view for name, view in views.items() if view}


def _named(resolver: URLResolver, prefix: str = "") -> list[tuple[str, URLPattern]]:
    found = []
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            found += _named(pattern, f"{pattern.namespace}:" if pattern.namespace else prefix)
        elif pattern.name:
            found.append((prefix + pattern.name, pattern))
    return found
