"""Jobs: background work for the window: Qt's core only, no widgets."""
