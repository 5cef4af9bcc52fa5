"""Weeks of another story, from quiet to a congress: built of records as the store would hand them over, every sentence ours."""

import dataclasses
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

import samples
from digests.build import build
from digests.channels.page import Channel as Page
from digests.channels.page import pages
from digests.evidence import living_table
from watcher.model import CongressWeek, Digest, Dossier, Kind, Outcome, PartialDate, Record, SourceClass, Tier, Venue

SOURCES = (
    "pubmed clinicaltrials ctis isrctn ictrp euctr crossref europepmc openalex biorxiv endocrine_abstracts feeds webpages"
).split()
_WHO = ("progressive midgut", "pancreatic", "grade 1 and 2 intestinal", "functioning small-bowel", "advanced ileal")
_WHAT = (
    "lanreotide autogel 120 mg every 14 days",
    "octreotide LAR 60 mg every 28 days",
    "octreotide LAR 30 mg every 21 days",
)
_HOW = ("a retrospective study of two centres", "a registry analysis", "a single-centre experience", "a case series")
_FIRST = ("Adler K", "Bianchi L", "Castro M", "Dahl E", "Eriksen T", "Fontaine A", "Grau B")
_WHERE = ("Eur J Cancer", "Neuroendocrinology", "Endocr Relat Cancer", "Cancers (Basel)", "J Neuroendocrinol")
CONGRESS = CongressWeek(name="ENETS 2026", begins=date(2026, 11, 16), ends=date(2026, 11, 18), called=("ENETS",))


def _of(choices: Sequence[str], number: int) -> str:
    return choices[number % len(choices)]


def _results(number: int) -> str:
    months, rate, patients = 5 + number % 9, 8 + number % 40, 20 + 3 * number
    told = (
        f"In {patients} patients, median PFS was {months}.4 months (95% CI {months - 2}.1-{months + 3}.0).",
        f"In {patients} patients, flushing improved in {40 + rate}% of the patients.",
        f"Gallstones were seen in {rate}% of the {patients} patients.",
        f"We looked back on {patients} patients whose injections were brought closer to one another.",
    )
    return _of(told, number)


def study(number: int, *tags: str, tier: Tier = Tier.CORE, **given: object) -> Dossier:
    """Return one of the studies, whose words are told by its number; unlike any other until the 60th."""
    what = _of(_WHAT, number)
    title = f"{what[:1].upper()}{what[1:]} in {_of(_WHO, number)} neuroendocrine tumours after progression: {_of(_HOW, number)}"
    told = {
        "people": samples.people(_of(_FIRST, number), "Zweig A"),
        "venue": Venue(title=_of(_WHERE, number), abbreviation=_of(_WHERE, number), volume="9", pages="1-8"),
        "published": PartialDate(2026, 11, 1 + number % 22),
        "abstract": samples.passages(
            methods=f"Patients had {_of(_WHAT, number)} after progression on the usual dose.",
            results=_results(number),
            conclusions="The schedule was an option before the next line of treatment in selected patients.",
        ),
    }
    made = samples.record(str(7_000_000 + number), title, **{**told, **given})
    return samples.dossier(1_000 + number, made, samples.score(tier, "retrospective", "dose escalation", *tags))


def randomised(number: int = 500) -> Dossier:
    """Return the study that may change practice."""
    arms = (
        "Median PFS was 11.2 months with lanreotide every 14 days and 7.9 months with lanreotide every 28 days "
        "(hazard ratio 0.68, 95% CI 0.52 to 0.89; p=0.005)."
    )
    text = samples.passages(
        methods="In this phase 3 trial, 312 patients were randomly assigned to lanreotide 120 mg every 14 or every 28 days.",
        results=f"{arms} Gallstones were seen in 9% of the patients.",
        conclusions="A shorter interval prolonged PFS after progression on the usual dose.",
    )
    title = "Lanreotide every 14 or every 28 days after progression in intestinal neuroendocrine tumours: a randomised, open-label phase 3 trial"
    told = study(number, abstract=text)
    record = dataclasses.replace(told.item.records[0], title=title)
    score = samples.score(Tier.CORE, "RCT", "phase 3", "interval shortening", value=0.99)
    return dataclasses.replace(told, item=dataclasses.replace(told.item, records=(record,)), score=score)


def _made(
    dossiers: Sequence[Dossier], *, moved: bool = False, down: Sequence[str] = (), results: bool = False
) -> Digest:
    coverage = [
        samples.coverage(name, Outcome.FAILED, received=0, new=0, kept=0)
        if name in down
        else samples.coverage(name, new=4 if name == "pubmed" else 0)
        for name in SOURCES
    ]
    status = samples.sorento(moved)
    if results:
        posted = samples.change("results", "", "posted 2026-11-19")
        status = dataclasses.replace(
            status,
            dossier=dataclasses.replace(status.dossier, changes=(posted,)),
            publications=(read_out(), *status.publications),
        )
    if len(down) == len(SOURCES):
        status = dataclasses.replace(status, last_checked=samples.NOW - (samples.NOW - samples.SINCE) * 2)
    weeks = (CONGRESS,)
    return build(samples.TOPIC, samples.PERIOD, dossiers, (status,), coverage, now=samples.NOW, congresses=weeks)


def _few(number: int, count: int) -> list[Dossier]:
    return [study(n, tier=Tier.CORE if n % 3 else Tier.RELATED) for n in range(number, number + count)]


def _abstracts(count: int) -> list[Dossier]:
    at = {
        "kind": Kind.ABSTRACT,
        "source": "crossref",
        "venue": Venue(title="Endocrine Abstracts", meeting="ENETS 2026"),
    }
    told = [study(n, tier=Tier.CORE if n % 4 else Tier.RELATED, **at) for n in range(count)]
    return [
        dataclasses.replace(one, score=dataclasses.replace(one.score, source_class=SourceClass.CONGRESS))
        for one in told
    ]


def read_out() -> Dossier:
    """Return the paper with the trial's results."""
    text = samples.passages(
        methods="In this phase 3 trial, 302 patients had octreotide depot every 2 weeks or octreotide LAR or lanreotide every 4 weeks.",
        results="Median PFS was 24.8 months with the depot and 19.3 months with octreotide LAR or lanreotide "
        "(hazard ratio 0.76, 95% CI 0.61 to 0.95).",
        conclusions="The depot prolonged PFS over standard doses.",
    )
    made: Record = samples.record(
        "8000001",
        "Octreotide subcutaneous depot or standard doses in gastroenteropancreatic neuroendocrine tumours (SORENTO)",
        people=samples.people("Singh S", "Zweig A"),
        venue=Venue(title="Lancet", abbreviation="Lancet"),
        published=PartialDate(2026, 11, 19),
        abstract=text,
    )
    return samples.dossier(900, made, samples.score(Tier.WATCHED, "RCT", "phase 3", trials=("SORENTO",), value=1.0))


WEEKS: dict[str, Callable[[], Digest]] = {
    "quiet": lambda: _made(()),
    "three": lambda: _made(_few(1, 3)),
    "usual": lambda: _made([randomised(), *_few(4, 5), samples.CAREFNDR], moved=True),
    "ten": lambda: _made([*_few(10, 8), samples.CAREFNDR, samples.GUIDANCE]),
    "busy": lambda: _made([randomised(), *_few(1, 56), samples.CAREFNDR, samples.GUIDANCE, samples.RETRACTED]),
    "congress": lambda: _made([randomised(), *_abstracts(80)]),
    "read-out": lambda: _made([read_out(), *_few(60, 4)], moved=True, results=True),
    "half down": lambda: _made(_few(30, 4), down=SOURCES[::2]),
    "all down": lambda: _made((), down=SOURCES),
}


def site() -> dict[str, str]:
    """Return a page of every kind by its path or its folder, each with its style sheets within."""
    digest = WEEKS["usual"]()
    studies = [*samples.DOSSIERS, randomised(), *(study(n) for n in range(8))]
    whole = dataclasses.replace(digest, extra=living_table(digest, studies))
    message = Page(name="p", folder="unused").render(whole)[0]
    content = json.loads(message.body)
    made = {**content["files"], **pages([{**content["card"], "files": sorted(content["files"])}], "Evidence watch", "")}
    kinds: dict[str, str] = {}
    for path, text in sorted(made.items()):
        if path.endswith(".html"):
            kinds.setdefault(path.split("/")[0] if "/" in path else path, _with_styles(text, made))
    return kinds


def _with_styles(text: str, made: Mapping[str, str]) -> str:
    """Return a page that has its style sheets within, and lets itself be asked."""
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    sheets = "".join(f"<style>{made[name]}</style>" for name in ("style.css", "site.css"))
    return re.sub(r'<link rel="stylesheet"[^>]*>', "", text).replace("</head>", f"{sheets}</head>", 1)
