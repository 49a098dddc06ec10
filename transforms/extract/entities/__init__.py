"""Names in a document: what the model finds, corrected over the whole document."""
