"""The grid: any number of assets as tiles, of which only the visible ones cost anything."""
