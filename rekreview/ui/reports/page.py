"""A report as one page of HTML: nothing beside it, nothing from a network, nothing that runs; it prints well too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from html import escape

from rekreview.ui import naming
from rekreview.ui.reports import svg
from rekreview.ui.reports.parts import Cell, Headline, Report, Section
from rekreview.ui.reports.words import tr, wish_told
from rekreview.ui.theme.tokens import LIGHT

_WIDTH = 760.0
_STYLE = """
body { font: 15px/1.45 Inter, "Segoe UI", "Helvetica Neue", Arial, sans-serif; color: TEXT; background: #fff;
  max-width: 800px; margin: 32px auto; padding: 0 20px; }
h1 { font-size: 26px; margin: 0 0 4px; } h2 { font-size: 18px; margin: 34px 0 2px; } p { margin: 2px 0 10px; }
.muted { color: MUTED; }
.headlines { display: grid; grid-template-columns: repeat(auto-fit, minmax(130px, 1fr)); gap: 12px;
  margin: 20px 0; }
.headlines div { border: 1px solid LINE; border-radius: 8px; padding: 10px 14px; }
.headlines strong { display: block; font-size: 24px; } svg { max-width: 100%; height: auto; }
table { border-collapse: collapse; width: 100%; font-size: 13px; margin: 8px 0 4px; }
th, td { text-align: left; padding: 4px 8px; border-bottom: 1px solid LINE; vertical-align: top; }
th { color: MUTED; font-weight: 500; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
section, tr { break-inside: avoid; } section.long { break-inside: auto; } footer { margin-top: 40px; font-size: 13px; }
@media print { body { margin: 0; max-width: none; font-size: 12px; } }
@page { margin: 16mm; }
"""


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a report says of itself: of which library, made by whom and when."""

    library: str
    reviewer: str
    made: datetime


def page(report: Report, imprint: Imprint) -> str:
    """The whole page."""
    style = _STYLE.replace("TEXT", LIGHT.text).replace("MUTED", LIGHT.muted).replace("LINE", LIGHT.line)
    title = escape(tr("Review report"))
    body = "".join(_section(one) for one in report.sections)
    headlines = "".join(_headline(one) for one in report.headlines)
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{style}</style></head><body><h1>{title}</h1>"
        f'<p class="muted">{escape(wish_told(report.figures.wish))}</p>'
        f'<div class="headlines">{headlines}</div>{body}'
        f'<footer class="muted">{escape(imprint_told(imprint))}</footer></body></html>\n'
    )


def imprint_told(imprint: Imprint) -> str:
    """Where a report comes from, and what it leaves out."""
    words = tr("Made by {reviewer} with rekreview on {made}, of the library “{library}”. It holds no picture.")
    return words.format(reviewer=imprint.reviewer, made=naming.moment(imprint.made), library=imprint.library)


def _headline(one: Headline) -> str:
    return (
        f'<div title="{escape(one.tip)}">{escape(one.title)}<strong>{escape(one.value)}</strong>'
        f'<span class="muted">{escape(one.note)}</span></div>'
    )


def _section(one: Section) -> str:
    head = f'<h2>{escape(one.title)}</h2><p class="muted">{escape(one.about)}</p>'
    if one.draw is None:
        return f"<section>{head}<p>{escape(one.empty)}</p></section>"
    drawn = svg.written(one.draw(_WIDTH), LIGHT, f"{one.title}. {one.summary}", one.name)
    long = ' class="long"' if len(one.rows) > 20 else ""
    return f"<section{long}>{head}{drawn}{_table(one)}</section>"


def _table(one: Section) -> str:
    titles = "".join(
        f'<th{_kind(cell)} scope="col">{escape(title)}</th>'
        for title, cell in zip(one.headers, one.rows[0], strict=True)
    )
    rows = "".join("<tr>" + "".join(_cell(cell) for cell in row) + "</tr>" for row in one.rows)
    return f"<table><thead><tr>{titles}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(cell: Cell) -> str:
    tip = f' title="{escape(cell.tip)}"' if cell.tip else ""
    return f"<td{_kind(cell)}{tip}>{escape(cell.text)}</td>"


def _kind(cell: Cell) -> str:
    return ' class="number"' if cell.number else ""
