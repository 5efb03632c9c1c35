"""What a person says of single labels: right, wrong, missing, or nothing any more.

A mark is a step like a decision, and a row that stays for ever; where an asset stands does not follow from it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from rekreview.domain.changes import ChangeSet
from rekreview.domain.errors import AssetNotFound, InvalidValue
from rekreview.domain.labels import Label
from rekreview.domain.marks import MarkWord
from rekreview.domain.taxonomy import VERSIONS, Category, Taxonomy, for_model_version, taxonomy
from rekreview.library.categories import category_ids, stored_categories
from rekreview.library.columns import now
from rekreview.library.commands import steps
from rekreview.library.queries.marks import MarkRow, marks, rows, undone_rows
from rekreview.library.step_values import Act
from rekreview.library.tables import ASSET, DETECTION, LABEL_MARK
from rekreview.library.values import Decided

_MODEL_VERSIONS = {"v7": "7.0", "v6": "6.0"}


def mark(
    connection: Connection, asset_id: int, category: str, word: MarkWord | None, reviewer: str
) -> tuple[Decided, ChangeSet]:
    """Set a person's word on one label of an asset; None takes it away. The same word again changes nothing.

    Raises AssetNotFound, InvalidValue for a category nobody knows.
    """
    spoken = _taxonomy_of(connection, asset_id)
    version, category_id = _category(connection, category, spoken)
    spoken_of = (one for one in marks(connection, asset_id) if (one.version, one.category) == (version, category))
    if next((one.word for one in spoken_of), None) is word:
        return Decided(None, (), (asset_id,)), ChangeSet()
    step_id = steps.open_step(connection, Act.MARK, None, reviewer, assets=1)
    connection.execute(LABEL_MARK.insert(), _row(step_id, asset_id, category_id, word, reviewer, now()))
    return Decided(step_id, (asset_id,), ()), ChangeSet(changed=(asset_id,), history=True)


def turn(connection: Connection, step_id: int, reviewer: str, *, undone: bool) -> tuple[int, ...]:
    """Undo the marks of a step, or undo their undoing; the assets they are on."""
    told = rows(connection, LABEL_MARK.c.step_id == step_id)
    ineffective = undone_rows(told)
    set_first = {row.id for row in told if row.undoes is None}
    targets = [
        row
        for row in told
        if row.id not in ineffective and (row.id in set_first if undone else row.undoes in set_first)
    ]
    moment = now()
    for row in targets:
        connection.execute(LABEL_MARK.insert(), _undoing(connection, step_id, row, reviewer, moment))
    return tuple(dict.fromkeys(row.asset_id for row in targets))


def _undoing(connection: Connection, step_id: int, target: MarkRow, reviewer: str, moment: datetime) -> dict[str, Any]:
    """The row that undoes another one."""
    category_id = connection.execute(select(LABEL_MARK.c.category_id).where(LABEL_MARK.c.id == target.id)).scalar_one()
    word = MarkWord(target.word) if target.word else None
    return _row(step_id, target.asset_id, category_id, word, reviewer, moment) | {"undoes": target.id}


def _row(
    step_id: int, asset_id: int, category_id: int, word: MarkWord | None, reviewer: str, moment: datetime
) -> dict[str, Any]:
    return {
        "step_id": step_id,
        "asset_id": asset_id,
        "category_id": category_id,
        "word": word.value if word else None,
        "reviewer": reviewer,
        "at": moment,
        "undoes": None,
    }


def _taxonomy_of(connection: Connection, asset_id: int) -> Taxonomy:
    """The taxonomy an asset's labels speak. Raises AssetNotFound."""
    found = connection.execute(
        select(ASSET.c.id, DETECTION.c.model_version)
        .select_from(ASSET.outerjoin(DETECTION, DETECTION.c.id == ASSET.c.deciding_detection_id))
        .where(ASSET.c.id == asset_id)
    ).one_or_none()
    if found is None:
        raise AssetNotFound(f"The library has no asset {asset_id}. Nothing was marked.", "It may be in another one.")
    return for_model_version(found.model_version)


def _category(connection: Connection, slug: str, spoken: Taxonomy) -> tuple[str, int]:
    """The taxonomy and the row of the category a person means: of the asset's own taxonomy if it has it."""
    versions = [spoken.version, *(version for version in VERSIONS if version != spoken.version)]
    stored = sorted(
        (one for one in stored_categories(connection) if one.slug == slug),
        key=lambda one: (versions.index(VERSIONS[VERSIONS.index(one.taxonomy)]), one.id),
    )
    if stored and (stored[0].taxonomy == spoken.version or slug not in spoken):
        return stored[0].taxonomy, stored[0].id
    for version in versions:
        category = taxonomy(version).get(slug)
        if category is not None:
            return version, _new_row(connection, category, taxonomy(version))
    raise InvalidValue(f"There is no category called “{slug}”. Nothing was marked.")


def _new_row(connection: Connection, category: Category, spoken: Taxonomy) -> int:
    """The row of a category that no label has named so far."""
    above = spoken.above(category)
    label = Label(category.name, above[0].name if above else "", 0.0)
    (category_id,) = category_ids(connection, [(label, _MODEL_VERSIONS[spoken.version])]).values()
    return category_id
