"""Reading: source files in, items out; one module a format."""
