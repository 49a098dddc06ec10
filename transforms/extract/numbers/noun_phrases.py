"""Finds the noun phrase that a number counts: by closed classes and shapes, without a tagger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.extract.numbers.lexer import ADJACENT, BROKEN, SPACED, remembered
from transforms.extract.numbers.vocabulary import Phrases, table, words

if TYPE_CHECKING:
    from transforms.extract.numbers.lexer import Token, Tokens

STOP = frozenset[str]().union(*words("grammar_words", "stop").values())
DETERMINERS = words("grammar_words", "stop")["determiners"]
VERBS = words("grammar_words", "verbs")["words"]
IRREGULAR = words("grammar_words", "plurals")["words"]
SINGULAR = words("grammar_words", "singulars")["words"]
PEOPLE = words("grammar_words", "adjectives")["nouns"]
OBJECTS = words("grammar_words", "stop")["objects"]
OBJECT_STARTS = (DETERMINERS | OBJECTS) - {
    "each",
    "every",
    "all",
    "both",
    "no",
    "apiece",
    "this",
    "such",
    "another",
}
DAYS = frozenset(table("calendar")["weekdays"]) | frozenset(table("calendar")["months"])
COMPOUNDS = Phrases(dict.fromkeys(words("grammar_words", "compounds")["phrases"], True))
RATE_ARTICLES = words("grammar_words", "rates")["articles"]
RATE_UNITS = words("grammar_words", "rates")["units"]

CUES = words("cues", "noun_phrases")
QUOTES = frozenset({"'", "’", "‘", "“", "”", '"'})
WIDEST = 8  # tokens of one noun phrase


def is_plural(token: Token) -> bool:
    """Whether a word has the shape of a plural noun.

    >>> from transforms.extract.numbers.lexer import tokenize
    >>> tokens = tokenize("two cities across this crisis, children")
    >>> [token.text for token in tokens if is_plural(token)]
    ['cities', 'children']
    """
    word = token.lower
    if word in IRREGULAR:
        return True
    return (
        word.endswith("s")
        and len(word) > 3
        and token.kind == "word"
        and not word.endswith(("ss", "us", "is", "'s", "’s"))
        and word not in SINGULAR
        and word not in VERBS
        and word not in STOP
    )


@remembered
def plural_phrase(tokens: Tokens, first: int) -> int | None:
    """The end of a noun phrase with a plural head, or null.

    "armed men in" gives the end of "men"; "prisoners of war" is one phrase.
    """
    at, limit = first, first + WIDEST
    while at < limit:
        token = tokens[at]
        if token.gap == BROKEN:
            return None
        if is_plural(token) or _is_plural_code(tokens, at):
            return _past_plurals(tokens, at)
        if token.lower in CUES["verb_plurals"]:
            return at + 1
        if token.lower in PEOPLE and not _goes_on(tokens, at + 1):
            return at + 1
        if not _may_modify(tokens, at, first):
            return None
        at += 1
    return None


def _is_plural_code(tokens: Tokens, at: int) -> bool:
    """The names of things in the plural: "two MiG-29s", "the T90s"."""
    token, before = tokens[at], tokens[at - 1]
    if token.kind == "code":
        return token.text[-1] == "s" and token.text[-2].isdigit()
    return token.text == "s" and token.gap == ADJACENT and before.kind == "number"


def _past_plurals(tokens: Tokens, at: int) -> int:
    """Past "sports cars", "police officers": a plural before a plural modifies it."""
    compound = COMPOUNDS.at(tokens, at)
    if compound is not None:
        return compound[0]
    end = at + 1
    while (
        tokens[end].gap != BROKEN
        and end < at + 3
        and (is_plural(tokens[end]) or (tokens[end].kind == "dash" and tokens[end].gap == ADJACENT))
    ):
        end += 1
    return end - 1 if tokens[end - 1].kind == "dash" else end


def _goes_on(tokens: Tokens, at: int) -> bool:
    token = tokens[at]
    return (
        token.kind == "word"
        and token.gap != BROKEN
        and token.lower not in STOP
        and is_plural(token)
    )


def _may_modify(tokens: Tokens, at: int, first: int) -> bool:
    token = tokens[at]
    if token.kind in {"word", "initials", "code"}:
        if token.lower in {"and", "or"}:
            return at > first and is_plural(tokens[at + 2]) and tokens[at + 1].lower not in STOP
        return token.lower not in STOP and token.lower not in VERBS
    if token.kind == "dash":
        return token.gap == ADJACENT and at > first and tokens[at + 1].gap == ADJACENT
    if token.kind == "number":
        return tokens[at - 1].kind == "dash" and token.gap == ADJACENT
    if token.text == ",":
        return (
            at > first
            and tokens[at + 1].kind == "word"
            and tokens[at + 1].gap != BROKEN
            and (is_plural(tokens[at + 2]))
        )
    return token.text in QUOTES or (token.text == "&" and at > first)


def singular_phrase(tokens: Tokens, first: int, *, one: bool = False) -> int | None:
    """The end of the run of nouns and adjectives that begins at a token, or null.

    Args:
        tokens: The text.
        first: The token.
        one: Whether the number is one, so that a word in -s behind the noun is its verb.
    """
    at, limit = first, first + WIDEST
    while at < limit and _continues(tokens, at, first):
        token = tokens[at]
        ends = at > first and is_plural(token) and not is_plural(tokens[at + 1])
        if ends and not _in_compound(tokens, at):
            return at if one and token.text.islower() else at + 1
        at += 1
    while at > first and tokens[at - 1].kind == "dash":
        at -= 1
    return at if at > first else None


def _continues(tokens: Tokens, at: int, first: int) -> bool:
    """Whether a token goes on with the run of nouns and adjectives that began at the first."""
    token = tokens[at]
    if token.gap == BROKEN:
        return False
    if token.kind == "dash":
        return token.gap == ADJACENT and tokens[at + 1].gap == ADJACENT and at > first
    if token.kind not in {"word", "initials", "code"}:
        return False
    if _in_compound(tokens, at):
        return True  # inside a compound every word belongs: face-to-face, follow-up
    if token.lower in STOP or _is_verb_here(tokens, at, first):
        return False
    if token.lower in VERBS and token.lower not in CUES["verb_nouns"]:
        return False
    if at == first:
        return True
    # "a 30-minute meeting Wednesday"
    new_name = token.text[0].isupper() and tokens[at - 1].text.islower()
    return not new_name and not _has_object(tokens, at)


def _in_compound(tokens: Tokens, at: int) -> bool:
    return tokens[at - 1].kind == "dash" and tokens[at - 1].gap == ADJACENT


def _is_verb_here(tokens: Tokens, at: int, first: int) -> bool:
    """As in "the first round ended in", "talks collapsed": -ed after a noun, no noun behind."""
    word, following = tokens[at].lower, tokens[at + 1]
    if at == first or not word.endswith(("ed", "ing", "ly")) or len(word) < 5:
        return False
    if word in CUES["ing_nouns"]:
        return False
    return following.kind != "word" or following.gap == BROKEN or following.lower in STOP


def _has_object(tokens: Tokens, at: int) -> bool:
    """Whether a word is followed as a verb is: "the sixth seed beat Nadal", "it sees the"."""
    token, following = tokens[at], tokens[at + 1]
    if not token.text.islower() or following.gap != SPACED or token.lower in RATE_UNITS:
        return False
    if (
        following.kind in {"number", "sign", "dollar", "prefix"}
        and token.lower in CUES["verb_nouns"]
    ):
        return True
    return following.lower in OBJECT_STARTS or (
        following.kind == "word" and following.text[0].isupper() and following.lower not in DAYS
    )


def rate_at(tokens: Tokens, at: int) -> tuple[int, str] | None:
    """The end and the unit of a rate: "a barrel", "per share", "/day", "-a-month", "each"."""
    step = at
    while tokens[step].kind == "dash" and tokens[step].gap == ADJACENT and step < at + 1:
        step += 1
    article = tokens[step]
    if article.gap == BROKEN:
        return None
    if article.lower in {"each", "apiece"} and step == at:
        return step + 1, "each"
    if article.lower not in RATE_ARTICLES and article.text != "/":
        return None
    unit = step + 1
    if tokens[unit].kind == "dash" and tokens[unit].gap == ADJACENT:
        unit += 1
    end = unit + 1
    token = tokens[unit]
    if token.gap == BROKEN or token.kind != "word":
        return None
    if token.lower in {"square", "sq", "cubic", "metric", "troy"} and tokens[end].kind == "word":
        return end + 1, f"{token.lower} {tokens[end].lower}"
    if token.lower not in RATE_UNITS or tokens[end].lower in CUES["after_rate"]:
        return None
    return end, token.lower
