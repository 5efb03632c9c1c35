"""A process that checks one stored video and keeps a journal of it, to be killed at any moment and started again.

python -m tests.contract.reviewer_process URL VIDEO JOURNAL
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from rekreview.domain.progress import CancelToken
from rekreview.domain.video import JobState
from rekreview.engines.rekognition.account import Account
from rekreview.engines.rekognition.videos.service import StoredVideos, Storing
from tests.contract.amazon import job_for, video_of


def main(url: str, path: str, journal: str) -> None:
    """Take a video from where the journal says it is to its answer, noting each step as a library would."""
    notes = Path(journal)
    known = json.loads(notes.read_text()) if notes.exists() else {}

    def note(**changes: str) -> None:
        known.update(changes)
        partial = notes.with_suffix(".partial")
        partial.write_text(json.dumps(known))
        partial.replace(notes)

    service = StoredVideos(Account(endpoint=url), Storing("mine", endpoint=url, gets_a_second=50))
    service.open()
    video = video_of(Path(path))
    if known.get("state") is None:
        job = job_for(service, video, upload_id=known.get("upload_id", ""))
        note(key=job.key)
        service.upload(
            video,
            job,
            remember=lambda upload_id: note(upload_id=upload_id),
            progressed=lambda _there, _size: None,
            cancel=CancelToken(),
        )
        note(state="uploaded", upload_id="")
    if known["state"] == "uploaded":
        note(job_id=service.start(job_for(service, video)), state="started")
    job = job_for(service, video, job_id=known["job_id"])
    while service.report(job).state is JobState.STARTED:
        CancelToken().wait(0.05)
    labels = service.answer(job).labels
    service.remove(job)
    note(state="done", labels=str(len(labels)))


if __name__ == "__main__":
    main(*sys.argv[1:4])
