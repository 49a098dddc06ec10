"""The office that a text gives a person beside the name: "Turkey's Foreign Minister, Hakan Fidan".

A role is read outwards: from its last word ("Minister"), which the table of offices has, to the
words before it, as long as they are words of roles or names of whose it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from transforms.extract.annotation import Role
from transforms.extract.entities.gazetteer import load_gazetteer
from transforms.extract.offices import (
    Words,
    is_modifier,
    joins_offices,
    look_up,
    office_of,
    status_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from transforms.extract.entities.spans import Span

_REACH = 140
_MOST_WORDS_BEFORE_HEAD = 8
_WORD = re.compile(r"[^\W_][\w.&'’-]*")
_OWNERS: Final = frozenset(("GPE", "LOC", "NORP", "ORG", "FAC", "PERSON"))
_TITLE = re.compile(r"(?:Mr|Mrs|Ms|Dr|Sir|Dame|Lord)\.?\s$")
_WORD_BEFORE = re.compile(r"(?<![\w.&'’-])([^\W_][\w.&'’-]*)\s$")
_AND_BEFORE = re.compile(r"(?<![\w.&'’-])([^\W_][\w&-]*)\s(?:and|&)\s$")
_POSSESSIVE = re.compile(r"['’]s?\s$")
_OF_BEFORE = re.compile(
    r"(?<![\w.&'’-])([^\W_][\w-]*)\s(?:of|for)\s(?:the\s)?"
    r"(?:[A-Z][\w’'&-]*(?:\s(?:and\s|of\s|the\s|for\s|&\s)*[A-Z][\w’'&-]*){0,6}|staff|state|defen[cs]e)$"
)
_APPOSITION = re.compile(r",\s(?:who\s(?:is|was)\s)?(?:(?:the|a|an|its|his|her|their)\s)?")
_AFTER_HEAD = re.compile(r"\s(?:of|for|at|to|with|in)\s(?:(?:the|an?)\s)?")
_FIELD = re.compile(
    r"\sof\s(?!(?:the|an?|our|his|her|its|their)\s)[a-z-]+(?:\s(?:and\s)?[a-z-]+){0,2}(?=\s(?:at|of|for|in)\s|[,.;:)\n]|$)"
)
_JOINT_END = re.compile(r"(?:^|\s)(?:of|for|at|to|with|in)\s(?:(?:the|an?)\s)?$")
_APPOSED_NAME_ENDS = re.compile(r"\s*(?:[,.;:)\n]|$)")
_APPOSITION_ENDS = re.compile(
    r"\s*(?:[,.;:)\n]|$|\s[-–—]\s)|\s(?:who|and|said|says|told|since|until)\b"
)
_LIST = re.compile(r"(?:,\s|,?\s(?:and|&)\s|\s?[–-]\s?)(?:Mr\s)?")


class _Found(NamedTuple):
    role: Role
    is_plural: bool


def find_roles(text: str, spans: Sequence[Span]) -> dict[int, Role]:
    """The roles of the people among the spans, by the index of the span; spans are in order."""
    ends = {span.end: span for span in spans}
    starts = {span.start: span for span in spans}
    roles: dict[int, Role] = {}
    for index, span in enumerate(spans):
        if span.label != "PERSON" or index in roles:
            continue
        found = _role_before(text, span, ends) or _role_after(text, span, starts)
        if found is not None:
            roles[index] = found.role
            if found.is_plural:
                roles.update(dict.fromkeys(_listed(text, spans, index), found.role))
    return roles


def _listed(text: str, spans: Sequence[Span], index: int) -> Iterator[int]:
    """The people that follow in the list: "Presidents Putin and Trump"."""
    while index + 1 < len(spans) and spans[index + 1].label == "PERSON":
        if not _LIST.fullmatch(text, spans[index].end, spans[index + 1].start):
            return
        index += 1
        yield index


def _role_before(text: str, person: Span, ends: Mapping[int, Span]) -> _Found | None:
    """The role that ends where the name begins, or at a comma before an apposed name."""
    title = _TITLE.search(text, max(0, person.start - 6), person.start)
    end = title.start() if title else person.start
    line = max(text.rfind("\n", 0, end) + 1, end - _REACH)
    if text[line:end].endswith(", ") and _APPOSED_NAME_ENDS.match(text, person.end):
        end -= 2
    elif text[line:end].endswith(" "):
        end -= 1
    else:
        return None
    complement = _OF_BEFORE.search(text, line, end)
    if complement and look_up(complement[1]):
        head_start, head_end = complement.span(1)
    else:
        last = _WORD_BEFORE.search(text[line:end] + " ")
        if last is None or look_up(last[1]) is None:
            return None
        head_start, head_end = line + last.start(1), line + last.end(1)
    start, owners = _extended_left(text, line, head_start, head_end, ends)
    owners += [owner for at in range(head_end, end + 1) if (owner := ends.get(at))]
    return _found(text, start, head_end, end, owners)


def _extended_left(
    text: str, line: int, head_start: int, head_end: int, ends: Mapping[int, Span]
) -> tuple[int, list[Span]]:
    """Where the role begins, and the names in it, the nearest to its head first."""
    start = head_start
    owners: list[Span] = []
    office = look_up(text[head_start:head_end])
    while start > line and text[start - 1] == " ":
        possessive = _POSSESSIVE.search(text, line, start)
        owner = ends.get(possessive.start() if possessive else start - 1)
        if owner and owner.label in _OWNERS and (possessive or owner.label != "PERSON"):
            owners.append(owner)
            start = owner.start
            continue
        word = _WORD_BEFORE.search(text, line, start)
        if word is None:
            break
        if word[1] in {"and", "&"}:
            word = _AND_BEFORE.search(text, line, start)
            if word is None or (look_up(word[1]) and not joins_offices(word[1])):
                break
            named = ends.get(word.end(1))
            if named is not None and named.label == "PERSON":
                break
        portfolio = office is not None and office.takes_portfolio and not owners
        if not _belongs(text, line, word, takes_capitals=portfolio):
            break
        start = word.start(1)
    return start, owners


def _belongs(text: str, line: int, word: re.Match[str], *, takes_capitals: bool) -> bool:
    """Whether the word before is a part of the role."""
    if is_modifier(word[1]) or look_up(word[1]):
        return True
    opens = word.start(1) == line or text[word.start(1) - 2 : word.start(1)] in {". ", '" ', "” "}
    return takes_capitals and word[1][0].isupper() and not opens and word[1].isalpha()


def _role_after(text: str, person: Span, starts: Mapping[int, Span]) -> _Found | None:
    """The role in an apposition: ", head of the Soviet Agriculture Ministry,"."""
    opening = _APPOSITION.match(text, person.end)
    if opening is None:
        return None
    owners: list[Span] = []
    head = None
    at = opening.end()
    for _ in range(_MOST_WORDS_BEFORE_HEAD):
        owner = starts.get(at)
        if owner is not None and owner.label != "PERSON":
            owners.insert(0, owner)
            at = owner.end + (2 if text[owner.end : owner.end + 2] in {"'s", "’s"} else 0)
        else:
            word = _WORD.match(text, at)
            if word is None or not (is_modifier(word[0]) or look_up(word[0].rstrip("."))):
                break
            at = word.end() - word[0].endswith(".")
            head = (word.start(), at) if look_up(text[word.start() : at]) else head
        if text[at : at + 1] != " ":
            break
        at += 1
    if head is None or _names_another(text, head[1], starts):
        return None
    end, of = _complement(text, head[1], starts)
    if not _APPOSITION_ENDS.match(text, end):
        return None
    inside = [o for o in owners if o.end <= head[0]]
    return _found(text, opening.end(), head[1], end, inside + of)


def _names_another(text: str, end: int, starts: Mapping[int, Span]) -> bool:
    """Whether the role is the next person's: "Putin, Ukrainian President Zelensky"."""
    after = starts.get(end + 1)
    return text[end : end + 1] == " " and after is not None and after.label == "PERSON"


def _complement(text: str, end: int, starts: Mapping[int, Span]) -> tuple[int, list[Span]]:
    """Where "head of research at the World Bank" ends, and the names after its head."""
    field = _FIELD.match(text, end)
    end = field.end() if field else end
    owners: list[Span] = []
    joint = _AFTER_HEAD.match(text, end)
    while joint is not None:
        owner = starts.get(joint.end())
        if owner is None or owner.label not in _OWNERS:
            break
        owners.append(owner)
        end = owner.end
        joint = _AFTER_HEAD.match(text, end)
    return end, owners


def _found(text: str, start: int, head_end: int, end: int, owners: Sequence[Span]) -> _Found | None:
    words = _words(text, start, head_end, end, owners)
    head = look_up(words.head)
    if head is None or (head.needs_capital and words.head.islower() and not words.before):
        return None
    status = status_of(words)
    organization = _organization(text, owners)
    role = Role(text[start:end], start, end, office_of(words, status), organization, status)
    return _Found(role, head.is_plural)


def _words(text: str, start: int, head_end: int, end: int, owners: Sequence[Span]) -> Words:
    """The role's words without the names of whose it is."""
    names = [(o.start, o.end) for o in owners]
    own = [
        m for m in _WORD.finditer(text, start, end) if not any(a <= m.start() < b for a, b in names)
    ]
    before = [m[0] for m in own if m.end() <= head_end and not _is_people(m[0])]
    # What is after the head and not yet whose it is: "of research" at the World Bank.
    field_end = min((o.start for o in owners if o.start >= head_end), default=end)
    after = _JOINT_END.sub("", text[head_end:field_end]).strip() if end > head_end else ""
    return Words(tuple(before[:-1]), before[-1] if before else "", after)


def _is_people(word: str) -> bool:
    known = load_gazetteer().known(word) if word[0].isupper() else None
    return known is not None and known.kind in {"people", "country"}


def _organization(text: str, owners: Sequence[Span]) -> str | None:
    """Whose office it is: the body, unless every country has one, else the country or person."""
    bodies = [o for o in owners if o.label == "ORG" and not _is_generic(text[o.start : o.end])]
    whose = bodies[:1] or owners[-1:]
    return text[whose[0].start : whose[0].end] if whose else None


def _is_generic(body: str) -> bool:
    return body.endswith(("Ministry", "Department", "Government", "Parliament", "Army", "Police"))
