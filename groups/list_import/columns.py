"""The columns of the police's list, and the words that they may hold."""

from groups.models import Accuracy, Certainty, MembershipRole, Reliability
from gvi.spreadsheets.columns import Column, Sheet

# Of a person with protected identity as people write it: Skyddad folkbokföring, sekretessmarkering, kvarskrivning.
PROTECTION = r"skydd(ad|at|ade)\b|skyddsident|sekretess|\bsekr\b|\bsekr\.?\s*m[aä]rk|kvarskr|fingera"

COLUMNS: dict[str, Column] = {
    "group": Column(
        "Grupp", "Gruppens arbetsnamn, likadant på varje rad.", "Grupp Norra", required=True,
        also=("Gruppnamn", "Gruppens namn", "Grupper", "Grupptillhörighet"),
    ),
    "area": Column("Område", "Var gruppen håller till.", "Norrby centrum", also=("Gruppens område", "Områden")),
    "given_name": Column(
        "Förnamn", "Personens tilltalsnamn.", "Kim", required=True, also=("Tilltalsnamn", "Förnamn (tilltalsnamn)"),
        whole=("Namn", "Person", "För- och efternamn", "Fullständigt namn", "Hela namnet", "Namn/Personnr"),
    ),
    "family_name": Column("Efternamn", "Personens efternamn, om det är känt.", "Ceder", also=("Släktnamn",)),
    "alias": Column(
        "Kallas", "Ett annat namn som personen går under.", "Kimmen",
        also=("Alias", "Kallas även", "Kallad", "Även kallad", "Smeknamn", "Andra namn"),
    ),
    "national_id": Column(
        "Personnummer", "Person- eller samordningsnummer, 10 eller 12 siffror.", "19900101-2385",
        also=(
            "Personnr", "Person-nr.", "Pnr", "P-nr", "Prnr", "Persnr", "Pers.nr", "Samordningsnummer", "Samordningsnr",
            "Person-/samordningsnummer", "Person- eller samordningsnummer", "Person- och samordningsnummer",
            "Svenskt personnummer", "Födelsenummer",
        ),
        looks_like=r"pers(on)?[\W_]*(nr|num)|samordning|\bp[\W_]*nr",
    ),
    "birth_year": Column(
        "Födelseår", "Fyra siffror. Behövs bara när personnummer saknas.", "1990",
        also=("Född", "Född år", "Födelsedatum", "Födelsetid"),
    ),
    "municipality": Column(
        "Kommun", "Där personen bor.", "Norrby", also=("Hemkommun", "Bostadskommun", "Bor i", "Folkbokföringskommun")
    ),
    "role": Column(
        "Roll",
        "Ett av orden: ledande, drivande, aktiv, perifer, ung rekryt, möjlig budskapsbärare, anhörig, kontakt.",
        "drivande",
        required=True,
        also=("Roll i gruppen", "Personens roll"),
    ),
    "certainty": Column(
        "Säkerhet", "Ett av orden: bekräftad, trolig, möjlig, avförd.", "trolig", required=True,
        also=("Säkerhet i bedömningen", "Bedömningens säkerhet"),
    ),
    "reliability": Column(
        "Källa", "Källans tillförlitlighet, A till F. Tomt betyder F.", "B",
        also=("Källans tillförlitlighet", "Tillförlitlighet"),
    ),
    "accuracy": Column(
        "Riktighet", "Hur riktig uppgiften är, 1 till 6. Tomt betyder 6.", "2", also=("Uppgiftens riktighet", "Uppgift")
    ),
    "grounds": Column(
        "Grund", "Vad bedömningen bygger på. Stannar hos polisen.", "Två oberoende iakttagelser",
        also=("Grunder", "Grund för bedömningen", "Underlag"),
    ),
    "known_since": Column(
        "Känd sedan", "Datum, till exempel 2024-05-01.", "2024-05-01", also=("Känd sen", "Känd från", "Känd fr.o.m.")
    ),
    "protected": Column(
        "Skyddad", "ja om personen har skyddade personuppgifter, annars tomt.", "nej",
        also=(
            "Skyddade personuppgifter", "Skyddade uppgifter", "Skyddade pers.uppg.", "Skyddad identitet", "Skyddad id",
            "Skyddad person", "Skyddad folkbokföring", "Skydd", "Sekretessmarkering", "Sekretessmarkerad",
            "Sekretessmark", "Sekretessmärkning", "Sekr.markering", "Sekr.mark", "Sekr.märkt", "Sekretess",
        ),
        looks_like=r"skydd(?!stillsyn)|sekret|\bsekr|kvarskr|fingera|hemlig",
        says=PROTECTION,
    ),
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
