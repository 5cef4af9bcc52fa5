"""Of which congress an abstract is: by its days, and by what it calls the congress or how its DOI begins."""

from datetime import timedelta

from watcher.dates import last_day
from watcher.model import CongressWeek, Kind, Record

EARLY, LATE = timedelta(days=14), timedelta(days=60)  # of an abstract, before the first day and after the last


def is_of(record: Record, week: CongressWeek) -> bool:
    """Return whether a record is an abstract of a congress; one without a date is, where it names the congress."""
    if record.kind is not Kind.ABSTRACT or not _is_in_time(record, week):
        return False
    text = f"{record.title} {record.venue.title} {record.venue.meeting}"
    return is_named(text, " ".join(one.value for one in record.ids), week)


def is_named(text: str, ids: str, week: CongressWeek) -> bool:
    """Return whether a text names the congress, or identifiers begin as those of its abstracts do."""
    words = text.casefold()
    return any(name.casefold() in words for name in week.called) or any(doi in ids.casefold() for doi in week.dois)


def _is_in_time(record: Record, week: CongressWeek) -> bool:
    when = record.published
    if when is None:
        return True
    return last_day(when) >= week.begins - EARLY and when.earliest <= week.ends + LATE
