"""The day's summary, and the note one reviewer leaves to the next."""
