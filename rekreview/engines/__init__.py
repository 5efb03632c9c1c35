"""Engines: what turns an asset into labels."""
