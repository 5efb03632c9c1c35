"""The on-device engine: two small open models, run on this computer, over a part of the v7 taxonomy.

Nothing leaves the computer. What the engine says is an estimate: see `wording`.
"""
