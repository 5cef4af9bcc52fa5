"""Congress weeks: when which meeting is, what it has yielded on a question, and when its abstracts are due.

The dates stand in a file (congresses.toml), each with its source; a file of the configuration's own comes on top of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from importlib import resources
from pathlib import Path

from watcher.config.settings import Settings
from watcher.given import read_text
from watcher.meetings import EARLY, LATE, is_named
from watcher.model import CongressWeek, Tier, Topic
from watcher.store.store import Store
from watcher.tables import Document

AHEAD = timedelta(days=21)  # so long before a meeting the digest speaks of it
AFTER = timedelta(days=28)  # and so long after it
_SETTLED = timedelta(days=7)  # after which it can be said that nothing came
_ROUND = timedelta(days=1)  # before and after a meeting in which sources are asked more often
_YEAR = timedelta(days=365)
_HAVE_ABSTRACTS = ("crossref", "endocrine_abstracts", "europepmc")
_SHOWN = 3  # titles of what a meeting yielded; how many more there are is said


@dataclass(frozen=True, slots=True, kw_only=True)
class Congress:
    """A congress: what its abstracts call it, how their DOIs begin, the weeks of earlier years, where the abstracts appear."""

    name: str
    called: tuple[str, ...]
    usual: tuple[str, ...]
    source: str
    dois: tuple[str, ...] = ()
    abstracts: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dated:
    congress: str
    begins: date
    ends: date
    source: str
    embargo: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One meeting: ``is_certain`` where its dates are known; ``embargo`` is until when its abstracts are kept back, where that is known."""

    congress: Congress
    begins: date
    ends: date
    is_certain: bool = True
    embargo: date | None = None
    yielded: tuple[str, ...] = ()  # titles of the abstracts that came of it, on a question
    was_looked_for: bool = False  # whether a source that has abstracts was read whole after its last day

    @property
    def name(self) -> str:
        """The congress and the year: "ENETS 2027"."""
        return f"{self.congress.name} {self.begins.year}"

    @property
    def week(self) -> CongressWeek:
        """The days of the meeting, and by what its abstracts are known."""
        return CongressWeek(
            name=self.name,
            begins=self.begins,
            ends=self.ends,
            is_certain=self.is_certain,
            called=self.congress.called,
            dois=self.congress.dois,
        )

    def is_on(self, day: date) -> bool:
        """Return whether the meeting is on, a day before and after it included."""
        return self.begins - _ROUND <= day <= self.ends + _ROUND


@dataclass(frozen=True, slots=True)
class Calendar:
    """All congresses and their meetings, and the names of the profiles whose digests speak of them."""

    congresses: tuple[Congress, ...]
    dated: tuple[_Dated, ...]
    topics: tuple[str, ...]

    def meetings(self, day: date) -> tuple[Meeting, ...]:
        """Return the meetings about which there is something to say on a day, in their order: from three weeks before to four after."""
        found = (meeting for congress in self.congresses for meeting in self._of(congress, day))
        near = [one for one in found if one.begins - AHEAD <= day <= one.ends + AFTER]
        return tuple(sorted(near, key=lambda one: (one.begins, one.name)))

    def weeks(self, day: date) -> tuple[CongressWeek, ...]:
        """Return the days of each congress that is on, was in the last two months, or comes within a year, in their order."""
        found = (meeting.week for congress in self.congresses for meeting in self._of(congress, day))
        told = [one for one in found if one.ends + LATE >= day and one.begins <= day + _YEAR]
        return tuple(sorted(told, key=lambda one: (one.begins, one.name)))

    def _of(self, congress: Congress, day: date) -> Iterator[Meeting]:
        dated = {one.begins.year: one for one in self.dated if one.congress == congress.name}
        for year in (day.year - 1, day.year, day.year + 1):
            if one := dated.get(year):
                yield Meeting(congress=congress, begins=one.begins, ends=one.ends, embargo=one.embargo)
            else:
                begins, ends = (date.fromisoformat(f"{year}-{end}") for end in congress.usual)
                yield Meeting(congress=congress, begins=begins, ends=ends, is_certain=False)


@cache
def calendar(own: Path | None = None) -> Calendar:
    """Return the calendar that ships, with the meetings of the file ``own`` over it; raise ``ConfigError`` naming the file and the line."""
    shipped = Path(str(resources.files("watcher.service").joinpath("congresses.toml")))
    known = _read(shipped)
    if own is None:
        return known
    more = _read(own)
    changed = {(one.congress, one.begins.year) for one in more.dated}
    kept = tuple(one for one in known.dated if (one.congress, one.begins.year) not in changed)
    names = {one.name for one in more.congresses}
    congresses = (*(one for one in known.congresses if one.name not in names), *more.congresses)
    return Calendar(congresses, (*kept, *more.dated), more.topics or known.topics)


def _read(path: Path) -> Calendar:
    document = Document.read(read_text(path), path)
    document.holds_only("topics", "congresses", "meetings")
    topics = document.value("topics", document.data.get("topics", []), tuple[str, ...])
    return Calendar(
        tuple(document.tables("congresses", Congress)), tuple(document.tables("meetings", _Dated)), tuple(topics)
    )


def interval(settings: Settings, now: datetime) -> timedelta:
    """Return how often sources are asked now: more often while a congress is on."""
    today = now.astimezone(settings.timezone).date()
    is_on = any(meeting.is_on(today) for meeting in calendar(settings.congresses).meetings(today))
    return settings.congress_every if is_on else settings.sync_every


def weeks(settings: Settings, topic: Topic, now: datetime) -> tuple[CongressWeek, ...]:
    """Return the congresses whose abstracts a digest on the topic may hold, and those to come; () for other topics."""
    known = calendar(settings.congresses)
    return known.weeks(now.astimezone(settings.timezone).date()) if topic.name in known.topics else ()


def facts(settings: Settings, store: Store, topic: Topic, now: datetime) -> tuple[Meeting, ...]:
    """Return the meetings of which a digest on the topic speaks now, with what each has yielded so far; () for other topics."""
    known = calendar(settings.congresses)
    if topic.name not in known.topics:
        return ()
    today = now.astimezone(settings.timezone).date()
    read = max(filter(None, map(store.runs.last_complete, _HAVE_ABSTRACTS)), default=None)
    return tuple(
        replace(one, yielded=_yielded(store, topic, one), was_looked_for=bool(read and read.date() > one.ends))
        for one in known.meetings(today)
    )


def _yielded(store: Store, topic: Topic, meeting: Meeting) -> tuple[str, ...]:
    since, until = f"{meeting.begins - EARLY:%Y-%m}", f"{meeting.ends + LATE:%Y-%m-%d}"
    found = store.abstracts(topic.name, since, until, nearest=Tier.RELATED)
    return tuple(one.title for one in found if is_named(one.text, one.ids, meeting.week))


def sentences(meetings: Sequence[Meeting], today: date) -> tuple[str, ...]:
    """Return what the digest says of each meeting, a line each; nothing of one that is over and can still yield something."""
    return tuple(line for meeting in meetings if (line := _sentence(meeting, today)))


def _sentence(meeting: Meeting, today: date) -> str:
    days = _days(meeting.begins, meeting.ends)
    if meeting.yielded:
        rest = len(meeting.yielded) - _SHOWN
        more = f" and {rest} more" if rest > 0 else ""
        return f"{meeting.name} has yielded {len(meeting.yielded)} on this question: {'; '.join(meeting.yielded[:_SHOWN])}{more}."
    if today > meeting.ends:
        settled = meeting.was_looked_for and today >= meeting.ends + _SETTLED
        return f"Nothing from {meeting.name} on this question." if settled else ""
    if not meeting.is_certain:
        return f"{meeting.name} is expected between {days}; its dates are not known here."
    due = (
        f"embargo until {meeting.embargo.day} {meeting.embargo:%B}"
        if meeting.embargo
        else f"abstracts {meeting.congress.abstracts}"
    )
    return f"{meeting.name}, {days}: {due}."


def _days(first: date, last: date) -> str:
    joint = " and " if (last - first).days > 10 else " to "
    return f"{first.day} {first:%B}{joint}{last.day} {last:%B %Y}"
