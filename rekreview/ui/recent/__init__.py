"""The last decisions, below the grid: each can be gone to, or taken back by itself."""
