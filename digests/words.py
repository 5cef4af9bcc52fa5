"""The few words of our own that stand around what the sources say: the same in every channel."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from digests.labels import dated, say
from watcher.dates import SHORT_MONTHS
from watcher.model import Change, Coverage, Digest, Figure, Outcome, PartialDate, Revision, Trait
from watcher.text import shown

_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:[.·]\d+)?|[.·]\d+")


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


# What stands around the value of an arm, and in its name: "24.8 months (95% CI 22.1 to 28.0) [CAM2029, n = 166]".
_AROUND = re.compile(r" \([^()]{1,60}\)(?= \[)|, n = \d[\d,]*+(?=\])")


def briefly(posted: str) -> str:
    """Return posted results with the arms' values bare where they stand beside one another: the trial's page has all of it."""
    rows = posted.split("; ")  # comparisons among them, which keep their intervals
    return "; ".join(_AROUND.sub("", row) if " against " in row else row for row in rows)


def change(what: Change, *, whole: bool = False) -> str:
    """Return "Primary completion date: Jun 2026 → Dec 2026, slips by 6 months"; what was not given before stands alone.

    Posted results are told briefly where not the ``whole`` is wanted.
    """
    after = registered(briefly(what.after) if posted(what) and not whole else what.after) or say("not given")
    moved = f"{registered(what.before)} → {after}" if what.before else after
    note = f", {what.note}" if what.note else ""
    return f"{say(f'{what.field[:1].upper()}{what.field[1:]}')}: {moved}{note}"


def revision(what: Revision) -> str:
    """Return "ClinicalTrials.gov version 14 of 10 Nov 2026: Study Status, Contacts/Locations", as far as it is told."""
    of = f" of {date(what.date)}" if what.date else ""
    changed = f": {', '.join(what.modules)}" if what.modules else ""
    return f"{source(what.source)} version {what.number}{of}{changed}"


def figure(what: Figure) -> str:
    """Return "PFS HR 0.47 (95% CI 0.30 to 0.73), p<0.001 [lanreotide vs placebo]", each number as its sentence prints it.

    The grade of an event stands before it ("grade 3-4 AE 12%"), and that two groups do not differ behind the value.
    """
    return f"{_name(what)} {value(what)}{_probability(what)}{_denied(what)}{_arms(what)}".strip()


def figures(found: Sequence[Figure]) -> str:
    """Return values of a study: what they are of is said once, and no arms of a ratio whose own values stand before it.

    "PFS median 8.6 months [14 days], 8.3 months [28 days]; HR 0.94 (95% CI 0.67 to 1.32)".
    """
    return "".join(_beside(one, before, found) for one, before in zip(found, (None, *found), strict=False))


def _beside(one: Figure, before: Figure | None, found: Sequence[Figure]) -> str:
    """Return a value behind the one before it, without what that says already."""
    said = figure(one)
    if before is None or _of(before) != _of(one):
        return f"; {said}" if before else said
    is_alike = before.measure == one.measure
    said = said.removeprefix(f"{_name(one if is_alike else replace(one, measure=''))} ")
    arms = [other.arm for other in found if _of(other) == _of(one) and not other.comparator]
    if [one.arm, one.comparator] == arms:
        said = said.removesuffix(_arms(one))
    return f"{',' if is_alike else ';'} {said}"


def _of(what: Figure) -> tuple[str, str, str, str]:
    return what.outcome, what.event, what.severity, what.milestone


def _name(what: Figure) -> str:
    outcome, measure = _named(what)
    return " ".join(part for part in (what.milestone, graded(what.severity, outcome), measure) if part)


def graded(severity: str, outcome: str) -> str:
    """Return "grade 3-4 AE", "bradycardia (led to discontinuation)"."""
    if severity.startswith("led to"):
        return outcome if severity == f"led to {outcome}" else f"{outcome} ({severity})"
    return f"{severity} {outcome}".strip()


_SHARES = frozenset({"rate", "proportion"})
_COMPARES = re.compile(r"(?i)\b(?:than|versus|vs|between|groups|arms|differ\w*|compared|similar|neither)\b")
_STATES = _SHARES | {"median", "mean", "level"}  # what a group is told to come to, whatever it differs from


def _named(what: Figure) -> tuple[str, str]:
    """Return outcome and measure as one says them, no word that a per cent says, or that is said.

    The source's own word stands for the class of it: "steatorrhoea" for "AE: gastrointestinal".
    """
    outcome = what.event or what.outcome.removeprefix("AE: ")
    if way := _way(what):
        return outcome, way
    if what.measure == "range" and what.direction:
        return outcome, f"{what.direction} in"
    if what.event and what.measure in _SHARES and what.event.startswith((what.outcome, "target ")):
        return outcome, "in"  # what a share of patients reached of a level
    is_said = outcome.endswith(what.measure) or (what.measure in _SHARES and what.unit in {"%", "patients"} and outcome)
    return outcome, "" if is_said else what.measure


# Of a change and of a difference; the words of a negative value are its sign.
_CHANGED = {"rose": "rose by", "fell": "fell by", "improved": "improved by", "worsened": "worsened by"}
_DIFFERS = {"rose": "higher by", "fell": "lower by", "improved": "better by", "worsened": "worse by"}


def _way(what: Figure) -> str:
    """Return "median fell by" of a median change, "lower by" of a difference; "" where the sentence says no way, or the sign does."""
    for kind, ways in (("change", _CHANGED), ("difference", _DIFFERS)):
        if what.measure.endswith(kind) and what.direction and (what.value or 0) > 0:
            return f"{what.measure.removesuffix(kind)}{say(ways[what.direction])}"
    return ""


def value(what: Figure) -> str:
    """Return "0.47 (95% CI 0.30 to 0.73)": what a figure says, without what it is of; of a range both ends."""
    if what.measure == "range" and what.low is not None and what.high is not None:
        return f"{printed(what.low, what.sentence)} to {printed(what.high, what.sentence)}{_unit(what)}"
    number = printed(what.value, what.sentence) if what.value is not None else "not reached"
    return f"{number}{_unit(what)}{_share(what)}{_interval(what)}"


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


def printed(number: float, sentence: str) -> str:
    """Return the number as the sentence prints it ("0.30"); its shortest form where it does not."""
    for token in _NUMBER.findall(sentence):
        plain = token.replace("·", ".").replace(",", "")
        if float(plain) == abs(number):
            return f"{'-' if number < 0 else ''}{token}"
    return f"{number:g}"


def caveat(missing: Sequence[str]) -> str:
    """Return the sentence that must stand beside every "nothing": "" where nothing is missing."""
    return say("Could not look fully at {sources}.", sources=listed(list(missing))) if missing else ""


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


def _unit(what: Figure) -> str:
    if what.value is None or not what.unit:
        return ""
    return what.unit if what.unit.startswith("%") else f" {what.unit}"


def _share(what: Figure) -> str:
    return f" ({what.n}/{what.total})" if what.n is not None and what.total is not None else ""


# An "interval" is a number of days here, and no other word stands for one of confidence.
_CONFIDENCE = re.compile(
    r"(?<![A-Za-z])(?:CI|IC|KI|CrI)(?![a-z])|(?i:confiden|credib|confian|vertrauens|konfiden|intervallo di)"
)


def _interval(what: Figure) -> str:
    if what.low is None and what.high is None:
        return f" ({what.spread})" if what.spread else ""
    low, high = (
        printed(bound, what.sentence) if bound is not None else "not reached" for bound in (what.low, what.high)
    )
    level = f"{what.level:g}% CI " if what.level is not None else "CI " if _CONFIDENCE.search(what.sentence) else ""
    return f" ({level}{low} to {high})"


def _probability(what: Figure) -> str:
    if not what.p:
        return ""
    return f", p{what.p}" if what.p[0] in "<>=≤≥" else f", p={what.p}"


def _denied(what: Figure) -> str:
    """Return that groups do not differ, where the sentence says so in words; nothing of what one group came to."""
    if what.significant is not False or (
        what.measure in _STATES and not what.arm and not _COMPARES.search(what.sentence)
    ):
        return ""
    return ", not significant" if "signific" in what.sentence.lower() else ", no difference said"


def _arms(what: Figure) -> str:
    arms = " vs ".join(arm for arm in (what.arm, what.comparator) if arm)
    return f" [{arms}]" if arms else ""
