"""Trying a string from elsewhere: what it says in plain words, and what it would do to this library."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from rekreview.domain.assets import MediaKind, Status
from rekreview.domain.mending import Mend, mend
from rekreview.domain.moderation_string import ModerationString, Remark, check
from rekreview.domain.policy import PolicyPair
from rekreview.domain.renaming import renamed
from rekreview.domain.taxonomy import NEWEST, taxonomy
from rekreview.domain.trial import Trial
from rekreview.domain.tuning_index import TuningIndex
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui import naming
from rekreview.ui.policy.effect import Effect, Question, told
from rekreview.ui.policy.plain_words import sentences
from rekreview.ui.policy.remark_list import RemarkList
from rekreview.ui.policy.string_edit import StringEdit

PAUSE_MS = 250
NAMED_MOST = 3
SHOWN = taxonomy(NEWEST)


@dataclass(frozen=True)
class Ground:
    """What strings are tried on. index: None while the labels are being read. applied: the policy of now."""

    index: Callable[[], TuningIndex | None]
    applied: Callable[[], PolicyPair]
    dispatcher: Dispatcher


class ReplayDialog(QDialog):
    """Reads one string and tells of it. Nothing changes; `chosen` carries a string a person wants to edit."""

    chosen = Signal(str)

    def __init__(self, ground: Ground, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ground = ground
        self.edit = StringEdit(self)
        self.remarks = RemarkList(self._mend_of, self)
        self.said = QLabel(self)
        self.done_here = QLabel(self)
        self.renamed = QLabel(self)
        self.take = QPushButton(self.tr("Edit this string"), self)
        self.take_renamed = QPushButton(self.tr("Edit it in version 7 names"), self)
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._lay_out()
        self._connect()
        self._read()

    def show_text(self, text: str) -> None:
        """Read this string."""
        self.edit.setPlainText(text)

    @property
    def _string(self) -> ModerationString | None:
        return check(self.edit.text()).string

    def _mend_of(self, remark: Remark) -> Mend | None:
        return mend(self.edit.text(), remark, None, SHOWN)

    def _read(self) -> None:
        """Say what the string says at once, and ask what it would do when the typing pauses."""
        text = self.edit.text()
        outcome = check(text)
        empty = not text.strip()
        self.remarks.show_remarks(() if empty else outcome.errors, outcome.warnings)
        self.edit.show_faults([(error.position, error.token) for error in outcome.errors[:1] if not empty])
        string = outcome.string
        self.said.setText("" if string is None else _list(sentences(string, SHOWN)))
        self.done_here.clear()
        self.renamed.clear()
        self.take.setEnabled(string is not None)
        moved = string is not None and renamed(string, SHOWN) != string
        self.renamed.setVisible(moved)
        self.take_renamed.setVisible(moved)
        self._grow()
        self._pause.start()

    def _ask(self) -> None:
        string, index = self._string, self._ground.index()
        if string is None:
            return
        if index is None:
            self.done_here.setText(self.tr("The labels of this library are being read…"))
            self._pause.start()
            return
        applied = self._ground.applied()
        moved = renamed(string, SHOWN)
        wanted = [string] if moved == string else [string, moved]
        self._ground.dispatcher.newest(
            "policy-replay",
            lambda: [tried(index, applied, one) for one in wanted],
            lambda effects: self._tell(string, effects),
        )

    def _tell(self, string: ModerationString, effects: Sequence[Effect]) -> None:
        if string != self._string:
            return
        self.done_here.setText(_list(self._effect_words(effects[0])))
        if len(effects) > 1:
            heading = self.tr("With the names of version 7 instead: {string}")
            written = renamed(string, SHOWN).canonical()
            self.renamed.setText("\n".join((heading.format(string=written), _list(self._effect_words(effects[1])))))
        self._grow()

    def _grow(self) -> None:
        """Make room for what there is to say, so that none of it is cut."""
        layout = self.layout()
        wanted = layout.totalHeightForWidth(self.width()) if layout is not None else 0
        if wanted > self.height():
            self.resize(self.width(), wanted)

    def _effect_words(self, effect: Effect) -> list[str]:
        now, then = effect.before.get(Status.REJECTED, 0), effect.after.get(Status.REJECTED, 0)
        found = [
            self.tr("In this library {then} would be rejected; under the applied policy it is {now}.").format(
                then=naming.assets(then), now=naming.number(now)
            ),
            self.tr("{rejected} would become rejected, {approved} would become approved.").format(
                rejected=naming.assets(effect.to_rejected.count), approved=naming.assets(effect.to_approved.count)
            ),
        ]
        strongest = sorted(effect.categories.items(), key=lambda pair: -pair[1].alone)[:NAMED_MOST]
        alone = [self._alone(slug, one.alone) for slug, one in strongest if one.alone]
        if alone:
            words = self.tr("Rejected because of one category only, and approved without it: {told}.")
            found.append(words.format(told=", ".join(alone)))
        return found

    def _alone(self, slug: str, count: int) -> str:
        category = SHOWN.get(slug)
        name = category.name if category else slug
        return self.tr("{assets} because of {category}").format(assets=naming.assets(count), category=name)

    def _lay_out(self) -> None:
        self.setObjectName("replay")
        self.setWindowTitle(self.tr("Try a string"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.edit.setAccessibleName(self.tr("String to try"))
        self.edit.setPlaceholderText("aws_rek:violence:0.6:alcohol:ignore")
        label = QLabel(self.tr("Paste a moderation string. Nothing changes by reading it."))
        label.setBuddy(self.edit)
        for part, name in (
            (self.said, "replay-says"),
            (self.done_here, "replay-does"),
            (self.renamed, "replay-renamed"),
        ):
            part.setObjectName(name)
            part.setWordWrap(True)
            part.setTextFormat(Qt.TextFormat.PlainText)
            part.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.renamed.setProperty("tone", "muted")
        self.said.setToolTip(self.tr("What the string says, category by category: a label over a threshold rejects"))
        self.renamed.setToolTip(self.tr("The same counts, if the categories of version 6 are written as those of 7"))
        self.take.setToolTip(self.tr("Put the string into the editor; nothing is applied by that"))
        self.take_renamed.setToolTip(
            self.tr("Put it into the editor with the names Amazon Rekognition answers with today; nothing is applied")
        )
        self.done_here.setToolTip(
            self.tr("Counted on the labels this library has, with what persons decided left as it is")
        )
        close = QPushButton(self.tr("Close"), self)
        close.clicked.connect(self.close)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (self.take_renamed, self.take, close):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 16)
        layout.setSpacing(10)
        stacked: tuple[QWidget, ...] = (label, self.edit, self.remarks, self.said, self.done_here, self.renamed)
        for widget in stacked:
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addLayout(buttons)
        self.resize(640, 420)

    def _connect(self) -> None:
        self.edit.textChanged.connect(self._read)
        self._pause.timeout.connect(self._ask)
        self.remarks.text_mended.connect(self.show_text)
        self.remarks.place_asked.connect(self.edit.place_cursor)
        self.take.clicked.connect(lambda: self._choose(self._string))
        self.take_renamed.clicked.connect(lambda: self._choose(self._string and renamed(self._string, SHOWN)))

    def _choose(self, string: ModerationString | None) -> None:
        if string is not None:
            self.chosen.emit(string.canonical())
            self.close()


def tried(index: TuningIndex, applied: PolicyPair, string: ModerationString) -> Effect:
    """What a string would do, the other medium's being what it is; for the read pool."""
    draft = applied.with_string(string.canonical())
    kind = string.media or MediaKind.IMAGE
    return told(Trial(index, applied, draft), Question(draft, applied, kind, SHOWN))


def _list(lines: Sequence[str]) -> str:
    return "\n".join(f"• {line}" for line in lines)
