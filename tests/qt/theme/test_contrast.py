"""Text is readable and controls are seen, in both looks: computed, not judged by eye."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from rekreview.ui.theme import DARK, LIGHT, Tokens
from rekreview.ui.theme.contrast import READABLE, SEEN, contrast, luminance

LOOKS = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
SURFACES = ("window", "surface", "raised", "hover")


def test_the_ratio_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert contrast("#123456", "#123456") == pytest.approx(1.0)


def test_it_does_not_matter_which_colour_is_in_front():
    assert contrast("#3355cc", "#ffffff") == contrast("#ffffff", "#3355cc")


def test_luminance_runs_from_black_to_white():
    assert luminance("#000000") == 0
    assert luminance("#ffffff") == pytest.approx(1.0)
    assert luminance("#00ff00") > luminance("#ff0000") > luminance("#0000ff")


@LOOKS
@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("ink", ["text", "muted", "faint", "accent", "approve", "reject", "caution"])
def test_every_ink_is_readable_on_every_surface(tokens: Tokens, ink: str, surface: str):
    assert contrast(getattr(tokens, ink), getattr(tokens, surface)) >= READABLE


@LOOKS
@pytest.mark.parametrize("fill", ["accent", "approve", "reject"])
def test_what_is_written_on_a_coloured_button_is_readable(tokens: Tokens, fill: str):
    assert contrast(getattr(tokens, f"on_{fill}"), getattr(tokens, fill)) >= READABLE


@LOOKS
def test_selected_text_is_readable(tokens: Tokens):
    for ink in ("text", "muted", "faint", "approve", "reject", "caution"):
        assert contrast(getattr(tokens, ink), tokens.accent_soft) >= READABLE, ink


@LOOKS
@pytest.mark.parametrize("surface", ["window", "surface", "raised"])
def test_the_frame_of_a_control_is_seen(tokens: Tokens, surface: str):
    assert contrast(tokens.outline, getattr(tokens, surface)) >= SEEN


@LOOKS
def test_the_focus_ring_is_seen_on_every_surface(tokens: Tokens):
    for surface in (*SURFACES, "accent_soft"):
        assert contrast(tokens.accent, getattr(tokens, surface)) >= SEEN, surface


@LOOKS
def test_every_colour_is_written_alike(tokens: Tokens):
    for name, value in asdict(tokens).items():
        if name != "dark":
            assert len(value) == 7, name
            assert value.startswith("#"), name
            int(value[1:], 16)
