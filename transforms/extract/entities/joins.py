"""Spans that end too early or begin too late: names that the model took apart, put together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transforms.extract.entities.gazetteer import Gazetteer, load_gazetteer
from transforms.extract.entities.names import lower_words
from transforms.extract.entities.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

_PARTICLE = r"(?:von|van|der|den|de|da|dos|del|della|di|la|le|bin|ibn|al|el|lo|ten|ter)"
_ENDS_IN_PARTICLE = re.compile(rf"\s{_PARTICLE}$")
_PARTICLE_NEXT = re.compile(rf"\s{_PARTICLE}\s")
_AFTER_PARTICLE = re.compile(rf"(?:\s{_PARTICLE})*\s(?:[ae]l-|d')?[^\W\d_a-z][\w’'-]*")
# The second half of a given name, "Han Duck-soo", and no adjective, "Putin-led".
_HYPHENATED = re.compile(
    r"-(?!(?:led|era|born|like|run|made|free|held|type|wide|based|style|ruled|owned|aged|elect)\b)[a-zé]{2,6}\b"
)
_WORD_BEFORE = re.compile(r"(?<![\w.'’-])([^\W\d_a-z][^\W\d_]+) $")
# "Yu.Boldbaatar": initials that are written on to the name.
_INITIAL = 2  # letters: "Yu" too
_INITIALS_BEFORE = re.compile(r"(?<![^\W_])(?:[^\W\d_a-z][^\W\d_A-Z]?\.){1,2}$")
_WORD_AFTER = re.compile(r" ([^\W\d_a-z][^\W\d_]+)(?![\w'’-])")
# Given names that begin sentences as other words.
_ALSO_WORDS = frozenset((
    "Will", "May", "Mark", "Grant", "Chase", "Frank", "Art", "Sunny", "Rose", "Hope", "Faith",
    "Even", "An", "Mai", "Do", "Long", "Can", "In",
))  # fmt: skip
_BODY_END = re.compile(
    r"\b(?:Ministry|Department|Office|Commission|Committee|Council|Authority|Agency|Institute|Cent(?:er|re)"
    r"|Association|Federation|Union|Bureau|Directorate|Foundation|Fund|Trust|Court|Bank|Board|University"
    r"|School|College|Society|Organi[sz]ation|Alliance|Party|Conference|Coalition|Academy|Faculty)$"
)
_BODY_REST = re.compile(
    r"\s(?:of|for)(?:\sthe)?\s[A-Z][\w’'-]*(?:\s(?:of\s|for\s|the\s|on\s|(?:and|&)\s(?:the\s)?)*[A-Z][\w’'-]*){0,7}"
)
_OPEN_REST = re.compile(
    r"(?:\s(?:and|&))?(?:\s(?:of|for|the))*\s[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*){0,3}"
)


def join_spans(text: str, spans: Sequence[Span]) -> list[Span]:
    """The spans, widened where the words beside them belong to the name; none overlap."""
    gazetteer = load_gazetteer()
    joined: list[Span] = []
    for index, span in enumerate(spans):
        if joined and span.end <= joined[-1].end:
            continue
        left = joined[-1].end if joined else 0
        right = spans[index + 1].start if index + 1 < len(spans) else len(text)
        wide = _widened(text, span, left, right, gazetteer)
        if joined and _belong_together(text, joined[-1], wide, gazetteer):
            joined[-1] = Span(joined[-1].start, wide.end, wide.label)
        else:
            joined.append(wide)
    return joined


def _widened(text: str, span: Span, left: int, right: int, gazetteer: Gazetteer) -> Span:
    start, end, label = span
    if label == "PERSON":
        end = _person_end(text, start, end)
        initials = _INITIALS_BEFORE.search(text, max(left, start - 6), start)
        start = initials.start() if initials else start
        if " " not in text[start:end]:
            start = _with_given_name(text, start, left, gazetteer)
            end = _with_family_name(text, start, end, right, gazetteer)
    elif label == "ORG":
        end = _body_end(text, start, end)
    return Span(start, end, label)


def _person_end(text: str, start: int, end: int) -> int:
    """The end of the name with what follows a particle: "Ursula von" + " der Leyen"."""
    if _ENDS_IN_PARTICLE.search(text, start, end) or _PARTICLE_NEXT.match(text, end):
        rest = _AFTER_PARTICLE.match(text, end)
        end = rest.end() if rest else end
    hyphenated = _HYPHENATED.match(text, end)
    return hyphenated.end() if hyphenated else end


def _with_given_name(text: str, start: int, left: int, gazetteer: Gazetteer) -> int:
    before = _WORD_BEFORE.search(text, max(left, start - 20), start)
    if before is None or before[1] not in gazetteer.given_names or before[1] in _ALSO_WORDS:
        return start
    return start if gazetteer.known(before[1]) or before[1] in gazetteer.titles else before.start(1)


def _with_family_name(text: str, start: int, end: int, right: int, gazetteer: Gazetteer) -> int:
    if text[start:end] not in gazetteer.given_names:
        return end
    after = _WORD_AFTER.match(text, end, right)
    if after is None or after[1] not in gazetteer.family_names or gazetteer.known(after[1]):
        return end
    return end if after[1].lower() in lower_words(text) else after.end()


def _body_end(text: str, start: int, end: int) -> int:
    """The end of the body's name with what it is for: "Nile Authority" + " for Navigation"."""
    if text.endswith((" of", " for", " and"), start, end):
        rest = _OPEN_REST.match(text, end)
        return rest.end() if rest else text.rindex(" ", start, end)
    while _BODY_END.search(text, start, end):
        rest = _BODY_REST.match(text, end)
        if rest is None:
            break
        end = rest.end()
    return end


def _belong_together(text: str, one: Span, two: Span, gazetteer: Gazetteer) -> bool:
    between, name = text[one.end : two.start], text[one.start : one.end]
    if two.label != "PERSON" or not (between == " " or (between == "." and len(name) <= _INITIAL)):
        return False
    if one.label == "PERSON":
        return True
    return one.label == "ORG" and name in gazetteer.given_names and not gazetteer.known(name)
