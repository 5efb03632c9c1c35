"""Every pair of colours that is used is read or seen well enough: those of the style sheet, and of what is painted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rekreview.ui.player.looks import DARK_COLOURS, LIGHT_COLOURS
from rekreview.ui.theme import DARK, LIGHT, Tokens
from rekreview.ui.theme.contrast import READABLE, SEEN, contrast
from rekreview.ui.theme.stylesheet import stylesheet

LOOKS = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
INKS = ("text", "muted", "faint", "accent", "approve", "reject", "caution")
GROUNDS = ("window", "surface", "raised", "hover", "accent_soft", "stage")
# What is written on nothing but its own fill.
ON = {"on_accent": "accent", "on_approve": "approve", "on_reject": "reject"}
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
PAINTED = Path(__file__).resolve().parents[3] / "rekreview" / "ui"


def declared(body: str, name: str) -> str | None:
    """The colour that a rule gives to a property, as "#rrggbb"; None where it gives none, or nothing that is seen."""
    found = re.findall(rf"(?<![-\w]){name}\s*:[^;]*?(#[0-9a-f]{{6}})", body)
    return found[-1] if found else None


def rules(tokens: Tokens) -> list[tuple[str, str]]:
    """The rules of the style sheet but for those of controls that cannot be used, which the standard leaves free."""
    found = RULE.findall(stylesheet(tokens))
    assert len(found) > 80
    return [(selector.strip(), body) for selector, body in found if "disabled" not in selector]


@LOOKS
def test_what_a_rule_writes_is_readable_on_what_it_fills(tokens: Tokens):
    faults = []
    for selector, body in rules(tokens):
        ink, fill = declared(body, "color"), declared(body, "background")
        if ink and fill and contrast(ink, fill) < READABLE:
            faults.append(f"{selector}: {ink} on {fill} is {contrast(ink, fill):.2f}")
    assert not faults, "\n".join(faults)


@LOOKS
def test_what_a_rule_writes_on_the_ground_around_is_readable_on_every_ground(tokens: Tokens):
    toast = {"QLabel", "QPushButton"}
    faults = []
    for selector, body in rules(tokens):
        ink, fill = declared(body, "color"), declared(body, "background")
        if not ink or fill:
            continue
        inside_toast = "toast" in selector and any(part in selector for part in toast)
        grounds = [tokens.text] if inside_toast else [getattr(tokens, name) for name in GROUNDS]
        faults += [f"{selector}: {ink} on {ground}" for ground in grounds if contrast(ink, ground) < READABLE]
    assert not faults, "\n".join(faults)


@LOOKS
def test_text_is_readable_on_whatever_a_rule_fills(tokens: Tokens):
    """Most rules give a ground and leave the ink to the palette, where it is the text's."""
    marks = ("groove", "sub-page", "chunk", "handle", "indicator", "separator", "line", "toast", "QSplitter")
    for selector, body in rules(tokens):
        fill = declared(body, "background")
        if fill and not declared(body, "color") and not any(mark in selector for mark in marks):
            assert contrast(tokens.text, fill) >= READABLE, (selector, fill)


@LOOKS
def test_where_the_keyboard_is_can_be_seen(tokens: Tokens):
    focused = [(selector, body) for selector, body in rules(tokens) if ":focus" in selector]
    assert len(focused) >= 8
    for selector, body in focused:
        if (ring := declared(body, "border") or declared(body, "border-color")) is None:
            continue
        grounds = (tokens.text,) if "toast" in selector else (tokens.window, tokens.surface, tokens.raised)
        if "double" in body:  # lines inside a coloured button
            grounds = tuple(getattr(tokens, fill) for on, fill in ON.items() if getattr(tokens, on) == ring)
        assert min(contrast(ring, ground) for ground in grounds) >= SEEN, selector


@LOOKS
def test_whatever_is_painted_is_readable_wherever_it_is(tokens: Tokens):
    """All inks that painters use, on all grounds: who paints need not ask which pair may be used."""
    used = {name for file in PAINTED.rglob("*.py") for name in re.findall(r"tokens\.([a-z][a-z_]*)", file.read_text())}
    inks = used & {*INKS}
    assert inks >= {"text", "muted", "faint", "accent", "reject"}
    faults = [
        f"{ink} on {ground}: {contrast(getattr(tokens, ink), getattr(tokens, ground)):.2f}"
        for ink in sorted(inks)
        for ground in GROUNDS
        if contrast(getattr(tokens, ink), getattr(tokens, ground)) < READABLE
    ]
    assert not faults, "\n".join(faults)
    known = {*INKS, *GROUNDS, *ON, "outline", "line", "dark", "replace"}
    assert used <= known, f"a colour that nobody measures: {sorted(used - known)}"


@LOOKS
def test_frames_and_bars_are_seen_on_every_ground(tokens: Tokens):
    for ground in GROUNDS:
        assert contrast(tokens.outline, getattr(tokens, ground)) >= SEEN, ground


@LOOKS
def test_the_lanes_of_the_timeline_are_seen(tokens: Tokens):
    for colour in DARK_COLOURS if tokens.dark else LIGHT_COLOURS:
        for ground in (tokens.window, tokens.surface):
            assert contrast(colour, ground) >= SEEN, (colour, ground)


def over(top: str, share: float, under: str) -> str:
    """A colour seen through another that covers it to this share."""
    mixed = (round(int(top[at : at + 2], 16) * share + int(under[at : at + 2], 16) * (1 - share)) for at in (1, 3, 5))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


@LOOKS
@pytest.mark.parametrize("around", ["window", "surface", "raised"])
def test_histogram_and_threshold_are_seen_on_their_tinted_grounds(tokens: Tokens, around: str):
    passes = over(tokens.outline, 0.16, getattr(tokens, around))
    for tint in (0.22, 0.13):
        rejects = over(tokens.reject, tint, passes)
        assert contrast(tokens.outline, passes) >= SEEN
        assert contrast(tokens.reject, rejects) >= SEEN
        for line in (tokens.accent, tokens.muted):
            assert min(contrast(line, passes), contrast(line, rejects)) >= SEEN


def test_a_badge_is_readable_over_any_picture():
    for picture in ("#ffffff", "#000000", "#ffee00"):
        assert contrast("#ffffff", over("#080a0e", 190 / 255, picture)) >= READABLE
