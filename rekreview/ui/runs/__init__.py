"""The Runs screen: past and present moderation runs, what failed and why."""
