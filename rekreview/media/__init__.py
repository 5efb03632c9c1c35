"""Media: opening pictures and videos, always inside worker processes."""
