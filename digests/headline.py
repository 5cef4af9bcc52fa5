"""The first screen of a digest: how the trial moved, what is to be read, what each study found, what could not be looked at.

The rules stand in ``docs/words.md``; none of them is an opinion.
"""

import re
from collections.abc import Iterator, Sequence

from digests import cutting, leading, standing, telling, valued, view, words
from digests.gist import matter
from digests.labels import counted, lowered, say
from digests.outcomes.lexicon import CONTRASTS
from watcher.model import NEAREST, Change, Digest, Entry, Kind, Outcome, Panel, SourceClass
from watcher.text import fold

IN_FULL = 5  # items of a digest that are shown with all that is said of them; the rest in a line each
_SCREEN = 700  # characters that are read before anybody scrolls
_AROUND = len(" 10. : ")  # around the title of an item in its line
_NAMED = 2  # items to be read that the first screen does not show, by name
_WITHDRAWN = 3  # retractions, doubts and corrections of results that are named on the first screen
TEST = "TEST"  # how the key of a digest begins that only tries a channel
_WEEK = re.compile(r"\d{4}-W\d\d")  # the key of a digest that tells of a week
# Whether all is empty, whether not all could be looked at, whether the digest is of a week.
_NOTHING = {
    (True, False, True): "Nothing new this week.",
    (True, True, True): "Nothing new that we saw this week; not all could be looked at.",
    (False, False, True): "Nothing this week changes practice.",
    (False, True, True): "Nothing that we saw this week changes practice; not all could be looked at.",
    (True, False, False): "Nothing new since the last digest.",
    (True, True, False): "Nothing new that we saw since the last digest; not all could be looked at.",
    (False, False, False): "Nothing since the last digest changes practice.",
    (False, True, False): "Nothing that we saw since the last digest changes practice; not all could be looked at.",
}
_BEGINS = "Watcher begins: what was known before stands last, and each digest from now on tells what is new."
# Studies that look forward or draw lots, and syntheses of them: what may change practice.
_STRONG = frozenset({"RCT", "randomised", "prospective", "phase 2", "phase 3", "meta-analysis", "systematic review"})
_BY_LOT = frozenset({"RCT", "randomised"})
_PLAN = "protocol"
_A_SENTENCE = 2  # what is found: values of an effect, of anything, a sentence, a change, nothing


def movement(panel: Panel) -> str:
    """Return how the trial moved, in a few words: "SORENTO: results posted 16 Mar 2026"."""
    return f"{panel.name}: {panel.movement or panel.headline}"


def summary(digest: Digest) -> str:
    """Return the digest in one line, for a notification: "SORENTO: no change since 12 May 2026. 2 to read"."""
    conclusion = f" {say('They conclude')}: "
    moved = [movement(panel).partition(conclusion)[0].rstrip(".") for panel in digest.watched]
    mark = f"{TEST}: " if digest.key.startswith(TEST) else ""
    return mark + ". ".join([*moved, _count(digest)])


def _count(digest: Digest) -> str:
    """Return how much is to be read, or that nothing is, as far as we looked."""
    found = len(_besides_results(digest)) + len(_with_results(digest))
    return say("{count} to read", count=found) if found else _nothing(digest).rstrip(".")


def _with_results(digest: Digest) -> list[str]:
    return [panel.name for panel in digest.watched if panel.has_new_results]


def _besides_results(digest: Digest) -> list[int]:
    """Return the numbers of what is to be read, without the papers that are the results of a watched trial."""
    stands = told(digest)
    return [number for number, entry in to_read(digest) if entry.item not in stands]


def changed(change: Change) -> str:
    """Return a change as a person would say it: "results posted 16 Mar 2026: PFS: median ...", "now completed (was recruiting)"."""
    if words.posted(change) and change.after.startswith("posted"):
        posted, _, found = change.after.partition("; ")
        when = posted.removeprefix("posted").strip()
        said = say("results posted {day}", day=words.iso(when)) if when else say("results posted")
        return f"{said}: {words.briefly(found)}" if found else said
    if change.field == "overall status" and change.before not in {"", change.after}:
        now, was = (words.status(one).lower() for one in (change.after, change.before))
        return say("now {now} (was {was})", now=now, was=was)
    return lowered(words.change(change))


def to_read(digest: Digest) -> tuple[tuple[int, Entry], ...]:
    """Return what may change practice, with its number.

    That is a study of the question that is randomised, prospective or a synthesis of such, what is about the watched trial itself,
    and the retraction of what was told before, a doubt that is cast on it or a correction that changes what it found; never what comes from a source that is not rated, nor news that repeats such a work, nor others' news of a
    study but where a watched trial's first results stand there alone.
    """
    of_trial = {entry.item: bool(panel.came) for panel in digest.watched for entry in panel.publications}
    every = tuple(view.numbered(digest))
    return tuple(
        (number, entry)
        for number, section, entry in every
        if _is_to_read(section.name, entry, of_trial=entry.item in of_trial)
        and not any(leading.retells(entry, work) for _, _, work in every)
        and not (_is_hearsay(entry) and of_trial.get(entry.item, True))
    )


def _is_to_read(section: str, entry: Entry, *, of_trial: bool) -> bool:
    if entry.source_class == SourceClass.OTHER:
        return False
    if standing.is_retracted(entry):
        return not entry.fresh
    if standing.is_grave(entry):
        return True
    if (
        _PLAN in entry.tags
        or (entry.kind in leading.SPEAKING and not entry.figures and not leading.announced(entry))
        or telling.is_without_results(entry)
    ):
        return False
    near, strong = entry.tier in NEAREST, not _STRONG.isdisjoint(entry.tags)
    if section == "watched":  # on the trial, or on its drug alone
        return of_trial or strong
    return strong and (section == "core" or (near and (bool(entry.theme) or telling.posts(entry))))


def _is_hearsay(entry: Entry) -> bool:
    """Return whether it is news that neither a company nor an authority tells: what it is about is read in the study."""
    return entry.kind == Kind.NEWS and entry.source_class not in {SourceClass.COMPANY, SourceClass.REGULATOR}


def _is_talk(entry: Entry) -> bool:
    """Return whether it is news without a figure that is no study: others', such as a rumour, or a denial or a success that the trial's line tells."""
    is_denial = any(matter.denies(fold(quote.text)) for quote in entry.summary)
    is_said = is_denial or bool(leading.announced(entry)) or _is_hearsay(entry)
    return entry.kind == Kind.NEWS and not entry.figures and is_said


def verdict(digest: Digest) -> str:
    """Return whether there is anything that may change practice: "2 to read: items 1 and 4.", "Nothing this week changes practice."."""
    results, others = _with_results(digest), _besides_results(digest)
    numbers = words.listed(_named(digest, others))
    items = say("item {which}", which=numbers) if len(others) == 1 else say("items {which}", which=numbers)
    found = [*(_results(digest, name) for name in results), *([items] if others else [])]
    count = len(results) + len(others)
    said = say("{count} to read: {which}.", count=count, which=words.listed(found)) if found else _nothing(digest)
    return f"{say(_BEGINS)} {said}" if digest.begins else said


def _named(digest: Digest, numbers: Sequence[int]) -> list[str]:
    """Return the numbers; what the first screen does not show besides is named there, where it is one or two: "3 (MAPLE-21) and 5"."""
    of_trial = {one.item for panel in digest.watched for one in panel.publications}  # its own line tells of them
    shown = {number for number, _ in _first(digest)}
    entries = {number: entry for number, _, entry in view.numbered(digest)}
    below = [number for number in numbers if number not in shown and entries[number].item not in of_trial]
    if not 0 < len(below) <= _NAMED:
        return words.ranges(numbers)
    names = {number: f" ({cutting.name(entries[number].title)})" for number in below}
    return [f"{number}{names.get(number, '')}" for number in numbers]


def _results(digest: Digest, name: str) -> str:
    """Return "the results of SORENTO (item 1)"; without a number where no item tells them, but a registry."""
    numbers, stand = view.numbers(digest), told(digest)
    papers = [one for panel in digest.watched if panel.name == name for one in panel.publications]
    first = sorted(
        papers, key=lambda one: (one.kind in leading.SPEAKING, any(leading.retells(one, work) for work in papers))
    )
    which = next((numbers[one.item] for one in first if one.item in stand and one.item in numbers), None)
    if which is None:
        return say("the results of {name}", name=name)
    return say("the results of {name} (item {which})", name=name, which=which)


def _nothing(digest: Digest) -> str:
    """Return that nothing may change practice, or that nothing is new at all; only as far as we looked."""
    if digest.unseen_since:
        return say("Whether anything is new is not known.")
    is_empty = not any(section.entries for section in digest.sections) and not any(
        panel.moved for panel in digest.watched
    )
    return say(_NOTHING[bool(is_empty), bool(digest.missing), bool(_WEEK.fullmatch(digest.key))])


def main(digest: Digest) -> tuple[str, ...]:
    """Return the main items in a line each, for the first screen: what was retracted, then the main study and what it found.

    What the line of a watched trial says already is not said again; what is to be had in mind of its results comes first.
    """
    stands = told(digest)
    items = [
        f"{number}. {title}{_form(entry)}: {said}"
        for number, entry, title, said in _lines(digest)
        if entry.item not in stands
    ]
    return (*_notes(digest), *items, *([] if items or stands else _nothing_near(digest)))


def _form(entry: Entry) -> str:
    """Return " [abstract]" or " [preprint]" of what is no paper yet; else ""."""
    forms = [form for badge in entry.badges if (form := badge.partition(",")[0]) in {Kind.ABSTRACT, Kind.PREPRINT}]
    return f" [{say(forms[0])}]" if forms else ""


def _nothing_near(digest: Digest) -> list[str]:
    """Return that what is new is beside the question, where there is such and it is known that nothing else is."""
    others = (section.entries for section in digest.sections if section.name not in {"watched", "known"})
    tiers = {entry.tier for entries in others for entry in entries}
    is_beside = bool(tiers) and NEAREST.isdisjoint(tiers) and not digest.missing
    return [say("No new evidence on dose escalation.")] if is_beside else []


def _notes(digest: Digest) -> list[str]:
    return [said for panel in digest.watched if (said := note(digest, panel))]


def note(digest: Digest, panel: Panel) -> str:
    """Return what a reader of a trial's new results must have in mind, right below them; else "".

    That is how long they lived, where the paper has a ratio of it, what the trial does not test, and what its authors set beside their conclusion.
    """
    if not panel.has_new_results:
        return ""
    stand = told(digest)
    told_there = [entry for _, _, entry in view.numbered(digest) if entry.item in stand]
    lived = (leading.survival(entry) for entry in told_there if entry.figures)
    beside = next((f"{valued.figures(one)}." for one in lived if one), "")
    noted = f"{say('Note')}: {panel.note}" if panel.note else ""
    parts = (beside if beside.removesuffix(".") not in panel.headline else "", noted)
    return " ".join(filter(None, (*parts, next(filter(None, map(_warned, told_there)), ""))))


def _warned(entry: Entry) -> str:
    """Return the second thing that authors conclude, how far the first goes; else ""."""
    more = [one.text for one in entry.summary if one.role == "conclusion"][1:2]
    return f"{say('They conclude')}: “{more[0]}”" if more else ""


def above(digest: Digest) -> dict[int, str]:
    """Return what the first screen says of an item, by the item; of a trial's results with what stands beside them."""
    beside = " ".join(_notes(digest))
    stands = {item: f"{line} {beside}" for item, line in told(digest).items()}
    return {entry.item: said for _, entry, _, said in _lines(digest)} | stands


def _lines(digest: Digest) -> Iterator[tuple[int, Entry, str, str]]:
    """Yield the number, the item, its title and what is said of it, in the room that what stands above leaves of the first screen."""
    panels = (f"{panel.name}: {panel.headline}" for panel in digest.watched)
    above_it = (digest.title, digest.key, words.week(digest), *panels, verdict(digest), looked(digest), *_notes(digest))
    room = _SCREEN - len(" ".join(above_it))
    first = _first(digest)
    for place, (number, entry) in enumerate(first):
        share = room // (len(first) - place) if standing.is_grave(entry) else room
        title, said = telling.shortly(entry, share - _AROUND - len(_form(entry)))
        yield number, entry, title, said
        room -= len(title) + len(_form(entry)) + len(said) + _AROUND


def told(digest: Digest) -> dict[int, str]:
    """Return the lines of watched trials that tell what a new publication found, by the publication."""
    whole = {entry.item: entry for _, _, entry in view.numbered(digest)}
    return {
        entry.item: panel.headline
        for panel in digest.watched
        if panel.has_new_results
        for entry in (whole.get(one.item, one) for one in panel.publications)
        if entry.fresh and entry.figures and (leading.values(entry) or telling.is_told(entry, panel.headline))
    }


def _first(digest: Digest) -> list[tuple[int, Entry]]:
    rated = [one for one in ordered(digest) if one[1].source_class != SourceClass.OTHER and not _is_plan(one[1])]
    withdrawn = [one for one in rated if standing.is_grave(one[1])]
    urgent, old, stands = {entry.item for _, entry in to_read(digest)}, _known(digest), told(digest)
    rest = sorted(
        (
            one
            for one in rated
            if one not in withdrawn
            and not standing.noticed(one[1])
            and one[1].item not in stands
            and not _is_talk(one[1])
            and (one[1].item in urgent or one[1].tier in NEAREST or one[1].changes)
        ),
        key=lambda one: (one[1].item not in urgent, one[1].item in old, _farness(one[1])),
    )
    # Beside a retraction, or results of the trial, nothing less is the week's.
    mere = (withdrawn or stands) and not any(one.item in urgent for _, one in rest[:1])
    return [*withdrawn[:_WITHDRAWN], *([] if mere else rest[:1])]


def _known(digest: Digest) -> frozenset[int]:
    """Return the items that were known before the first digest: they are no news."""
    return frozenset(entry.item for section in digest.sections if section.name == "known" for entry in section.entries)


def _farness(entry: Entry) -> tuple[bool, bool, bool, int, bool, int]:
    """Return how far an item is from being the main study.

    News, off the question, nothing found; then not by lot, no other strong design, no comparison of arms; then without values of an
    effect, of anything, a sentence.
    """
    ratios = CONTRASTS - {"difference"}  # that may be one from before to after
    alone = not any(one.measure in ratios and one.contrast != "factor" for one in entry.figures)
    says = any(quote.role in telling.FOUND for quote in entry.summary)
    effect = leading.tells_effect(entry) or telling.posts(entry)
    found = [effect, bool(leading.values(entry)), says, bool(entry.changes), True].index(True)
    design = [not strong.isdisjoint(entry.tags) for strong in (_BY_LOT, _STRONG)]
    rank = [*design, True].index(True)
    return entry.kind == Kind.NEWS, entry.tier not in NEAREST, found > _A_SENTENCE, rank, alone, found


def _is_plan(entry: Entry) -> bool:
    """Return whether an item is a registration in which nothing changed: it is no study's result."""
    return entry.kind == Kind.REGISTRATION and not entry.changes


def looked(digest: Digest) -> str:
    """Return what was looked at in one line: "All 13 sources were read.", or which were not, since when, and what may be missing."""
    asked = [line.source for line in digest.coverage if line.outcome is not Outcome.UNASKED]
    if not digest.missing and not digest.unseen_since:
        registries = "" if words.REGISTRIES.intersection(asked) else f" {say('No registry was among them.')}"
        return f"{_all(len(asked))}{registries}" if asked else say("No source was asked.")
    if len(digest.missing) > view.NAMED:
        return view.unseen_at_all(digest) + _together(digest, len(asked))
    others = "" if digest.unseen_since or len(asked) <= len(digest.missing) else f" {say('The others were read.')}"
    return view.warning(digest) + others


def _together(digest: Digest, asked: int) -> str:
    """Return the many sources that were not looked at in a sentence, since when, where it is one day, and what may be missing in another."""
    unseen = view.unseen(digest)
    names = words.listed([words.named(line) for line in unseen])
    which = {"count": len(unseen), "all": asked, "names": names}
    days = {line.last_complete and words.day(line.last_complete, digest.zone) for line in unseen}
    whole = say("Could not look fully at {count} of {all} sources: {names}.", **which)
    if view.is_dark(digest):
        whole = say("Could not look at {count} of {all} sources: {names}.", **which)
        if len(days) == 1 and (day := days.pop()):
            whole = say("Could not look at {count} of {all} sources since {day}: {names}.", **which, day=day)
    if digest.unseen_since:
        return say("None of {all} sources could be read.", all=asked)
    kinds = dict.fromkeys(kind for line in unseen for kind in words.kinds(line.source))
    return f"{whole} {say('What may be missing: {lacking}.', lacking=words.listed(list(kinds)))}"


def _all(count: int) -> str:
    return counted(count, "The one source was read.", "All {count} sources were read.")


def in_full(digest: Digest) -> frozenset[int]:
    """Return the items to show with all that is said of them: what is to be read, and what the first screen tells of."""
    first = dict.fromkeys(entry.item for _, entry in (*to_read(digest), *_first(digest)))
    ranked = (entry.item for _, entry in ordered(digest) if entry.item in first)
    return frozenset(list(ranked)[:IN_FULL])


def ordered(digest: Digest) -> tuple[tuple[int, Entry], ...]:
    """Return every item with its number: what is to be read first, what comes from a source that is not rated last."""
    grave = (standing.is_retracted, standing.is_grave)
    first = sorted(to_read(digest), key=lambda one: (*(not is_so(one[1]) for is_so in grave), _farness(one[1])))
    known = {entry.item for _, entry in first}
    rest = [(number, entry) for number, _, entry in view.numbered(digest) if entry.item not in known]
    return (*first, *sorted(rest, key=lambda one: one[1].source_class == SourceClass.OTHER))
