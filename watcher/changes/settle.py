"""What a new answer of a source is worth beside the last one: whether it is older, and what it merely leaves out."""

from dataclasses import replace

from watcher.model import PartialDate, Record, TrialDate, TrialFacts

# What a registry says for good: where one answer lacks it, a part of the answer is missing rather than of the trial. Results
# are taken down and reasons for stopping fall away, so these are believed at once.
_LASTING = tuple(
    """overall_status acronym official_title study_type phases allocation masking model purpose enrolment start
    primary_completion completion first_posted sponsor collaborators conditions arms interventions primary_outcomes
    secondary_outcomes eligibility countries sites contacts references documents""".split()
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
    """Return the registration with what its last version said and this one leaves out, which is no change yet.

    ``again`` tells that this is an answer after the one that left it out first: what is still missing is gone. A date
    that is less precise than the one that is known stays as it is known.
    """
    if record.trial is None or known.trial is None:
        return record
    missing = [name for name in _LASTING if getattr(known.trial, name) and not getattr(record.trial, name)]
    gone = known.trial.unsaid if again else ()
    unsaid = tuple(name for name in missing if name not in gone)
    kept = {name: getattr(known.trial, name) for name in unsaid} | dict(_preciser(known.trial, record.trial))
    if not kept and not unsaid:
        return record
    return replace(record, trial=replace(record.trial, unsaid=unsaid, **kept))


def _preciser(known: TrialFacts, told: TrialFacts) -> list[tuple[str, TrialDate]]:
    pairs = [(name, getattr(known, name), getattr(told, name)) for name in _DATES]
    return [(name, before) for name, before, after in pairs if before and after and _is_vaguer(after, before)]


def _is_vaguer(date: TrialDate, other: TrialDate) -> bool:
    return date.kind == other.kind and date.date != other.date and other.date.iso.startswith(date.date.iso)
