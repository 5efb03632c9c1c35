"""Pipeline: the use cases, the same for window and command line."""
