"""Cuts texts into tokens as spaCy does, which is asked once for each chunk between two spaces.

Most chunks have been met before ("the", "said,"), so their tokens are kept.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import chain, islice, pairwise, takewhile
from typing import TYPE_CHECKING, Final, cast

import numpy as np

from transforms.extract.recent import Recent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from spacy.language import Language
    from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found] # it is compiled
    from spacy.tokens import Doc

Token = bytes
"""The ``KEY_ATTRIBUTES`` as they lie in memory: bytes keep their hash, a tuple makes it anew."""
KEY_ATTRIBUTES: Final = ("ORTH", "NORM", "SPACY")
"""What makes two tokens the same word; whatever else the model asks follows from the form."""
MOST_CHUNKS: Final = 40_000
"""Chunks that are met before those that are not met again are forgotten; one takes 300 bytes."""

# A word in ASCII; a full stop behind a capital may belong to it ("U.").
_PLAIN: Final = re.compile(r"([A-Za-z]+)([,;:!?]|(?<=[a-z])\.|) ?")


class Chunks:
    """The tokens of chunks of text, by their ``KEY_ATTRIBUTES``."""

    def __init__(self, nlp: Language, most_chunks: int = MOST_CHUNKS) -> None:
        """Knows no chunk yet."""
        self._vocab = nlp.vocab
        self._tokenize = cast("Tokenizer", nlp.tokenizer)
        self._special_cases = frozenset(self._tokenize.rules)
        self._chunk = re.compile(_chunk_pattern(self._tokenize))
        self._recent = Recent[str, tuple[Token, ...]](most_chunks)

    def __len__(self) -> int:
        """How many chunks it knows, but for those that it is about to forget."""
        return len(self._recent.known)

    def tokens(self, texts: Sequence[str]) -> list[list[Token]]:
        """The tokens of each text."""
        cut = [self._chunk.findall(text) for text in texts]
        self._ask(self._recent.missed(chain.from_iterable(cut)))
        known = self._recent.known.__getitem__
        return [list(chain.from_iterable(map(known, chunks))) for chunks in cut]

    def _ask(self, chunks: Sequence[str]) -> None:
        """Takes up the tokens of new chunks."""
        from spacy.tokens import Doc

        known = self._recent.known
        parts = {chunk: self._plain_parts(chunk) for chunk in chunks}
        plain, others = _parted(lambda chunk: bool(parts[chunk]), chunks)
        spaces, others = _parted(str.isspace, others)
        forms = [form for chunk in plain for form in parts[chunk]]
        is_spaced = [
            chunk[-1] == " " and form is parts[chunk][-1]
            for chunk in plain
            for form in parts[chunk]
        ]
        tokens = iter(_tokens(Doc(self._vocab, forms, is_spaced)))
        known.update((chunk, tuple(islice(tokens, len(parts[chunk])))) for chunk in plain)
        for chunk in ("\n", *spaces):
            known[chunk] = tuple(_tokens(self._tokenize(chunk)))
        [line_break] = known["\n"]
        tokens = iter(_tokens(self._tokenize("\n".join(others))))
        for chunk in others:
            known[chunk] = tuple(takewhile(line_break.__ne__, tokens))

    def _plain_parts(self, chunk: str) -> tuple[str, ...]:
        """The tokens of a word, with a sign behind it or not; none where spaCy has to be asked.

        All rules but special cases ask for signs or digits, and these signs are cut off any word.
        """
        match = _PLAIN.fullmatch(chunk)
        if match is None or not self._special_cases.isdisjoint((match[1], match[1] + match[2])):
            return ()
        return match.groups() if match[2] else (match[1],)


def _parted(holds: Callable[[str], bool], chunks: Iterable[str]) -> tuple[list[str], list[str]]:
    """The chunks for which it holds, and the others."""
    parts: tuple[list[str], list[str]] = ([], [])
    for chunk in chunks:
        parts[not holds(chunk)].append(chunk)
    return parts


def _tokens(doc: Doc) -> list[Token]:
    attributes = np.asarray(doc.to_array(list(KEY_ATTRIBUTES)), np.uint64)
    tokens: list[Token] = attributes.view(f"V{8 * len(KEY_ATTRIBUTES)}").ravel().tolist()
    return tokens


def _chunk_pattern(tokenizer: Tokenizer) -> str:
    """Of a chunk: what stands between two spaces, with the latter; or white space.

    A space ends no chunk where the tokens at its sides could be those of a special case, as in
    ": )": there spaCy would look at them together.
    """
    plain = type(tokenizer)(
        tokenizer.vocab,
        prefix_search=tokenizer.prefix_search,
        suffix_search=tokenizer.suffix_search,
        infix_finditer=tokenizer.infix_finditer,
        token_match=tokenizer.token_match,
        url_match=tokenizer.url_match,
    )
    before = defaultdict[str, set[str]](set)
    for special_case in tokenizer.rules:
        for left, right in pairwise(token.text for token in plain(special_case)):
            before[right[0]].add(left[-1])
    # Most spaces stand between two letters; to try all these there would take most of the time.
    links = "|".join(
        f" (?={re.escape(first)})(?<={_one_of(lasts)} )" for first, lasts in sorted(before.items())
    )
    near = f"(?= {_one_of(first for first in before if not first.isalpha())})"
    far = (
        f"(?<={_one_of(chain.from_iterable(before[first] for first in before if first.isalpha()))})"
    )
    return rf"\S+(?:(?:{near}|{far})(?:{links})\S+)* ?|\s+"


def _one_of(characters: Iterable[str]) -> str:
    return f"[{re.escape(''.join(sorted(set(characters))))}]"
