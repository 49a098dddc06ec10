"""The warehouse: Parquet lake, DuckDB load and publish, SQL views, read-only access."""
