"""How quick the app is, measured: commands that print tables, not tests. `make bench` runs them all."""
