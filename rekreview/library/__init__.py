"""Library: the local database and its thumbnails; the only SQL."""
