"""Extraction: clean text in; sentences, entity mentions, quantities and quotes out."""
