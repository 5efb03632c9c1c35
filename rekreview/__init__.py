"""rekreview: review pictures and videos that a machine has moderated."""

__version__ = "0.1.0"
