"""What a hit must be, in SQL: the parts of a query and the filters beside it, each over the table ``document``."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from watcher.query.filters import read_dose
from watcher.query.nodes import Every, Filter, Node, Some, Without
from watcher.store.expression import expression
from watcher.store.hits import TIERS


class Clause(NamedTuple):
    """A condition, and the values for its placeholders."""

    sql: str
    values: tuple[Any, ...] = ()


class Filters(NamedTuple):
    """What a hit must be; the defaults let everything through.

    ``since`` and ``until`` are days, months or years ("2024", "2024-03-05"; both included) of the date that a thing of
    its kind has: of publication, of a registration when it was first posted, else last changed. A date that
    is known in part counts where it may lie between them. ``tier`` is the farthest that counts ("core"
    lets "watched" through). ``trial`` is a registry number, a watched trial's name or any trial's acronym, and what reports
    the trial counts. ``min_intensity`` is a multiple of the label dose.
    """

    since: str = ""
    until: str = ""
    sources: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    tier: str = ""
    trial: str = ""
    outcomes: tuple[str, ...] = ()  # of which a figure is reported: "PFS", "ORR"
    min_intensity: float | None = None
    topic: str = ""
    designs: tuple[str, ...] = ()  # "RCT", "review"
    phases: tuple[str, ...] = ()  # "3"
    countries: tuple[str, ...] = ()  # of a registration's sites
    statuses: tuple[str, ...] = ()  # of a registration: "recruiting"
    has_results: bool | None = None  # whether the registry has them
    sent: bool | None = None  # whether a digest has told it


EVERYTHING = Filters()
UNDATED = Clause("document.dated = ''")
# By the index of the few that are withdrawn: the column itself stands behind the abstract, pages away.
HELD = Clause(
    "document.item NOT IN (SELECT gone.item FROM document AS gone INDEXED BY document_withdrawn WHERE gone.withdrawn = 1)"
)
NOTHING = Clause("0")


def joined(clauses: Iterable[Clause], sign: str = " AND ") -> Clause:
    """Return the clauses as one."""
    each = list(clauses)
    return Clause(sign.join(f"({clause.sql})" for clause in each), tuple(value for one in each for value in one.values))


def matching(text: str) -> Clause:
    """Return what the FTS5 expression finds."""
    return Clause("document.item IN (SELECT rowid FROM document_index WHERE document_index MATCH ?)", (text,))


def clause(node: Node, topic: str = "", *, company: bool = False) -> Clause:
    """Return the condition of a query's part; what says nothing that can be searched finds nothing."""
    if text := expression(node, company=company):
        return matching(text)
    match node:
        case Filter(name, value):
            return asked(name, value, topic)
        case Without(part):
            inner = clause(part, topic, company=company)
            return Clause(f"NOT ({inner.sql})", inner.values)
        case Every(parts):
            return joined(clause(part, topic, company=company) for part in parts)
        case Some(choices):
            return joined((clause(choice, topic, company=company) for choice in choices), " OR ")
    return NOTHING


def asked(name: str, value: str, topic: str = "") -> Clause:
    """Return the condition of a filter that stands in a query: ("is", "retracted")."""
    match name:
        case "dated":
            first, _, last = value.partition("..")
            return joined([HELD, *_dated(first, last)])
        case "is" | "has":
            return _STATES[name, value]
        case "regimen":
            return _regimen(value, topic)
        case "type":
            return asked("kind", value, topic)
    one = Filters(**{_FIELDS[name]: value if name in _SINGLE else (value,)}, topic=topic)  # type: ignore[arg-type]
    return joined([HELD, *filtered(one)])


_SINGLE = frozenset({"trial", "tier"})
_FIELDS = {
    "trial": "trial",
    "outcome": "outcomes",
    "tier": "tier",
    "kind": "kinds",
    "source": "sources",
    "phase": "phases",
    "design": "designs",
    "country": "countries",
    "status": "statuses",
}


def filtered(filters: Filters) -> Iterator[Clause]:
    """Yield a condition for each thing that the filters ask."""
    yield from _dated(filters.since, filters.until)
    if filters.kinds:
        yield Clause(f"document.kind IN ({_places(filters.kinds)})", filters.kinds)
    if filters.sources:
        yield _of_a_record(Clause(f"record.source IN ({_places(filters.sources)})", filters.sources))
    if filters.sent is not None:
        yield _STATES["is", "sent" if filters.sent else "unsent"]
    if filters.trial:
        yield _about_trial(filters.trial)
    yield from _judged(filters)
    yield from _registered(filters)


def _about_trial(trial: str) -> Clause:
    """Return the condition for a trial: a number is found by an index, for an acronym each registration is read."""
    from watcher.ids import read_id  # noqa: PLC0415 - loads much, and is seldom wanted
    from watcher.ids.found import TRIAL_SCHEMES  # noqa: PLC0415

    about = Clause(_ABOUT_TRIAL, (*(trial, trial.upper(), trial.lower()) * 4, trial))
    known = read_id(trial)
    if known is not None and known.scheme in TRIAL_SCHEMES:
        return about
    return joined((about, Clause(_ABOUT_CALLED, (trial,))), " OR ")


def _dated(since: str, until: str) -> Iterator[Clause]:
    if since:
        yield Clause("document.dated >= substr(?, 1, length(document.dated)) AND document.dated <> ''", (since,))
    if until:
        yield Clause("substr(document.dated, 1, ?) <= ? AND document.dated <> ''", (len(until), until))


def _judged(filters: Filters) -> Iterator[Clause]:
    """Yield what one of the item's scores has to say."""
    if filters.tier:
        rank = TIERS.index(filters.tier) if filters.tier in TIERS else -1
        yield _of_a_score(Clause("score.rank <= ?", (rank,)), filters.topic)
    if filters.outcomes:
        yield joined(map(_reporting, filters.outcomes), " OR ")
    if filters.designs:
        yield joined((_of_a_score(_tagged(design), filters.topic) for design in filters.designs), " OR ")
    if filters.min_intensity is not None:
        yield _of_a_score(Clause("score.intensity >= ?", (filters.min_intensity,)), filters.topic)


def _registered(filters: Filters) -> Iterator[Clause]:
    """Yield what a registration has to say; a paper has a phase, too."""
    if filters.phases:
        each = [phase.lower().removeprefix("phase").strip() for phase in filters.phases]
        numbers = [_ROMAN.get(phase, phase) for phase in each]
        papers = (_of_a_score(_tagged(f"phase {number}"), filters.topic) for number in numbers)
        yield joined((*papers, *(_trial_has("phases", f"PHASE{number}") for number in numbers)), " OR ")
    if filters.countries:
        names = [_COUNTRIES.get(country.lower(), country) for country in filters.countries]
        yield joined((_trial_has("countries", name) for name in names), " OR ")
    if filters.statuses:
        each = [status.upper().replace(" ", "_").replace("-", "_") for status in filters.statuses]
        yield joined((_trial_says("overall_status", status) for status in each), " OR ")
    if filters.has_results is not None:
        sign = "" if filters.has_results else "NOT "
        yield Clause(f"document.kind = 'registration' AND {sign}({_RESULTS.sql})")


_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_COUNTRIES = {
    "us": "United States", "usa": "United States", "uk": "United Kingdom", "gb": "United Kingdom", "england": "United Kingdom",
    "se": "Sweden", "no": "Norway", "dk": "Denmark", "fi": "Finland", "de": "Germany", "fr": "France", "it": "Italy", "es": "Spain",
    "pt": "Portugal", "nl": "Netherlands", "be": "Belgium", "at": "Austria", "ch": "Switzerland", "pl": "Poland", "ca": "Canada",
    "au": "Australia", "nz": "New Zealand", "jp": "Japan", "cn": "China", "kr": "South Korea", "korea": "South Korea",
    "tr": "Turkey", "il": "Israel", "ie": "Ireland", "gr": "Greece", "cz": "Czechia", "hu": "Hungary", "br": "Brazil", "in": "India",
}  # fmt: skip


def _regimen(value: str, topic: str) -> Clause:
    dose = read_dose(value)
    if dose is None:
        return NOTHING
    test = f"regimen.value ->> 'dose_mg' * 28.0 / (regimen.value ->> 'interval_days') {dose.compare} ?"
    given = "regimen.value ->> 'dose_mg' IS NOT NULL AND regimen.value ->> 'interval_days' > 0"
    each = f"EXISTS (SELECT 1 FROM json_each(score.body, '$.regimens') AS regimen WHERE {given} AND {test})"  # noqa: S608
    return _of_a_score(Clause(f"json_valid(score.body) AND {each}", (dose.mg_per_28_days,)), topic)


def _reporting(outcome: str) -> Clause:
    """Return the condition that a figure of the outcome, or of a part of it ("AE: glucose"), is reported."""
    name = _OUTCOMES.get(outcome.lower(), outcome.lower())
    figure = "figure.record = record.id AND (lower(figure.outcome) = ? OR lower(figure.outcome) LIKE ? || ':%')"
    return _of_a_record(Clause(f"EXISTS (SELECT 1 FROM figure WHERE {figure})", (name, name)))  # noqa: S608


_OUTCOMES = {"safety": "ae", "toxicity": "ae", "adverse events": "ae", "quality of life": "qol", "response": "orr"}


def _tagged(tag: str) -> Clause:
    each = "EXISTS (SELECT 1 FROM json_each(score.tags) WHERE lower(value) = lower(?))"
    return Clause(f"json_valid(score.tags) AND {each}", (tag,))


def _of_a_record(condition: Clause) -> Clause:
    sql = f"EXISTS (SELECT 1 FROM record WHERE record.item = document.item AND {condition.sql})"  # noqa: S608
    return Clause(sql, condition.values)


def _of_a_score(condition: Clause, topic: str) -> Clause:
    of_topic = "(? = '' OR score.topic = ?)"
    sql = f"EXISTS (SELECT 1 FROM score WHERE score.record = record.id AND {condition.sql} AND {of_topic})"  # noqa: S608
    return _of_a_record(Clause(sql, (*condition.values, topic, topic)))


def _of_a_registration(condition: Clause) -> Clause:
    version = f"EXISTS (SELECT 1 FROM version WHERE version.id = record.version AND json_valid(version.body) AND {condition.sql})"  # noqa: S608
    inner = _of_a_record(Clause(version, condition.values))
    return Clause(f"document.kind = 'registration' AND {inner.sql}", inner.values)


def _trial_has(field: str, value: str) -> Clause:
    """Return the condition that a list of a registration has the value, in whatever case."""
    each = f"EXISTS (SELECT 1 FROM json_each(version.body, '$.trial.{field}') WHERE lower(value) = lower(?))"  # noqa: S608
    return _of_a_registration(Clause(each, (value,)))


def _trial_says(field: str, value: str) -> Clause:
    return _of_a_registration(Clause(f"json_extract(version.body, '$.trial.{field}') = ?", (value,)))


def _places(values: tuple[str, ...]) -> str:
    return ", ".join("?" * len(values))


# As watcher.ids names them, which is not loaded here; and a sponsor's own code.
_REGISTRIES = (
    "('actrn', 'chictr', 'ctis', 'ctri', 'drks', 'eudract', 'irct', 'isrctn', 'itmctr', 'japiccti', 'jma', 'jrct', 'kct',"
    " 'lbctr', 'nct', 'ntr', 'pactr', 'per', 'rebec', 'rpcec', 'slctr', 'sponsor', 'tctr', 'umin', 'utn')"
)
_ABOUT_TRIAL = f"""document.item IN (
    SELECT item FROM record WHERE id IN (
        SELECT record FROM identifier WHERE scheme IN {_REGISTRIES} AND value IN (?, ?, ?)
        UNION ALL
        SELECT record FROM mention WHERE scheme IN {_REGISTRIES} AND value IN (?, ?, ?)
        UNION ALL
        SELECT record FROM link WHERE scheme IN {_REGISTRIES} AND value IN (?, ?, ?)
        UNION ALL
        SELECT link.record
        FROM identifier AS given
        JOIN record AS one ON one.id = given.record
        JOIN record AS same ON same.item = one.item
        JOIN identifier AS other ON other.record = same.id
        JOIN link ON link.scheme = other.scheme AND link.value = other.value
        WHERE given.scheme IN {_REGISTRIES} AND given.value IN (?, ?, ?) AND other.scheme IN {_REGISTRIES}
        UNION ALL
        SELECT score.record
        FROM score, json_each(CASE WHEN json_valid(score.trials) THEN score.trials ELSE '[]' END) AS trial
        WHERE score.trials <> '[]' AND lower(trial.value) = lower(?)
    )
)"""  # noqa: S608
# An acronym is a registration's own: what belongs to that registration is about the trial. "CLARINET-FORTE" is "Clarinet Forte".
_LETTERS = "replace(replace(lower({}), '-', ''), ' ', '')"
CALLED = f"""SELECT record.item
    FROM document JOIN record ON record.item = document.item JOIN version ON version.id = record.version
    WHERE document.kind = 'registration' AND json_valid(version.body) AND json_extract(version.body, '$.trial.acronym') <> ''
        AND {_LETTERS.format("json_extract(version.body, '$.trial.acronym')")} = {_LETTERS.format("?")}"""  # noqa: S608
_ABOUT_CALLED = f"""document.item IN (
    WITH called AS ({CALLED})
    SELECT item FROM called
    UNION ALL
    SELECT record.item
    FROM called
    JOIN record AS own ON own.item = called.item
    JOIN identifier ON identifier.record = own.id
    JOIN link ON link.scheme = identifier.scheme AND link.value = identifier.value
    JOIN record ON record.id = link.record
    WHERE identifier.scheme IN {_REGISTRIES}
)"""  # noqa: S608
_RESULTS = _of_a_registration(Clause("json_extract(version.body, '$.trial.has_results')"))
_TOLD = _of_a_record(Clause("EXISTS (SELECT 1 FROM told WHERE told.record = record.id AND told.digest IS NOT NULL)"))
# Where it may stand that an item is retracted, corrected or doubted: in a tie, in what a record says of itself, in its title.
# What then does stand, the function says that ``watcher.store.notices`` gives the connection.
_NOTICES = "link.kind IN ('retracts', 'corrects', 'concern_about', 'version_of')"
MAY_BE_NOTICED = f"""(
    EXISTS (SELECT 1 FROM record JOIN link ON link.record = record.id WHERE record.item = document.item AND {_NOTICES})
    OR EXISTS (
        SELECT 1
        FROM record
        JOIN identifier ON identifier.record = record.id
        JOIN link ON link.scheme = identifier.scheme AND link.value = identifier.value
        WHERE record.item = document.item AND {_NOTICES}
    )
    OR EXISTS (
        SELECT 1
        FROM record JOIN version ON version.id = record.version
        WHERE record.item = document.item AND (
            json_valid(version.body) = 0
            OR json_extract(version.body, '$.title') LIKE '%retract%'
            OR json_extract(version.body, '$.title') LIKE '%withdrawn%'
            OR json_extract(version.body, '$.title') LIKE '%remov%'
            OR json_extract(version.body, '$.publication_types') LIKE '%retract%'
            OR json_extract(version.body, '$.publication_types') LIKE '%withdrawn%'
            OR json_extract(version.body, '$.relations') LIKE '%retracted_by%'
            OR json_extract(version.body, '$.relations') LIKE '%corrected_by%'
            OR json_extract(version.body, '$.relations') LIKE '%concern_in%'
        )
    )
)"""  # noqa: S608
_STATES = {
    ("is", "sent"): _TOLD,
    ("is", "unsent"): Clause(f"NOT ({_TOLD.sql})"),
    ("is", "retracted"): Clause(f"{MAY_BE_NOTICED} AND standing(document.item) LIKE '%retracted%'"),
    ("is", "corrected"): Clause(f"{MAY_BE_NOTICED} AND standing(document.item) LIKE '%corrected%'"),
    ("is", "doubted"): Clause(f"{MAY_BE_NOTICED} AND standing(document.item) LIKE '%concern%'"),
    ("is", "withdrawn"): Clause("document.withdrawn = 1"),
    ("is", "registration"): Clause("document.kind = 'registration'"),
    ("is", "preprint"): Clause("document.kind = 'preprint'"),
    ("has", "abstract"): Clause("document.abstract <> ''"),
    ("has", "results"): _RESULTS,
    ("has", "figures"): _of_a_record(Clause("EXISTS (SELECT 1 FROM figure WHERE figure.record = record.id)")),
    ("has", "regimen"): _of_a_score(Clause("score.intensity IS NOT NULL"), ""),
    ("has", "doi"): Clause("document.ids LIKE '%doi:%'"),
    ("has", "pmid"): Clause("document.ids LIKE '%pmid:%'"),
}
