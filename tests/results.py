"""A grammar of sentences that report results: arms by any name, values in any form, in any order, with what each figure is.

``report(lot)`` draws one from a ``random.Random``, the same each time from the same seed.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Wanted:
    """A figure that a sentence tells, and parts of its group's name of which one is printed; () where none is named."""

    outcome: str
    value: float
    groups: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """A text with all figures that it tells, and the form that it was made in."""

    text: str
    wanted: tuple[Wanted, ...]
    form: str


@dataclass(frozen=True)
class Arm:
    """What a group is called: by itself, after "with" or "in", and as the people in it."""

    name: str
    treated: str  # "with ..."
    within: str  # "in ..."
    people: str  # subject of a statement
    bearer: str  # "patients ...", never a pronoun
    keys: tuple[str, ...]  # what tells it apart, in whatever form it is named


def _treatment(name: str, group: str, people: str = "patients") -> Arm:
    return Arm(
        name, f"with {name}", f"in the {group} group", f"those given {name}", f"{people} receiving {name}", group
    )


def _dose(name: str) -> Arm:
    return Arm(name, f"on {name}", f"in the {name} arm", f"those on {name}", f"patients on {name}", (name,))


def _schedule(name: str) -> Arm:
    return Arm(
        name, f"under {name} dosing", f"in the {name} cohort", f"the {name} cohort", f"the {name} group", (name,)
    )


def _kind(name: str, noun: str = "patients") -> Arm:
    whole = f"{name} {noun}"
    return Arm(name, f"among {whole}", f"in {whole}", whole, whole, (name,))


def _people(name: str) -> Arm:
    key = name.removesuffix(" recipients").removesuffix(" patients").removesuffix(" group").removesuffix(" arm")
    key = key.removeprefix("the ")
    return Arm(name, f"among {name}", f"in {name}", name, name, (key,))


def _having(what: str, name: str) -> Arm:
    return Arm(name, f"with {what}", f"in patients with {what}", f"those with {what}", f"patients with {what}", (name,))


_PAIRS = (
    (_people("the experimental arm"), _people("the control arm")),
    (_people("the continuation group"), _people("the escalation group")),
    (_people("cohort 1"), _people("cohort 2")),
    (_people("men"), _people("women")),
    (_people("boosted patients"), _people("unboosted patients")),
    (_people("untreated patients"), _people("pretreated patients")),
    (_people("SSA-naive patients"), _people("SSA-pretreated patients")),
    (_people("the biweekly group"), _people("the monthly group")),
    (_people("q14d patients"), _people("q28d patients")),
    (_people("60-mg recipients"), _people("30-mg recipients")),
    (_kind("uptitrated"), _kind("maintained")),
    (_kind("small-bowel", "NETs"), _kind("pancreatic", "NETs")),
    (_kind("high-exposure"), _kind("low-exposure")),
    (
        _treatment("lanreotide plus everolimus", "lanreotide plus everolimus"),
        _treatment("lanreotide alone", "lanreotide"),
    ),
    (_treatment("the depot", "depot"), _treatment("oral octreotide", "oral octreotide")),
    (_treatment("pasireotide", "pasireotide"), _treatment("octreotide LAR", "octreotide LAR")),
    (_treatment("dose escalation", "escalation"), _treatment("standard dosing", "standard")),
    (_treatment("shorter intervals", "short-interval"), _treatment("usual intervals", "usual-interval")),
    (_having("liver metastases", "liver metastases"), _having("no liver metastases", "no liver metastases")),
    (_having("Ki-67 below 10%", "Ki-67 below 10%"), _having("Ki-67 above 10%", "Ki-67 above 10%")),
    (_having("raised CgA", "raised CgA"), _having("normal CgA", "normal CgA")),
    (
        _having("carcinoid syndrome", "carcinoid syndrome"),
        _having("non-functioning disease", "non-functioning disease"),
    ),
    (_treatment("lanreotide", "lanreotide"), _treatment("octreotide", "octreotide")),
    (_treatment("everolimus", "everolimus"), _treatment("placebo", "placebo", "subjects")),
    (_treatment("lanreotide every 14 days", "14-day"), _treatment("lanreotide every 28 days", "28-day")),
    (_treatment("octreotide 60 mg", "octreotide 60 mg"), _treatment("octreotide 30 mg", "octreotide 30 mg")),
    (_treatment("177Lu-DOTATATE", "177Lu-DOTATATE"), _treatment("high-dose octreotide", "high-dose octreotide")),
    (_dose("60 mg"), _dose("30 mg")),
    (_dose("40 mg every 3 weeks"), _dose("30 mg every 4 weeks")),
    (_schedule("q2w"), _schedule("q4w")),
    (_schedule("two-weekly"), _schedule("four-weekly")),
    (_schedule("short-interval"), _schedule("standard-interval")),
    (_schedule("high-dose"), _schedule("label-dose")),
    (_kind("escalated"), _kind("non-escalated")),
    (_kind("intensified"), _kind("unchanged")),
    (_people("escalators"), _people("non-escalators")),
    (_people("lanreotide recipients"), _people("placebo recipients")),
    (_people("dose-intensified patients"), _people("controls")),
    (_people("arm A"), _people("arm B")),
    (_people("group 1"), _people("group 2")),
    (_kind("midgut", "primaries"), _kind("pancreatic", "primaries")),
    (_kind("grade 1", "tumours"), _kind("grade 2", "tumours")),
    (_kind("G1"), _kind("G2")),
    (_kind("functioning", "tumours"), _kind("non-functioning", "tumours")),
    (_kind("younger"), _kind("elderly")),
)
_TIMES = (("PFS", "progression-free survival"), ("OS", "overall survival"), ("TTP", "time to progression"))
_SHARES = (
    ("ORR", "objective response rate"), ("DCR", "disease control rate"), ("ORR", "ORR"), ("DCR", "DCR"),
    ("symptom response", "symptom control rate"), ("biochemical response", "biochemical response rate"),
)  # fmt: skip
_EVENTS = (
    ("diarrhoea", "diarrhoea"), ("flushing", "flushing"), ("AE: gallstones", "gallstones"), ("AE: glucose", "hyperglycaemia"),
    ("AE: gastrointestinal", "nausea"), ("AE: gastrointestinal", "steatorrhoea"), ("SD", "stable disease"), ("PR", "a partial response"),
)  # fmt: skip


def report(lot: random.Random) -> Report:
    """Return a text with what it tells."""
    form = lot.choice(_FORMS)
    return form(lot)


class _Told:
    """Two groups and what is told of them, in words that fit."""

    def __init__(self, lot: random.Random) -> None:
        self.lot = lot
        self.one, self.other = lot.choice(_PAIRS)
        self.numbers = lot.sample(range(11, 900), 8)
        self.wanted: list[Wanted] = []

    def time(self, outcome: str, arm: Arm | None, unit: str = " months") -> str:
        value = self.numbers.pop() / 10
        self.wanted.append(Wanted(outcome, value, arm.keys if arm else ()))
        low, high = round(value * 0.8, 1), round(value * 1.2, 1)
        interval = self.lot.choice(("", "", f" (95% CI {low}-{high})", f" [{low} to {high}]"))
        printed = f"{value}".replace(".", self.lot.choice("...\u00b7"))
        return f"{printed}{unit}{interval}"

    def share(self, outcome: str, arm: Arm | None, *, plain: bool = False, people: str = " patients") -> str:
        total = self.lot.choice((25, 32, 41, 58, 73, 96))
        count = self.numbers.pop() * total // 900
        value = round(100 * count / total, 1)
        while value in {w.value for w in self.wanted}:
            count = count + 1
            value = round(100 * count / total, 1)
        self.wanted.append(Wanted(outcome, value, arm.keys if arm else ()))
        short = f"{value:g}%"
        return (
            short
            if plain
            else self.lot.choice(
                (
                    short,
                    short,
                    f"{short} ({count}/{total})",
                    f"{count}/{total} ({short})",
                    f"{count} ({short}) of {total}{people}",
                )
            )
        )

    def made(self, text: str, form: str) -> Report:
        text = text[0].upper() + text[1:]
        return Report(text, tuple(self.wanted), form)


def _value(told: _Told, kind: str, outcome: str, arm: Arm | None) -> str:
    return told.time(outcome, arm) if kind == "time" else told.share(outcome, arm, plain=True)


def _measured(lot: random.Random) -> tuple[str, str, str]:
    """Return a kind of value, the outcome's name and its words with what leads to them."""
    if lot.random() < 0.5:
        name, words = lot.choice(_TIMES)
        return "time", name, f"median {lot.choice((name, words))}"
    name, words = lot.choice(_SHARES)
    return "share", name, f"the {words}"


_P = ("", "", " (P = .03)", " (p<0.001)", ", p = 0.21")
_PAIRED = (
    "{X} was {v} {one_t} and {w} {other_t}{p}.",
    "{X} was {v} {one_i} and {w} {other_i}{p}.",
    "{X} was {v} {one_t} versus {w} {other_t}{p}.",
    "{X} was {v} {one_i} compared with {w} {other_i}{p}.",
    "{X} was {v} for {one_p} and {w} for {other_p}{p}.",
    "{X} was {v} for {one_b}, as against {w} for {other_b}{p}.",
    "{X} was {v} ({one}) and {w} ({other}){p}.",
    "{X}: {v} ({one}) vs {w} ({other}){p}.",
    "{X}: {one}, {v}; {other}, {w}.",
    "{X}: {one} {v}, {other} {w}.",
    "{X} was {v} and {w} {one_i} and {other_i}, respectively{p}.",
    "{X} {one_i} and {other_i} was {v} and {w}, respectively{p}.",
    "{X} {one_i} was {v}, while that {other_i} was {w}.",
    "{X} {one_t} was {v}, against {w} {other_t}.",
    "{one_i}, {X} was {v}; {other_i}, it was {w}.",
    "{one_i}, {X} was {v}, and {other_i} {w}.",
    "{X} reached {v} {one_t} but only {w} {other_t}.",
    "{one_b} had {x_of} {v}, compared with {w} for {other_b}.",
    "{one_b} had {x_of} {v}, {other_b} {w}.",
    "{one_p} had {x_of} {v} and {other_p} of {w}.",
    "{X} differed: {v} {one_i} against {w} {other_i}{p}.",
    "{X} was higher {one_i} than {other_i} ({v} vs {w}).",
    "{X} was higher {one_t} ({v}) than {other_t} ({w}).",
    "{X} was higher for {one_b} than for {other_b}: {v} versus {w}.",
    "compared with {other_b}, {one_b} had a higher {x} ({v} vs {w}).",
    "{X} ({one} vs {other}) was {v} vs {w}.",
    "{X} ({one}; {other}): {v}; {w}.",
    "{X} with its range was {v} {one_t}, as opposed to {w} {other_t}.",
    "after a median follow-up of 21.3 months, {X} was {v} {one_i} and {w} {other_i}.",
    "{X} was {v} [{one}] v {w} [{other}].",
    "{X} was not different between {one_b} and {other_b}, at {v} and {w}.",
    "{X} amounted to {v} {one_i} (n = 41), and to {w} {other_i} (n = 43).",
)


def _words(told: _Told) -> dict[str, str]:
    one, other = told.one, told.other
    return {
        "one": one.name, "other": other.name, "one_t": one.treated, "other_t": other.treated, "one_i": one.within, "other_i": other.within,
        "one_p": one.people, "other_p": other.people, "one_b": one.bearer, "other_b": other.bearer, "p": told.lot.choice(_P),
    }  # fmt: skip


def _paired(lot: random.Random) -> Report:
    told = _Told(lot)
    kind, name, words = _measured(lot)
    form = lot.choice(_PAIRED)
    v, w = _value(told, kind, name, told.one), _value(told, kind, name, told.other)
    plain = words.removeprefix("the ")
    return told.made(form.format(X=words, x=plain, x_of=f"a {plain} of", v=v, w=w, **_words(told)), form)


_HAPPENED = (
    "{x} occurred in {v} {one_i} and in {w} {other_i}{p}.",
    "{x} was seen in {v} of {one_b} and {w} of {other_b}.",
    "{v} of {one_p} and {w} of {other_p} had {x}.",
    "of {one_b}, {v} had {x}, as against {w} of {other_b}.",
    "{x} was more common {one_t} ({v}) than {other_t} ({w}){p}.",
    "{x} was more common {one_i} than {other_i} ({v} vs {w}).",
    "{x} affected {v} {one_t} but {w} {other_t}.",
    "{one_b} more often had {x} ({v}) than {other_b} ({w}).",
    "{x}: {v} {one_t}, {w} {other_t}.",
    "{x} was reported by {v} {one_i} versus {w} {other_i}{p}.",
    "{one_i} {v} had {x}, {other_i} {w}.",
    "{x} was noted in {v} ({one}) and {w} ({other}).",
    "{x} was noted in {v} and {w} of {one_b} and {other_b}, respectively.",
)


def _happened(lot: random.Random) -> Report:
    told = _Told(lot)
    name, words = lot.choice(_EVENTS)
    form = lot.choice(_HAPPENED)
    counted = "of {one_b}" not in form and "of {one_p}" not in form and "({v" not in form and "{v} and {w}" not in form
    v, w = told.share(name, told.one, plain=not counted), told.share(name, told.other, plain=not counted)
    return told.made(form.format(x=words, v=v, w=w, **_words(told)), form)


_LISTED = (
    "{x} and {y} were {v} and {v2} {one_t} and {w} and {w2} {other_t}.",
    "{one_i}, {x} was {v} and {y} {v2}; {other_i}, {x} was {w} and {y} {w2}.",
    "{one}: {x} {v}, {y} {v2}; {other}: {x} {w}, {y} {w2}.",
    "{x} was {v} {one_i} and {w} {other_i}; {y} was {v2} and {w2}, respectively.",
    "{x} was {v} {one_i} and {w} {other_i}, and {y} was {v2} and {w2}.",
    "{x} ({v} vs {w}) and {y} ({v2} vs {w2}) were higher {one_t} than {other_t}.",
    "{x} was {v} vs {w} and {y} {v2} vs {w2} for {one_b} and {other_b}, respectively.",
)


def _listed(lot: random.Random) -> Report:
    told = _Told(lot)
    (name, words), (second, others) = lot.sample(_SHARES[:2] + _SHARES[4:], 2)
    form = lot.choice(_LISTED)
    v, v2 = told.share(name, told.one, plain=True), told.share(second, told.one, plain=True)
    w, w2 = told.share(name, told.other, plain=True), told.share(second, told.other, plain=True)
    return told.made(form.format(x=f"the {words}", y=f"the {others}", v=v, v2=v2, w=w, w2=w2, **_words(told)), form)


_BEFORE = (
    "{one_b} were compared with {other_b}.",
    "{x} was higher {one_i} than {other_i}.",
    "{x} did not differ between {one_b} and {other_b}.",
)
_THEN = ("{X} was {v} versus {w}{p}.", "{X} was {v} and {w}, respectively{p}.", "the figures for {x} were {v} and {w}.")


def _carried(lot: random.Random) -> Report:
    told = _Told(lot)
    kind, name, words = _measured(lot)
    first, then = lot.choice(_BEFORE), lot.choice(_THEN)
    v, w = _value(told, kind, name, told.one), _value(told, kind, name, told.other)
    named = _words(told)
    before = first.format(x=words, **named)
    text = then.format(X=words, x=words.removeprefix("the "), v=v, w=w, **named)
    return told.made(f"{before[0].upper()}{before[1:]} {text[0].upper()}{text[1:]}", f"{first} {then}")


_ALONE = (
    "{X} was {v} {one_i}.", "{one_i}, {X} was {v}.", "{one_b} had {x_of} {v}.", "{X} was {v} {one_t}.", "{X} for {one_p} was {v}.",
    "{X} {one_t} was {v}.", "{X} was {v}.", "{X} in the whole population was {v}.",
)  # fmt: skip


def _alone(lot: random.Random) -> Report:
    told = _Told(lot)
    kind, name, words = _measured(lot)
    form = lot.choice(_ALONE)
    v = _value(told, kind, name, told.one if "{one" in form else None)
    plain = words.removeprefix("the ")
    return told.made(form.format(X=words, x_of=f"a {plain} of", v=v, **_words(told)), form)


_COURSES = (
    "{X} was {v} before and {w} after {change}.", "{X} rose from {v} before {change} to {w} after it.", "before {change}, {X} was {v}; after {change}, it was {w}.",
)  # fmt: skip
_CHANGES = ("escalation", "dose escalation", "the switch", "interval shortening", "intensification")


def _course(lot: random.Random) -> Report:
    told = _Told(lot)
    name, words = lot.choice(_SHARES)
    form = lot.choice(_COURSES)
    before, after = (Arm(when, "", "", "", "", (when,)) for when in ("before", "after"))
    v, w = told.share(name, before, plain=True), told.share(name, after, plain=True)
    return told.made(form.format(X=f"the {words}", v=v, w=w, change=lot.choice(_CHANGES)), form)


_MEASURED = (
    ("CgA", "chromogranin A"), ("CgA", "CgA"), ("5-HIAA", "urinary 5-HIAA"), ("bowel movements", "stool frequency"),
    ("flushing", "flushing frequency"), ("QoL", "global quality of life"),
)  # fmt: skip
_MOVED = (
    "{x} fell by {v}% {one_t} and by {w}% {other_t}.",
    "{x} fell by {v}% {one_t} but by only {w}% {other_t}.",
    "{x} declined by {v}% in {one_b} versus {w}% in {other_b}.",
    "the mean change in {x} was {v} {one_t} and {w} {other_t}.",
    "mean {x} was {v} {one_i} and {w} {other_i}.",
    "{one_i}, {x} fell by {v}%; {other_i}, it fell by {w}%.",
    "mean {x} fell from {v} to {w} {one_t}.",
    "reductions in {x} of {v}% and {w}% were seen {one_i} and {other_i}, respectively.",
)


def _moved(lot: random.Random) -> Report:
    told = _Told(lot)
    name, words = lot.choice(_MEASURED)
    form = lot.choice(_MOVED)
    first, second = told.numbers.pop() % 89 + 2, told.numbers.pop() % 89 + 2
    second += second == first
    other = told.one if "from {v} to" in form else told.other
    told.wanted = [Wanted(name, first, told.one.keys), Wanted(name, second, other.keys)]
    return told.made(form.format(x=words, v=first, w=second, **_words(told)), form)


_COMPARED = (
    "{X} was longer {one_t} than {other_t} (HR {h}, 95% CI {l}-{u}).",
    "{X} was longer {one_t} ({v}) than {other_t} ({w}; hazard ratio {h}; 95% CI, {l} to {u}; p = 0.02).",
    "{X} was {v} {one_t} and {w} {other_t} (HR {h} [95% CI {l}-{u}]; p=0.04).",
    "{X} was {v} vs {w} (HR {h}; {l} to {u}) for {one_b} vs {other_b}.",
    "the hazard ratio for {x}, {one} versus {other}, was {h} (95% CI {l}-{u}).",
)


def _compared(lot: random.Random) -> Report:
    told = _Told(lot)
    name, words = lot.choice(_TIMES)
    form = lot.choice(_COMPARED)
    ratio = lot.randint(31, 98) / 100
    v, w = (told.time(name, told.one), told.time(name, told.other)) if "{v}" in form else ("", "")
    told.wanted.append(Wanted(name, ratio, ()))
    low, high = f"{ratio * 0.7:.2f}", f"{ratio * 1.4:.2f}"
    text = form.format(X=f"median {words}", x=words, v=v, w=w, h=ratio, l=low, u=high, **_words(told))
    return told.made(text, form)


_SPREAD_OVER = (
    "CR, PR, SD and PD were seen in {0}%, {1}%, {2}% and {3}% {one_t}.",
    "{one_t}, {0}% had CR, {1}% PR, {2}% SD and {3}% PD.",
    "best response was CR in {0}%, PR in {1}%, SD in {2}% and PD in {3}% of {one_b}.",
    "best response {one_i}: CR {0}%, PR {1}%, SD {2}%, PD {3}%.",
    "a complete response was seen in {0}%, a partial response in {1}%, stable disease in {2}% and progressive disease in {3}% of {one_b}.",
)


def _distributed(lot: random.Random) -> Report:
    told = _Told(lot)
    form = lot.choice(_SPREAD_OVER)
    shares = (2, lot.randint(5, 19), lot.randint(41, 60))
    shares = (*shares, 100 - sum(shares))
    told.wanted = [
        Wanted(name, share, told.one.keys) for name, share in zip(("CR", "PR", "SD", "PD"), shares, strict=True)
    ]
    return told.made(form.format(*shares, **_words(told)), form)


_AT_TIMES = (
    "the 12- and 24-month {x} rates were {a} and {b} {one_t} and {c} and {d} {other_t}.",
    "{x} at 12 months was {a} {one_t} and {c} {other_t}; at 24 months it was {b} and {d}.",
    "{x} rates at 12 months were {a} {one_i} and {c} {other_i}.",
    "12-month {x} was {a} for {one_b} versus {c} for {other_b}.",
    "{one_i}, 12-month {x} was {a} and 24-month {x} {b}; {other_i}, {c} and {d}.",
)


def _timed(lot: random.Random) -> Report:
    told = _Told(lot)
    name, words = lot.choice(_TIMES[:2])
    form = lot.choice(_AT_TIMES)
    printed = {
        letter: told.share(name, arm, plain=True)
        for letter, arm in (("a", told.one), ("b", told.one), ("c", told.other), ("d", told.other))
        if f"{{{letter}}}" in form
    }
    return told.made(form.format(x=words, **printed, **_words(told)), form)


_NOTHING = (
    "of 214 patients, 108 were assigned to {one} and 106 to {other}.",
    "{one_b} were older than {other_b} (66 vs 61 years).",
    "the median dose was 48 mg {one_i} and 31 mg {other_i}.",
    "at baseline, 41% of {one_b} and 38% of {other_b} had flushing.",
    "we assumed a median PFS of 9 months {one_t} and 6 months {other_t}.",
    "follow-up was 21.4 months {one_i} and 20.9 months {other_i}.",
    "Ki-67 was above 5% in 44% of {one_b} and 39% of {other_b}.",
    "PFS will be compared between {one_b} and {other_b} at 12 and 24 months.",
    "in earlier series, median PFS was 8 months {one_t} and 6 months {other_t}.",
)


def _nothing(lot: random.Random) -> Report:
    told = _Told(lot)
    form = lot.choice(_NOTHING)
    return told.made(form.format(**_words(told)), form)


_FORMS: Sequence[Callable[[random.Random], Report]] = (
    *(_paired,) * 4, _happened, _happened, _listed, _carried, _alone, _course, _moved, _compared, _distributed, _timed, _nothing,
)  # fmt: skip
