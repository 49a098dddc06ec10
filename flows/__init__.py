"""The shell around the transforms: settings, Prefect flows, the command line, the report."""
