"""A study in a line: by which design, how many there were, who they were, what they were given against what."""

from collections.abc import Sequence

from digests import dosage, view, words
from digests.labels import say
from watcher.model import Entry, Regimen

OF_DOSE = frozenset({"dose escalation", "interval shortening"})  # tags that say what a digest is about, and no design
_DESIGNS, _REGIMENS = 2, 2  # of a study, in its line
# What is told of a randomised trial besides.
_OF_A_TRIAL = frozenset({"double-blind", "single-blind", "open-label", "non-inferiority", "crossover", "N-of-1"})


def done(entry: Entry, regimens: int = _REGIMENS, said: str = "", title: str = "") -> str:
    """Return design, number of patients and regimens; none that the ``title`` above or, if a label's, what is ``said`` next names is told twice.

    Recommendations are told whole, and what they are against is given to nobody. A study of more than the label says more than the label alone.
    """
    told = ", ".join([*_design(entry), *_size(entry), *_given(entry, said, title, regimens)])
    return f"{told[:1].upper()}{told[1:]}." if _design(entry) else f"{told}." if told else ""


def _design(entry: Entry) -> list[str]:
    """Return the leading tags of the design: of a randomised trial, also who knew the treatment, how it ran and its phase."""
    tags = [tag for tag in view.tags(entry) if tag not in OF_DOSE]
    told = tags[:_DESIGNS]
    if "RCT" in tags:
        told += [tag for tag in tags[_DESIGNS:] if tag in _OF_A_TRIAL or tag.startswith("phase ")]
    return [say(tag) for tag in told]


def _size(entry: Entry) -> list[str]:
    return [words.trait(trait) for trait in entry.traits if trait.name == "n"]


def _given(entry: Entry, said: str, title: str, most: int) -> list[str]:
    told: Sequence[Regimen] = [one for one in entry.regimens if one.role != "prior"]
    only_label = len(told) == 1 and not told[0].intensification and not OF_DOSE.isdisjoint(entry.tags)
    if only_label or any(quote.role == "message" for quote in entry.summary):
        return []
    spoken = said.lower()
    given = [one for one in entry.regimens if one.intensification or not _stands(one, spoken)]
    more = [one for one in given if one.intensification]
    return dosage.beside(title, more if most == 1 and more else given)[:most]


def _stands(one: Regimen, spoken: str) -> bool:
    named = any(name and name.lower() in spoken for name in (one.drug, one.product))
    return named and one.dose_mg is not None and f"{one.dose_mg:g} mg" in spoken
