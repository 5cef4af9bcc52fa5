"""What the columns of other people's tables mean, and the reference that a row of them makes.

Zotero, EndNote, PubMed, the Web of Science (https://images.webofknowledge.com/images/help/WOS/hs_wos_fieldtags.html), Scopus,
ClinicalTrials.gov, pandas, revtools, ASReview, and our own.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from watcher.dates import day_first
from watcher.formats._reading import Reference, kind_named
from watcher.formats._values import dated, doi, issns, listed, pmcid, pmid, web, with_noted
from watcher.ids.found import find_trials
from watcher.model import Enrolment, Id, Intervention, PartialDate, Person, TrialDate, TrialFacts, TrialOutcome
from watcher.names import people, person
from watcher.text import clean

# Our name of a column -> the names that others give it, in lower case, the surest first.
COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "key": (
            "ut",
            "eid",
            "id",
            "key",
            "record_id",
            "recordid",
            "number_in_file",
            "nct number",
            "isrctn",
            "ut (unique wos id)",
            "pui",
            "embase accession id",
            "cochrane review id",
            "accession number",
        ),
        "kind": ("kind", "entrytype", "item type", "document type", "dt", "reference type", "type"),
        "title": (
            "title",
            "titel",
            "titre",
            "título",
            "titolo",
            "article title",
            "study title",
            "primary title",
            "ti",
            "official title",
        ),
        "original title": (
            "original title",
            "foreign title",
            "original non-english title",
            "original (non-english) title",
        ),
        "abstract": (
            "abstract",
            "zusammenfassung",
            "résumé",
            "resumen",
            "abstract note",
            "ab",
            "brief summary",
            "summary",
        ),
        "authors": (
            "author full names",
            "af",
            "autoren",
            "autor",
            "auteurs",
            "auteur",
            "autores",
            "author",
            "authors",
            "au",
            "author(s)",
            "author names",
            "author list",
            "author/s",
            "authorships.author.display_name",
            "authorships.raw_author_name",
        ),
        "groups": ("group authors", "ca", "corporate authors", "collective name"),
        "year": (
            "year",
            "jahr",
            "année",
            "año",
            "publication year",
            "py",
            "pub year",
            "published year",
            "pubyear",
            "publication_year",
        ),
        "date": (
            "published",
            "datum",
            "fecha",
            "date",
            "publication date",
            "pd",
            "date published",
            "pubdate",
            "publication_date",
            "date of publication",
        ),
        "month": ("month", "published month"),
        "day": ("day",),
        "journal": (
            "journal",
            "zeitschrift",
            "revue",
            "revista",
            "rivista",
            "publication title",
            "source title",
            "journal/book",
            "journal title",
            "booktitle",
            "so",
            "publication name",
            "secondary title",
            "periodical",
            "container title",
            "primary_location.source.display_name",
        ),
        "abbreviation": ("journal abbreviation", "ji", "abbreviated source title", "j9"),
        "meeting": ("conference title", "conference name", "ct"),
        "volume": ("volume", "band", "jahrgang", "volumen", "vl"),
        "issue": ("issue number", "number", "heft", "numéro", "número", "issue", "is"),
        "pages": ("pages", "seiten", "páginas", "page", "page range", "pagination"),
        "first page": ("page start", "bp", "beginning page", "start page", "first page"),
        "last page": ("page end", "ep", "ending page", "end page", "last page"),
        "article": ("art. no.", "ar", "article number"),
        "publisher": ("publisher", "verlag", "éditeur", "pu"),
        "doi": ("doi", "di", "doi link"),
        "pmid": ("pmid", "pubmed id", "pubmed_id", "pm", "pubmedid", "pubmed-id", "ids.pmid", "medline pmid"),
        "pmcid": ("pmcid", "pmc", "pmc id", "pmc_id", "ids.pmcid"),
        "url": (
            "url",
            "link",
            "urls",
            "study url",
            "web address",
            "articleurl",
            "source urls",
            "doi link",
            "plink",
            "full text link",
            "embase link",
        ),
        "citation": ("citation",),
        "language": (
            "language",
            "sprache",
            "langue",
            "idioma",
            "languages",
            "la",
            "language of original document",
            "article language",
            "language of article",
        ),
        "extra": ("extra", "notes", "note"),
    }
)
# Columns that say more of the same: all of them are read.
_TOGETHER: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "issn": ("issn", "sn", "ei", "eissn", "e-issn", "issns"),
        "trials": ("trials", "nct id", "nct number", "nctid", "registry_id", "other ids", "clinicaltrials.gov number", "eudract/ctis number", "clinical trial numbers"),
        "keywords": ("keywords", "schlagwörter", "mots-clés", "palabras clave", "author keywords", "de", "mesh", "mesh terms", "index keywords", "keywords plus", "manual tags", "subjects"),
        "types": ("publication types", "publication type", "pubtype", "document type", "dt"),
    }
)  # fmt: skip
Cells = Mapping[str, str]


def is_table(columns: set[str]) -> bool:
    """Return whether one of the columns, in lower case, is that of titles."""
    return not columns.isdisjoint(COLUMNS["title"])


def knows(columns: set[str]) -> bool:
    """Return whether the columns, in lower case, are those of a table of references and of nothing else."""
    known = {name for names in (*COLUMNS.values(), *_TOGETHER.values()) for name in names}
    return is_table(columns) and len(columns & known) > 1


def reference(cells: Cells, position: str, between: str = "") -> Reference:
    """Return the reference of a row, keyed by its position where it brings no key.

    ``between`` is what is known to part the table's authors.
    """
    if "ut" in cells or "so" in cells:  # there, ID are "Keywords Plus" and IS is the issue
        cells = {"keywords plus" if name == "id" else name: cell for name, cell in cells.items()}
    if "cochrane review id" in cells:  # elsewhere a source is a database
        cells = {**cells, "journal": cells.get("source", "")}
    said = _Said(cells)
    registered = find_trials(said("key"))
    named = find_trials(" | ".join(said.every("trials")))
    trial = _trial(cells) if registered and not cells.keys().isdisjoint(("nct number", "isrctn")) else None
    retracted = ("Retracted Publication",) if cells.get("is_retracted", "").strip().lower() == "true" else ()
    return Reference(
        key=clean(said("key")) or position,
        kind="registration" if registered else kind_named(said("kind"), otherwise="article"),
        title=said("title"),
        original_title=said("original title"),
        abstract=said("abstract"),
        people=tuple(_people(said, between)),
        date=trial.first_posted.date if trial and trial.first_posted else _date(said),
        journal=said("journal"),
        abbreviation=said("abbreviation"),
        meeting=said("meeting"),
        volume=said("volume") or _cited(said, "volume"),
        issue=said("issue") or _cited(said, "issue"),
        pages=_pages(said),
        issns=issns(" ".join(said.every("issn"))),
        publisher=said("publisher"),
        ids=_ids(said) | registered | (named if trial else frozenset()),
        mentions=frozenset() if trial else named - registered,
        url=web(said("url")),
        languages=listed(said("language")),
        keywords=listed(";".join(map(_parted, said.every("keywords")))),
        publication_types=(*(one for one in listed(";".join(said.every("types"))) if len(one) > 1), *retracted),
        trial=trial,
    )


def _parted(keywords: str) -> str:
    """Return a list of keywords with semicolons where it has commas alone, and no blanks behind them, as Rayyan's."""
    return keywords if ";" in keywords else _BARE_COMMA.sub(";", keywords)


_BARE_COMMA = re.compile(r"(?<=[^\W\d]),(?=[^\W\d])")


class _Said:
    """What the row says under any of the names that a column has."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells

    def __call__(self, column: str) -> str:
        """Return the first cell that is not empty; "" for none."""
        return next(iter(self.every(column)), "")

    def every(self, column: str) -> list[str]:
        """Return every cell that is not empty."""
        names = COLUMNS.get(column) or _TOGETHER[column]
        return [cell for name in names if (cell := self._cells.get(name, "").strip()) and cell.lower() not in _NOTHING]


_NOTHING = frozenset({"nan", "none", "null", "[no author name available]", "[no abstract available]"})


def _people(said: _Said, between: str) -> Iterator[Person]:
    yield from people(said("authors"), between)
    yield from filter(None, (person(f"{name},") for name in said("groups").split(";") if name.strip()))


# "N Engl J Med. 2014 Jul 17;371(3):224-33. doi: ...", as PubMed's table cites.
_CITED = re.compile(
    r"(?<=\. )(?P<date>[0-9]{4}(?: [A-Z][a-z]{2}(?:-[A-Z][a-z]{2})?)?(?: [0-9]{1,2})?);(?P<volume>[^(:;.]{0,20})(?:\((?P<issue>[^)]{0,30})\))?(?::(?P<pages>[^.;]{0,30}))?"
)


def _cited(said: _Said, part: str) -> str:
    found = _CITED.search(said("citation"))
    return (found[part] or "").strip() if found else ""


def _date(said: _Said) -> PartialDate | None:
    parts = "-".join(said.every("year")[:1] + said.every("month") + said.every("day"))  # each in a column of its own
    return dated(said("year"), *said.every("date"), _cited(said, "date"), parts)


def _pages(said: _Said) -> str:
    span = "-".join(filter(None, (said("first page"), said("last page"))))
    return said("pages") or span or said("article") or _cited(said, "pages")


def _ids(said: _Said) -> frozenset[Id]:
    ids = doi(said("doi")) | pmid(said("pmid")) | pmcid(said("pmcid"))
    return with_noted(ids, said.every("extra"))


def _trial(cells: Cells) -> TrialFacts:
    """Return the facts of a row of ClinicalTrials.gov's table, of today's or of the one until 2023."""

    def said(*names: str) -> str:
        return next((cells[name].strip() for name in names if cells.get(name, "").strip()), "")

    def several(*names: str) -> list[str]:
        return [clean(part) for part in said(*names).split("|") if part.strip()]

    sponsors = several("sponsor", "sponsor/collaborators")
    count = re.search(r"[0-9]{1,9}", said("enrollment", "enrolment", "target number of participants"))
    return TrialFacts(
        registry="isrctn" if "isrctn" in cells else "clinicaltrials",
        overall_status=_coded(said("study status", "status", "recruitment status", "recruitment")),
        acronym=said("acronym"),
        official_title=said("official title"),
        study_type=_coded(said("study type")),
        phases=tuple(map(_phase, several("phases"))),
        enrolment=Enrolment(count=int(count[0])) if count else None,
        start=_posted(said("start date")),
        primary_completion=_posted(said("primary completion date")),
        completion=_posted(said("completion date")),
        first_posted=_posted(said("first posted", "date assigned", "date applied")),
        last_update_posted=_posted(said("last update posted", "last edited")),
        results_first_posted=_posted(said("results first posted")),
        has_results=said("study results").lower() in {"yes", "has results"},
        sponsor=next(iter(sponsors), ""),
        collaborators=tuple(sponsors[1:] or several("collaborators")),
        conditions=tuple(several("conditions")),
        interventions=tuple(map(_intervention, several("interventions"))),
        primary_outcomes=tuple(TrialOutcome(measure=text) for text in several("primary outcome measures", "outcome measures")),
    )  # fmt: skip


def _coded(text: str) -> str:
    """Return the registry's code for its words: "Active, not recruiting" gives ACTIVE_NOT_RECRUITING."""
    return re.sub(r"[^A-Z0-9]+", "_", text.upper()).strip("_")


def _phase(text: str) -> str:
    return "NA" if "not applicable" in text.lower() else _coded(text).replace("PHASE_", "PHASE")


def _posted(text: str) -> TrialDate | None:
    date = day_first(text) or dated(text)  # a British registry's, or one in letters or ISO
    return TrialDate(date=date) if date else None


def _intervention(text: str) -> Intervention:
    kind, colon, name = text.partition(": ")
    return Intervention(name=name.strip(), kind=kind.lower().replace("_", " ")) if colon else Intervention(name=text)
