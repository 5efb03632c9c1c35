"""A strict stand-in for Amazon's services on loopback: as picky as the real ones, and it counts everything."""
