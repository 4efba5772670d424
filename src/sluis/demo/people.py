"""Invented patients of two invented providers, some of them patients of both; one file is messy, as files are."""

import csv
import random  # an example's data, not a secret: the same on every machine
from pathlib import Path

SPECIFICATION = """\
name: kniezorg
version: 1.0.0
title: Kwaliteitsregistratie kniezorg (verzonnen)
scheme: polymorphic
format: {type: csv}
fields:
  - {name: BSN, type: string, identifier: bsn, treatment: pseudonymise, justification: één patiënt is één persoon}
  - {name: NAAM, type: string, treatment: drop, classification: ordinary, justification: gaat nooit de deur uit}
  - name: GEBOORTEDATUM
    type: date
    format: "%d-%m-%Y"
    treatment: {generalise: year, top_code_age: 97}
    classification: ordinary
    justification: leeftijdsgroep
  - {name: POSTCODE, type: string, treatment: {generalise: pc4, mask: ["1234"]}, classification: ordinary, justification: regio}
  - {name: GESLACHT, type: string, constraints: {enum: [V, M, O]}, treatment: seal, classification: ordinary, justification: casemix}
  - {name: PIJN, type: integer, constraints: {minimum: 0, maximum: 10}, treatment: seal, classification: special, justification: uitkomst}
  - {name: PERIODE, type: string, treatment: clear, classification: ordinary, justification: bij welke ronde het hoort}
composites:
  - {name: KOPPEL, of: [NAAM, GEBOORTEDATUM, GESLACHT], treatment: pseudonymise, justification: koppelen waar geen BSN is}
"""
_FIRST = ("Aafje", "Bram", "Coba", "Dirk", "Eefje", "Floris", "Guusje", "Hilbert", "Ina", "Joost")
_LAST = ("Voorbeeld", "de Proef", "van Verzonnen", "Testma", "Schijnsma")


def write_people(place: Path) -> list[Path]:
    """Two files of invented patients; 60 and 50 rows, 20 persons in both."""
    rng = random.Random(7)  # noqa: S311
    people = [_person(rng) for _ in range(90)]
    files = []
    for number, chosen in enumerate((people[:60], people[40:]), 1):
        path = place / f"patients-{number}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["BSN", "NAAM", "GEBOORTEDATUM", "POSTCODE", "GESLACHT", "PIJN", "PERIODE", "KAMER"])
            for at, person in enumerate(chosen):
                pain = "11" if number == 1 and at == 30 else str(rng.randint(0, 10))
                bsn = "123456789" if number == 1 and at == 5 else person[0]
                writer.writerow([bsn, *person[1:], pain, "2026-3", str(rng.randint(1, 40))])
        files.append(path)
    return files


def _person(rng: random.Random) -> list[str]:
    name = f"{rng.choice(_FIRST)} {rng.choice(_LAST)}"
    born = f"{rng.randint(1, 28):02d}-{rng.randint(1, 12):02d}-{rng.randint(1926, 2010)}"
    postcode = f"{rng.randint(1000, 9999)} {rng.choice('ABCDEGHJ')}{rng.choice('KLNPRSTV')}"
    return [_bsn(rng), name, born, postcode, rng.choice("VVMMO")]


def _bsn(rng: random.Random) -> str:
    """Nine digits that pass the eleven-test and begin with 9000, a range that is not issued."""
    while True:
        digits = [9, 0, 0, 0, *(rng.randint(0, 9) for _ in range(4))]
        check = sum(weight * digit for weight, digit in zip(range(9, 1, -1), digits, strict=True)) % 11
        if check < 10:
            return "".join(map(str, [*digits, check]))
