"""Numbers and dates of English news: text in, rows of quantities out."""

from __future__ import annotations

from transforms.extract.numbers.extract import extract_quantities
from transforms.extract.numbers.quantity import Quantity

__all__ = ["Quantity", "extract_quantities"]
