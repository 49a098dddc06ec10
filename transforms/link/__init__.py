"""Linking: rows of the whole corpus in; entities, duplicate groups, stories and facts out."""
