"""Writes figures as SVG that stands inside a page: no script, no font and no file beside it."""

from __future__ import annotations

from html import escape

from rekreview.ui.reports.figure import Box, Dot, Figure, Ink, Line, Shape, Side
from rekreview.ui.reports.painting import HATCHED, colour
from rekreview.ui.theme.tokens import Tokens

_TURNS = {Ink.REJECTED: ("M0,6 L6,0",), Ink.OVERTURNED: ("M0,6 L6,0", "M0,0 L6,6")}


def written(figure: Figure, tokens: Tokens, title: str, name: str) -> str:
    """A figure as an element of a page. title: what it shows, for those who cannot see it. name: its own."""
    size = f'viewBox="0 0 {figure.width:g} {figure.height:g}" width="{figure.width:g}" height="{figure.height:g}"'
    shapes = "".join(_shape(shape, tokens, name) for shape in figure.shapes)
    spots = "".join(
        f'<rect x="{one.x:.1f}" y="{one.y:.1f}" width="{one.width:.1f}" height="{one.height:.1f}" fill="none" '
        f'pointer-events="all"><title>{_safe(one.tip)}</title></rect>'
        for one in figure.spots
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-size="12" role="img" aria-label="{_safe(title)}">'
        f"<title>{_safe(title)}</title>{_patterns(figure, tokens, name)}{shapes}{spots}</svg>"
    )


def _patterns(figure: Figure, tokens: Tokens, name: str) -> str:
    """The hatchings a figure needs."""
    needed = [ink for ink in HATCHED if any(isinstance(one, Box) and one.ink is ink for one in figure.shapes)]
    made = "".join(
        f'<pattern id="{name}-{ink}" width="6" height="6" patternUnits="userSpaceOnUse">'
        + "".join(f'<path d="{turn}" stroke="{colour(ink, tokens)}" stroke-width="1.4"/>' for turn in _TURNS[ink])
        + "</pattern>"
        for ink in needed
    )
    return f"<defs>{made}</defs>" if made else ""


def _shape(shape: Shape, tokens: Tokens, name: str) -> str:
    ink = colour(shape.ink, tokens)
    if isinstance(shape, Box):
        fill = f'fill="url(#{name}-{shape.ink})" stroke="{ink}"' if shape.ink in HATCHED else f'fill="{ink}"'
        place = f'x="{shape.x:.1f}" y="{shape.y:.1f}" width="{shape.width:.1f}" height="{shape.height:.1f}"'
        return f"<rect {place} {fill}/>"
    if isinstance(shape, Line):
        ends = f'x1="{shape.x1:.1f}" y1="{shape.y1:.1f}" x2="{shape.x2:.1f}" y2="{shape.y2:.1f}"'
        return f'<line {ends} stroke="{ink}" stroke-width="{shape.thickness:g}"/>'
    if isinstance(shape, Dot):
        fill = tokens.surface if shape.open else ink
        place = f'cx="{shape.x:.1f}" cy="{shape.y:.1f}" r="{shape.radius:g}"'
        return f'<circle {place} fill="{fill}" stroke="{ink}" stroke-width="2"/>'
    anchor = {Side.START: "start", Side.MIDDLE: "middle", Side.END: "end"}[shape.side]
    place = f'x="{shape.x:.1f}" y="{shape.y:.1f}" text-anchor="{anchor}"'
    return f'<text {place} fill="{ink}">{_safe(shape.text)}</text>'


def _safe(text: str) -> str:
    """A text as it may stand in XML, which takes no control characters: names are anybody's."""
    return escape("".join(sign for sign in text if sign.isprintable()))
