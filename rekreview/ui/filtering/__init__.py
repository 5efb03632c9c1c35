"""Filters of the list: chips above the grid, and the panel of facets that `F` opens."""
