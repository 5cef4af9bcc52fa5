"""A grammar of the field's language, and of what is done to it: texts and records, natural, odd and hostile.

``text(lot)`` and ``record(lot)`` draw from a ``random.Random``, the same ones each time from the same seed; ``texts()``
and ``records()`` are the same as strategies of hypothesis.
"""

import random
from collections.abc import Callable
from datetime import UTC, datetime

from hypothesis import strategies as st

from watcher.model import (
    Arm,
    Enrolment,
    Id,
    Intervention,
    Kind,
    PartialDate,
    Passage,
    Person,
    Record,
    TrialFacts,
    TrialOutcome,
    Venue,
)

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
LONGEST = 100_000  # characters

_RULES: dict[str, tuple[str, ...]] = {
    "sentence": (
        "Patients received {drug} {dose} {every}.",
        "{drug} {dose} {every} was given to {arm} after progression on {drug} {dose} {every}.",
        "In {list}, the {months}-month {outcome} rate was {percent}.",
        "Median {outcome} was {number} months ({ci}) in {arm} and {number} ({ci}) in {arm} ({ratio}; {p}).",
        "{outcome} was {not} reached ({ci}).",
        "{not} {event} occurred in {count} ({percent}) of {count} {people} of {arm}, {list}.",
        "{people} were randomi{sz}ed {ints}:{ints} to {drug} {doses} {every} or {drug} {doses} {every}.",
        "Escalation from {dose} {every} to {dose} {every} gave {ratio}, {p}.",
        "{heading}: {sentence}",
        "{sentence} ({sentence})",
        "{ints}, {ints}, {ints} and {ints} {people} had {outcome} at {list} months: {percent}, {percent}, {percent} and {percent}.",
        "{foreign}",
        "The primary endpoint, {outcome}, was {not} met (n={count}; {p}), vs. {arm}, e.g. {drug} i.v. {dose} b.i.d.",
        "{id}; {id}. Erratum in: {id}. Retraction of: {title} {id}.",
        "{dose} of {drug} {every} {more} {dose} {every}",
        "Trial registration: {id}. Funding: {company}.",
        "{company} announces topline results of the {trial} trial of {drug} in {disease}.",
        "n = {count} / {count} ; {number} {unit} ; {number} - {number} ; > {number} {unit} ; \u2264 {number}%",
    ),
    "title": (
        "{drug} {dose} {every} in {disease}: {design}",
        "{design} of {drug} versus {drug} in {people} with {disease}",
        "{trial}: {more} dose {drug} in {disease} [{foreign}]",
        "Correction to: {title}",
        "[{foreign}]",
        "???",
        "Untitled",
        "{sentence}",
        "Reply to {title}",
    ),
    "drug": (
        "octreotide", "lanreotide", "pasireotide", "octreotide LAR", "LAR", "ATG", "Sandostatin LAR", "Somatuline Autogel",
        "CAM2029", "CAM-2029", "Oclaiz", "SSA", "SSAs", "a somatostatin analogue", "octreotide s.c.", "oral octreotide",
        "lanreotide PR", "Lanr\u00e9otide", "177Lu-DOTATATE", "everolimus", "placebo", "paltusotine", "octreotide (LAR)",
        "long-acting release octreotide", "somatostatin receptor ligands", "octreotid", "{drug}/{drug}", "{drug} (Brand\u00ae)",
    ),
    "dose": ("{number} {unit}", "{ints} {unit}", "{ints}{unit}", "> {ints} mg", "{ints} to {ints} mg", "{ints}/{ints}/{ints} mg", "more than {ints} mg", "{ints} mg/kg", "1,000 \u00b5g", "0\u00b71 mg"),
    "doses": ("{dose}", "{ints}, {ints}, or {ints} mg", "{ints} mg or {ints} mg or {ints} mg", "{list} mg"),
    "unit": ("mg", "\u00b5g", "mcg", "micrograms", "GBq", "mL", "nmol/L", "x ULN", "kg", "milligrams"),
    "every": (
        "every {ints} weeks", "every {ints} days", "q{ints}w", "Q2W", "monthly", "twice a day", "every other week", "/28 d",
        "every 2 and 3 weeks", "every 2nd week", "t.i.d.", "every four weeks", "alle 4 Wochen", "toutes les 4 semaines", "per month", "",
    ),
    "list": ("patients {numbers}", "patients {run}", "{ints}, {ints} and {ints}", "{ints}, {ints}, {ints}"),
    "arm": ("the {drug} arm", "arm A", "arm B (n={count})", "the control group", "both groups", "placebo", "the high-dose cohort", "{drug} plus {drug}"),
    "outcome": ("PFS", "progression-free survival", "OS", "ORR", "TTP", "disease control", "quality of life", "diarrh\u0153a", "biochemical response", "time to {event}", "rPFS (BICR)", "IGF-1"),
    "event": ("death", "progression", "flushing", "adverse events", "grade 3/4 toxicity", "discontinuation", "cholelithiasis", "hyperglyc\u00e6mia"),
    "number": ("{ints}.{ints}", "{ints}", "0.{ints}", ".{ints}", "{ints}\u00b7{ints}", "{ints},{ints}", "1.{ints} x 10^{ints}", "\u2212{ints}", "11,111.1"),
    "ci": ("95% CI {number}-{number}", "95% CI, {number} to {number}", "95%CI: {number}\u2013{number}", "[{number}; {number}]", "95% CI {number}-NR", "IQR {number}-{number}", "range, {number}, {number}"),
    "ratio": ("HR {number}", "hazard ratio, {number}; {ci}", "HR={number} ({ci})", "OR {number} [{ci}]", "adjusted HR of {number}", "RR {number} ; P = . 12"),
    "p": ("p = 0.{ints}", "P<.001", "p \u2264 0.05", "p=NS", "(P = .{ints})", "one-sided p=0.0{ints}", "p 0\u00b7{ints}"),
    "percent": ("{ints}%", "{number} %", "{ints} per cent", "{ints}/{ints} ({ints}%)", "{count} ({number}%)"),
    "not": ("not", "no", "never", "", "neither", "without", "failed to be", "was not significantly"),
    "people": ("patients", "women", "participants", "adults with {disease}", "subjects", "of 12 patients"),
    "disease": ("neuroendocrine tumours", "GEP-NETs", "NET", "acromegaly", "carcinoid syndrome", "pancreatic NENs", "NETs (G1/G2)", "polycystic liver disease"),
    "design": ("a randomised phase III trial", "phase 2 study", "systematic review and meta-analysis", "a case report", "protocol", "retrospective cohort", "guideline", "open-label extension"),
    "trial": ("SORENTO", "CLARINET FORTE", "NETTER-2", "COMPETE", "Sorento"),
    "more": ("higher", "high-", "more than", "versus", "escalat", "doubl", "above-label", "->"),
    "company": ("Camurus", "Ipsen", "Novartis AG", "ITM"),
    "heading": ("METHODS", "Results", "BACKGROUND & AIMS", "Conclusion(s)", "Ergebnisse", "Patients and methods", "Objective/Aim"),
    "id": ("NCT05050942", "doi:10.1056/NEJMoa1316158", "https://doi.org/10.1000/x.full.pdf.full.pdf", "PMID: 25014687", "EudraCT 2021-000849-40", "ISRCTN12345678", "KCT0001234", "10.1002/(SICI)1097-0142(19990101)85:1<1::AID-CNCR1>3.0.CO;2-J", "PMC1234567", "UMIN000012345", "arXiv:2101.00001"),
    "foreign": (
        "Hochdosiertes Octreotid bei neuroendokrinen Tumoren: 60 mg alle 2 Wochen.",
        "L'octr\u00e9otide 30 mg toutes les 14 jours, p < 0,05.",
        "\u5965\u66f2\u80bd\u9ad8\u5242\u91cf\u6cbb\u7597\u795e\u7ecf\u5185\u5206\u6ccc\u80bf\u7624", "\u9ad8\u7528\u91cf\u30aa\u30af\u30c8\u30ec\u30aa\u30c1\u30c9",
        "\u0412\u044b\u0441\u043e\u043a\u0438\u0435 \u0434\u043e\u0437\u044b \u043e\u043a\u0442\u0440\u0435\u043e\u0442\u0438\u0434\u0430 30 \u043c\u0433.", "\u062c\u0631\u0639\u0629 \u0623\u0648\u0643\u062a\u0631\u064a\u0648\u062a\u064a\u062f \u0663\u0660",
        "\u0130STANBUL \u0131\u015f\u0131k \ufb01ve", "e\u0301tude cafe\u0301 n\u0303",
    ),
    "sz": ("s", "z"),
    "months": ("12", "6-, 12-, 18- and 24", "3", "1, 2, 3", "24"),
    "run": ("1, 2, 3, ..., 40", "1-40", "#1, #2", "001\u2013012"),
}  # fmt: skip
_ODD = (
    "\u202e", "\u2066\u2069", "\u200b", "\u00ad", "\ufeff", "\x00", "\x1b]0;title\x07", "\x85", "\u2028", "\ud800", "\udfff\ud83d", "\U000e0041",
    "\u061c", "\u180e", "\uff1d\uff0b", "&lt;i&gt;", "&amp;amp;", "&#x110000;", "<sup>177</sup>", "<a href='javascript:1'>", "</p><p>", "<![CDATA[", "<!--",
    '=HYPERLINK("x")', "@SUM(1)", "{{7*7}}", "{% raw %}", "$\\alpha$", "\\textit{", "``''", "*_`~[](", "<!channel>", "'\"; DROP--", "\r\n.\r\n",
    "((((", "]]]]", "\u201c", "\u2019", " - ", "\u2013\u2014\u2212", "...", "?!", "; ", "\n\n", "\t", "\u00a0", "\u2009", "e.g. ", "vs. ", "i.v. ",
    "\u0301" * 30, "\U0001f600", "\u00b2", "\u0663", "\u2167", "\u212b", "\ufdfa",
)  # fmt: skip


def _grown(lot: random.Random, symbol: str, depth: int = 0) -> str:
    """Return a text of the symbol: a rule of it drawn by lot, each {symbol} in it replaced."""
    if symbol in _BY_LOT:
        return _BY_LOT[symbol](lot)
    rules = _RULES[symbol]
    rule = lot.choice(rules if depth < 6 else [one for one in rules if "{" not in one] or rules[:1])
    pieces = rule.split("{")
    made = [pieces[0]]
    for piece in pieces[1:]:
        name, _, rest = piece.partition("}")
        made += [_grown(lot, name, depth + 1) if depth < 12 else "1", rest]
    return "".join(made)


_BY_LOT: dict[str, Callable[[random.Random], str]] = {
    "ints": lambda lot: str(lot.choice((1, 2, 3, 4, 7, 10, 14, 20, 28, 30, 60, 90, 120, 180, lot.randint(0, 10**6)))),
    "count": lambda lot: str(lot.randint(0, 999)),
    "numbers": lambda lot: ", ".join(str(number) for number in range(1, lot.randint(2, 60))),
}


def text(lot: random.Random) -> str:
    """Return a text: mostly an abstract, natural or damaged, now and then nothing, noise, or one of up to ``LONGEST``."""
    kind = lot.random()
    if kind < 0.03:
        return lot.choice(("", " ", "\n", ".", "???", "-" * 70, "0", "NA"))
    if kind < 0.06:
        return "".join(
            chr(lot.choice((lot.randrange(128), lot.randrange(0x300), lot.randrange(0x110000))))
            for _ in range(lot.randint(1, 200))
        )
    sentences = [_grown(lot, "sentence") for _ in range(lot.randint(1, 8))]
    made = lot.choice((" ", " ", "\n", "", ". ")).join(sentences)
    if kind < 0.5:
        return made
    return _damaged(lot, made)


def _damaged(lot: random.Random, made: str) -> str:
    """Return the text with typographical damage, odd characters, or cut."""
    for _ in range(lot.randint(1, 6)):
        at = lot.randint(0, len(made))
        match lot.randrange(6):
            case 0:
                made = made[:at] + lot.choice(_ODD) + made[at:]
            case 1:
                made = made[:at]
            case 2:
                made = made.replace(" ", lot.choice(("", "  ", "\u00a0", "\n", "\u2009")), lot.randint(1, 5))
            case 3:
                made = (
                    made.upper()
                    if lot.random() < 0.5
                    else made.replace("-", lot.choice("\u2010\u2011\u2012\u2013\u2212"))
                )
            case 4:
                made = made.replace(".", lot.choice(("\u00b7", " . ", ",", "..", "")), lot.randint(1, 5))
            case _:
                made = made[:at] + made[max(0, at - lot.randint(1, 40)) :]
    return made


def long_text(lot: random.Random, length: int = LONGEST) -> str:
    """Return a text of ``length`` characters: one sentence, or a part of one, over and over."""
    part = lot.choice(
        (_grown(lot, "sentence"), text(lot), lot.choice(_ODD), _grown(lot, "list") + " ", _grown(lot, "ci") + ", ")
    )
    part = part or "-"
    return (part * (length // len(part) + 1))[:length]


def title(lot: random.Random) -> str:
    """Return a title, natural or odd."""
    made = _grown(lot, "title")
    return _damaged(lot, made) if lot.random() < 0.3 else made


def record(lot: random.Random, key: str = "1", said: str | None = None) -> Record:
    """Return a record of any kind with such texts in every field that a source fills; ``said`` is its abstract."""
    said = text(lot) if said is None else said
    kind = lot.choice(list(Kind))
    return Record(
        source=lot.choice(("pubmed", "feeds", "clinicaltrials", "crossref", "europepmc")),
        source_id=key,
        kind=kind,
        title=title(lot),
        retrieved=NOW,
        url=lot.choice(("", "https://example.org/1", "http://[", "javascript:alert(1)", "https://xn--/", text(lot)[:80])),
        original_title=lot.choice(("", _grown(lot, "foreign"))),
        abstract=_passages(lot, said),
        people=tuple(_person(lot) for _ in range(lot.randint(0, 4))),
        published=lot.choice((None, PartialDate(2026), PartialDate(2026, 11), PartialDate(2026, 2, 28))),
        ids=frozenset(_id(lot) for _ in range(lot.randint(0, 3))),
        mentions=frozenset(_id(lot) for _ in range(lot.randint(0, 2))),
        venue=Venue(title=lot.choice(("", "J Clin Oncol", text(lot)[:60])), volume=lot.choice(("", "12", "?")), pages=lot.choice(("", "1-9", "e1\u2013e9", "-" * 70))),
        publication_types=lot.choice(((), ("Review",), ("Randomized Controlled Trial",), (text(lot)[:30],))),
        keywords=tuple(_grown(lot, "disease") for _ in range(lot.randint(0, 3))),
        trial=_trial(lot) if kind is Kind.REGISTRATION else None,
    )  # fmt: skip


def _passages(lot: random.Random, said: str) -> tuple[Passage, ...]:
    if lot.random() < 0.6:
        return (Passage(text=said),) if said else ()
    middle = len(said) // 2
    return tuple(Passage(label=_grown(lot, "heading"), text=part) for part in (said[:middle], said[middle:]) if part)


def _person(lot: random.Random) -> Person:
    return Person(
        family=lot.choice(("Pavel", "\u00d6berg", "de Herder", "\u738b", "O'Toole", "", text(lot)[:20])),
        initials=lot.choice(("M", "", "J-P", "\u00d8")),
    )


def _id(lot: random.Random) -> Id:
    scheme = lot.choice(("doi", "pmid", "pmcid", "nct", "eudract", "isrctn", "kct", "url", "x"))
    value = lot.choice(("10.1000/x", "25014687", "PMC1", "NCT05050942", "2021-000849-40", text(lot)[:40] or "-"))
    return Id(scheme, value)


def _trial(lot: random.Random) -> TrialFacts:
    return TrialFacts(
        registry="clinicaltrials",
        official_title=title(lot),
        acronym=lot.choice(("", _grown(lot, "trial"))),
        phases=lot.choice(((), ("Phase 3",), ("PHASE2", "PHASE3"), (text(lot)[:10],))),
        allocation=lot.choice(("", "RANDOMIZED", "N/A")),
        conditions=(_grown(lot, "disease"),),
        arms=tuple(Arm(label=_grown(lot, "arm"), description=text(lot)) for _ in range(lot.randint(0, 3))),
        interventions=tuple(Intervention(name=_grown(lot, "drug"), description=text(lot)) for _ in range(lot.randint(0, 2))),
        primary_outcomes=tuple(TrialOutcome(measure=_grown(lot, "outcome"), time_frame=text(lot)[:50]) for _ in range(lot.randint(0, 2))),
        enrolment=lot.choice((None, Enrolment(count=lot.randint(0, 10**6)))),
    )  # fmt: skip


_SEEDS = st.integers(0, 2**48)


def texts() -> st.SearchStrategy[str]:
    """Return a strategy of texts."""
    return _SEEDS.map(lambda seed: text(random.Random(seed)))


def long_texts(length: int = LONGEST) -> st.SearchStrategy[str]:
    """Return a strategy of texts of that length."""
    return _SEEDS.map(lambda seed: long_text(random.Random(seed), length))


def records() -> st.SearchStrategy[Record]:
    """Return a strategy of records."""
    return _SEEDS.map(lambda seed: record(random.Random(seed)))
