"""Dialogs: none of them modal; each is shown beside the work and closed with Esc."""
