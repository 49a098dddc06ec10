"""The quotes of a text: marks, clauses, links, contents and speakers put together."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from transforms.extract.quotes.clauses import Clause, find_clauses, main_subject, may_speak_on
from transforms.extract.quotes.content import content_spans
from transforms.extract.quotes.lexicon import words
from transforms.extract.quotes.linking import (
    Attribution,
    LinkedQuote,
    Reading,
    attribution_of,
    link_quotes,
)
from transforms.extract.quotes.marks import Quoted, quoted_spans
from transforms.extract.quotes.paragraphs import paragraphs
from transforms.extract.quotes.quote import Quote, QuoteKind
from transforms.extract.quotes.resolving import Resolver
from transforms.extract.quotes.tokens import TokenSentence, paragraph_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transforms.extract.annotation import Mention, Sentence

_WORD: Final = re.compile(r"\w+")
_FEWEST_QUOTED_WORDS: Final = 3
_UTTERANCE_ENDS: Final = (".", "!", "?", "…", ",", "—", "–")


def extract_quotes(
    text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention]
) -> list[Quote]:
    """The direct, mixed and indirect quotes of a text, in order of their offsets.

    Args:
        text: The whole text.
        sentences: Its sentences, in order.
        mentions: Its mentions, in order.
    """
    return _Document(text, sentences, mentions).quotes()


class _Document:
    def __init__(
        self, text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention]
    ) -> None:
        self.text = text
        self.mentions = mentions
        self.starts = [s.start_offset for s in sentences]
        self.resolver = Resolver(text, mentions)
        self.found: list[Quote] = []
        self.carried: Attribution | None = None

    def quotes(self) -> list[Quote]:
        bounds = paragraphs(self.text)
        quoted = quoted_spans(self.text, bounds)
        at = 0
        for start, end in bounds:
            first = at
            while at < len(quoted) and quoted[at].start < end:
                at += 1
            self._paragraph((start, end), quoted[first:at])
        return sorted(self.found, key=lambda q: (q.start_offset, q.end_offset))

    def _paragraph(self, bounds: tuple[int, int], quoted: list[Quoted]) -> None:
        chunk = paragraph_sentences(self.text, bounds, quoted, self.starts, self.mentions)
        readings = [self._reading(s) for s in chunk]
        spoken: Attribution | None = None
        for index, reading in enumerate(readings):
            following = readings[index + 1] if index + 1 < len(readings) else None
            linked = link_quotes(reading, following, spoken or self.carried)
            self._emit(reading, linked)
            spoken = self._speaker_after(reading, linked, spoken)
        if spoken is not None and spoken.cue is None and self.text[bounds[1] - 1] != ":":
            spoken = None
        self.carried = spoken

    def _reading(self, sentence: TokenSentence) -> Reading:
        clauses = find_clauses(sentence.tokens, self.mentions)
        contents = [content_spans(sentence.tokens, clauses, i) for i in range(len(clauses))]
        return Reading(sentence.tokens, clauses, contents)

    def _speaker_after(
        self, reading: Reading, linked: list[LinkedQuote], spoken: Attribution | None
    ) -> Attribution | None:
        """Who would go on speaking, if the next sentence were a quote without a cue."""
        if linked:
            return linked[-1].attribution
        tokens = reading.tokens
        for clause in reading.clauses:
            if clause.entry.frames & {"q", "s"} and may_speak_on(tokens, clause, self.mentions):
                return attribution_of(tokens, clause, "same-speaker")
        subject = main_subject(tokens, self.mentions)
        if spoken is not None or subject is None:
            return spoken
        return Attribution(
            (tokens[subject.first].start, tokens[subject.last].end),
            (tokens[subject.head].start, tokens[subject.head].end),
            None,
            "same-speaker",
        )

    def _emit(self, reading: Reading, linked: list[LinkedQuote]) -> None:
        tokens = reading.tokens
        for quote in linked:
            stretch = tokens[quote.index].quoted
            if stretch is None:
                continue
            start, end = self._trim(stretch.inner_start, stretch.inner_end)
            if not self._is_said(start, end, quote):
                continue
            self._add(start, end, "mixed" if quote.is_mixed else "direct", quote.attribution)
        used = {q.attribution.cue for q in linked if q.attribution.rule_id.startswith("quote-")}
        for clause, spans in zip(reading.clauses, reading.contents, strict=True):
            if (
                clause.subject is None
                or (tokens[clause.cue].start, tokens[clause.cue_end - 1].end) in used
            ):
                continue
            if _is_embedded(reading, clause):
                continue
            attribution = attribution_of(tokens, clause, clause.pattern)
            for first, last in spans:
                around = [
                    t.quoted
                    for t in tokens[max(0, first - 1) : last + 1]
                    if t.quoted is not None and t.quoted.is_double
                ]
                if around:
                    continue
                self._add(tokens[first].start, tokens[last - 1].end, "indirect", attribution)

    def _is_said(self, start: int, end: int, quote: LinkedQuote) -> bool:
        """Whether quoted words are somebody's, and no scare quotes or title."""
        count = 0
        for _ in _WORD.finditer(self.text, start, end):
            count += 1
            if count >= _FEWEST_QUOTED_WORDS:
                return True
        return count > 0 and not quote.is_mixed and self.text.endswith(_UTTERANCE_ENDS, start, end)

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return start, end

    def _add(self, start: int, end: int, kind: QuoteKind, attribution: Attribution) -> None:
        speaker, cue = attribution.speaker, attribution.cue
        mention = None
        if speaker is not None:
            mention = self.resolver.resolve(speaker, attribution.head, start)
        self.found.append(
            Quote(
                sentence_index=max(0, bisect_right(self.starts, start) - 1),
                part_index=0,
                start_offset=start,
                end_offset=end,
                text=self.text[start:end],
                kind=kind,
                speaker_text=self.text[speaker[0] : speaker[1]] if speaker else None,
                speaker_start_offset=speaker[0] if speaker else None,
                speaker_end_offset=speaker[1] if speaker else None,
                speaker_mention_index=mention,
                cue_text=self.text[cue[0] : cue[1]] if cue else None,
                cue_start_offset=cue[0] if cue else None,
                cue_end_offset=cue[1] if cue else None,
                rule_id=attribution.rule_id,
            )
        )


def _is_embedded(reading: Reading, clause: Clause) -> bool:
    """Whether a clause is itself retold, and no speech of somebody else's: "she said she hopes"."""
    if clause.subject is None or clause.pattern == "according-to":
        return False
    head = reading.tokens[clause.subject.head].lower
    own = clause.entry.frames & {"q", "s"} and head not in words().subject_pronouns
    return not own and any(
        first <= clause.cue < end
        for other, spans in zip(reading.clauses, reading.contents, strict=True)
        if other.cue < clause.cue and other.entry.frames & {"q", "s"}
        for first, end in spans
    )
