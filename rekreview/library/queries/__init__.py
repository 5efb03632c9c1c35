"""Everything that is asked of a library. Each call sees one state of it; any thread may call."""

from rekreview.library.queries.facade import Queries

__all__ = ["Queries"]
