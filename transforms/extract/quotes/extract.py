"""The quotes of a text: marks, clauses, links, contents and speakers put together."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from transforms.extract.quotes.clauses import ClauseReader
from transforms.extract.quotes.content import content_spans
from transforms.extract.quotes.grammar import (
    Attribution,
    Clause,
    Reading,
    attribution_of,
    spans_of,
)
from transforms.extract.quotes.lexicon import words
from transforms.extract.quotes.linking import LinkedQuote, link_quotes
from transforms.extract.quotes.marks import Quoted, quoted_spans
from transforms.extract.quotes.paragraphs import paragraphs
from transforms.extract.quotes.quote import Quote, QuoteKind
from transforms.extract.quotes.resolving import Resolver
from transforms.extract.quotes.sentences import SentenceSpan, may_attribute, sentence_spans
from transforms.extract.quotes.tokens import Token, Tokenizer
from transforms.extract.quotes.transcripts import Turn, turns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transforms.extract.annotation import Mention, Sentence

_WORD: Final = re.compile(r"\w+")
# Bounds the work on a text without full stops, where everything is read from everywhere.
_LONGEST_SENTENCE: Final = 250
_GUESS: Final = "same-speaker"
_RULES_AFTER: Final = ("quote-subject-verb", "quote-verb-subject", "quote-stop-cue")
_FEWEST_QUOTED_WORDS: Final = 3
_UTTERANCE_ENDS: Final = (".", "!", "?", "…", ",", "—", "–")
_SENTENCE_ENDS: Final = (".", "!", "?", "”", '"')


def extract_quotes(
    text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention]
) -> list[Quote]:
    """The direct, mixed and indirect quotes of a text, in order of their offsets.

    Args:
        text: The whole text.
        sentences: Its sentences, in order.
        mentions: Its mentions, in order; none overlap.
    """
    return _Document(text, sentences, mentions).quotes()


class _Document:
    """One text on its way from paragraph to paragraph; ``_carried`` is who spoke last."""

    def __init__(
        self, text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention]
    ) -> None:
        self._text = text
        self._mentions = mentions
        self._starts = [s.start_offset for s in sentences]
        self._resolver = Resolver(text, mentions)
        self._tokenizer = Tokenizer(text, mentions)
        self._found: list[Quote] = []
        self._parts: dict[tuple[object, ...], int] = {}
        # Cues that close a quote: what follows them in their sentence is no speech.
        self._spoken: set[tuple[int, int] | None] = set()
        # Quotes that go on in the next paragraph, before it is known who speaks there.
        self._unsettled: list[tuple[Quoted, LinkedQuote | None]] = []
        self._carried: Attribution | None = None

    def quotes(self) -> list[Quote]:
        bounds = paragraphs(self._text)
        spoken = turns(self._text, bounds)
        quoted = quoted_spans(self._text, bounds)
        at = 0
        for index, (start, end) in enumerate(bounds):
            first = at
            while at < len(quoted) and quoted[at].start < end:
                at += 1
            turn = spoken.get(index)
            if turn is not None:
                self._turn(turn)
            else:
                self._paragraph((start, end), quoted[first:at], is_first=index == 0)
        self._settle(None)
        return sorted(self._found, key=lambda q: (q.start_offset, q.end_offset, q.rule_id))

    def _turn(self, turn: Turn) -> None:
        attribution = Attribution(turn.speaker, turn.speaker, None, "transcript")
        self._add(*turn.said, "direct", attribution)

    def _paragraph(self, bounds: tuple[int, int], quoted: list[Quoted], *, is_first: bool) -> None:
        text = self._text
        is_headline = is_first or not text.endswith(_SENTENCE_ENDS, *bounds)
        is_open = text.endswith(":", *bounds)
        spans = sentence_spans(text, bounds, quoted, self._starts)
        readings = [self._readings(span, is_headline=is_headline) for span in spans]
        spoken: Attribution | None = None
        for index, span in enumerate(spans):
            following = readings[index + 1] if index + 1 < len(spans) else None
            for at, (reader, reading) in enumerate(readings[index]):
                rest = readings[index][at + 1 :] or following
                linked = link_quotes(reading, rest[0][1] if rest else None, spoken or self._carried)
                self._add_quoted(reading, linked)
                self._add_retold(reading)
                spoken = self._speaker_after(reader, reading, linked) or spoken
            may_be_asked = spans[index + 1].quoted if index + 1 < len(spans) else is_open
            if spoken is None and may_be_asked:
                spoken = self._main_speaker(span)
            if not readings[index]:
                self._resolver.note(span)
        self._carried = spoken if spoken is not None and (spoken.cue or is_open) else None

    def _readings(
        self, span: SentenceSpan, *, is_headline: bool
    ) -> list[tuple[ClauseReader, Reading]]:
        """The sentence with its clauses, in pieces if it is endless; empty if it has none."""
        has_colon = is_headline and ":" in self._text[span.start : span.end]
        if not has_colon and not may_attribute(self._text, span):
            return []
        tokens = self._tokenizer.tokens(span)
        found = []
        for start in range(0, len(tokens), _LONGEST_SENTENCE):
            piece = tokens[start : start + _LONGEST_SENTENCE]
            reader = ClauseReader(piece, self._mentions)
            clauses = reader.clauses(is_headline=is_headline)
            contents = [content_spans(piece, clauses, i) for i in range(len(clauses))]
            found.append((reader, Reading(piece, clauses, contents)))
        return found

    def _speaker_after(
        self, reader: ClauseReader, reading: Reading, linked: list[LinkedQuote]
    ) -> Attribution | None:
        """Who would go on speaking, if the next sentence were a quote without a cue."""
        if linked:
            return linked[-1].attribution
        for clause in reading.clauses:
            if clause.entry.frames & {"quote", "clause"} and reader.may_speak_on(clause):
                return attribution_of(reading.tokens, clause, "same-speaker")
        return None

    def _main_speaker(self, span: SentenceSpan) -> Attribution | None:
        """The subject of a sentence, for a quote that follows it without a cue."""
        tokens = self._tokenizer.tokens(span)[:_LONGEST_SENTENCE]
        subject = ClauseReader(tokens, self._mentions).main_subject()
        return subject and Attribution(*spans_of(tokens, subject), None, "same-speaker")

    def _add_quoted(self, reading: Reading, linked: list[LinkedQuote]) -> None:
        by_token = {quote.token: quote for quote in linked}
        for index, token in enumerate(reading.tokens):
            stretch, quote = token.quoted, by_token.get(index)
            if stretch is None:
                continue
            is_guess = quote is None or quote.attribution.rule_id == _GUESS
            if stretch.continues and is_guess:
                self._unsettled.append((stretch, quote))
                continue
            if index == 0:
                self._settle(quote)
            if quote is not None:
                if quote.attribution.rule_id in _RULES_AFTER:
                    self._spoken.add(quote.attribution.cue)
                self._add_stretch(stretch, quote)

    def _settle(self, quote: LinkedQuote | None) -> None:
        """Give a quote that went on into this paragraph to whoever speaks the rest of it.

        ``"First this.`` stands alone until ``"Then that," Smith said`` in the next paragraph.
        """
        for stretch, guess in self._unsettled:
            speaks = guess if quote is None else quote
            if speaks is not None:
                attribution = speaks.attribution._replace(rule_id=_GUESS)
                self._add_stretch(stretch, LinkedQuote(0, attribution, is_mixed=False))
        self._unsettled.clear()

    def _add_stretch(self, stretch: Quoted, quote: LinkedQuote) -> None:
        if self._is_said(stretch, quote):
            kind: QuoteKind = "mixed" if quote.is_mixed else "direct"
            self._add(stretch.inner_start, stretch.inner_end, kind, quote.attribution)

    def _is_said(self, stretch: Quoted, quote: LinkedQuote) -> bool:
        """Whether quoted words are an utterance or a piece of one, and no scare quotes."""
        count = 0
        for _ in _WORD.finditer(self._text, stretch.inner_start, stretch.inner_end):
            count += 1
            if count >= _FEWEST_QUOTED_WORDS:
                return True
        if quote.is_mixed or count == 0:
            return False
        return self._text.endswith(_UTTERANCE_ENDS, stretch.inner_start, stretch.inner_end)

    def _add_retold(self, reading: Reading) -> None:
        tokens = reading.tokens
        has_quotes = any(t.quoted is not None and t.quoted.is_double for t in tokens)
        retold: dict[tuple[int, int], Attribution] = {}
        for clause, spans in zip(reading.clauses, reading.contents, strict=True):
            if not spans or _is_retold(reading, clause):
                continue
            attribution = attribution_of(tokens, clause, clause.pattern)
            if attribution.cue in self._spoken:
                continue
            for first, end in spans:
                # What holds quote marks is not retold but mixed: its quoted pieces are the quote.
                if not (has_quotes and _touches_quote(tokens, first, end)):
                    # "Few believed Smith's claim that": the cue next to the words is theirs.
                    retold[tokens[first].start, tokens[end - 1].end] = attribution
        for (start, stop), attribution in retold.items():
            self._add(start, stop, "indirect", attribution)

    def _add(self, start: int, end: int, kind: QuoteKind, attribution: Attribution) -> None:
        while start < end and self._text[start].isspace():
            start += 1
        while end > start and self._text[end - 1].isspace():
            end -= 1
        speaker, cue = attribution.speaker, attribution.cue
        key = (speaker, cue, kind == "indirect")
        part = self._parts[key] = self._parts.get(key, -1) + 1
        self._found.append(
            Quote(
                sentence_index=max(0, bisect_right(self._starts, start) - 1),
                part_index=part,
                start_offset=start,
                end_offset=end,
                text=self._text[start:end],
                kind=kind,
                speaker_text=self._text[speaker[0] : speaker[1]],
                speaker_start_offset=speaker[0],
                speaker_end_offset=speaker[1],
                speaker_mention_index=self._resolver.resolve(speaker, attribution.head),
                cue_text=self._text[cue[0] : cue[1]] if cue else None,
                cue_start_offset=cue[0] if cue else None,
                cue_end_offset=cue[1] if cue else None,
                rule_id=attribution.rule_id,
            )
        )


def _touches_quote(tokens: Sequence[Token], first: int, end: int) -> bool:
    near = tokens[max(0, first - 1) : end + 1]
    return any(t.quoted is not None and t.quoted.is_double for t in near)


def _is_retold(reading: Reading, clause: Clause) -> bool:
    """Whether a clause is itself retold, and nobody else's speech: "she said she hopes"."""
    if clause.pattern == "according-to":
        return False
    head = reading.tokens[clause.subject.head].lower
    if "quote" in clause.entry.frames and head not in words().subject_pronouns:
        return False
    return any(
        first <= clause.cue < end
        for other, spans in zip(reading.clauses, reading.contents, strict=True)
        if other.cue < clause.cue and other.entry.frames & {"quote", "clause"}
        for first, end in spans
    )
