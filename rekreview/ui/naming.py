"""The window's words for queues, orders, kinds, engines, looks, numbers and times, in the reviewer's language."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from rekreview.domain.assets import EngineName, MediaKind
from rekreview.domain.queues import QueueName, SortKey
from rekreview.ui.theme import ThemeMode

if TYPE_CHECKING:
    from rekreview.library.step_values import Restored


def _T(_context: str, source: str) -> str:
    """Marks a text for lupdate (-tr-function-alias QT_TRANSLATE_NOOP+=_T); it is translated when it is shown."""
    return source


_QUEUES = {
    QueueName.REJECTED: _T("naming", "Rejected"),
    QueueName.APPROVED: _T("naming", "Approved"),
    QueueName.PENDING: _T("naming", "Pending"),
    QueueName.NOT_MODERATED: _T("naming", "Not moderated"),
    QueueName.SECOND_LOOK: _T("naming", "Second look"),
    QueueName.BORDERLINE: _T("naming", "Borderline"),
    QueueName.DISAGREEING: _T("naming", "Disagreeing engines"),
    QueueName.REVIEWED: _T("naming", "Reviewed"),
    QueueName.OVERTURNED: _T("naming", "Overturned"),
    QueueName.ALL: _T("naming", "All"),
}
_KINDS = {MediaKind.IMAGE: _T("naming", "Pictures"), MediaKind.VIDEO: _T("naming", "Videos")}
_SORTS = {
    SortKey.IMPORTED: _T("naming", "Order of import"),
    SortKey.NAME: _T("naming", "Name"),
    SortKey.CONFIDENCE: _T("naming", "Confidence"),
    SortKey.BORDERLINE: _T("naming", "Nearest to threshold"),
    SortKey.SIZE: _T("naming", "Size"),
    SortKey.WAITING: _T("naming", "Longest aside"),
}
_ENGINES = {
    EngineName.ON_DEVICE: _T("naming", "On-device estimate"),
    EngineName.REKOGNITION: _T("naming", "Amazon Rekognition"),
    EngineName.IMPORTED: _T("naming", "Imported answers"),
}
_LOOKS = {
    ThemeMode.SYSTEM: _T("naming", "As the system"),
    ThemeMode.LIGHT: _T("naming", "Light"),
    ThemeMode.DARK: _T("naming", "Dark"),
}


def _translate(text: str) -> str:
    return QCoreApplication.translate("naming", text)


def queue(name: QueueName) -> str:
    """The word of a queue."""
    return _translate(_QUEUES[name])


def kind(value: MediaKind) -> str:
    """The word for all assets of a kind."""
    return _translate(_KINDS[value])


def sort(key: SortKey) -> str:
    """The word of an order."""
    return _translate(_SORTS[key])


def engine(name: EngineName) -> str:
    """What an engine is called. The on-device one is an estimate, and is named so wherever it appears."""
    return _translate(_ENGINES[name])


def look(mode: ThemeMode) -> str:
    """What a look of the window is called."""
    return _translate(_LOOKS[mode])


def number(count: int) -> str:
    """A count as people of this language write it: 12,345."""
    locale = QLocale()
    return f"{count:,}" if locale.language() is QLocale.Language.C else locale.toString(count)


def rounded(count: int) -> str:
    """A count in at most four characters, where there is no room for more: 987, 1.2k, 36k, 1.5M."""
    for size, sign in ((1_000_000, "M"), (1_000, "k")):
        if count >= size:
            return f"{count / size:.1f}{sign}" if count < 9.95 * size else f"{count / size:.0f}{sign}"
    return str(count)


def restored(word: str, moved: Restored) -> str:
    """What an undo or a redo did, in a sentence that begins with a word for it."""
    changed = assets(len(moved.ids))
    if moved.policy is None:
        return f"{word}: {changed}"
    words = _translate("{word}: the policy is {name}, version {version}; {assets} changed side.")
    return words.format(word=word, name=moved.policy.name, version=moved.policy.version, assets=changed)


def assets(count: int) -> str:
    """So many assets: "1 asset", "2,300 assets"."""
    if count == 1:
        return _translate("1 asset")
    return _translate("{count} assets").format(count=number(count))


def videos(count: int) -> str:
    """So many videos: "1 video", "2,300 videos"."""
    if count == 1:
        return _translate("1 video")
    return _translate("{count} videos").format(count=number(count))


def objects(count: int) -> str:
    """So many objects in a bucket: "1 object", "2,300 objects"."""
    if count == 1:
        return _translate("1 object")
    return _translate("{count} objects").format(count=number(count))


def minutes(count: int) -> str:
    """So many minutes: "1 minute", "2,300 minutes"."""
    if count == 1:
        return _translate("1 minute")
    return _translate("{count} minutes").format(count=number(count))


def frames(count: int) -> str:
    """So many frames: "1 frame", "2,300 frames"."""
    if count == 1:
        return _translate("1 frame")
    return _translate("{count} frames").format(count=number(count))


def stacks(count: int) -> str:
    """So many stacks: "1 stack", "2,300 stacks"."""
    if count == 1:
        return _translate("1 stack")
    return _translate("{count} stacks").format(count=number(count))


def files(count: int) -> str:
    """So many files: "1 file", "2,300 files"."""
    if count == 1:
        return _translate("1 file")
    return _translate("{count} files").format(count=number(count))


def calls(count: int) -> str:
    """So many calls of a service: "1 call", "2,300 calls"."""
    if count == 1:
        return _translate("1 call")
    return _translate("{count} calls").format(count=number(count))


def usd(amount: float) -> str:
    """An amount of US dollars, to the tenth of a cent where that matters: "0.048 USD", "12.40 USD"."""
    return _translate("{amount} USD").format(amount=f"{amount:,.2f}" if amount >= 10 else f"{amount:.3f}")


def span(seconds: float) -> str:
    """A length of time in one or two units, rounded for people: "4 s", "2 min 10 s", "3 h 5 min"."""
    whole = max(1, round(seconds))
    if whole < 60:
        return _translate("{seconds} s").format(seconds=whole)
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return _translate("{minutes} min {seconds} s").format(minutes=minutes, seconds=rest)
    return _translate("{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)


def day(when: datetime) -> str:
    """A day in this computer's zone, in words: "3 March 2026"."""
    local = when.astimezone()
    return QLocale().toString(QDate(local.year, local.month, local.day), "d MMMM yyyy")


def age(since: datetime, until: datetime | None = None) -> str:
    """How long ago something was, in one unit: "5 minutes", "3 hours", "3 days"."""
    minutes_ago = max(0, round(((until or datetime.now(UTC)) - since).total_seconds() / 60))
    for unit, one, several in (
        (24 * 60, _translate("1 day"), _translate("{count} days")),
        (60, _translate("1 hour"), _translate("{count} hours")),
    ):
        if minutes_ago >= unit:
            count = minutes_ago // unit
            return one if count == 1 else several.format(count=number(count))
    return minutes(minutes_ago) if minutes_ago else _translate("a moment")


def moment(when: datetime) -> str:
    """A point in time in this computer's zone, in the form every language reads: 2026-03-01 14:05."""
    return when.astimezone().strftime("%Y-%m-%d %H:%M")
