"""Two versions of a record -> what changed, and how much it matters; which of them is older, and what one merely leaves out."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import accumulate
from typing import assert_never

from watcher.changes.fields import Field, Style, grave_types, news_fields, trial_fields, work_fields
from watcher.changes.meaning import doses, is_excerpt, is_same_date, is_slip, moved, plain
from watcher.model import Change, Kind, PartialDate, Record, TrialDate, TrialFacts, Venue, Weight
from watcher.text import sentences

# What is shown of a long value, and of rows; the whole of it stays in the versions.
SHOWN, _ROOM = 600, 560


def fingerprint(record: Record) -> str:
    """Return a digest of the fields that carry news: equal for two versions that tell a reader the same.

    32 hexadecimal digits. Order, case, dashes and white space do not count; nor do the times at which
    a source or we touched the record.
    """
    digest = hashlib.blake2b(digest_size=16)
    for field in _fields(record):
        digest.update(f"\x1d{field.name}\x1e".encode())
        digest.update("\x1f".join(_comparable(field.read(record))).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def compare(before: Record | None, after: Record, now: datetime) -> tuple[Change, ...]:
    """Return what changed from one version to the next, the weightiest first; () for a new record."""
    if before is None:
        return ()
    before = _with_numbers(before, after)
    changes = (_change(field, before, after, now) for field in _fields(after))
    return tuple(sorted((c for c in changes if c), key=lambda change: list(Weight).index(change.weight)))


def _with_numbers(before: Record, after: Record) -> Record:
    """Return the version before with the numbers of its results, where it was kept by a program that did not read them.

    They are no news: the registry itself says that it changed nothing since.
    """
    old, new = before.trial, after.trial
    if not (old and new and old.has_results and not old.posted and old.last_update_posted == new.last_update_posted):
        return before
    return replace(before, trial=replace(old, posted=new.posted))


def joined(known: Sequence[Record], record: Record, now: datetime) -> tuple[Change, ...]:
    """Return the change of a thing that a new record of it brings: that it is retracted or withdrawn, which no other said."""
    said = sorted({mark for one in known for mark in grave_types(one)})
    marks = sorted(set(grave_types(record)))
    if said or not marks:
        return ()
    note = f"as {record.source} has it"
    return (
        Change(field="publication type", before="", after="; ".join(marks), seen=now, weight=Weight.HIGH, note=note),
    )


def _fields(record: Record) -> tuple[Field, ...]:
    if record.kind is Kind.NEWS:
        return news_fields()
    return trial_fields() if record.kind is Kind.REGISTRATION else work_fields()


def _comparable(values: Iterable[str]) -> list[str]:
    """Return the values as a reader compares them, in one order, without those that are marks alone."""
    return sorted(filter(None, map(plain, values)))


def _change(field: Field, before: Record, after: Record, now: datetime) -> Change | None:
    old, new = tuple(field.read(before)), tuple(field.read(after))
    if _comparable(old) == _comparable(new) or _is_one_date(field, old, new):
        return None
    left, came = _shown(field.style, old, new)
    if not left and not came:  # one of them stands there twice, which tells nobody anything
        return None
    return Change(
        field=field.name,
        before=_short(left),
        after=_short(came),
        seen=now,
        weight=_weight(field, old, new, came),
        note=_note(field.name, old, new),
    )


def _shown(style: Style, old: Sequence[str], new: Sequence[str]) -> tuple[str, str]:
    match style:
        case Style.VALUE:
            return "; ".join(old), "; ".join(new)
        case Style.LIST:
            return "; ".join(_without(old, new)), "; ".join(_without(new, old))
        case Style.ROWS:
            return _whole(_without(old, new), "as they were"), _whole(_without(new, old), "as they are")
        case Style.PROSE:
            cut_old, cut_new = _sentences(old), _sentences(new)
            return " ".join(_without(cut_old, cut_new)), " ".join(_without(cut_new, cut_old))
        case Style.CHURN:
            left, came = len(_without(old, new)), len(_without(new, old))
            return f"{left} as they were", f"{came} as they are"
        case _:
            assert_never(style)


def _whole(rows: Sequence[str], unsaid: str) -> str:
    """Return as many rows as there is room for, none of them cut, and how many more the registry has."""
    ends = accumulate(len(row) for row in rows)
    kept = [row for row, end in zip(rows, ends, strict=True) if end <= _ROOM]
    more = len(rows) - len(kept)
    if not kept:
        return f"{more} {unsaid}" if more else ""
    return "; ".join([*kept, f"{more} more in the registry"] if more else kept)


def _without(values: Sequence[str], others: Sequence[str]) -> list[str]:
    known = {plain(other) for other in others}
    return [value for value in values if plain(value) not in known]


def _sentences(texts: Sequence[str]) -> list[str]:
    return [text[start:end] for text in texts for start, end in sentences(text)]


def _is_one_date(field: Field, old: Sequence[str], new: Sequence[str]) -> bool:
    return field.name.endswith("date") and len(old) == len(new) == 1 and is_same_date(old[0], new[0])


# A date that moved by fewer months matters less than one that moved by a season.
_FEW_MONTHS = 3
_LESS = {Weight.HIGH: Weight.MEDIUM, Weight.MEDIUM: Weight.LOW}


def _weight(field: Field, old: Sequence[str], new: Sequence[str], came: str) -> Weight:
    # A paper with results, or a retraction, in a registry's reference list is news of its own.
    if field.name == "references" and ("results:" in came or "RETRACTED" in came):
        return Weight.HIGH
    if field.name in {"title", "summary"} and _is_form(" ".join(old), " ".join(new)):
        return Weight.LOW
    # The dose of an arm is the question itself.
    if field.name in {"arms", "interventions"} and old and new and doses(old) != doses(new):
        return Weight.HIGH
    if field.name.endswith("date") and old and new:
        months = moved(old[0], new[0])
        if months is not None and abs(months) < _FEW_MONTHS:
            return _LESS.get(field.weight, field.weight) if months else Weight.LOW
    return field.weight


def _is_form(old: str, new: str) -> bool:
    return is_excerpt(old, new) or is_slip(old, new)


def _note(name: str, old: Sequence[str], new: Sequence[str]) -> str:
    if not old or not new:
        return ""
    if name.endswith("date"):
        return _slip(old[0], new[0])
    if name == "enrolment":
        before, after = (int(value[0].partition(" ")[0]) for value in (old, new))
        return f"{after - before:+d}" if after != before else ""
    return ""


def _slip(old: str, new: str) -> str:
    """Return by how many months a date moved; "" where either month is unknown or it stayed within one."""
    months = moved(old.partition(" ")[0], new.partition(" ")[0])
    if not months:
        return ""
    unit = "month" if abs(months) == 1 else "months"
    return f"slips by {months} {unit}" if months > 0 else f"comes forward by {-months} {unit}"


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1].rsplit(" ", 1)[0] + "…"


# What a registry says for good: where one answer lacks it, a part of the answer is missing rather than of the trial. Results
# are taken down and reasons for stopping fall away, so these are believed at once.
_LASTING = tuple(
    """overall_status acronym official_title study_type phases allocation masking model purpose enrolment start
    primary_completion completion first_posted sponsor collaborators conditions arms interventions primary_outcomes
    secondary_outcomes eligibility countries sites contacts references documents""".split()
)
_OF_A_WORK = tuple(
    """languages abstract people published issued entered updated relations venue publication_types subjects
    substances keywords""".split()
)
_DATES = ("start", "primary_completion", "completion")


def is_older(record: Record, known: Record) -> bool:
    """Return whether the source itself dates or numbers the record before the version that is known.

    By the day on which the registry posted it, else by the source's own last change, else by its number; False where
    neither can be compared.
    """
    if record.trial and known.trial:
        posted = [one.trial.last_update_posted for one in (record, known) if one.trial]
        days = [date.date for date in posted if date]
        if len(days) == len(posted):
            return _is_before(*days)
    if record.version.isdecimal() and known.version.isdecimal() and record.version != known.version:
        return int(record.version) < int(known.version)
    return bool(record.updated and known.updated and record.updated < known.updated)


def _is_before(one: PartialDate, other: PartialDate) -> bool:
    said = min(len(one.iso), len(other.iso))
    return one.iso[:said] < other.iso[:said]


def settle(known: Record, record: Record, *, again: bool) -> Record:
    """Return the record with what its last version said and this one leaves out, which is no change yet.

    A publication without the abstract that it had is one in a lesser form ("lite"), for as long as its source dates no later change.
    Of a registration ``again`` tells that this is an answer after the one that left it out first: what is still missing is gone. A date
    that is less precise than the one that is known stays as it is known.
    """
    if record.trial is None or known.trial is None:
        return _in_full(known, record)
    missing = [name for name in _LASTING if getattr(known.trial, name) and not getattr(record.trial, name)]
    gone = known.trial.unsaid if again else ()
    unsaid = tuple(name for name in missing if name not in gone)
    kept = {name: getattr(known.trial, name) for name in unsaid} | dict(_preciser(known.trial, record.trial))
    if not kept:
        return record
    return replace(record, trial=replace(record.trial, unsaid=unsaid, **kept))


def _in_full(known: Record, record: Record) -> Record:
    """Return a publication that comes in a lesser form with what its fuller one said."""
    dated = [one.updated for one in (known, record) if one.updated]
    is_revised = bool(record.updated) and (len(dated) == 1 or dated[1] > dated[0])
    # A key may have been given twice.
    is_the_same = bool(known.ids & record.ids) or plain(known.title) == plain(record.title)
    if known.trial or record.trial or record.text or not known.text or is_revised or not is_the_same:
        return record
    missing = [name for name in _OF_A_WORK if getattr(record, name) in {None, (), Venue()}]
    kind = record.kind if record.publication_types else known.kind  # which is told by the types
    return replace(record, kind=kind, **{name: getattr(known, name) for name in missing})


def _preciser(known: TrialFacts, told: TrialFacts) -> list[tuple[str, TrialDate]]:
    pairs = [(name, getattr(known, name), getattr(told, name)) for name in _DATES]
    return [(name, before) for name, before, after in pairs if before and after and _is_vaguer(after, before)]


def _is_vaguer(date: TrialDate, other: TrialDate) -> bool:
    return date.kind == other.kind and date.date != other.date and other.date.iso.startswith(date.date.iso)
