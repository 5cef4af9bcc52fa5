"""The few words of our own that stand around what the sources say: the same in every channel."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from digests.labels import dated, say
from watcher.dates import SHORT_MONTHS
from watcher.model import Change, Coverage, Digest, Outcome, PartialDate, Revision, Trait
from watcher.text import shown

# ``sources.<name>`` as a reader knows it; any other name is shown as it is.
_SOURCES = {
    "pubmed": "PubMed",
    "clinicaltrials": "ClinicalTrials.gov",
    "europepmc": "Europe PMC",
    "ctis": "EU CTIS",
    "isrctn": "ISRCTN",
    "ictrp": "WHO ICTRP",
    "euctr": "EU CTR",
    "crossref": "Crossref",
    "openalex": "OpenAlex",
    "biorxiv": "bioRxiv and medRxiv",
    "endocrine_abstracts": "Endocrine Abstracts",
    "webpages": "web pages",
}


REGISTRIES = frozenset({"clinicaltrials", "ctis", "isrctn", "ictrp", "euctr"})
# What may be missing where a source could not be looked at; any other brings publications.
_BRINGS = {
    **dict.fromkeys(REGISTRIES, ("registry changes",)),
    "pubmed": ("articles",),
    "europepmc": ("articles", "preprints"),
    "crossref": ("articles", "congress abstracts"),
    "openalex": ("articles",),
    "biorxiv": ("preprints",),
    "endocrine_abstracts": ("congress abstracts",),
    "feeds": ("news",),
    "webpages": ("news",),
}


def plural(count: int, one: str, many: str = "") -> str:
    """Return "1 item", "2 items", "0 items"."""
    return f"{count} {say(one if count == 1 else many or one + 's')}"


def listed(parts: tuple[str, ...] | list[str]) -> str:
    """Return "a", "a and b", "a, b and c"; "" for nothing."""
    return say(" and ").join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def day(when: datetime, zone: str = "UTC") -> str:
    """Return the day in the zone: "23 Nov 2026"."""
    local = when.astimezone(ZoneInfo(zone))
    return dated(local.date(), "yMMMd", f"{local.day} {SHORT_MONTHS[local.month - 1]} {local.year}")


def ranges(numbers: Sequence[int]) -> list[str]:
    """Return rising numbers in few words: "1 to 3" for 1, 2 and 3, "5" for 5."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [
        said
        for run in runs
        for said in (
            [say("{since} to {until}", since=run[0], until=run[-1])] if len(run) > 2 else [str(one) for one in run]
        )
    ]


def date(partial: PartialDate | None) -> str:
    """Return "5 Mar 2024", "Mar 2024" or "2024": as precise as the source, no more; "" for None."""
    if partial is None:
        return ""
    parts = [str(partial.day)] if partial.month and partial.day else []
    english = " ".join([*parts, *([SHORT_MONTHS[partial.month - 1]] if partial.month else []), str(partial.year)])
    pattern = "yMMMd" if parts else "yMMM" if partial.month else ""
    return dated(partial.earliest, pattern, english) if pattern else english


def iso(text: str) -> str:
    """Return "2024-03-05" as "5 Mar 2024", and "2024-03" and "2024" likewise."""
    year, month, day_of_month = [*(int(part) for part in text.split("-")), None, None][:3]
    return date(PartialDate(year or 0, month, day_of_month))


def status(registered: str) -> str:
    """Return a registry's status as words: ACTIVE_NOT_RECRUITING gives "Active, not recruiting"."""
    words = registered.replace("_", " ").strip().lower()
    return say(words.replace("active not", "active, not").capitalize())


_titles: ContextVar[Mapping[str, str]] = ContextVar("titles", default=MappingProxyType({}))


@contextmanager
def titled(titles: Mapping[str, str]) -> Iterator[None]:
    """Let a source without a name of ours be called in the block by the title that it gives itself, where that is known."""
    before = _titles.set(titles)
    try:
        yield
    finally:
        _titles.reset(before)


def source(name: str) -> str:
    """Return the source's name as a reader knows it: ours, else its own title where the block knows it."""
    return _SOURCES.get(name) or _titles.get().get(name) or name.replace("_", " ")


def is_known(name: str) -> bool:
    """Return whether a source has a name of ours for readers; another one has its own title alone."""
    return name in _SOURCES


def named(line: Coverage) -> str:
    """Return the name of a line's source as a reader knows it: ours, else the title that the source gives itself."""
    with titled({line.source: line.title}):
        return source(line.source)


def brings(name: str) -> str:
    """Return what a source brings, in the plural: "registry changes", "articles and preprints"."""
    return listed(kinds(name))


def kinds(name: str) -> tuple[str, ...]:
    """Return the kinds of things that a source brings, each in the plural."""
    return tuple(map(say, _BRINGS.get(name, ("publications",))))


_DAY = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
_POSTED = re.compile(r"(posted )(\d{4}-\d\d(?:-\d\d)?)(?=;|$)")  # results, by a registry
_KINDS = frozenset({"ACTUAL", "ESTIMATED", "ANTICIPATED"})


def registered(value: str) -> str:
    """Return a value as a person would say it: "2027-01 (ESTIMATED)" as "Jan 2027 (estimated)"; any other text is its own."""
    if posted := _POSTED.match(value):
        return f"{posted[1]}{iso(posted[2])}{value[posted.end() :]}"
    bare, _, kind = value.removesuffix(")").rpartition(" (")
    if kind not in _KINDS:
        bare, kind = value, ""
    said = iso(bare) if _DAY.fullmatch(bare) else bare
    return f"{said} ({say(kind.lower())})" if kind else said


def posted(what: Change) -> str:
    """Return "posted 16 Mar 2026" where results came first, whose numbers stand beside it; "" for any other change."""
    came = what.field == "results" and not what.before
    return registered(what.after).partition("; ")[0] if came else ""


def tells_numbers(what: Change) -> bool:
    """Return whether posted results stand there with their numbers now."""
    return what.field == "results" and ": " in what.after


_KIND_OF_ARM = re.compile(r"(?<=\[)(?:(?:Active|Placebo|Sham|No) (?:Comparator|Intervention)|Experimental|Other): ")
_SPELT = re.compile(r"^[A-Z][a-z]+(?:[ -][A-Za-z]+){1,4} \(([A-Z]{2,4})\)")  # "Progression-free Survival (PFS)"
# What stands around the value of an arm, and in its name: "24.8 months (95% CI 22.1 to 28.0) [CAM2029, n = 166]".
_AROUND = re.compile(r" \([^()]{1,60}\)(?= \[)|, n = \d[\d,]*+(?=\])")


def briefly(posted: str) -> str:
    """Return posted results with the arms' values bare where they stand beside one another: the trial's page has all of it."""
    rows = posted.split("; ")  # comparisons among them, which keep their intervals
    bare = (_AROUND.sub("", row) if " against " in row else row for row in rows)
    return "; ".join(_SPELT.sub(r"\1", _KIND_OF_ARM.sub("", row)) for row in bare)


def change(what: Change, *, whole: bool = False) -> str:
    """Return "Primary completion date: Jun 2026 → Dec 2026, slips by 6 months"; what was not given before stands alone.

    Posted results are told briefly where not the ``whole`` is wanted.
    """
    after = registered(briefly(what.after) if posted(what) and not whole else what.after) or say("not given")
    moved = f"{registered(what.before)} → {after}" if what.before else after
    is_past = what.field.endswith("date") and what.after.endswith(
        "(ACTUAL)"
    )  # then nothing is put off or comes forward
    note = f", {what.note}" if what.note and not is_past else ""
    return f"{say(f'{what.field[:1].upper()}{what.field[1:]}')}: {moved}{note}"


def revision(what: Revision) -> str:
    """Return "ClinicalTrials.gov version 14 of 10 Nov 2026: Study Status, Contacts/Locations", as far as it is told."""
    of = f" of {date(what.date)}" if what.date else ""
    changed = f": {', '.join(what.modules)}" if what.modules else ""
    return f"{source(what.source)} version {what.number}{of}{changed}"


ROLES = {
    "design": "Done",
    "finding": "Found",
    "conclusion": "They conclude",
    "safety": "Safety",
    "message": "Main message",
    "plan": "Planned",
}


def role(name: str) -> str:
    """Return the label of a sentence by its role; any other role is its own."""
    return say(ROLES.get(name, name.capitalize() or "Says"))


def trait(what: Trait) -> str:
    """Return "n = 1,204", "11 studies", "Ki-67 ≤10%", and for the rest the word of the field alone: "G1-G2", "midgut", "2nd line"."""
    named = {"n": "n = ", "Ki-67": "Ki-67 "}
    if what.name == "studies":
        return say("{count} studies", count=what.value)
    value = f"{int(what.value):,}" if what.name == "n" and what.value.isdecimal() else what.value
    return f"{named.get(what.name, '')}{value}"


def caveat(missing: Sequence[str], *, dark: bool = False) -> str:
    """Return the sentence that must stand beside every "nothing", "" where nothing is missing; ``dark`` is whether each answered with nothing at all."""
    said = say("Could not look at {sources}.") if dark else say("Could not look fully at {sources}.")
    return said.format(sources=listed(list(missing))) if missing else ""


def nothing(missing: Sequence[str]) -> str:
    """Return "Nothing new.", and only as far as we looked."""
    return say("Nothing new seen; not all could be looked at.") if missing else say("Nothing new.")


_REASONS = 5  # of one source in a line of text
NOTICES = 10  # of one source that a digest keeps
_REASON = 300  # characters of one of them


def missed(line: Coverage) -> str:
    """Return what a reader is to know of how a source was read; why it failed is for whoever runs Watcher."""
    return "; ".join(some(list(dict.fromkeys(line.told)), _REASONS))


def ended(line: Coverage, zone: str = "UTC") -> str:
    """Return how a source ended that was not looked at, or not wholly: "Not read since 14 Nov 2026", "Read in part", "Silent"."""
    reached = day(line.last_complete, zone) if line.last_complete else ""
    if line.outcome is Outcome.FAILED:
        return say("Not read since {day}", day=reached) if reached else say("Never read")
    if line.outcome is Outcome.PARTIAL:
        return say("Read in part")
    return say("Silent") if line.silent else say("Not asked since {day}", day=reached)


def some(reasons: Sequence[str], most: int, unlisted: int = 0) -> list[str]:
    """Return the first ``most`` reasons, each as long as it can be read, and "and 195 more" for the rest."""
    more = max(len(reasons) - most, 0) + unlisted
    return [
        *(shown(reason, _REASON) for reason in reasons[:most]),
        *([say("and {count} more", count=f"{more:,}")] if more else []),
    ]


def outcome(line: Coverage) -> str:
    """Return how the source's turn ended, in a word or two."""
    if line.silent and line.outcome is Outcome.COMPLETE:
        return say("silent")
    if line.outcome is Outcome.COMPLETE and not line.runs and line.last_complete:
        return say("last complete on {day}", day=day(line.last_complete))  # it is asked seldom, and was not due
    said = {Outcome.PARTIAL: "in part", Outcome.UNASKED: "not asked, nothing to look up"}
    return say(said.get(line.outcome, line.outcome.value))


def week(digest: Digest) -> str:
    """Return the period as a reader says it: "16 Nov 2026 to 23 Nov 2026"."""
    return say("{since} to {until}", since=day(digest.since, digest.zone), until=day(digest.until, digest.zone))
