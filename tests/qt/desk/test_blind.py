"""A sample is judged blind: neither grid, pane nor large view tells what engine and policy say."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from rekreview.domain.assets import Status, Tile
from rekreview.domain.queues import QueueName
from rekreview.ui.grid.tile_painter import _no_label
from rekreview.ui.wellness import Profile, asset_is_veiled, tile_is_veiled
from tests.qt.desk.conftest import Desk

Make = Callable[..., Desk]


def blind(make_desk: Make) -> Desk:
    """A desk on a sample of everything."""
    one = make_desk()
    drawn = one.library.commands.draw_lottery(8, seed=1, reviewer="Ada")
    one.settle()
    one.show(lottery=drawn.id)
    return one


def tiles(one: Desk) -> list[Tile]:
    one.qtbot.waitUntil(lambda: all(one.desk.model.tile(row) for row in range(one.desk.model.rowCount())))
    found = [one.desk.model.tile(row) for row in range(one.desk.model.rowCount())]
    return [tile for tile in found if tile]


def pane_text(one: Desk) -> str:
    one.qtbot.waitUntil(lambda: one.desk.detail.card is not None and one.desk.detail.card.asset.id == one.current)
    assert one.desk.detail.card is not None
    return one.desk.detail._why.text()


def test_no_tile_tells_its_verdict_or_its_labels(make_desk: Make):
    one = blind(make_desk)
    assert len(tiles(one)) == 8
    assert {(tile.status, tile.decided_by, tile.category, tile.confidence, tile.verdict) for tile in tiles(one)} == {
        (Status.PENDING, None, "", None, None)
    }
    for profile in Profile:
        assert len({tile_is_veiled(tile, profile) for tile in tiles(one)}) == 1, "a veil on some would tell"


def test_the_pane_hides_labels_and_says_why(make_desk: Make):
    one = blind(make_desk)
    assert pane_text(one).startswith("Judge by what you see: this is a blind sample.")
    assert one.desk.detail.labels.isHidden()
    card = one.desk.detail.card
    assert card is not None
    assert (card.verdict, card.asset.detections, card.asset.status) == (None, (), Status.PENDING)
    assert asset_is_veiled(card.asset, Profile.LIGHT)


def test_a_decision_counts_and_shows_as_ones_own(make_desk: Make):
    one = blind(make_desk)
    first = one.current
    one.press(Qt.Key.Key_X)
    one.settle()
    assert one.status(first) is Status.REJECTED
    (sample,) = one.library.queries.lotteries()
    assert sample.waiting == sample.asset_ids[1:]
    tile = next(tile for tile in tiles(one) if tile.id == first)
    assert (tile.status, tile.overturned, tile.category) == (Status.REJECTED, False, "")


def test_at_no_moment_is_anything_there_but_the_sample(make_desk: Make):
    """The first screens of a list come before the whole of it: those of a sample would be of all assets."""
    one = make_desk()
    drawn = one.library.commands.draw_lottery(6, seed=1, reviewer="Ada")
    one.settle()
    lists: list[list[int]] = []
    one.desk.model.modelReset.connect(lambda: lists.append(one.desk.model.rows.ids.tolist()))
    one.show(lottery=drawn.id)
    (sample,) = one.library.queries.lotteries()
    assert lists[-1] == list(sample.asset_ids)
    assert all(set(shown) <= set(sample.asset_ids) for shown in lists)
    for asset_id in sample.asset_ids:
        assert one.desk.stage.top_label(asset_id) == ""


def test_a_decision_on_a_sample_is_proved_without_telling_anything(make_desk: Make):
    one = blind(make_desk)
    first = one.current
    one.press(Qt.Key.Key_X)
    one.settle()
    (kept,) = one.library.queries.history(first)
    assert kept.seen is not None
    (told,) = one.desk._blindfold.history(first)
    assert (told.from_status, told.seen, told.unseen) == (Status.PENDING, None, False), "a veil would tell the verdict"


def test_whoever_leaves_the_sample_sees_again(make_desk: Make):
    one = blind(make_desk)
    one.show(QueueName.REJECTED)
    one.qtbot.waitUntil(lambda: {tile.category for tile in tiles(one)} == {"Alcoholic Beverages"})
    one.qtbot.waitUntil(lambda: pane_text(one).startswith("Rejected because"))
    one.qtbot.waitUntil(lambda: not one.desk.detail.labels.isHidden())


def test_a_tile_says_that_labels_are_hidden_and_not_that_nothing_was_found(make_desk: Make) -> None:
    one = blind(make_desk)
    assert {_no_label(tile) for tile in tiles(one)} == {"Labels hidden"}
