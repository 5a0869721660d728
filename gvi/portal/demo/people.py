"""The demo's people: who may sign in, for which agency and in which role. All of them are invented."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from gvi.access.policy import Role
from gvi.access.principal import Principal
from gvi.partnerships.actions import create_partnership
from gvi.partnerships.models import Affiliation, Agency, Unit, User
from gvi.partnerships.plan import read

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
PASSWORD = "gvi-demo-losenord"  # noqa: S105  printed at every start; the accounts exist only under DEMO=1


@dataclass(frozen=True)
class Somebody:
    """A demo account: the first part of its address, its name, its agency and role."""

    login: str
    name: str
    agency: str
    role: str
    title: str = ""
    unit: str = ""
    town: str = "norrby"

    @property
    def email(self) -> str:
        return f"{self.login}@{self.town}.example"


PEOPLE = [
    Somebody("samordnare", "Maja Lind", "Norrby kommun", Role.COORDINATOR, "GVI-samordnare"),
    Somebody("samordnare2", "Sam Ask", "Sjöstads kommun", Role.COORDINATOR, "GVI-samordnare"),
    Somebody("socialsekreterare", "Eli Rönn", "Socialtjänsten Norrby", Role.SOCIAL_WORKER, "socialsekreterare"),
    Somebody("socialsekreterare2", "Love Alm", "Socialtjänsten Sjöstad", Role.SOCIAL_WORKER, "socialsekreterare"),
    Somebody("avhoppare", "Tove Hägg", "Socialtjänsten Norrby", Role.EXIT_COORDINATOR, "avhopparsamordnare"),
    Somebody("polis", "Kim Ceder", "Polisen", Role.POLICE_COORDINATOR, "polissamordnare"),
    Somebody("analytiker", "Robin Björk", "Polisen", Role.ANALYST, "analytiker"),
    Somebody("frivard", "Noa Hassel", "Frivården", Role.PROBATION_COORDINATOR, "samordnare frivård"),
    Somebody(
        "frivardsinspektor",
        "Charlie Ek",
        "Frivården",
        Role.PROBATION_OFFICER,
        "frivårdsinspektör",
        "Frivårdskontoret Norrby",
    ),
    Somebody("styrgrupp", "Mika Gran", "Norrby kommun", Role.STEERING, "kommundirektör"),
    Somebody("chef", "Toni Lönn", "Socialtjänsten Norrby", Role.MANAGER, "enhetschef"),
    Somebody("registrator", "Jo Oxel", "Norrby kommun", Role.REGISTRAR, "registrator"),
    Somebody("logg", "Lo Tall", "Polisen", Role.LOG_REVIEWER, "loggranskare"),
    Somebody("system", "Ray Alm", "Norrby kommun", Role.SYSTEM_MANAGER, "systemförvaltare"),
]
# The partnership where only the municipality logs in (product, realistic start).
ALONE = Somebody("samordnare", "Ina Rönn", "Ekstads kommun", Role.COORDINATOR, "GVI-samordnare", town="ekstad")
FILES = {"norrby": "norrby-sjostad", "ekstad": "ekstad"}  # what each town's partnership is called


def people() -> dict[str, Principal]:
    """The demo's principals by login. Makes those that are missing."""
    create_partnership(read(EXAMPLES / f"{FILES['norrby']}.toml"))
    return {somebody.login: _principal(somebody) for somebody in PEOPLE}


def alone() -> Principal:
    """The coordinator of the partnership where nobody else logs in. Makes what is missing."""
    create_partnership(read(EXAMPLES / f"{FILES['ekstad']}.toml"))
    return _principal(ALONE)


def _principal(who: Somebody) -> Principal:
    agency = Agency.objects.get(partnership__slug=FILES[who.town], short=who.agency)
    user = User.objects.filter(email=who.email).first()
    if user is None:
        user = User.objects.create_user(who.email, PASSWORD, full_name=who.name, is_demo=True)
    unit = Unit.objects.filter(agency=agency, name=who.unit).first()
    made, _new = Affiliation.objects.get_or_create(
        user=user,
        agency=agency,
        role=who.role,
        defaults={"title": who.title, "unit": unit, "starts": timezone.localdate() - timedelta(days=300)},
    )
    return Principal(Affiliation.objects.for_principal().get(pk=made.pk))


def logins() -> str:
    """One line per role, and the password they share."""
    everybody = [*PEOPLE, ALONE]
    width = max(len(one.email) for one in everybody)
    lines = [f"  {one.email:<{width}}  {one.name}, {one.title}, {one.agency}" for one in everybody]
    lines[-1] += " (where only the municipality logs in)"
    return "\n".join([f"Demo logins, all with the password {PASSWORD}:", *lines])
