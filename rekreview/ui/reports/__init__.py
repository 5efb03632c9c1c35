"""The Reports screen: what was decided, how often against the machine, how far persons agree; and the log of it all."""
