"""The demo's people: who may sign in, for which agency and in which role. All of them are invented."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from allauth.mfa.totp.internal import auth as totp
from django.utils import timezone

from gvi.access.policy import Role
from gvi.access.principal import Principal
from gvi.partnerships.models import Affiliation, Agency, Unit, User
from gvi.partnerships.setup import create_partnership
from gvi.partnerships.setup_file import read

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
PASSWORD = "gvi-demo-losenord"  # noqa: S105  printed at every start; the accounts exist only under DEMO=1


@dataclass(frozen=True)
class Somebody:
    """A demo account: the first part of its address, its name, its agency and role.

    `began`, `seen` and `left` are days before today; None for never.
    """

    login: str
    name: str
    agency: str
    role: str
    title: str = ""
    unit: str = ""
    town: str = "norrby"
    began: int = 300
    seen: int | None = 2
    left: int | None = None
    factor: bool = False

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
    Somebody("mottagning", "Ime Asp", "Socialtjänsten Norrby", Role.DUTY_DESK, "mottagning"),
    Somebody("chef", "Toni Lönn", "Socialtjänsten Norrby", Role.UNIT_HEAD, "enhetschef"),
    Somebody("registrator", "Jo Oxel", "Norrby kommun", Role.REGISTRAR, "registrator"),
    Somebody("registrator-polis", "Billie Al", "Polisen", Role.REGISTRAR, "registrator"),
    Somebody("registrator-frivard", "Sol Bok", "Frivården", Role.REGISTRAR, "registrator"),
    Somebody("logg", "Lo Tall", "Polisen", Role.LOG_REVIEWER, "loggranskare"),
    Somebody("system", "Ray Alm", "Norrby kommun", Role.SYSTEM_MANAGER, "systemförvaltare"),
]
# The partnership where only the municipality logs in (product 18).
ALONE = Somebody("samordnare", "Ina Rönn", "Ekstads kommun", Role.COORDINATOR, "GVI-samordnare", town="ekstad")
FILES = {"norrby": "norrby-sjostad", "ekstad": "ekstad"}  # what each town's partnership is called

# Colleagues whose accounts the system managers look after; not among the logins that are listed.
COLLEAGUES = [
    Somebody("system2", "Sol Fura", "Norrby kommun", Role.SYSTEM_MANAGER, "systemförvaltare", began=420, seen=1),
    Somebody(
        "logg2",
        "Jim Avenbok",
        "Norrby kommun",
        Role.LOG_REVIEWER,
        "informationssäkerhet",
        began=520,
        seen=190,
        factor=True,
    ),
    Somebody("styrgrupp2", "Nor Sälg", "Norrby kommun", Role.STEERING, "socialchef", began=200, seen=40, factor=True),
    Somebody("arkivarie", "Li Hägg", "Norrby kommun", Role.REGISTRAR, "arkivarie", began=240, factor=True),
    Somebody("vikarie", "Kit Lärk", "Norrby kommun", Role.COORDINATOR, "vikarie", began=320, seen=60, left=45),
    Somebody("system3", "Vide Lund", "Polisen", Role.SYSTEM_MANAGER, "systemförvaltare", began=310, seen=12),
    Somebody("analytiker2", "Billie Bok", "Polisen", Role.ANALYST, "analytiker", began=610, seen=90, left=30),
    Somebody("polischef", "Max Gran", "Polisen", Role.MANAGER, "områdeschef", began=430, seen=20, factor=True),
    Somebody("system4", "Kaj Olvon", "Socialtjänsten Norrby", Role.SYSTEM_MANAGER, "systemförvaltare", began=290),
    Somebody(
        "socialsekreterare3", "Sasha Pil", "Socialtjänsten Norrby", Role.SOCIAL_WORKER, "socialsekreterare", left=9
    ),
    Somebody("frivardschef", "Jamie Sälg", "Frivården", Role.MANAGER, "kontorschef", began=380, seen=33, factor=True),
]


def people() -> dict[str, Principal]:
    """The demo's principals by login. Makes those that are missing."""
    create_partnership(read(EXAMPLES / f"{FILES['norrby']}.toml"))
    return {somebody.login: _principal(somebody) for somebody in [*PEOPLE, *COLLEAGUES]}


def alone() -> Principal:
    """The coordinator of the partnership where nobody else logs in. Makes what is missing."""
    create_partnership(read(EXAMPLES / f"{FILES['ekstad']}.toml"))
    return _principal(ALONE)


def _principal(person: Somebody) -> Principal:
    agency = Agency.objects.get(partnership__slug=FILES[person.town], short_name=person.agency)
    user = User.objects.filter(email=person.email).first()
    if user is None:
        user = User.objects.create_user(person.email, PASSWORD, full_name=person.name, is_demo=True)
        if person.factor:
            totp.TOTP.activate(user, totp.generate_totp_secret())
    unit = Unit.objects.filter(agency=agency, name=person.unit).first()
    today, now = timezone.localdate(), timezone.now()
    dates = {
        "starts_on": today - timedelta(days=person.began),
        "ends_on": None if person.left is None else today - timedelta(days=person.left),
        "last_signed_in_at": None if person.seen is None else now - timedelta(days=max(person.seen, person.left or 0)),
        "welcomed_at": None if person.seen is None else now,
    }
    made, _new = Affiliation.objects.get_or_create(
        user=user, agency=agency, role=person.role, defaults={"title": person.title, "unit": unit} | dates
    )
    return Principal(Affiliation.objects.for_principal().get(pk=made.pk))


def logins() -> str:
    """One line per role, and the password they share."""
    everybody = [*PEOPLE, ALONE]
    width = max(len(person.email) for person in everybody)
    lines = [f"  {person.email:<{width}}  {person.name}, {person.title}, {person.agency}" for person in everybody]
    lines[-1] += " (where only the municipality logs in)"
    return "\n".join([f"Demo logins, all with the password {PASSWORD}:", *lines])
