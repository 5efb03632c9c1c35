"""Ui: the window."""
