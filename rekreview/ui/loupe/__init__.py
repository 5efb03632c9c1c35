"""The loupe: one asset large."""
