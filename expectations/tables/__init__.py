"""Every table of the warehouse, declared once."""
