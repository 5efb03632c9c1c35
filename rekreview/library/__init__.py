"""Library: the local database and its thumbnails; the only SQL."""

from rekreview.library.library import Library

__all__ = ["Library"]
