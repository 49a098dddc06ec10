"""A quotation: what was said, who said it, and the words that tie the two together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

QuoteKind = Literal["direct", "mixed", "indirect"]


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of text that is attributed to a speaker; offsets are code points into the text.

    A direct quote stands between quote marks as an utterance of its own, a mixed one is a piece of
    somebody's words inside a sentence of the reporter, an indirect one retells. The marks
    themselves are outside the span. A quote that its cue splits, or that runs over paragraphs, has
    a row a part, counted by ``part_index``. ``speaker_mention_index`` is the place, in the mentions
    given, of the person or body that the speaker resolves to: "he" and "the minister" to a name.
    """

    sentence_index: int
    part_index: int
    start_offset: int
    end_offset: int
    text: str
    kind: QuoteKind
    speaker_text: str | None
    speaker_start_offset: int | None
    speaker_end_offset: int | None
    speaker_mention_index: int | None
    cue_text: str | None
    cue_start_offset: int | None
    cue_end_offset: int | None
    rule_id: str
