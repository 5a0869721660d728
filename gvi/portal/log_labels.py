"""The words for the log's verbs: they are declared on the act, or on the page."""

from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver

from gvi.acts.act import REGISTRY


def label(verb: str) -> str:
    """The verb in words. One without words is shown as it is rather than hidden."""
    act = REGISTRY.get(verb)
    return str((act.log if act else _pages().get(verb)) or verb)


def labels() -> dict[str, str]:
    """Every verb that has words."""
    acts = {name: str(act.log) for name, act in REGISTRY.items() if act.log}
    return acts | {name: str(sentence) for name, sentence in _pages().items()}


@cache
def _pages() -> dict[str, object]:
    """The sentence of each page that has one, by the name of its address."""
    sentences = {name: _sentence(pattern) for name, pattern in _named(get_resolver())}
    return {name: sentence for name, sentence in sentences.items() if sentence}


def _sentence(pattern: URLPattern) -> object:
    return getattr(getattr(pattern.callback, "view_class", None), "log", "")


def _named(resolver: URLResolver, prefix: str = "") -> list[tuple[str, URLPattern]]:
    found = []
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            found += _named(pattern, f"{pattern.namespace}:" if pattern.namespace else prefix)
        elif pattern.name:
            found.append((prefix + pattern.name, pattern))
    return found
