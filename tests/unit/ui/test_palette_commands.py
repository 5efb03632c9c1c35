"""What the palette lists for what was typed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rekreview.ui.palette.commands import MOST_RECENT, Command, offered, remembered


def command(text: str, why_not: str = "") -> Command:
    return Command(f"action:{text}", text, "Action", lambda: None, why_not=why_not)


def texts(listed: list[Command]) -> list[str]:
    return [one.text for one in listed]


SOME = [command("Approve"), command("Reject"), command("Rejected"), command("Undo", "there is no step to undo."),
        command("Second look")]  # fmt: skip


def test_what_was_used_last_comes_first() -> None:
    assert texts(offered("", SOME, ["action:Second look", "action:Reject"]))[:3] == ["Second look", "Reject", "Approve"]


def test_what_cannot_be_done_now_comes_last_and_is_listed_all_the_same() -> None:
    assert texts(offered("", SOME, ["action:Undo"]))[-1] == "Undo"
    assert texts(offered("und", SOME, []))[0] == "Undo"


def test_of_what_fits_the_one_that_was_used_before_is_meant() -> None:
    assert texts(offered("rej", SOME, []))[0] == "Reject"
    assert texts(offered("rej", SOME, ["action:Rejected"]))[0] == "Rejected"


def test_where_it_belongs_is_found_too() -> None:
    assert len(offered("action", SOME, [])) == len(SOME)


@given(st.lists(st.sampled_from("abcdefghijklmnopqrst"), max_size=40))
def test_the_last_few_are_remembered_each_once(used: list[str]) -> None:
    recent: list[str] = []
    for name in used:
        recent = remembered(name, recent)
    assert len(recent) <= MOST_RECENT
    assert len(set(recent)) == len(recent)
    assert recent[:1] == used[-1:]
