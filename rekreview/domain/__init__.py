"""Domain: pure values and rules; standard library and numpy only."""
