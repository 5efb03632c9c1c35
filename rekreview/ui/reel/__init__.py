"""The hit reel: all hits of a queue's videos at a glance."""
