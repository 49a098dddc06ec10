"""The data-quality report: what a run says of itself, and the page that shows it."""
