"""Who said what: direct, mixed and indirect quotes with their speakers and cues."""

from transforms.extract.quotes.extract import extract_quotes
from transforms.extract.quotes.quote import Quote, QuoteKind

__all__ = ["Quote", "QuoteKind", "extract_quotes"]
