"""Numbers that are no numbers: identifiers, names, addresses, the pronoun "one"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.extract.numbers.lexer import ADJACENT, BROKEN, SPACED
from transforms.extract.numbers.noun_phrases import STOP, is_plural, plural_phrase
from transforms.extract.numbers.numerals import SCALES
from transforms.extract.numbers.units import TIME_UNITS, physical_at
from transforms.extract.numbers.vocabulary import listed, table, words
from transforms.extract.numbers.word_names import LOWER_DESIGNATORS, NO_NAME, WORD_NAMES, word_name

if TYPE_CHECKING:
    from transforms.extract.numbers.lexer import Token, Tokens

CUES = words("cues", "names")
DESIGNATORS = listed("names", "designator")
HYPHEN_NAMES = listed("names", "hyphen_name")
TYPE_NUMBERS = listed("names", "type_number")
TELEPHONES = listed("names", "telephone")
STREETS = listed("names", "street")
FOLLOWERS = listed("names", "follower")
CALIBRES = listed("names", "calibre")
VERSES = listed("names", "verse")
AUXILIARIES = words("grammar_words", "stop")["auxiliaries"]
SENTENCE_STARTS = frozenset({".", ":", "!", "?", '"', "“", "-"})
NAME_STARTS = WORD_NAMES.starts
LONGEST_LABEL = 3  # digits: "the year 2000" is a date
LONGEST_STREET = 5  # tokens between the number of a house and the word "Road"
MONTHS = frozenset(table("calendar")["months"])


def name_at(tokens: Tokens, first: int) -> int | None:
    """One past a number that belongs to a name or an identifier, or null.

    >>> from transforms.extract.numbers.lexer import tokenize
    >>> name_at(tokenize("F-16 jets"), 2), name_at(tokenize("killed 16"), 1)
    (3, None)
    """
    kind = tokens[first].kind
    if kind in {"number", "fraction", "clock"}:
        return _identifier(tokens, first)
    if kind == "word":
        return word_name(tokens, first)
    return None


def _identifier(tokens: Tokens, first: int) -> int | None:
    if tokens[first].text in NAME_STARTS:
        named = WORD_NAMES.at(tokens, first)
        if named is not None:
            return named[0]
    if not _is_identifier(tokens, first):
        return None
    end = first + 1
    while tokens[end].gap == ADJACENT and tokens[end].kind in {"word", "code", "dash", "number"}:
        if tokens[end].kind == "dash" and tokens[end + 1].gap != ADJACENT:
            break
        end += 1
    return end


def _is_identifier(tokens: Tokens, first: int) -> bool:
    """Whether a number is part of a name; what one look can rule out is not asked."""
    token, before, after = tokens[first], tokens[first - 1], tokens[first + 1]
    return (
        (token.gap == ADJACENT and _glued_to_letters(tokens, first))
        or (token.gap == SPACED and _behind_designator(tokens, first))
        or ((after.kind != "word" or after.text != after.lower) and _before_street(tokens, first))
        or after.lower in FOLLOWERS
        or ((after.text == "K" or token.text in TYPE_NUMBERS) and _is_type(tokens, first))
        or (after.gap == ADJACENT and _is_street(tokens, first))
        or (before.lower in VERSES and _is_verse(tokens, first))
        or (token.text[0] in ".0" and (_is_calibre(tokens, first) or _is_code(token)))
        or (before.text == "." and _is_numbered(tokens, first))
    )


def _glued_to_letters(tokens: Tokens, first: int) -> bool:
    """F-16, COVID-19, /2024, 1.2.3, RAV4: other characters directly before the digits."""
    before = tokens[first - 1]
    if before.kind == "dash" and before.gap == ADJACENT:
        word = tokens[first - 2]
        named = _is_name_part(word) or word.lower in HYPHEN_NAMES
        return named and not _is_amount(tokens, first)
    if before.text == ".":
        return tokens[first - 2].kind == "number"
    if before.text == "/":
        return tokens[first - 2].kind in {"word", "code"}
    if before.text == "+" and before.gap == ADJACENT:
        return tokens[first - 2].kind == "code"  # P5+1
    return before.kind in {"code", "prefix"} or before.text in {"#", "_", "\\", "=", "&"}


def _is_name_part(word: Token) -> bool:
    if word.kind not in {"word", "code", "initials"} or word.lower in CUES["prefixes"]:
        return False
    return word.text[0].isupper() and word.lower not in MONTHS


def _is_amount(tokens: Tokens, first: int) -> bool:
    following = tokens[first + 1]
    return (
        following.text == "%" or following.lower in SCALES or following.lower in {"percent", "year"}
    )


def _behind_designator(tokens: Tokens, first: int) -> bool:
    """Whether the word before a number makes it a name: "Article 5", "Apollo 13"."""
    token, before, after = tokens[first], tokens[first - 1], tokens[first + 1]
    if before.kind not in {"word", "initials"}:
        return False
    pair = after.kind == "dash" and before.text.islower() and is_pair(tokens, first)
    if pair and _falls(tokens, first):
        return False  # "the first set 6-2", but "pages 12-14"
    if "," in token.text or after.text == "%" or (after.lower in SCALES and after.gap != BROKEN):
        return False
    if before.lower in {"and", "or", "to"}:
        return _is_listed(tokens, first)
    if before.lower == "no":
        return token.text in {"10", "11"} and before.text[0].isupper()
    if before.lower in TELEPHONES and not before.text.isupper():
        return token.text.isdecimal() and (after.kind != "word" or after.lower in STOP)
    return _names_number(tokens, first)


def _names_number(tokens: Tokens, first: int) -> bool:
    """Whether a word before a number names things by numbers: "page 12", "Bus 42", "Boeing 737"."""
    before, after = tokens[first - 1], tokens[first + 1]
    one = before.lower.removesuffix("s")
    row = before.lower in LOWER_DESIGNATORS or one in LOWER_DESIGNATORS
    if row and _is_label(tokens, first):
        return True
    if before.text.islower():
        return False
    if before.lower in DESIGNATORS:
        return not (after.kind == "word" and after.lower in TIME_UNITS and before.gap == BROKEN)
    return any(letter.isupper() for letter in before.text) and _is_name(tokens, first)


def _is_listed(tokens: Tokens, first: int) -> bool:
    """The second number behind a name in the plural: "junctions 12 and 13"."""
    name = tokens[first - 3].lower
    return (
        tokens[first - 2].kind == "number"
        and name.endswith("s")
        and name[:-1] in DESIGNATORS | LOWER_DESIGNATORS
        and _is_label(tokens, first)
    )


def _is_label(tokens: Tokens, first: int) -> bool:
    """Whether a number names the one of its row: "page 12", but "a set 20 years old"."""
    token, after = tokens[first], tokens[first + 1]
    if not token.text.isdecimal() or len(token.text) > LONGEST_LABEL or after.lower in TIME_UNITS:
        return False
    counts = after.gap == SPACED and plural_phrase(tokens, first + 1) == first + 2
    return not counts and physical_at(tokens, first + 1, digits=True) is None


def _is_name(tokens: Tokens, first: int) -> bool:
    """A capitalised word within a sentence, and nothing behind the number that it could count."""
    token, before, after = tokens[first], tokens[first - 1], tokens[first + 1]
    stop = before.lower in NO_NAME and before.text != "US"
    if token.kind != "number" or not token.text.isdecimal() or stop:
        return False
    if is_pair(tokens, first) or (
        after.gap == ADJACENT and physical_at(tokens, first + 1, digits=True)
    ):
        return False  # "beat Everton 3-0", "the Olympic 100m"
    starts = tokens[first - 2].kind == "end" or tokens[first - 2].text in SENTENCE_STARTS
    called = after.lower in AUXILIARIES and not before.lower.endswith("ly")  # "Doom 3 was"
    if starts and after.text not in {".", ","} and not called:
        return False
    if after.kind == "word" and after.gap == SPACED:
        if after.lower in TIME_UNITS or physical_at(tokens, first + 1, digits=True):
            return False
        if plural_phrase(tokens, first + 1) is not None or after.lower in CUES["no_label"]:
            return False
    if len(token.text) == 4 and token.text[:2] in {"18", "19", "20"}:
        return False  # a year
    # A verb in a headline, where all words have capitals, ends in -s or -ed.
    return not (before.lower.endswith(("s", "ed")) and tokens[first - 2].text[:1].isupper())


def is_pair(tokens: Tokens, first: int) -> bool:
    """Whether two short numbers are joined by a dash, as in a score: "3-0"."""
    left, dash, right, after = tokens[first : first + 4]
    return (
        dash.kind == "dash"
        and dash.gap == right.gap == ADJACENT
        and len(dash.text) == 1
        and all(each.text.isdecimal() and len(each.text) <= LONGEST_LABEL for each in (left, right))
        and not (after.gap == ADJACENT and after.kind in {"dash", "word", "code", "number"})
    )


def _falls(tokens: Tokens, first: int) -> bool:
    return int(tokens[first].text) >= int(tokens[first + 2].text)


def _before_street(tokens: Tokens, first: int) -> bool:
    """The number of a house: "49 Zorro Ranch Road"."""
    token = tokens[first]
    if token.kind != "number" or not token.text.isdecimal():
        return False
    start = first + 1
    if tokens[start].kind == "dash" and tokens[start + 1].kind == "number":  # "16-18 New Road"
        start += 2
    for at in range(start, start + LONGEST_STREET):
        word = tokens[at]
        if (word.gap != SPACED and word.text != ".") or (
            not word.text[:1].isupper() and word.kind != "number"
        ):
            return False
        if word.lower in STREETS and at > start:
            return True
    return False


def _is_street(tokens: Tokens, first: int) -> bool:
    """As in "54th Street", "5th Avenue"."""
    return tokens[first + 2].text in CUES["named_by_ordinal"]


def _is_verse(tokens: Tokens, first: int) -> bool:
    kind, book = tokens[first].kind, tokens[first - 1]
    if not book.text[0].isupper():
        return False
    return kind == "clock" or (kind == "number" and tokens[first + 1].text == ":")


def _is_numbered(tokens: Tokens, first: int) -> bool:
    """As in "Ward No. 12"."""
    words_before = [token.lower for token in tokens[max(0, first - 2) : first]]
    return words_before == ["no", "."] and tokens[first - 3].lower in LOWER_DESIGNATORS


def _is_code(token: Token) -> bool:
    """Whether a number is a code: "007"; "0345 GMT" is a time, "09 May" a date."""
    return len(token.text) == LONGEST_LABEL and token.text[0] == "0" and token.text.isdecimal()


def _is_calibre(tokens: Tokens, first: int) -> bool:
    at = first + 1 + (tokens[first + 1].kind == "dash")
    return tokens[first].text.startswith(".") and tokens[at].lower in CALIBRES


def _is_type(tokens: Tokens, first: int) -> bool:
    """Whether a number is a type by itself: "787 Dreamliner", a "4K" screen."""
    token, after = tokens[first], tokens[first + 1]
    if after.text == "K" and after.gap == ADJACENT and len(token.text) == 1:
        return tokens[first - 1].kind not in {"sign", "dollar"} and not is_plural(tokens[first + 2])
    return token.text in TYPE_NUMBERS and (
        after.lower in STOP
        or after.kind != "word"
        or after.text[0].isupper()
        or after.lower in {"jet", "jets", "plane", "planes"}
    )
