"""Pictures for the screen: the newest wish is answered, memory stays bounded, and a veil hides."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage

from rekreview.domain.errors import Undecodable
from rekreview.domain.ports import Frame
from rekreview.domain.progress import CancelToken
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui.detail import pictures as pictures_module
from rekreview.ui.detail.picture_view import PictureView
from rekreview.ui.detail.pictures import Pictures, Wish, image_of, veil


class Decoder:
    """Gives each path a colour of its own, when it may."""

    def __init__(self) -> None:
        self.asked: list[Wish] = []
        self.cancels: dict[str, CancelToken] = {}
        self.may_go = threading.Event()
        self.may_go.set()

    def picture(self, path: str, max_side: int, cancel: CancelToken, *, at_ms: int | None = None) -> Frame:
        self.asked.append(Wish(0, path, max_side, at_ms))
        self.cancels[path] = cancel
        self.may_go.wait(10)
        if path == "broken":
            raise Undecodable("The picture is damaged.")
        return Frame(np.full((30, 40, 3), int(path), np.uint8), None)


@pytest.fixture
def decoder() -> Decoder:
    return Decoder()


@pytest.fixture
def made(decoder: Decoder, dispatcher: Dispatcher, qapp) -> Pictures:
    return Pictures(dispatcher, decoder, "test")


@pytest.fixture
def answers(made: Pictures) -> list[tuple[str, object]]:
    heard: list[tuple[str, object]] = []
    made.read.connect(lambda wish, image: heard.append((wish.path, image.pixelColor(0, 0).red())))
    made.failed.connect(lambda wish, error: heard.append((wish.path, type(error))))
    return heard


def wish(path: str, asset_id: int = 1, side: int = 100) -> Wish:
    return Wish(asset_id, path, side)


Settle = Callable[[], None]


def test_a_wish_is_answered_with_its_own_picture(made: Pictures, answers: list, settle: Settle):
    assert made.wish(wish("7")) is None
    settle()
    assert answers == [("7", 7)]


def test_only_the_newest_wish_is_answered(made: Pictures, decoder: Decoder, answers: list, settle: Settle):
    decoder.may_go.clear()
    for path in ("1", "2", "3"):
        made.wish(wish(path, int(path)))
    decoder.may_go.set()
    settle()
    assert answers == [("3", 3)]


def test_the_wish_before_is_told_to_stop(made: Pictures, decoder: Decoder, qtbot, settle: Settle):
    decoder.may_go.clear()
    made.wish(wish("1"))
    qtbot.waitUntil(lambda: "1" in decoder.cancels)
    made.wish(wish("2", 2))
    assert decoder.cancels["1"].cancelled
    decoder.may_go.set()
    settle()
    assert not decoder.cancels["2"].cancelled


def test_what_was_seen_is_there_at_once(made: Pictures, decoder: Decoder, settle: Settle):
    made.wish(wish("7"))
    settle()
    again = made.wish(wish("7"))
    assert again is not None
    assert again.pixelColor(0, 0).red() == 7
    assert len(decoder.asked) == 1


def test_another_size_or_moment_is_another_picture(made: Pictures, settle: Settle):
    made.wish(wish("7"))
    settle()
    assert made.wish(wish("7", side=200)) is None
    assert made.wish(Wish(1, "7", 100, at_ms=5)) is None
    settle()


def test_what_comes_next_is_made_ready_in_silence(made: Pictures, answers: list, settle: Settle):
    made.wish(wish("1"))
    made.wish_ahead(wish("2", 2))
    settle()
    assert answers == [("1", 1)]
    assert made.has(wish("2", 2))
    assert made.wish(wish("2", 2)) is not None


def test_a_wish_for_what_is_being_made_ready_is_answered(
    made: Pictures, decoder: Decoder, answers: list, settle: Settle
):
    decoder.may_go.clear()
    made.wish_ahead(wish("2", 2))
    made.wish(wish("2", 2))
    decoder.may_go.set()
    settle()
    assert ("2", 2) in answers


def test_what_is_being_made_ready_is_not_begun_again_when_it_is_wished_for(
    made: Pictures, decoder: Decoder, answers: list, qtbot, settle: Settle
):
    decoder.may_go.clear()
    made.wish(wish("1"))
    made.wish_ahead(wish("2", 2))
    qtbot.waitUntil(lambda: len(decoder.cancels) == 2)
    made.wish(wish("2", 2))
    made.wish_ahead(wish("3", 3))
    made.wish(wish("2", 2))
    assert not decoder.cancels["2"].cancelled, "what comes after it takes another place"
    assert decoder.cancels["1"].cancelled
    decoder.may_go.set()
    settle()
    assert answers == [("2", 2)]
    assert made.has(wish("3", 3))
    assert len(decoder.asked) == len(set(decoder.asked)), "nothing was decoded twice"


def test_only_what_changed_is_doubted_of_what_is_made_ready(made: Pictures, decoder: Decoder, qtbot, settle: Settle):
    for changed, kept in (([1, 7], True), ([2], False), (None, False)):
        decoder.may_go.clear()
        made.let_go(2)
        made.wish_ahead(wish("2", 2))
        qtbot.waitUntil(lambda: "2" in decoder.cancels)
        made.doubt_ahead(changed)
        decoder.may_go.set()
        settle()
        assert made.has(wish("2", 2)) is kept


def test_after_a_stop_what_had_begun_can_be_wished_for_again(
    made: Pictures, decoder: Decoder, answers: list, qtbot, settle: Settle
):
    decoder.may_go.clear()
    made.wish_ahead(wish("2", 2))
    qtbot.waitUntil(lambda: "2" in decoder.cancels)
    made.stop()
    made.wish(wish("2", 2))
    decoder.may_go.set()
    settle()
    assert set(answers) == {("2", 2)}


def test_nothing_is_made_ready_twice(made: Pictures, decoder: Decoder, settle: Settle):
    made.wish(wish("2"))
    settle()
    made.wish_ahead(wish("2"))
    settle()
    assert len(decoder.asked) == 1


def test_a_failure_is_told_to_whom_it_concerns(made: Pictures, answers: list, settle: Settle):
    made.wish(wish("broken"))
    settle()
    assert answers == [("broken", Undecodable)]
    made.wish_ahead(wish("broken", 2))
    made.wish(wish("5", 3))
    settle()
    assert answers[1:] == [("5", 5)]


def test_a_failed_picture_may_be_wished_for_again(made: Pictures, decoder: Decoder, answers: list, settle: Settle):
    for _ in range(2):
        made.wish(wish("broken"))
        settle()
    assert len(answers) == len(decoder.asked) == 2


def test_after_the_stop_nothing_is_told(made: Pictures, decoder: Decoder, answers: list, settle: Settle):
    decoder.may_go.clear()
    made.wish(wish("1"))
    made.wish_ahead(wish("2", 2))
    made.stop()
    decoder.may_go.set()
    settle()
    assert answers == []
    assert all(cancel.cancelled for cancel in decoder.cancels.values())


def test_memory_is_bounded_and_what_was_seen_last_stays(
    made: Pictures, settle: Settle, monkeypatch: pytest.MonkeyPatch
):
    one = image_of(Frame(np.zeros((30, 40, 3), np.uint8), None)).sizeInBytes()
    monkeypatch.setattr(pictures_module, "KEPT_BYTES", 3 * one)
    for number in range(1, 6):
        made.wish(wish(str(number), number))
        settle()
    kept = [number for number in range(1, 6) if made.has(wish(str(number), number))]
    assert kept == [3, 4, 5]


def test_pixels_come_out_as_they_went_in():
    pixels = np.zeros((2, 3, 3), np.uint8)
    pixels[1, 2] = (10, 20, 30)
    image = image_of(Frame(pixels, None))
    assert (image.width(), image.height()) == (3, 2)
    assert image.pixelColor(2, 1) == QColor(10, 20, 30)
    assert image.pixelColor(0, 0) == QColor(0, 0, 0)


def checked(width: int, height: int) -> QImage:
    """A chessboard of single pixels in red and white: the finest detail there is."""
    board = np.indices((height, width)).sum(axis=0) % 2
    pixels = np.where(board[..., None], np.array([255, 0, 0]), np.array([255, 255, 255])).astype(np.uint8)
    return image_of(Frame(pixels, None))


def test_a_veiled_picture_is_grey_and_has_no_detail():
    hidden = veil(checked(400, 300))
    assert (hidden.width(), hidden.height()) == (480, 360)
    shades = {hidden.pixelColor(x, y).getRgb()[:3] for x in range(0, 480, 7) for y in range(0, 360, 7)}
    assert all(r == g == b for r, g, b in shades)
    assert max(r for r, _, _ in shades) - min(r for r, _, _ in shades) < 24


def test_a_veil_lets_light_and_dark_be_told():
    image = QImage(400, 300, QImage.Format.Format_RGB888)
    image.fill(Qt.GlobalColor.black)
    for x in range(200, 400):
        for y in range(300):
            image.setPixelColor(x, y, Qt.GlobalColor.white)
    hidden = veil(image)
    assert hidden.pixelColor(40, 180).red() < 30
    assert hidden.pixelColor(440, 180).red() > 225


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 3000), st.integers(1, 40))
def test_a_picture_of_any_shape_can_be_veiled(long: int, short: int):
    for width, height in ((long, short), (short, long)):
        image = QImage(width, height, QImage.Format.Format_RGB888)
        image.fill(Qt.GlobalColor.red)
        hidden = veil(image)
        assert not hidden.isNull()
        assert max(hidden.width(), hidden.height()) <= 480
        assert hidden.pixelColor(hidden.width() // 2, hidden.height() // 2).saturation() == 0


# The view of one picture.


@pytest.fixture
def view(qtbot) -> PictureView:
    made = PictureView()
    qtbot.addWidget(made)
    made.resize(300, 230)
    made.show()
    return made


def plain(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    return image


def red_area(view: PictureView) -> tuple[int, int]:
    shot = view.grab().toImage()
    middle_y, middle_x = shot.height() // 2, shot.width() // 2
    wide = sum(shot.pixelColor(x, middle_y).name() == "#ff0000" for x in range(shot.width()))
    high = sum(shot.pixelColor(middle_x, y).name() == "#ff0000" for y in range(shot.height()))
    return wide, high


@pytest.mark.parametrize(
    ("size", "seen"), [((3000, 1000), (300, 100)), ((1000, 3000), (77, 230)), ((60, 40), (60, 40))]
)
def test_a_picture_fits_keeps_its_shape_and_is_not_blown_up(view: PictureView, size, seen):
    view.show_image(plain(*size))
    wide, high = red_area(view)
    assert abs(wide - seen[0]) <= 2
    assert abs(high - seen[1]) <= 2


def test_it_fits_anew_when_its_place_changes(view: PictureView):
    view.show_image(plain(3000, 1000))
    red_area(view)
    view.resize(200, 230)
    assert abs(red_area(view)[0] - 200) <= 2


def test_text_takes_the_place_of_a_picture_and_the_other_way_round(view: PictureView):
    view.show_image(plain(300, 230))
    view.show_text("The file is missing.")
    assert (view.has_picture, view.text) == (False, "The file is missing.")
    assert red_area(view) == (0, 0)
    view.show_image(plain(300, 230))
    assert (view.has_picture, view.text) == (True, "")


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_opens_the_picture_if_there_is_one(view: PictureView, qtbot, key: Qt.Key):
    view.show_text("The file is missing.")
    with qtbot.assertNotEmitted(view.opened):
        qtbot.keyClick(view, key)
    view.show_image(plain(300, 230))
    with qtbot.waitSignal(view.opened):
        qtbot.keyClick(view, key)


def test_other_keys_and_buttons_do_not_open_it(view: PictureView, qtbot):
    view.show_image(plain(300, 230))
    with qtbot.assertNotEmitted(view.opened):
        qtbot.keyClick(view, Qt.Key.Key_Space)
        qtbot.mouseClick(view, Qt.MouseButton.RightButton)
        qtbot.mousePress(view, Qt.MouseButton.LeftButton)
        qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=view.rect().bottomRight() * 2)
