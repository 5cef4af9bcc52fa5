"""An item in a line: what was done to whom, what came out, what its authors conclude; the same words in every channel."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from digests import cutting, leading, standing, study, valued, view, whose, words
from digests.border import UNSUMMARISED
from digests.labels import lowered, say
from digests.outcomes.lexicon import CONTRASTS
from digests.view import Row
from watcher.model import NEAREST, RETRACTED, Digest, Entry, Kind, Panel, PartialDate, Quote, Tier
from watcher.text import shown

BUSY = 12  # items of a digest, from which on those that are not told in full have a row each
_QUOTED = 180  # characters of a sentence, where an item is told shortly
# Of the main item: characters of its title, how many more than there is room for a conclusion may need, of what is said of it.
_SHORTEST, _MORE, _LINE, _RESULT = 48, 160, 420, 480
_WHO = 72  # characters more that who was studied may need
_WITH_WHOM = (_SHORTEST, _MORE, study.Told.WHOLE)
_NOTICED = 160  # characters at least of what a notice says
# How it is told, in the order in which one gives way to the next.
_FORMS = (
    (0, 0, study.Told.WHOLE),
    (92, _MORE, study.Told.WHOLE),
    (60, _MORE, study.Told.WHOLE),
    _WITH_WHOM,
    (_SHORTEST, _MORE, study.Told.GIVEN),
    (_SHORTEST, _MORE, study.Told.DESIGN),
)
_DAY = re.compile(r"^\d{1,2}\.? ")  # before the month, in every language of ours
_PLACE = re.compile(r"^([^,]*) [A-Z]?\d[^\s,]*")  # volume and pages behind a journal's name
_INITIALS = re.compile(r"(?: [A-Z]{1,4}){1,9}$")
_VALUE = re.compile(r"\d(?:[.·]\d|\s?%)")
_BESIDES = frozenset({"conclusion", "safety", "message", "plan"})  # what is quoted beside the result
_VALUED = re.compile(r"\d")
FOUND = frozenset({"finding", "conclusion", "message", "lead"})
"""What a sentence is that says what came out."""
# What is said of a watched trial after its status; what no longer matters once it has results.
_GLANCE = ("Why stopped", "Enrolment", "Primary completion", "First results", "Results posted", "Last checked")
_BEFORE_RESULTS = ("Enrolment", "Primary completion")


def result(entry: Entry) -> str:
    """Return an item in one line below its title: design, how many and who, regimens; what came out; what the authors conclude.

    "Phase 2, n = 99, lanreotide 120 mg every 14 days. PFS median 8.3 months (95% CI 5.6 to 11.1) [midgut]. They conclude: “...”". Every
    sentence is the source's own, every value stands with its arm where there are several; what cannot be said so is left out.
    """
    if standing.is_retracted(entry):
        return standing.taken_back(entry)
    if said := standing.noticed(entry):
        return said
    if entry.changes:
        return "; ".join(map(words.change, entry.changes))
    return " ".join(filter(None, _parts(entry, entry.title)))


def untitled(entry: Entry) -> str:
    """Return what a publication found as ``result`` does, where no title stands above; without what would make it long: a conclusion, a sentence's beginning."""
    if entry.changes or standing.is_retracted(entry) or standing.noticed(entry):
        return result(entry)
    said, concluded = _parts(entry, "")
    if len(said) > _LINE:
        said = cutting.to_the_point(_parts(entry, "", study.Told.GIVEN)[0])
    return said if len(said) + len(concluded) > _RESULT else f"{said} {concluded}".strip()


def is_without_results(entry: Entry) -> bool:
    """Return whether a work says how it is done, and nothing of what came out; not of one that has no more than a title."""
    told = {quote.role for quote in entry.summary}
    return bool(told) and not (told & FOUND or entry.figures or entry.changes)


def posts(entry: Entry) -> bool:
    """Return whether a registry posted the trial's results now, with numbers."""
    return any(words.posted(one) and words.tells_numbers(one) for one in entry.changes)


def shortly(entry: Entry, room: int) -> tuple[str, str]:
    """Return a title of the item and what is said of it below, in so many characters: the whole title where there is room.

    A title gives way before what came out; what the authors conclude may need a little more room, or is left out whole. No "not" is cut off.
    """
    if standing.is_retracted(entry) or standing.noticed(entry) or entry.changes:
        state, _, work = entry.title.partition(": ")
        is_one_of_some = room < _NOTICED + cutting.NAME and state.isupper() and work
        title = f"{state}: {cutting.name(work)}" if is_one_of_some else cutting.called(entry.title)
        return title, _as_changed(entry, _RESULT if entry.changes else min(max(room - len(title), _NOTICED), _RESULT))
    forms = [_formed(entry, *form) for form in _FORMS]
    # Nothing is left out but of the title, then who they were where for these a little more room does not suffice.
    sizes = {form: sum(map(len, one[:2])) for form, one in zip(_FORMS, forms, strict=True)}
    fitting = next((one for form, one in zip(_FORMS[1:-1], forms[1:-1], strict=True) if sizes[form] <= room), None)
    if sizes[_FORMS[0]] > room and fitting:
        is_whom_left_out = fitting == forms[-2] and sizes[_WITH_WHOM] <= room + _WHO
        return (forms[-3] if is_whom_left_out else fitting)[:2]
    for (title, both, said), (_, more, _) in zip(forms, _FORMS, strict=True):
        left = room - len(title)
        if len(said) <= left and (more or len(both) <= left):
            return title, both if len(both) <= left + more else said
    title = cutting.called(entry.title, _SHORTEST)
    said, concluded = _parts(entry, title)
    both = f"{said} {concluded}".strip()
    return title, cutting.cut(both if len(both) <= _RESULT else said, _RESULT)


def _formed(entry: Entry, most: int, more: int, told: study.Told) -> tuple[str, str, str]:
    """Return a title of so many characters, what is said below it, and that without what the authors conclude."""
    title = cutting.called(entry.title, most) if more else cutting.subject(entry.title)
    said, concluded = _parts(entry, title, told)
    return title, f"{said} {concluded}".strip(), said


def _as_changed(entry: Entry, most: int) -> str:
    """Return what changed, or what a notice says of the item, in so many characters."""
    if standing.is_retracted(entry) or standing.noticed(entry):
        said = result(entry)
        state, _, rest = said.partition("; ")
        is_said = standing.noticed(entry) and entry.title.partition(":")[0].isupper() and "“" not in state and rest
        said = f"{rest[:1].upper()}{rest[1:]}" if is_said else said
        return _closed(cutting.quoted(said if len(said) <= most else standing.to_the_value(said), most))
    parts = [*_changed(entry, most)]
    while len(parts) > 1 and len("; ".join(parts)) > most:
        parts.pop()
    return cutting.cut("; ".join(parts), most)


def _changed(entry: Entry, most: int) -> Iterator[str]:
    """Yield the changes; posted results that take more room are told by their day, for no arm is cut off."""
    for one in entry.changes:
        said = words.change(one)
        yield (
            said
            if len(said) <= most or not words.posted(one)
            else words.change(replace(one, after=one.after.partition("; ")[0]))
        )


def _parts(entry: Entry, title: str, least: study.Told = study.Told.WHOLE) -> tuple[str, str]:
    """Return what is said of an item below a title: what was done and came out; what the authors conclude, where that is not all that is said."""
    said = found(entry)
    concluded = _concluded(entry) or _outcome_met(entry, said)
    if whose.letters(entry, said):  # the arms are told there
        least = study.Told.DESIGN
    told = (study.done(entry, title, said, least), said or concluded, _title_only(entry), standing.printed(entry))
    return " ".join(filter(None, told)), concluded if said else ""


def _outcome_met(entry: Entry, said: str) -> str:
    """Return the main finding where it has no number and what is ``said`` of it is numbers alone: "The trial did not meet its primary endpoint."."""
    quoted = _quoted(entry, "finding")
    is_short = 0 < len(quoted) <= _QUOTED
    return quoted if is_short and quoted not in said and not _VALUE.search(quoted) else ""


def short(entry: Entry) -> str:
    """Return an item as shortly as it can be told: as ``result``, the conclusion only where no finding is told."""
    if standing.is_retracted(entry):
        return RETRACTED
    if entry.changes or standing.noticed(entry):
        return result(entry)
    told = (study.done(entry, entry.title), found(entry) or _concluded(entry), _title_only(entry))
    return " ".join(part for part in told if part)


class Brief(NamedTuple):
    """An item that is told shortly: its title as far as there is room, who wrote it where, its badges, and what is said of it."""

    title: str
    byline: str
    badges: tuple[str, ...]
    said: str


def brief(entry: Entry, digest: Digest) -> Brief:
    """Return the item as one of some, with what came out; as one of many, with the number of patients and the main values alone.

    When it appeared is said where it was in another month than those of the digest.
    """
    shortly = (badge.split(",")[0] for badge in badges(entry) if not (entry.theme and badge.startswith("abstract")))
    marks = tuple(map(say, shortly))
    name = cutting.called(entry.title)
    if retold := _retold(entry, digest):
        return Brief(name, _who(entry), marks, retold)
    if is_busy(digest):
        return Brief(name, _who(entry), marks, row(entry))
    notice = standing.noticed(entry).partition(" “")[2]
    said = _shortest(entry)
    if notice and any(notice in panel.headline for panel in digest.watched):
        said = said.replace(f"“{notice}", say("See above."))
    months = {words.date(PartialDate(day.year, day.month)) for day in (digest.since, digest.until)}
    when = "" if (month := _month(entry)) in months else month
    return Brief(name, ", ".join(part for part in (_who(entry), when) if part), marks, said)


def _retold(entry: Entry, digest: Digest) -> str:
    """Return that news or a comment has the values of a work in the same digest, in the place of those; else ""."""
    works = ((number, one) for number, _, one in view.numbered(digest))
    same = next((number for number, one in works if leading.retells(entry, one)), None)
    if not entry.summary and same:
        return say("The same paper as item {number}; title only.", number=same)
    return say("The same result as item {number}.", number=same) if same else ""


def whole(entry: Entry) -> Brief:
    """Return the item as it is told in full, with its result in one line."""
    return Brief(entry.title, byline(entry), tuple(map(say, badges(entry))), result(entry))


def _shortest(entry: Entry) -> str:
    """Return what was done and what came out: a value whole, a sentence as far as there is room."""
    if entry.changes or standing.is_retracted(entry) or standing.noticed(entry):
        return result(entry)
    most = 2 * _QUOTED if entry.tier == Tier.WATCHED else _QUOTED  # of the watched trial the end is read, too
    said = found(entry) if leading.values(entry) else cutting.cut(found(entry) or _concluded(entry), most)
    if entry.tier not in NEAREST and said.startswith("“") and not (_VALUE.search(said) or _has_message(entry)):
        said = ""  # beside the question a sentence without a value is not worth its room
    title = cutting.cut(entry.title, cutting.NAME)
    told = (study.briefly(entry, title), _closed(said), _title_only(entry), standing.printed(entry))
    return " ".join(part for part in told if part)


def _has_message(entry: Entry) -> bool:
    return any(quote.role == "message" for quote in entry.summary)


def _begun(text: str) -> str:
    """Return a text as a sentence begins: "Flushing improved"; a name keeps its letters: "pNET"."""
    return text[:1].upper() + text[1:] if text.partition(" ")[0].islower() else text


def _closed(text: str) -> str:
    """Return a text whose quotation mark is closed where it was cut."""
    return f"{text}”" if text.endswith("…") and "“" in text else text


def _who(entry: Entry) -> str:
    """Return "Lamberti, J Clin Endocrinol Metab"."""
    first = entry.authors if entry.kind == Kind.REGISTRATION else _INITIALS.sub("", entry.authors.split(", ")[0])
    venue = "" if entry.theme else _PLACE.sub(r"\1", entry.venue)  # a congress stands over its abstracts
    return ", ".join(part for part in (first, venue) if part)


def is_told(entry: Entry, above: str) -> bool:
    """Return whether what an item found stands ``above``, whole or from its point on."""
    said = (standing.noticed(entry).partition("“")[2] or found(entry)).removesuffix(".")
    return bool(said) and any(one in above for one in (said, cutting.to_the_point(said), standing.to_the_value(said)))


def rows(entry: Entry, above: str = "") -> tuple[Row, ...]:
    """Return what a letter says of an item in full, below its byline; all that is known of it stands on its page.

    The first row, without a label, is what was done to whom and what came out; then what the authors conclude, and harm. What
    stands ``above`` already is not said again, but for a title alone: of that nothing was found.
    """
    lesser = {"reports", *(standing.LESSER if standing.is_retracted(entry) else ())}  # its registration: on its page
    outcome = standing.noticed(entry) or found(entry)
    ties = (tie for tie in entry.ties if tie.label not in lesser and not ("“" in tie.title and tie.title in outcome))
    told = [one for one in view.framed(entry, _told(entry), ties) if not one.minor]
    if is_told(entry, above):
        above = f"{above} {outcome}"
    bare = bool(_title_only(entry)) and not (entry.changes or outcome)
    rest = tuple(
        one for one in told if not above or bare or shown(one.text if one.label else outcome or one.text) not in above
    )
    return rest if len(rest) == len(told) else (Row("", say("See above.")), *rest)


def _told(entry: Entry) -> Iterator[Row]:
    if standing.is_retracted(entry):
        return
    if said := standing.noticed(entry) or _outcome(entry):
        yield Row("", said)
    if standing.noticed(entry):
        return
    wanted = _BESIDES if found(entry) else {*_BESIDES, "design"}
    for quote in entry.summary:
        if quote.role == "safety":
            yield from _harm(entry, quote)
        elif quote.role in wanted:
            yield Row(words.role(quote.role), quote.text, quoted=True)


def _harm(entry: Entry, quote: Quote) -> Iterator[Row]:
    """Yield the sentence on harm; values of both arms where it has none, or does not say whose they are; nothing where none are sure."""
    silent = whose.is_untold(quote.text)
    if (silent or not _VALUED.search(quote.text)) and (both := leading.harm(entry)):
        yield Row(words.role(quote.role), _begun(valued.figures(both)) + ".")
    elif not silent:
        yield Row(words.role(quote.role), quote.text, quoted=True)


def _outcome(entry: Entry) -> str:
    """Return what was done and what came out; "" for what merely changed."""
    said = found(entry)
    if entry.changes and not said:
        return ""
    return " ".join(
        part
        for part in (study.done(entry, entry.title, said), said, "" if entry.unread else _title_only(entry))
        if part
    )


def badges(entry: Entry) -> tuple[str, ...]:
    """Return the badges that the title does not say already."""
    return tuple(badge for badge in entry.badges if not entry.title.lower().startswith(f"{badge.lower()}: "))


def byline(entry: Entry) -> str:
    """Return who, where and in which month, shortly: "Pavel M et al. Eur J Cancer. Nov 2021"."""
    first, *others = entry.authors.split(", ")
    who = entry.authors if entry.kind == Kind.REGISTRATION or not others else f"{first} et al"
    return ". ".join(part.rstrip(".") for part in (who, _PLACE.sub(r"\1", entry.venue), _month(entry)) if part)


def _month(entry: Entry) -> str:
    return _DAY.sub("", entry.date)


def row(entry: Entry) -> str:
    """Return what is said of one of many items: the number of patients and the values of the main outcome, no sentence; "" for neither."""
    if standing.is_retracted(entry) or standing.noticed(entry):
        return result(entry)
    if entry.changes:
        return words.change(entry.changes[0])
    if entry.unread:
        return UNSUMMARISED
    size = [words.trait(trait) for trait in entry.traits if trait.name == "n"]
    return "; ".join(filter(None, [*size, valued.figures(leading.briefly(entry))]))


def is_busy(digest: Digest) -> bool:
    """Return whether a digest has so many items that a sentence of each is more than is read."""
    return sum(len(section.entries) for section in digest.sections) > BUSY


def glance(panel: Panel) -> str:
    """Return where a watched trial stands, in a line, without what its headline says: "Active, not recruiting; results posted: no"."""
    facts = {say(label): value for label, value in panel.facts}
    said = [facts[say("Status")]] if say("Status") in facts else []
    needless = [*(_BEFORE_RESULTS if panel.came else ()), *(["Last checked"] if panel.looked else [])]
    labels = [say(label) for label in _GLANCE if label not in needless and say(label) in facts]
    labels = [label for label in labels if not (_VALUED.search(facts[label]) and facts[label] in panel.headline)]
    said += [f"{lowered(label)}: {facts[label]}" for label in labels]
    return "; ".join(said) + "." if said else ""


def context(panel: Panel) -> tuple[tuple[str, str], ...]:
    """Return how a trial is designed that has new results, label and text; () where its headline says what is set against what."""
    told = panel.has_new_results and panel.design and " vs " not in panel.headline
    return (("As registered", panel.design),) if told else ()


def found(entry: Entry) -> str:
    """Return the values of the main outcome; where none can be said wholly, the sentences that tell what was found."""
    told = () if entry.kind == Kind.NOTICE else leading.values(entry)  # what a correction tells may be what was wrong
    if told:
        return " ".join([f"{_begun(valued.figures(told))}.", *map(say, leading.caveats(entry, told))])
    quoted = _quoted(entry, "finding", "lead")
    if whose.is_untold(quoted) and not _is_compared(entry, quoted):
        return ""
    beside = (whose.letters(entry, quoted), _size(entry, quoted), leading.stopped(entry, quoted))
    return " ".join(filter(None, (leading.counted(entry, quoted), quoted, *beside)))


def _is_compared(entry: Entry, quoted: str) -> bool:
    """Return whether a study of the question tells a ratio with its interval in the sentence: how its arms differ is known."""
    ratios = (one for one in entry.figures if one.measure in CONTRASTS and one.contrast != "factor")
    return entry.tier in NEAREST and any(one.sentence in quoted and one.low is not None for one in ratios)


def _size(entry: Entry, quoted: str) -> str:
    """Return the sentence with the ratio of survival where what is quoted has no figure: "improved PFS", and behind it by how much; else ""."""
    if not quoted or any(figure.sentence in quoted for figure in entry.figures):
        return ""
    ratios = (one for one in entry.figures if one.measure in CONTRASTS and one.outcome in leading.SURVIVAL)
    return next((f"“{one.sentence}”" for one in ratios if one.contrast != "factor"), "")


def _concluded(entry: Entry) -> str:
    """Return what the authors conclude; what is planned, where nothing was found."""
    return _quoted(entry, "conclusion", "message") or ("" if found(entry) else _quoted(entry, "plan"))


def _quoted(entry: Entry, *roles: str) -> str:
    quote: Quote | None = next((one for one in entry.summary if one.role in roles), None)
    if quote is None:
        return ""
    label = {"conclusion": f"{say('They conclude')}: ", "plan": f"{say('Planned')}: "}.get(quote.role, "")
    return f"{label}“{quote.text}”"


def _title_only(entry: Entry) -> str:
    """Return that there is no more than a title, or that the rest could not be made; "" where there is more."""
    if entry.unread:
        return UNSUMMARISED
    return "" if entry.summary or entry.kind == Kind.REGISTRATION else say("Title only.")
