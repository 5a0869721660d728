"""Dockerfile and docker-compose.yml, read as text: what no engine is needed to see."""

import os
import re
from pathlib import Path

import pytest
from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.test import RequestFactory, override_settings

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = (ROOT / "docker-compose.yml").read_text()
DOCKERFILE = (ROOT / "Dockerfile").read_text()
SHARED, SERVICES = COMPOSE.split("\nservices:\n")
SERVICES = SERVICES.split("\nnetworks:\n")[0]
SERVICE = {
    part.split(":", 1)[0].strip(): part
    for part in re.split(r"\n(?=  [a-z]+:\n)", "\n" + SERVICES)
    if re.match(r"  [a-z]+:\n", part)
}


def whole(name: str) -> str:
    """A service with what it shares."""
    return SERVICE[name] + (SHARED if "<<: *app" in SERVICE[name] else "")


def test_these_services_exist() -> None:
    assert set(SERVICE) == {"keys", "db", "redis", "setup", "web", "worker", "beat", "proxy"}


@pytest.mark.parametrize("name", sorted(SERVICE))
def test_each_service_can_do_no_more_than_it_must(name: str) -> None:
    text = whole(name)
    assert "read_only: true" in text
    assert "no-new-privileges:true" in text
    assert re.search(r"cap_drop:\n +- ALL\n", text)
    assert "privileged" not in text.replace("no-new-privileges", "")


def test_nothing_runs_as_root() -> None:
    """The two servers name their user; the images made here end as a number that is not 0."""
    for name in ("db", "redis"):
        assert re.search(r"^    user: [a-z]+$", SERVICE[name], re.MULTILINE)
    for name in set(SERVICE) - {"db", "redis"}:
        target = re.search(r"target: (\w+)", whole(name))
        assert target is not None
        stage = DOCKERFILE.split(f" AS {target.group(1)}\n")[1].split("\nFROM ")[0]
        assert re.findall(r"^USER (\d+):\d+$", stage, re.MULTILINE)[-1] != "0"


def test_only_the_proxy_is_reached_from_outside_and_reaches_out() -> None:
    assert {name for name, text in SERVICE.items() if "\n    ports:" in text} == {"proxy"}
    assert {name for name, text in SERVICE.items() if "- outside" in text} == {"proxy"}
    assert COMPOSE.count("internal: true") == 2


def test_only_setup_and_keys_see_the_owners_password() -> None:
    assert {name for name, text in SERVICE.items() if "keys:/keys/own" in text} == {"keys", "setup"}


def test_every_script_is_there_and_may_be_run() -> None:
    named = set(re.findall(r"/app/(ops/docker/\w+\.sh)", COMPOSE + DOCKERFILE))
    assert named >= {f"ops/docker/{name}.sh" for name in ("keys", "setup", "web", "worker", "beat", "health")}
    assert {name for name in named if not os.access(ROOT / name, os.X_OK)} == set()


def test_the_image_holds_every_package_of_ours() -> None:
    ours = {app.split(".")[0] for app in settings.INSTALLED_APPS if (ROOT / app.split(".")[0]).is_dir()}
    copied = set(re.findall(r"^COPY (\w+) \1$", DOCKERFILE, re.MULTILINE))
    assert ours | {"templates", "static", "ops", "examples"} == copied, "the Dockerfile needs a COPY line for each"


def test_what_is_installed_is_checked_against_its_hash() -> None:
    assert re.findall(r"pip install ([^&\\\n]*)", DOCKERFILE) == ["--require-hashes -r requirements.lock "]


@pytest.mark.parametrize(("proxies", "believed"), [(0, "10.0.0.2"), (1, "203.0.113.7")])
def test_a_visitor_cannot_choose_the_address_that_is_counted(proxies: int, believed: str) -> None:
    """Behind one proxy its word counts and what the visitor claimed before it does not; without a proxy nobody's."""
    claimed = "198.51.100.1, 203.0.113.7"
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.2", HTTP_X_FORWARDED_FOR=claimed)
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=proxies):
        assert get_client_ip(request) == believed
