"""A study in a line: by which design, how many there were, who they were, what they were given against what."""

import re
from collections.abc import Sequence
from enum import IntEnum

from digests import dosage, view, words
from digests.gist import population
from digests.labels import say
from digests.outcomes.lexicon import CONTRASTS
from watcher.model import NEAREST, Entry, Kind, Regimen
from watcher.text import fold

OF_DOSE = frozenset({"dose escalation", "interval shortening"})  # tags that say what a digest is about, and no design
_DESIGNS = 2  # of a study, in its line
_OF_EACH = re.compile(r"(?i)individual[- ](?:patient|participant)")
# What is told of a randomised trial besides.
_OF_A_TRIAL = frozenset({"double-blind", "single-blind", "open-label", "non-inferiority", "crossover", "N-of-1"})


class Told(IntEnum):
    """How much is said of a study before what came out."""

    DESIGN = 0  # and how many
    GIVEN = 1  # what they were given, too
    WHOLE = 2  # who they were, too


def done(entry: Entry, title: str = "", said: str = "", told: Told = Told.WHOLE) -> str:
    """Return design, number of patients, who they were and the regimens, one against the other; no trait that the ``title`` above says.

    Of a label's regimen that what is ``said`` next names nothing is told. Recommendations are told whole, and what they are against is
    given to nobody. A study of more than the label says more than the label alone.
    """
    whom = _whom(entry, title) if told >= Told.WHOLE else []
    given = _given(entry, said) if told >= Told.GIVEN else []
    return _listed(entry, [*_size(entry), *whom, *given])


def briefly(entry: Entry, title: str) -> str:
    """Return design, number of patients and the one regimen that is more than the label's; none that the ``title`` above names."""
    return _listed(entry, [*_size(entry), *_given(entry, "", title)[:1]])


def _listed(entry: Entry, rest: Sequence[str]) -> str:
    design = _design(entry)
    told = ", ".join([*design, *rest])
    return f"{told[:1].upper()}{told[1:]}." if design else f"{told}." if told else ""


def _design(entry: Entry) -> list[str]:
    """Return the leading tags of the design: of a randomised trial, also who knew the treatment, how it ran and its phase."""
    tags = [tag for tag in view.tags(entry) if tag not in OF_DOSE]
    told = tags[:_DESIGNS]
    if "meta-analysis" in told and _OF_EACH.search(entry.title):
        return [say("meta-analysis of individual patients"), *(say(tag) for tag in told if tag != "meta-analysis")]
    if "RCT" in tags:
        told += [tag for tag in tags[_DESIGNS:] if tag in _OF_A_TRIAL or tag.startswith("phase ")]
    both = "phase 1" in told and "phase 2" in told
    return [
        f"{say(tag)}/2" if both and tag == "phase 1" else say(tag) for tag in told if not (both and tag == "phase 2")
    ]


def _size(entry: Entry) -> list[str]:
    return [words.trait(trait) for trait in entry.traits if trait.name in {"studies", "n"}]


# Sites as they stand before "NET".
_OF_SITE = {
    "pancreas": "pancreatic",
    "small intestine": "small-intestinal",
    "intestine": "intestinal",
    "stomach": "gastric",
    "duodenum": "duodenal",
    "appendix": "appendiceal",
    "thymus": "thymic",
    "unknown primary": "unknown-primary",
    "GEP-NET": "GEP",
}
_SITES = 3  # more are no few words
_BEFORE = frozenset({"functioning", "non-functioning"})
_SYNDROMES = ("carcinoid syndrome", "carcinoid heart disease")
_AFTER = {
    "progressed on an SSA": "that progressed on an SSA",
    "biochemical progression on an SSA": "with biochemical progression on an SSA",
    "prior SSA": "after an SSA",
    "SSA-naive": "",
    "on an SSA": "",
    "progressed or not controlled on an SSA": "that progressed or was not controlled on an SSA",
}
_ASKED = frozenset({"survey", "discrete choice", "model", "cost"})  # doctors, most often; nobody
_PROGRESS = re.compile(r"(?:progress|refractory|resistan)\w*+(?!…)")


def _whom(entry: Entry, title: str) -> list[str]:
    """Return who they were, as far as the ``title`` above does not say it: "in G1-G2 midgut or pancreatic NET that progressed on an SSA"; else ()."""
    if entry.tier not in NEAREST or not _ASKED.isdisjoint(entry.tags):
        return []
    known = {trait.name: trait.value for trait in population(title, "")}
    facts = {trait.name: trait.value for trait in entry.traits if known.get(trait.name) != trait.value}
    sites = sorted(filter(None, facts.get("primary", "").split(", ")), key=lambda site: site != "GEP-NET")
    function = facts.get("function", "").split(", ")
    adjectives = [*(one for one in function if one in _BEFORE), facts.get("grade", "")]
    prior = "" if _PROGRESS.search(title.lower()) else facts.get("prior SSA", "")
    before = [
        "SSA-naive" if prior == "SSA-naive" else "",
        *adjectives,
        _either([_OF_SITE.get(site, site) for site in sites]) if len(sites) <= _SITES else "",
    ]
    syndrome = " and ".join(one for one in _SYNDROMES if one in function)
    net = " ".join(filter(None, [*before, "NET"])).replace("GEP NET", "GEP-NET")
    who = (f"{net} with {syndrome}" if any(before) else syndrome) if syndrome else net
    told = f"{who} {_AFTER.get(prior, prior)}".strip()
    return [f"in {told}"] if told != "NET" else []


def _either(sites: Sequence[str]) -> str:
    return " or ".join(filter(None, [", ".join(sites[:-1]), *sites[-1:]]))


def _given(entry: Entry, said: str, title: str | None = None) -> list[str]:
    told: Sequence[Regimen] = [one for one in entry.regimens if one.role != "prior"]
    only_label = len(told) == 1 and not told[0].intensification and not OF_DOSE.isdisjoint(entry.tags)
    is_news = entry.kind == Kind.NEWS and not entry.figures  # that a trial goes on, or met its endpoint
    if only_label or is_news or any(quote.role == "message" for quote in entry.summary):
        return []
    spoken = said.lower()
    given = [one for one in entry.regimens if one.intensification or not _stands(one, spoken)]
    if turns := "" if "RCT" in entry.tags else dosage.in_turn(entry.regimens, entry.title):
        return [turns] if title is None else []
    if title is None:
        return _arms(entry, spoken) if _is_compared(entry) else dosage.together(given)
    more = [one for one in given if one.intensification]
    return dosage.beside(title, more or given)


def _arms(entry: Entry, spoken: str) -> list[str]:
    """Return what was given against what; where that is not sure, that either was given; [] where what is said next names them all."""
    both = dosage.contrast(entry.regimens)
    if all(_stands(one, spoken) for one in entry.regimens if one.role not in {"prior", "rescue"}):
        return []
    either = dosage.either([one for one in entry.regimens if one.intensification or not _stands(one, spoken)])
    return list(filter(None, [either if not both or _compares_else(entry, both) else both]))


_SYNTHESES = frozenset({"meta-analysis", "systematic review"})


def _is_compared(entry: Entry) -> bool:
    """Return whether regimens were set against one another: by lot, or as a ratio or difference tells it; a synthesis has many comparisons."""
    if not _SYNTHESES.isdisjoint(entry.tags):
        return False
    return "RCT" in entry.tags or any(
        one.measure in CONTRASTS and one.arm and one.comparator and one.contrast != "factor" for one in entry.figures
    )


# A schedule that is none of the doses in it; what else may have been given to one arm.
_GUIDED = re.compile(r"trough|guided|personali[sz]|individuali[sz]|titrat|tailored|sequential")
_OTHERS = re.compile(
    r"everolimus|sunitinib|telotristat|cabozantinib|capecitabine|temozolomide|chemotherap|interferon|pasireotid|paltusotin|lutetium|177-?lu|lu-dota|radioligand|prrt|emboli[sz]|octreotid\w{0,3} lar|lanreotid"
)


def _compares_else(entry: Entry, both: str) -> bool:
    """Return whether title or arms name something that was compared, too, and that the comparison of doses does not."""
    title, told = fold(entry.title), fold(both)
    against = " ".join(fold(one.comparator) for one in entry.figures if one.measure in CONTRASTS)
    return bool(_GUIDED.search(title)) or any(
        one.split()[-1] not in told for one in _OTHERS.findall(f"{title} {against}")
    )


def _stands(one: Regimen, spoken: str) -> bool:
    named = any(name and name.lower() in spoken for name in (one.drug, one.product))
    return named and one.dose_mg is not None and f"{one.dose_mg:g} mg" in spoken
