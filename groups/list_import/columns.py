"""The columns of the police's list, and the words that they may hold."""

from groups.models import Accuracy, Certainty, MembershipRole, Reliability
from gvi.spreadsheets.columns import Column, Sheet

COLUMNS: dict[str, Column] = {
    "group": Column("Grupp", "Gruppens arbetsnamn, likadant på varje rad.", "Grupp Norra", required=True),
    "area": Column("Område", "Var gruppen håller till.", "Norrby centrum"),
    "given_name": Column("Förnamn", "Personens tilltalsnamn.", "Kim", required=True),
    "family_name": Column("Efternamn", "Personens efternamn, om det är känt.", "Ceder"),
    "alias": Column("Kallas", "Ett annat namn som personen går under.", "Kimmen"),
    "national_id": Column("Personnummer", "Person- eller samordningsnummer, 10 eller 12 siffror.", "19900101-2385"),
    "birth_year": Column("Födelseår", "Fyra siffror. Behövs bara när personnummer saknas.", "1990"),
    "municipality": Column("Kommun", "Där personen bor.", "Norrby"),
    "role": Column(
        "Roll",
        "Ett av orden: ledande, drivande, aktiv, perifer, ung rekryt, möjlig budskapsbärare, anhörig, kontakt.",
        "drivande",
        required=True,
    ),
    "certainty": Column("Säkerhet", "Ett av orden: bekräftad, trolig, möjlig, avförd.", "trolig", required=True),
    "reliability": Column("Källa", "Källans tillförlitlighet, A till F. Tomt betyder F.", "B"),
    "accuracy": Column("Riktighet", "Hur riktig uppgiften är, 1 till 6. Tomt betyder 6.", "2"),
    "grounds": Column("Grund", "Vad bedömningen bygger på. Stannar hos polisen.", "Två oberoende iakttagelser"),
    "known_since": Column("Känd sedan", "Datum, till exempel 2024-05-01.", "2024-05-01"),
    "protected": Column("Skyddad", "ja om personen har skyddade personuppgifter, annars tomt.", "nej"),
}  # fmt: skip

# These words belong to the file format: they are the same in whatever language the reader has chosen.
ROLES = {
    "ledande": MembershipRole.LEADING,
    "drivande": MembershipRole.DRIVING,
    "aktiv": MembershipRole.ACTIVE,
    "perifer": MembershipRole.PERIPHERAL,
    "ung rekryt": MembershipRole.RECRUIT,
    "rekryt": MembershipRole.RECRUIT,
    "möjlig budskapsbärare": MembershipRole.MESSAGE_CARRIER,
    "budskapsbärare": MembershipRole.MESSAGE_CARRIER,
    "anhörig": MembershipRole.RELATIVE,
    "kontakt": MembershipRole.CONTACT,
    "kontakt, ej misstänkt": MembershipRole.CONTACT,
}
CERTAINTIES = {
    "bekräftad": Certainty.CONFIRMED,
    "trolig": Certainty.LIKELY,
    "möjlig": Certainty.POSSIBLE,
    "avförd": Certainty.DROPPED,
}
RELIABILITIES = {value.lower(): value for value in Reliability.values}
ACCURACIES = {value: value for value in Accuracy.values}
SHEET = Sheet("Grupplista", COLUMNS)
