"""Ties of trials: what reports one or mentions it, and one trial's rows in several registries.

A name or a number in a text is first of all a mention: a paper cites the trial before it, a commentary the trials of others.
Only what is surer than that reports the trial, and is a member of its thread. The longest name wins (CLARINET FORTE is not
CLARINET), and a number beats a name.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from watcher.ids.found import TRIAL_SCHEMES, around, doubtful_trials, find_trials
from watcher.model import Id, Item, Kind, Link, LinkKind, Reason, Record, Trial, WatchedTrial, Work
from watcher.text import fold

# Words that stand before a trial's number where a paper gives its own registration.
_REGISTERED = re.compile(
    r"regist(?:ered|ration|ry)|clinicaltrials\.gov|eudract|trial (?:number|id)|identifier|funded by"
)
# Words before a number or a name that make it another study's, and words behind it.
_OTHERS = re.compile(
    r"phase (?:2|ii)\b.{0,30}$|previous|prior|earlier|parent|preceding|unlike|in contrast|compared with|following|pivotal|landmark|"
    r"sister|pilot|ongoing|awaited|as (?:in|shown)|extension of|based on|cited|such as|similar to|like the|results of other|historical"
)
_TO_COME = re.compile(
    r"^.{0,40}\b(?:ongoing|awaited|under way|underway|recruiting|is expected|are expected|will (?:show|tell|clarify|answer|report))\b"
)
# Who writes about the trials of others.
_ABOUT_OTHERS = re.compile(r"comment|editorial|letter|news|review|meta-analysis|guideline", re.IGNORECASE)
_NEAR = 60  # characters around a number or a name
_LEAST_ACRONYM = 4
_ALIKE = 92.0  # of titles, on rapidfuzz's scale of 100

# How sure a name makes us, by where it stands; how sure we are of what is only mentioned, or doubtful.
_ALIAS_IN_TITLE, _ALIAS_IN_TEXT, _ACRONYM, _MENTIONED, _DOUBTFUL = 0.95, 0.9, 0.8, 0.5, 0.4


def by_identifier(record: Record) -> Iterator[Link]:
    """Yield a tie to each trial whose number the record names.

    A number in a databank field is the paper's own; one in the text may be another trial's, so it
    weighs by where it stands and how many there are. One with a digit too few is a doubt.
    """
    if record.kind is Kind.REGISTRATION:
        return
    named = _numbers(record)
    for trial in sorted(named):
        because, confidence = _standing(record, trial, alone=len(named) == 1)
        yield _report(record, trial, because, confidence)
    for trial in sorted(doubtful_trials(f"{record.title}\n{record.text}") - named):
        yield _report(record, trial, f"a digit is missing in its number: perhaps {trial.value}", _DOUBTFUL)


def by_watch(record: Record, watched: Sequence[tuple[WatchedTrial, Reason | None]]) -> Iterator[Link]:
    """Yield a tie to each watched trial that the record is about: by which of its names, and where it stands."""
    if record.kind is Kind.REGISTRATION:
        return
    for trial, reason in watched:
        if trial.ids:
            confidence = _named_as(record, reason, trial)
            yield _report(record, trial.ids[0], _alias(trial, reason), confidence)


def in_passing(record: Record, trials: Sequence[WatchedTrial]) -> Iterator[Link]:
    """Yield a mention of each watched trial that the record is not about, and names all the same by its acronym."""
    if record.kind is Kind.REGISTRATION:
        return
    text = f"{record.title}\n{record.text}"
    for trial in trials:
        names = (alias.text for alias in trial.aliases if alias.kind == "acronym" and alias.exact_case)
        named = next((name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)), "")
        if named and trial.ids:
            yield _report(record, trial.ids[0], f"names {named} in passing", _MENTIONED)


def _named_as(record: Record, reason: Reason | None, trial: WatchedTrial) -> float:
    """Return how sure the name of a watched trial makes us: that of a longer name, or in writing about others, is a mention."""
    span = reason.span if reason else None
    text = record.title if span and span.field == "title" else record.text
    if _is_about_others(record) or _has_another_number(record, frozenset(trial.ids)):
        return _MENTIONED
    if span and not _is_whole_name(text, span.start, span.end):
        return _MENTIONED
    if span and span.field == "title":
        return _ALIAS_IN_TITLE
    if span and _is_of_others(text[max(0, span.start - _NEAR) : span.start], text[span.end : span.end + _NEAR]):
        return _MENTIONED
    return _ALIAS_IN_TEXT


def _numbers(record: Record) -> frozenset[Id]:
    return frozenset(i for i in record.mentions | record.ids if i.scheme in TRIAL_SCHEMES)


def _is_about_others(record: Record) -> bool:
    return record.kind is Kind.COMMENT or any(map(_ABOUT_OTHERS.search, record.publication_types))


def _has_another_number(record: Record, own: frozenset[Id]) -> bool:
    """Return whether the record gives a number of its own in a registry in which the trial has another one."""
    numbers = {i for i in _numbers(record) if _standing(record, i, alone=False)[1] >= _ALIAS_IN_TEXT}
    schemes = {i.scheme for i in own if i.scheme in TRIAL_SCHEMES}
    return not numbers & own and any(i.scheme in schemes for i in numbers)


def _is_of_others(before: str, behind: str) -> bool:
    return bool(_OTHERS.search(fold(before)) or _TO_COME.search(fold(behind)))


# Capitals beside a name that are no part of it.
_ABBREVIATIONS = frozenset(
    """NET NETS NEN NENS NEC GEP GEPNET GEPNETS PNET PNETS PANNET PANNETS SINET SINETS PFS OS ORR DCR TTP HR QOL HRQOL PRO PROS RCT EU US
    USA UK FDA EMA ESMO ASCO ENETS NANETS SSA SSAS SSTR LAR MRI CT PET IGF GH TRIAL STUDY PHASE AND OR IN OF THE A AN FOR""".split()
)
_BEHIND = re.compile(
    r"[-\u2010-\u2015]?\s?(?:[2-9](?![0-9.%])|I{2,3}V?(?!\w)|IV(?!\w)|V(?!\w))|[-\u2010-\u2015](?!1(?![0-9]))[A-Z0-9]"
)
_NEXT = re.compile(r"\s([A-Z][A-Z0-9]+(?:-[A-Z0-9]+)*)(?!\w)")
_LAST = re.compile(r"(?<!\w)([A-Z][A-Z0-9]+)[ -]$")
_TRIAL_BEHIND = re.compile(r"\s?(?:[:)\u201d\"]|(?:TRIAL|STUDY)(?!\w))")


def _is_whole_name(text: str, start: int, end: int) -> bool:
    """Return whether the name at this place is no part of a longer one (CLARINET FORTE, SORENTO-2), nor a word in capitals."""
    before, behind = text[max(0, start - 30) : start], text[end : end + 30]
    if text.isupper():
        return _TRIAL_BEHIND.match(behind) is not None
    if _BEHIND.match(behind):
        return False
    beside = [found[1] for found in (_LAST.search(before), _NEXT.match(behind)) if found]
    return all(set(re.split(r"-", word)) & _ABBREVIATIONS for word in beside)


def by_acronym(record: Record, known: Sequence[Item]) -> Iterator[Link]:
    """Yield a tie to each known trial whose acronym stands in the title, as printed, beside its drug.

    A registration is tied to the known publications in the same way: it may come after them.
    """
    yield from _either_way(record, known, _acronym)


def by_likeness(record: Record, known: Sequence[Item]) -> Iterator[Link]:
    """Yield a tie to each known trial of a like title, drug and condition, where the publication names no trial.

    Less sure than any name: two trials of one sponsor can be called alike.
    """
    yield from _either_way(record, known, _likeness)


def _either_way(
    record: Record, known: Sequence[Item], ties: Callable[[Record, Trial], Iterator[Link]]
) -> Iterator[Link]:
    """Yield the ties of a publication to known trials, or of a registration to known publications, whichever came first."""
    for item in known:
        if isinstance(item, Trial) and record.kind is not Kind.REGISTRATION:
            yield from ties(record, item)
        elif isinstance(item, Work) and record.kind is Kind.REGISTRATION and (own := _of_work(item)):
            found = ties(item.records[0], Trial(id=0, records=(record,)))
            yield from (replace(link, subject=record.key, object=own, inverse=True) for link in found)


def _of_work(work: Work) -> Id | None:
    ids = [i for record in work.records for i in sorted(record.ids)]
    return next((i for scheme in ("pmid", "doi", "pmcid", "ppr") for i in ids if i.scheme == scheme), None)


def _report(record: Record, trial: Id, because: str, confidence: float) -> Link:
    link = Link(kind=LinkKind.REPORTS, subject=record.key, object=trial, because=because, confidence=confidence)
    return link if link.is_sure else replace(link, kind=LinkKind.MENTIONS)


def _alias(trial: WatchedTrial, reason: Reason | None) -> str:
    """Return which name of the trial it was, what kind of name, and where it stands."""
    if reason is None:
        return f"is about {trial.name}"
    kinds = {fold(alias.text): alias.kind for alias in trial.aliases}
    kind = kinds.get(fold(reason.term), "identifier")
    return f"has the {kind} \u201c{reason.term}\u201d of {trial.name} {reason.note}".strip()


def _acronym(record: Record, trial: Trial) -> Iterator[Link]:
    facts = [r.trial for r in trial.records if r.trial]
    acronyms = {f.acronym for f in facts if len(f.acronym) >= _LEAST_ACRONYM and f.acronym.upper() == f.acronym}
    own = _own(trial)
    text = fold(f"{record.title} {record.text}")
    context = next((word for word in sorted(_drugs(trial)) if word in text), "") or _shared_words(record, trial)
    for acronym in sorted(acronyms) if own and context else ():
        found = list(re.finditer(rf"(?<!\w){re.escape(acronym)}(?!\w)", record.title))
        if own and any(_is_whole_name(record.title, one.start(), one.end()) for one in found):
            numbers = frozenset[Id]().union(*(r.ids for r in trial.records))
            others = _is_about_others(record) or _has_another_number(record, numbers)
            because = f"the title has the acronym \u201c{acronym}\u201d, and the text \u201c{context}\u201d"
            yield _report(record, own, because, _MENTIONED if others else _ACRONYM)


_COMMON = frozenset("trial study patients with from using phase results safety efficacy".split())


def _shared_words(record: Record, trial: Trial) -> str:
    """Return the words that the title shares with a title of the trial, where they are two at least; else ""."""
    said = set(re.findall(r"\w{4,}", fold(record.title))) - _COMMON
    titles = (fold(name) for r in trial.records for name in (r.title, r.trial.official_title if r.trial else ""))
    shared = sorted(said & {word for name in titles for word in re.findall(r"\w{4,}", name)})
    return ", ".join(shared) if len(shared) > 1 else ""


def _likeness(record: Record, trial: Trial) -> Iterator[Link]:
    if not _numbers(record) and (own := _own(trial)) and _is_like(record, trial):
        yield _report(record, own, f"title, drug and condition are those of {own.value}; no number is given", 0.7)


def _is_like(record: Record, trial: Trial) -> bool:
    title, text = fold(record.title), fold(f"{record.title} {record.text}")
    titles = (name for r in trial.records for name in (r.title, r.trial.official_title if r.trial else "") if name)
    conditions = {fold(name) for r in trial.records for name in (*r.subjects, *(r.trial.conditions if r.trial else ()))}
    return (
        any(fuzz.token_sort_ratio(title, fold(name)) >= _ALIKE for name in titles)
        and any(drug in text for drug in _drugs(trial))
        and any(_beginnings(name) & _beginnings(text) for name in conditions)
    )


def _drugs(trial: Trial) -> set[str]:
    facts = [r.trial for r in trial.records if r.trial]
    return {word for f in facts for given in f.interventions for word in fold(given.name).split() if len(word) > 4}


def _beginnings(text: str) -> set[str]:
    """Return the beginnings of the long words: "tumor", "tumour" and "tumors" share one."""
    return {word[:4] for word in re.findall(r"\w+", text) if len(word) > 4}


def _own(trial: Trial) -> Id | None:
    return next((i for r in trial.records for i in sorted(r.ids) if i.scheme in TRIAL_SCHEMES), None)


def _standing(record: Record, trial: Id, *, alone: bool) -> tuple[str, float]:
    number = trial.value
    places = [*around(record.text, trial, _NEAR)]
    in_title = [*around(record.title, trial, _NEAR)]
    if any(_is_of_others(*place) for place in in_title):
        return f"the title names {number} as another study", _MENTIONED
    if in_title:
        return f"the title names {number}", 1.0
    if not places:
        return f"the record is indexed with {number}", 1.0
    if record.kind is Kind.NEWS or _is_about_others(record):
        return f"the text mentions {number}, as writing about others' trials does", _MENTIONED
    if any(_OTHERS.search(before) for before, _ in places):
        return f"the abstract cites {number} as another study", _MENTIONED
    if any(_REGISTERED.search(before) for before, _ in places):
        return f"the abstract gives {number} as a registration", 0.95
    return f"the abstract names {number}", 0.75 if alone else 0.6


# A sponsor's code has letters and digits of its own; "001", "2019-01" and "Protocol 2" are many sponsors'.
_LEAST_CODE = 5
_GENERIC_CODE = re.compile(
    r"(?:(?:19|20)[0-9]{2}[-/. ]?[0-9]{1,4}|[0-9]{1,6}|(?:protocol|study|trial|version|project|no|number|ct|clin|ph|phase)[-_ .]?[0-9]{1,4})",
    re.IGNORECASE,
)
# What stands in a sponsor's name beside the name.
_FIRM = frozenset(
    "ab ag inc ltd llc gmbh sa sas spa plc co corp bv nv as kk company limited pharma pharmaceutical pharmaceuticals the of".split()
)


def by_registry(record: Record) -> Iterator[Link]:
    """Yield a tie to each number that the trial has in another registry."""
    if record.kind is not Kind.REGISTRATION:
        return
    own = _own_numbers(record)
    for other in sorted(_given(record) - own if own else ()):
        yield _twin(
            record, other, f"{record.source} gives {other.value} as the trial's number in another registry", 1.0
        )


def by_code(record: Record, known: Sequence[Item]) -> Iterator[Link]:
    """Yield a tie to each known registration that has the trial's protocol code, and no number of it."""
    if record.kind is not Kind.REGISTRATION:
        return
    for item in known:
        if isinstance(item, Trial) and (code := _shared_code(record, item)):
            because = f"{code} is the sponsor's protocol code of both"
            yield from (_twin(record, other, because, 0.8) for other in sorted(_leading(item) - _given(record)))


def _own_numbers(record: Record) -> frozenset[Id]:
    """Return the number under which this registry keeps the trial, with its aliases there."""
    kept = find_trials(record.source_id)
    own = {i for i in _given(record) if i in kept or fold(i.value) in fold(record.source_id)}
    return frozenset(i for i in _given(record) if i.scheme in {one.scheme for one in own})


def _leading(item: Trial) -> frozenset[Id]:
    return frozenset[Id]().union(*(_own_numbers(one) for one in item.records))


def _shared_code(record: Record, item: Trial) -> str:
    """Return the protocol code that both have from one sponsor; "" where it is anybody's, or of two sponsors."""
    for other in item.records:
        shared = sorted(i.value for i in record.ids & other.ids if i.scheme == "sponsor" and _is_telling(i.value))
        if shared and _is_one_sponsor(record, other):
            return shared[0]
    return ""


def _is_telling(code: str) -> bool:
    return len(code) >= _LEAST_CODE and any(map(str.isdigit, code)) and _GENERIC_CODE.fullmatch(code.strip()) is None


def _is_one_sponsor(one: Record, other: Record) -> bool:
    """Return whether the sponsors share a name; where one of them is not told, whether the titles are alike."""
    names = [set(re.findall(r"\w+", fold(r.trial.sponsor if r.trial else ""))) - _FIRM for r in (one, other)]
    if all(names):
        return bool(names[0] & names[1])
    return fuzz.token_sort_ratio(fold(one.title), fold(other.title)) >= _ALIKE


def _twin(record: Record, other: Id, because: str, confidence: float) -> Link:
    return Link(kind=LinkKind.SAME_TRIAL, subject=record.key, object=other, because=because, confidence=confidence)


def _given(record: Record) -> frozenset[Id]:
    return frozenset(i for i in record.ids if i.scheme in TRIAL_SCHEMES)
