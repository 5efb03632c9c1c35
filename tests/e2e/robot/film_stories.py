"""Journeys with videos that Amazon checks whole, played by a strict stand-in on loopback in a process of its own.

Each film shows a number a second; an even one is a weapon.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from robot.amazon import Amazon
from robot.eyes import eventually
from robot.paid_stories import have_set_up
from robot.reviewer import Reviewer

FILMS = {"evening.mov": True, "harbour.mp4": False, "party.mp4": True}
"""What there is of H.264, and whether a weapon is in it."""
OTHER = "garden.webm"
WEAPONS_IN = {"evening.mov": [(0, 1000), (3000, 4000)], "harbour.mp4": [], "party.mp4": [(1000, 3000)]}
HOUR = 3600.0
LARGE, DAMAGED = "party.mp4", "The video is damaged."


def whole_videos_across_restarts(person: Reviewer, media: Path) -> None:
    """Jobs run at Amazon while the app is left, and once killed; each is paid once, read, and leaves nothing behind."""
    with Amazon(person.python, person.screen.environment) as amazon:
        have_films(person, amazon, media)
        amazon.play(**{"videos.job_seconds": HOUR})
        person.open()
        agree(person, "3 videos, whole, in the bucket films: at most 3 minutes", "0.300 USD", OTHER, "H.264")
        waits(person, amazon)
        person.photograph("jobs-run")
        person.quit()

        person.open()
        waits(person, amazon)
        person.photograph("after-a-restart")
        go_on(person)
        person.kill()

        person.open()
        waits(person, amazon)
        go_on(person)
        person.photograph("after-a-crash")
        amazon.play(**{"videos.job_seconds": 0.0})
        person.sees_count("Rejected", 2, 40)
        person.sees_count("Approved", 1, 20)
        person.sees_count("Not moderated", 1)
        eventually(lambda: amazon.counted["objects"] == 0, "an empty bucket", 20)
        person.open_queue("Rejected")
        person.choose("party.mp4")
        person.reads("Weapons", "0:01")
        person.photograph("verdicts")
        paid_once(person, amazon)
        person.quit()
    for name, spans in WEAPONS_IN.items():
        found = json.loads(person.ask("show", media / name, "--json"))
        seen = [one for answer in found["detections"] for one in answer["segments"] if one["name"] == "Weapons"]
        assert [(one["start_ms"], one["end_ms"]) for one in seen] == spans, (name, seen)


def have_films(person: Reviewer, amazon: Amazon, media: Path, **settings: object) -> None:
    """The account was set up and the films were imported another day."""
    chosen = {"aws_bucket": "films", "aws_s3_endpoint": amazon.url, **settings}
    have_set_up(person, amazon, **chosen)
    person.ask("import", media)


def agree(person: Reviewer, *words: str) -> None:
    """Press Moderate, read these words on the sheet, and agree."""
    person.click("Moderate")
    person.reads("Send ", *words)
    person.photograph("asked-first")
    person.click("Start")


def go_on(person: Reviewer) -> None:
    """Press Resume, read that nothing more is paid, and agree."""
    person.click("Resume")
    person.reads("Read the answers on 3 videos from", "Nothing more is sent", "nothing more")
    person.photograph("asked-to-go-on")
    person.click("Start")
    person.reads("3 jobs running", seconds=20)


def waits(person: Reviewer, amazon: Amazon) -> None:
    """The videos are pending, and each says that its job runs; three jobs were paid."""
    person.sees_count("Pending", 3, 30)
    person.open_queue("Pending")
    for name in FILMS:
        person.sees_tile(name, "pending")
        person.sees_tile(name, "Its job runs at Amazon")
    person.choose("party.mp4")
    person.reads("Its job runs at Amazon since", "It has no verdict before that has ended")
    assert (amazon.counted["jobs"], amazon.counted["jobs_paid_twice"]) == (3, 0), amazon.counted


def paid_once(person: Reviewer, amazon: Amazon) -> None:
    """The service started three jobs, and the runs screen tells three."""
    counted = amazon.counted
    assert (counted["jobs"], counted["jobs_paid_twice"], counted["objects"], counted["uploads"]) == (3, 0, 0, 0)
    person.hands.press("ctrl+3")
    person.reads("Videos checked whole", "Checked", "0.300 USD")
    read = eventually(lambda: texts_of_jobs(person), "the jobs of the run")
    assert [read.count(word) for word in ("Checked", "0.100 USD", "Nothing")] == [3, 3, 3], read
    person.photograph("runs")
    assert json.loads(person.ask("bucket", "list", "--json"))["objects"] == []


def texts_of_jobs(person: Reviewer) -> list[str]:
    """What the table of jobs says, cell by cell."""
    return [part.name for part in person.eyes.all("row") if part.name]


def a_bucket_is_chosen_and_an_upload_cancelled(person: Reviewer, media: Path) -> None:
    """No bucket, one in another region, the right one; an upload is cancelled and goes on; a failure is told."""
    with Amazon(person.python, person.screen.environment) as amazon:
        have_films(person, amazon, media, aws_bucket="", video_mode="stored")
        person.open()
        person.click("Moderate")
        person.reads("not sent, as no bucket is chosen", "Videos are not sent.")
        person.photograph("no-bucket")
        person.click("Cancel")
        choose_bucket(person, "overseas")
        person.reads("“overseas” is in us-east-1", "Choose a bucket in eu-west-1", seconds=20)
        person.hands.press("Escape")
        agree(person, "in the bucket overseas")  # whoever does not try it first is told all the same
        person.reads("“overseas” is in us-east-1", "wait as they were", seconds=20)
        person.photograph("another-region")
        assert amazon.counted["received"] == 0, "nothing is sent to a bucket in another region"
        choose_bucket(person, "films")
        person.reads("The bucket “films” is in eu-west-1", seconds=20)
        person.hands.press("Escape")
        eventually(lambda: not person.eyes.all("tab"), "the settings closed")
        assert (amazon.counted["received"], amazon.counted["jobs"]) == (0, 0), "nothing was sent so far"

        amazon.play(**{"account.bytes_per_second": 400_000})
        person.click("Resume")
        person.reads("uploading", " MB", seconds=20)
        eventually(lambda: amazon.counted["received"] > 500_000, "some of a film at Amazon", 20)
        person.photograph("uploading")
        person.click("Cancel")
        person.reads("still to be checked", seconds=20)
        lying = amazon.counted["objects"] + amazon.counted["uploads"]
        listed = json.loads(person.ask("bucket", "list", "--json"))["objects"]
        assert lying <= len(listed), "the library knows of all that lies in the bucket"
        person.sees_tile(LARGE, "Its upload has begun")  # and nobody says that it goes on
        person.photograph("cancelled")

        amazon.play(**{"account.bytes_per_second": None, "videos.failing": {sha256_of(media / LARGE): DAMAGED}})
        person.click("Resume")  # what was agreed to is not asked again
        person.sees_count("Not moderated", 2, 40)
        person.sees_count("Rejected", 1, 20)
        eventually(lambda: (amazon.counted["objects"], amazon.counted["uploads"]) == (0, 0), "an empty bucket", 20)
        person.open_queue("Not moderated")
        person.choose(LARGE)
        person.reads(f"Amazon Rekognition could not check the video: {DAMAGED}")
        person.choose(OTHER)
        person.reads("H.264 in MP4 or MOV; this is VP9 in WebM")
        person.photograph("failed-and-refused")
        assert amazon.counted["jobs_paid_twice"] == 0
        person.quit()


def videos_by_frames(person: Reviewer, media: Path) -> None:
    """What is not taken whole is offered by frames, with the cost first; then key frames only, and what was checked."""
    with Amazon(person.python, person.screen.environment) as amazon:
        have_films(person, amazon, media)
        person.open()
        person.click("Moderate")
        person.reads("1 video is not sent", OTHER, "VP9 in WebM", "0.300 USD")
        person.click("Convert and send them")
        person.reads("4 videos, whole", "1 video converted to H.264 first", "0.400 USD")
        person.photograph("asked-with-a-copy")
        person.click("Cancel")
        person.click("Moderate")  # who declines has chosen nothing
        person.reads("1 video is not sent", "0.300 USD")
        person.click("Check all videos by frames")
        person.reads("4 videos, by single frames: at most 15 frames, 1 a second", "0.015 USD at 0.001 USD a call")
        person.photograph("asked-by-frames")
        person.click("Cancel")
        assert amazon.counted["calls"] == 0, "nothing is sent by who declines"

        person.hands.press("ctrl+comma")
        person.hands.click(person.eyes.find("tab", "Videos").point())
        person.hands.click(person.eyes.find("check box", re.compile("^Key frames only")).point(0.1))
        person.photograph("key-frames-only")
        person.hands.press("Escape")
        person.click("Moderate")
        person.click("Check all videos by frames")
        person.reads("by single frames", "key frames only")
        person.photograph("asked-first")
        person.click("Start")
        person.sees_count("Rejected", 3, 40)
        person.sees_count("Approved", 1)
        person.open_queue("Rejected")
        person.choose(OTHER)
        person.reads("of 30 frames")
        person.photograph("how-much-was-checked")
        counted = amazon.counted
        assert (counted["jobs"], counted["received"], counted["billed_twice"]) == (0, 0, 0), counted
        assert 4 <= counted["billed"] <= 15, counted
        person.quit()


def choose_bucket(person: Reviewer, name: str) -> None:
    """Type the name of a bucket in the settings, and have it tried."""
    if not person.eyes.all("tab"):
        person.hands.press("ctrl+comma")
        person.hands.click(person.eyes.find("tab", "Videos").point())
    field = person.eyes.find("field", "Bucket")
    person.bring_into_sight(field)
    person.hands.click(person.eyes.find("field", "Bucket").point())
    person.hands.press("ctrl+a")
    person.hands.type(name)
    person.click("Test the bucket")


def sha256_of(path: Path) -> str:
    """Of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
