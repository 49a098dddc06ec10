"""Cleaning: an item in, the text of an article and every line that was cut from it out."""
