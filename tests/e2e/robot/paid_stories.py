"""Journeys with Amazon Rekognition, played by a strict stand-in on loopback in a process of its own.

The media of each story are 40 pictures that carry their numbers; those with an even number show a weapon.
"""

from __future__ import annotations

import json
import re
import shutil
import time
from pathlib import Path

from robot.amazon import PROFILE, REGION, RENEWED_KEY, RENEWED_SECRET, Amazon
from robot.eyes import Part, Unseen, eventually
from robot.reviewer import Reviewer

PICTURES = 40
REJECTED = PICTURES // 2


def an_account_is_set_up(person: Reviewer, _media: Path) -> None:
    """A person chooses engine, profile, region and endpoint; the test of the connection first says no, then yes."""
    with Amazon(person.python, person.screen.environment) as amazon:
        amazon.sign_in(key="AKIDMISTYPED000000001", region="us-east-1")
        person.open()
        person.hands.press("ctrl+comma")
        person.hands.click(person.eyes.find("tab", "Moderation").point())
        person.take("Engine", "Amazon Rekognition")
        person.hands.click(person.eyes.find("tab", "Amazon Rekognition").point())
        person.take("Profile", PROFILE)
        person.take("Region", REGION)
        person.hands.click(person.eyes.find("field", "Endpoint").point())
        person.hands.type(amazon.url)
        person.click("Test connection")
        person.reads("It does not work yet.", f"AWS does not know the keys of the profile “{PROFILE}”", seconds=20)
        person.photograph("keys-refused")
        amazon.sign_in(region="us-east-1")  # the region that was chosen stands above the profile's own
        person.click("Test connection")
        person.reads("It works.", "Nothing was billed", seconds=20)
        person.photograph("keys-accepted")
        assert amazon.counted["billed"] == 0
        person.hands.press("Escape")
        eventually(lambda: not person.eyes.all("tab"), "the settings closed")
        assert person.eyes.all("button", "Engine: Amazon Rekognition")
        person.quit()


def pictures_are_paid_for(person: Reviewer, media: Path) -> None:
    """40 pictures are imported by the dialog, agreed to, moderated and paid for; each tells what was sent."""
    with Amazon(person.python, person.screen.environment) as amazon:
        have_set_up(person, amazon)
        person.open()
        person.import_folder(media)
        person.sees_count("All", PICTURES, 60)
        assert amazon.counted["calls"] == 0, "an import sends nothing"
        amazon.play(latency=[0.2, 0.6], quota=4)
        person.click("Moderate")
        person.reads(f"Send {PICTURES} assets to", "about 40", "0.040 USD", "Time", PROFILE)
        person.photograph("asked-first")
        assert amazon.counted["calls"] == 0, "nothing is sent before a person agreed"
        person.click("Start")
        person.reads("Moderating by Amazon Rekognition", "USD so far for", "calls a second now", f"of {PICTURES}")
        person.reads("the account allows about", seconds=20)
        person.photograph("under-way")
        person.sees_count("Rejected", REJECTED, 60)
        person.sees_count("Approved", REJECTED)

        person.open_queue("Rejected")
        person.choose("002.png")
        person.reads("JPEG · 480 × 360", "labels from 20 % on", "Read the answer")
        person.photograph("sent-and-received")
        read_the_answer(person)
        the_bill_agrees(person, amazon, PICTURES)
        person.quit()


def read_the_answer(person: Reviewer) -> None:
    """Open the answer of the chosen asset as it came, and close it again."""
    person.click("Read the answer…")
    person.reads('"ModerationModelVersion": "7.0"', '"Weapons"')
    person.hands.press("Escape")
    eventually(lambda: len(person.eyes.windows()) == 1, "the answer closed")


def credentials_expire_on_the_way(person: Reviewer, media: Path) -> None:
    """The credentials expire in the middle; one banner says what to do, and with new ones the run finishes."""
    with Amazon(person.python, person.screen.environment) as amazon:
        have_imported(person, amazon, media)
        amazon.play(latency=[0.5, 2.0], expire_after=12)
        start(person)
        person.reads("has expired", f"aws sso login --profile {PROFILE}", "No asset was failed", seconds=30)
        assert len(banner_buttons(person, "Resume")) == 1, "one banner, not several"
        person.photograph("expired")
        person.sees_count("Not moderated", 0)
        assert amazon.counted["billed"] == 12

        amazon.sign_in(key=RENEWED_KEY, secret=RENEWED_SECRET)
        person.click("Resume")
        person.sees_count("Rejected", REJECTED, 40)
        person.sees_count("Approved", REJECTED)
        eventually(lambda: not banner_buttons(person, "Discard"), "the banner gone")
        the_bill_agrees(person, amazon, PICTURES)
        person.quit()


def what_failed_is_told_and_tried_again(person: Reviewer, media: Path) -> None:
    """Three files are gone when they are to be sent; the run names the cause, and Retry failed sends them."""
    with Amazon(person.python, person.screen.environment) as amazon:
        have_imported(person, amazon, media)
        elsewhere = media.with_name("elsewhere")
        elsewhere.mkdir()
        gone = ("004.png", "005.png", "006.png")
        for name in gone:
            shutil.move(media / name, elsewhere / name)
        start(person)
        person.sees_count("Not moderated", len(gone), 40)
        person.hands.press("ctrl+3")
        person.reads("37 of 40 assets moderated", "Not checked, and not counted as approved: 3 assets", *gone)
        person.photograph("causes")
        for name in gone:
            shutil.move(elsewhere / name, media / name)
        person.click("Retry failed")
        person.reads("Send 3 assets to", "0.003 USD")
        person.click("Start")
        person.reads("40 of 40 assets moderated", seconds=20)
        person.sees_count("Not moderated", 0)
        person.sees_count("Rejected", REJECTED)
        person.sees_count("Approved", PICTURES - REJECTED)
        the_bill_agrees(person, amazon, PICTURES)
        person.quit()


def a_budget_ends_a_run(person: Reviewer, media: Path) -> None:
    """A budget for 15 calls ends the run after 15; going on asks anew and does the rest."""
    with Amazon(person.python, person.screen.environment) as amazon:
        have_imported(person, amazon, media, budget_usd=0.015)
        amazon.play(latency=[0.5, 1.5])
        start(person, "Budget of this run", "0.015 USD")
        person.reads("budget is spent", "What was answered stays", seconds=30)
        person.photograph("budget-spent")
        assert amazon.counted["billed"] == 15, amazon.counted
        person.sees_count("Not moderated", 0)
        the_bill_agrees(person, amazon, 15)
        person.click("Resume")
        person.reads("Send 25 assets to")
        person.click("Cancel")
        time.sleep(0.5)
        assert amazon.counted["billed"] == 15, "nothing is sent by who declines"
        person.quit()


def cancel_acts_at_once(person: Reviewer, media: Path) -> None:
    """Cancel takes the run's bar away at once though answers take up to 6 s; what was paid for is kept.

    200 ms is what a person is promised; here a machine that is busy with other tests may take five times as long.
    """
    with Amazon(person.python, person.screen.environment) as amazon:
        have_imported(person, amazon, media)
        amazon.play(latency=[0.5, 6.0])
        start(person)
        eventually(lambda: amazon.counted["calls"] >= 12, "a dozen calls under way", 20)
        cancel = person.button("Cancel")
        seconds = seconds_to_go(person, cancel)
        print(f"Cancel took {seconds * 1000:.0f} ms")
        assert seconds < 1.0, f"{seconds:.3f} s"
        person.reads("still to be checked", seconds=20)
        person.photograph("cancelled")
        time.sleep(6.5)  # the answers that were on their way
        known = amazon.counted["billed"]
        assert known < PICTURES, "the run was cancelled before its end"
        the_bill_agrees(person, amazon, known)
        amazon.play(latency=[0.0, 0.2])
        person.hands.press("ctrl+1")
        person.click("Resume")
        person.sees_count("Rejected", REJECTED, 40)
        person.sees_count("Approved", PICTURES - REJECTED, 40)
        the_bill_agrees(person, amazon, PICTURES)
        person.quit()


def seconds_to_go(person: Reviewer, part: Part) -> float:
    """How long after a real click a part is still to be seen."""
    person.hands.point(part.point())
    begun = time.monotonic()
    person.hands.click_here()
    while part.has("showing"):
        if time.monotonic() - begun > 10:
            raise Unseen(f"{part!r} does not go away")
    return time.monotonic() - begun


def have_set_up(person: Reviewer, amazon: Amazon, **settings: object) -> None:
    """The account was set up another day."""
    amazon.sign_in()
    chosen = {"engine": "rekognition", "aws_profile": PROFILE, "aws_endpoint": amazon.url, **settings}
    file = Path(person.screen.environment["HOME"]) / ".config" / "rekreview" / "settings.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps({"version": 1, **chosen}), encoding="utf-8")


def have_imported(person: Reviewer, amazon: Amazon, media: Path, **settings: object) -> None:
    """The account was set up and the pictures were imported another day; the window opens on them."""
    have_set_up(person, amazon, **settings)
    person.ask("import", media)
    person.open()
    person.sees_count("All", PICTURES)


def start(person: Reviewer, *words: str) -> None:
    """Press Moderate and agree to what the sheet says, which holds these words."""
    person.click("Moderate")
    person.reads(f"Send {PICTURES} assets to", *words)
    person.click("Start")


def banner_buttons(person: Reviewer, name: str) -> list[Part]:
    """The buttons of this name that show."""
    return person.eyes.all("button", name)


def the_bill_agrees(person: Reviewer, amazon: Amazon, calls: int) -> None:
    """The service, the runs screen and the command line count the same billed calls, and none was paid for twice."""
    counted = amazon.counted
    assert (counted["billed"], counted["billed_twice"]) == (calls, 0), counted
    person.hands.press("ctrl+3")
    person.reads("Calls and cost per month")
    row = eventually(lambda: ledger_row(person), "this month in the ledger")
    assert row == [str(calls), "0", f"0.{calls:03} USD"], row
    told = json.loads(person.ask("runs", "--json"))
    assert sum(month["answered"] for month in told["months"]) == calls, told["months"]
    person.photograph("ledger")


def ledger_row(person: Reviewer) -> list[str]:
    """Of the newest month: calls answered, without an answer, and cost."""
    cells = [part.name for part in person.eyes.all("row") if part.name]
    month = next((at for at, text in enumerate(cells) if re.fullmatch(r"\d{4}-\d\d", text)), None)
    return [] if month is None else [cells[month + column] for column in (2, 4, 5)]
