"""Pure functions from raw news to rows: read, clean, extract, link.

Data in, data out. No clock, no environment, no Prefect, no DuckDB file.
"""
