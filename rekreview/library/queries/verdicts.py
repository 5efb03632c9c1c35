"""Why an asset stands where it stands."""

from __future__ import annotations

from sqlalchemy import Connection

from rekreview.domain.taxonomy import for_model_version
from rekreview.domain.verdict import Verdict
from rekreview.library.queries.assets import asset
from rekreview.library.queries.policies import policy


def verdict(connection: Connection, asset_id: int) -> Verdict | None:
    """What the applied policy says of an asset, label by label; None while nothing was detected."""
    found = asset(connection, asset_id)
    deciding = next((one for one in found.detections if one.id == found.deciding_detection), None)
    if deciding is None:
        return None
    pair = policy(connection).pair
    spoken = for_model_version(deciding.model_version)
    return pair.verdict(found.kind, deciding.labels, spoken, deciding.content_types)
