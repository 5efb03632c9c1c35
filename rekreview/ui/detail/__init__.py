"""The detail pane: one asset with its picture, its labels, why it is where it is, and what was decided."""
