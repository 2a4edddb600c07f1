#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""areas.py OUT FOLDER: writes the table of areas as C, from the iso-codes JSON files in FOLDER (docs/decisions/areas.md)."""
import json
import os
import re
import sys
import unicodedata

KEY_SIZE = 96  # AREA_KEY_SIZE in model/area_table.h
FOLD_FIRST, FOLD_LAST = 0xC0, 0x17F

# Common names where iso-codes has none: what people say.
COMMON_NAMES = {
    "BRN": "Brunei", "COD": "DR Congo", "FLK": "Falkland Islands", "FSM": "Micronesia", "PSE": "Palestine", "RUS": "Russia",
    "VAT": "Vatican City",
    "BUMM": "Burma", "BYAA": "Byelorussian SSR", "CSHH": "Czechoslovakia", "DDDE": "East Germany",
    "FXFR": "Metropolitan France", "HVBF": "Upper Volta", "SUHH": "Soviet Union", "TPTL": "East Timor",
    "VDVN": "North Vietnam", "YDYE": "South Yemen", "YUCS": "Yugoslavia", "ZRCD": "Zaire",
}

# Further names that are accepted.
OTHER_NAMES = {
    "ARE": ["UAE"], "BES": ["Caribbean Netherlands"], "BHS": ["Bahamas, The"], "BIH": ["Bosnia"], "CHN": ["PRC"],
    "CIV": ["Ivory Coast"], "COD": ["Congo-Kinshasa", "Congo, Dem. Rep.", "Dem. Rep. of the Congo", "Democratic Republic of Congo", "DRC"],
    "COG": ["Congo-Brazzaville", "Congo, Rep."], "CPV": ["Cape Verde"], "CZE": ["Czech Republic"], "EGY": ["Egypt, Arab Rep."],
    "GBR": ["UK", "Great Britain", "Britain"], "GMB": ["Gambia, The"], "HKG": ["China, Hong Kong SAR", "Hong Kong SAR"],
    "IRN": ["Iran, Islamic Rep."], "KGZ": ["Kirghizia"], "KOR": ["Rep. of Korea", "Korea, Rep.", "Korea, South"],
    "LAO": ["Lao PDR", "Lao People's Dem. Rep."], "MAC": ["China, Macao SAR", "Macau"], "MDA": ["Rep. of Moldova"],
    "MKD": ["Macedonia"], "NLD": ["Holland"], "PRK": ["Dem. People's Rep. of Korea", "DPRK", "Korea, North"],
    "SHN": ["Saint Helena"], "SWZ": ["Swaziland"], "TUR": ["Turkey"], "TZA": ["United Rep. of Tanzania"],
    "USA": ["America", "U.S.", "U.S.A."], "VAT": ["Vatican"], "VEN": ["Venezuela, RB"], "YEM": ["Yemen, Rep."],
    "SUHH": ["USSR"], "DDDE": ["GDR", "Dem. Rep. of Germany"],
}

# UN Comtrade's number where it is not the M49 one. Source: UN Comtrade, reference tables partnerAreas and Reporters, 2025-06-05.
COMTRADE_NUMBERS = {
    "CHE": 757, "FRA": 251, "IND": 699, "NOR": 579, "USA": 842,
    "BQAQ": 80, "PZPA": 592, "VDVN": 866,
}
# The M49 number where iso-codes has that of a successor.
M49_NUMBERS = {"YUCS": 890}

# Areas that ISO 3166 does not have: code, kind, M49, Comtrade's number, name, further names and codes. None: there is none.
OTHER_AREAS = [
    ("W00", "WORLD", 1, 0, "World", ["WLD", "All countries"]),
    ("EUN", "GROUP", None, 97, "European Union", ["EU", "EUR", "EU27", "EU-27"]),
    ("EAEU", "GROUP", None, None, "Eurasian Economic Union", ["EEU"]),
    ("CIS", "GROUP", None, None, "Commonwealth of Independent States", []),
    ("ASEAN", "GROUP", None, 975, "ASEAN", ["R4", "Association of Southeast Asian Nations"]),
    ("EFTA", "GROUP", None, None, "European Free Trade Association", []),
    ("GCC", "GROUP", None, None, "Gulf Cooperation Council", ["Cooperation Council for the Arab States of the Gulf"]),
    ("MERCOSUR", "GROUP", None, None, "Mercosur", ["Southern Common Market"]),
    ("OTS", "GROUP", None, None, "Organization of Turkic States", ["Turkic Council", "Organisation of Turkic States"]),
    ("SCO", "GROUP", None, None, "Shanghai Cooperation Organisation", ["Shanghai Cooperation Organization"]),
    ("ZA1", "GROUP", None, 711, "Southern African Customs Union", ["SACU"]),
    ("_CI", "GROUP", 830, None, "Channel Islands", []),
    ("_X", "RESIDUAL", None, 899, "Areas, nes", ["Areas nes", "Areas, not elsewhere specified"]),
    ("X1", "RESIDUAL", None, 837, "Bunkers", []),
    ("X2", "RESIDUAL", None, 838, "Free Zones", []),
    ("XX", "RESIDUAL", None, 839, "Special Categories", []),
    ("_AC", "RESIDUAL", None, 472, "Africa CAMEU region, nes", []),
    ("A49", "RESIDUAL", None, 129, "Caribbean, nes", []),
    ("A59", "RESIDUAL", None, 637, "North America and Central America, nes", []),
    ("A79", "RESIDUAL", None, 636, "Rest of America, nes", []),
    ("E19", "RESIDUAL", None, 568, "Other Europe, nes", []),
    ("E29", "RESIDUAL", None, 221, "Eastern Europe, nes", []),
    ("F19", "RESIDUAL", None, 577, "Other Africa, nes", []),
    ("F49", "RESIDUAL", None, 290, "Northern Africa, nes", []),
    ("F97", "RESIDUAL", None, 879, "Western Asia, nes", []),
    ("O19", "RESIDUAL", None, 527, "Oceania, nes", []),
    ("R20", "RESIDUAL", None, 697, "Europe EFTA, nes", []),
    ("R91", "RESIDUAL", None, 471, "CACM, nes", []),
    ("S19", "RESIDUAL", None, 490, "Other Asia, nes", ["Other Asia, not elsewhere specified"]),
    ("_473", "RESIDUAL", None, 473, "LAIA, nes", []),
    ("_58", "FORMER", None, 58, "Belgium-Luxembourg (to 1998)", ["Belgium-Luxembourg"]),
    ("_230", "FORMER", None, 230, "Ethiopia (to 1992)", []),
    ("_280", "FORMER", None, 280, "West Germany", ["Fed. Rep. of Germany", "FRG"]),
    ("_532", "FORMER", None, 532, "Netherlands Antilles and Aruba", []),
    ("_588", "FORMER", None, 588, "East and West Pakistan", []),
    ("_590", "FORMER", None, 590, "Panama, excluding Canal Zone", []),
    ("_658", "FORMER", None, 658, "Saint Kitts, Nevis and Anguilla", []),
    ("_736", "FORMER", None, 736, "Sudan (to 2011)", []),
    ("_841", "FORMER", None, 841, "USA and Puerto Rico (to 1980)", []),
    ("_868", "FORMER", None, 868, "South Vietnam", ["Rep. of Vietnam"]),
    ("_886", "FORMER", None, 886, "North Yemen", ["Yemen Arab Republic", "Arab Rep. of Yemen"]),
    ("_PM", "FORMER", None, 459, "Peninsula Malaysia", []),
    ("_RI", "FORMER", None, 647, "Ryukyu Islands", []),
    ("_RN", "FORMER", None, 717, "Rhodesia and Nyasaland", []),
    ("_SH", "FORMER", None, 461, "Sabah", []),
    ("_SK", "FORMER", None, 457, "Sarawak", []),
    ("_SM", "FORMER", None, 698, "Sikkim, protectorate of India", []),
    ("_TK", "FORMER", None, 835, "Tanganyika", []),
    ("_ZP", "FORMER", None, 836, "Zanzibar and Pemba", []),
]

LETTERS = {"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ĸ": "k", "ł": "l", "þ": "th",
           "ŋ": "n", "ŧ": "t", "ŀ": "l", "ŉ": "n", "ĳ": "ij", "ſ": "s", "×": "x", "÷": ""}


def fold_letter(letter):
    letter = letter.lower()
    if letter in LETTERS:
        return LETTERS[letter]
    plain = "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))
    return plain.lower()


FOLD = [fold_letter(chr(code)) for code in range(FOLD_FIRST, FOLD_LAST + 1)]


def fold(text):
    """The same steps as fold() in model/area.c."""
    out = ""
    for c in text:
        code = ord(c)
        if FOLD_FIRST <= code <= FOLD_LAST:
            out += FOLD[code - FOLD_FIRST]
        elif c in "\u2018\u2019\u02bc`":
            out += "'"
        elif c in " \t\n\v\f\r\u00a0":
            out += " "
        elif not 0x300 <= code <= 0x36F:
            out += c.lower() if code < 0x80 else c
    out = re.sub(" +", " ", out).strip()
    if out.startswith("the ") and len(out) > 4:
        out = out[4:]
    if out.isascii() and out.isdigit():
        out = out.lstrip("0") or "0"
    return out


def uninvert(name):
    """"Korea, Republic of" -> "Republic of Korea"; None when the name is not inverted."""
    match = re.fullmatch(r"([^,]+), (.* (?:of|of the|the)|British|U\.S\.|Metropolitan)", name)
    if not match:
        return None
    return re.sub("^[Tt]he ", "", f"{match[2]} {match[1]}")


def name_variants(name):
    """Every way in which a name may be given on input."""
    if not name:
        return []
    variants = [name]
    turned = uninvert(name)
    if turned:
        head, tail = name.split(", ", 1)
        variants += [turned, f"{head} ({tail})"]
    variants.append(re.sub(r" \([^()]*\)$", "", name))
    return variants


def base_area(code, kind, entry):
    name = entry.get("common_name") or COMMON_NAMES.get(code)
    official = re.sub("^the ", "", entry.get("official_name") or "") or None
    names = [name, entry.get("common_name"), entry["name"], official] + OTHER_NAMES.get(code, [])
    return {
        "code": code, "kind": kind, "alpha2": entry["alpha_2"], "m49": int(entry["numeric"]) if "numeric" in entry else None,
        "comtrade": COMTRADE_NUMBERS.get(code), "name": name or uninvert(entry["name"]) or entry["name"],
        "iso_name": entry["name"], "official_name": official,
        "names": [variant for name in names for variant in name_variants(name)], "codes": [],
    }


def read_countries(folder):
    with open(os.path.join(folder, "iso_3166-1.json"), encoding="utf-8") as file:
        return [base_area(entry["alpha_3"], "COUNTRY", entry) for entry in json.load(file)["3166-1"]]


def only(values, value, taken):
    """@value, unless it is somebody else's or stands for two."""
    return value if value not in taken and values.count(value) == 1 else None


def read_former(folder, countries):
    with open(os.path.join(folder, "iso_3166-3.json"), encoding="utf-8") as file:
        entries = json.load(file)["3166-3"]
    areas = [base_area(entry["alpha_4"], "FORMER", entry) for entry in entries]
    alpha2s = [area["alpha2"] for area in areas]
    alpha3s = [entry["alpha_3"] for entry in entries]
    for area, entry in zip(areas, entries):
        area["m49"] = M49_NUMBERS.get(area["code"], area["m49"])
        if area["m49"] in {country["m49"] for country in countries}:
            area["m49"] = None
        area["alpha2"] = only(alpha2s, area["alpha2"], {country["alpha2"] for country in countries})
        area["codes"] = [only(alpha3s, entry["alpha_3"], {country["code"] for country in countries})]
    return areas


def read_others():
    return [{
        "code": code, "kind": kind, "alpha2": "EU" if code == "EUN" else None, "m49": m49, "comtrade": comtrade, "name": name,
        "iso_name": None, "official_name": None, "names": [name] + more, "codes": [],
    } for code, kind, m49, comtrade, name, more in OTHER_AREAS]


def make_keys(areas):
    """Folded text -> number of the area. What comes first keeps a text: codes before numbers before names, countries before others."""
    keys = {}
    ranked = sorted(range(len(areas)), key=lambda i: areas[i]["kind"] != "COUNTRY")
    for texts in (lambda a: [a["code"]], lambda a: [a["alpha2"], *a["codes"]], lambda a: [a["comtrade"]], lambda a: [a["m49"]],
                  lambda a: a["names"]):
        for i in ranked:
            for text in texts(areas[i]):
                if text is not None:
                    keys.setdefault(fold(str(text)), i)
    return sorted(keys.items(), key=lambda item: item[0].encode())


def check(areas, keys):
    for area in areas:
        if not area["name"]:
            sys.exit(f"areas.py: {area['code']} has no name")
    codes = [area["code"] for area in areas]
    if len(set(codes)) != len(codes):
        sys.exit("areas.py: two areas have one code")
    if max(len(text.encode()) for text, _ in keys) >= KEY_SIZE:
        sys.exit("areas.py: a name is longer than AREA_KEY_SIZE")
    if max(map(len, FOLD)) > 3:
        sys.exit("areas.py: a letter is folded to more than three")


def literal(text):
    if text is None:
        return "NULL"
    escaped = "".join(c if c.isascii() else "".join(f"\\{byte:03o}" for byte in c.encode())
                      for c in text.replace("\\", "\\\\").replace('"', '\\"'))
    return f'"{escaped}"'


def number(value):
    return -1 if value is None else value


def write(out, areas, keys):
    out.write('/* Made by build-aux/areas.py. */\n#include "model/area_table.h"\n\nconst struct area area_table[] = {\n')
    for area in areas:
        texts = [literal(area[member]) for member in ("name", "iso_name", "official_name")]
        out.write(f"    {{{literal(area['code'])}, AREA_{area['kind']}, {literal(area['alpha2'])}, {number(area['m49'])}, "
                  f"{number(area['comtrade'])},\n     {', '.join(texts)}}},\n")
    out.write("};\nconst size_t area_table_count = sizeof area_table / sizeof area_table[0];\n\n")
    out.write("const struct area_key area_keys[] = {\n")
    for text, area in keys:
        out.write(f"    {{{literal(text)}, {area}}},\n")
    out.write("};\nconst size_t area_keys_count = sizeof area_keys / sizeof area_keys[0];\n\n")
    out.write("const char area_fold_table[AREA_FOLD_LAST - AREA_FOLD_FIRST + 1][4] = {\n")
    for letters in FOLD:
        out.write(f"    {literal(letters)},\n")
    out.write("};\n")


def main(path, folder):
    countries = read_countries(folder)
    areas = sorted(countries + read_former(folder, countries) + read_others(), key=lambda area: area["code"])
    keys = make_keys(areas)
    check(areas, keys)
    with open(path, "w", encoding="ascii") as out:
        write(out, areas, keys)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
