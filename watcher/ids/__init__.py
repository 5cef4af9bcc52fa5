"""Identifiers: every scheme read as a person types it, brought to one form, shown, and where it leads."""

import re
from collections.abc import Callable, Iterable
from urllib.parse import quote, unquote

from watcher.ids.found import (
    FORMER_SCHEMES,
    TRIAL_SCHEMES,
    is_placeholder,
    read_address,
    read_doi,
    read_trial,
)
from watcher.model import Id
from watcher.text import clean

_PMID = re.compile(
    r"(?:pmid|pubmed(?: ?id)?|medline|med)? ?[:#/]? ?0{0,9}+([1-9][0-9]{0,7})(?:\.[0-9]|v[0-9])?", re.IGNORECASE
)
_PMID_ADDRESS = re.compile(
    r"(?:pubmed\.gov|pubmed\.ncbi\.[a-z.-]{1,60}+|nih\.gov/(?:m/)?pubmed|europepmc\.org/(?:article|abstract)/med|/entrez/[^\s?]{0,60}\?(?:[^\s=]{1,20}=[^\s&]{0,60}&){0,8}list_uids=)/?0{0,9}+([1-9][0-9]{0,7})(?![0-9])",
    re.IGNORECASE,
)
_PMCID = re.compile(
    r"(?:^(?:pmcid ?[:#]? ?)?|/)pmc ?0{0,9}+([1-9][0-9]{3,8})(?:\.[0-9]{1,3})?(?=[/?#]|$)", re.IGNORECASE
)
_PMCID_FIELD = re.compile(r"(?:pmc ?0{0,9}+([1-9][0-9]{0,8})|0{0,9}+([1-9][0-9]{3,8}))(?:\.[0-9]{1,3})?", re.IGNORECASE)
_PPR = re.compile(r"(?:^(?:ppr ?: ?)?|/)ppr ?([0-9]{1,9})(?=[/?#]|$)", re.IGNORECASE)
_OPENALEX = re.compile(
    r"(?:^(?:openalex ?: ?)?|\bopenalex\.org/(?:works/)?)(w[1-9][0-9]{3,11})(?=[/?#]|$)", re.IGNORECASE
)
_ISSN = re.compile(r"\b[0-9]{4}-[0-9]{3}[0-9Xx]\b")
_LONGEST = 2_000  # characters of what a person types, or of an address


def read_id(text: str) -> Id | None:
    """Return the identifier that a person typed, in its one form: "nct05050942" gives nct:NCT05050942.

    Any spelling, label, resolver or address of a record will do; a bare number of up to eight
    digits is a PMID. None where the text is no identifier.
    """
    if len(text) > _LONGEST:
        return None
    text = clean(text).strip("<>\"'").strip()
    if found := _scheme_first(text):
        return found
    readers = (_pmid_address, _trial, _pmcid, _ppr, _openalex, read_address, read_doi, _pmid)
    return next(filter(None, (read(text) for read in readers)), None)


# https://www.crossref.org/community/posted-content/ : who posts preprints, by the prefix of their DOIs
_PREPRINT = re.compile(
    r"10\.(?:1101/(?:19|20)?\d\d|64898/|21203/|2139/ssrn|20944/preprints|48550/|31234/|31219/|26434/|36227/|22541/|33774/)"
)


def is_preprint(doi: str) -> bool:
    """Return whether the DOI is one of those that a server of preprints gives."""
    return _PREPRINT.match(doi) is not None


def find_issns(text: str) -> tuple[str, ...]:
    """Return every ISSN in the text, each once."""
    return tuple(dict.fromkeys(found.upper() for found in _ISSN.findall(text)))


def canonical(given: Id) -> Id | None:
    """Return the identifier in its one form, None where the value is none of its scheme ("NA", "").

    A value that says its scheme better than the source did is believed: a DOI
    "10.1186/ISRCTN20343063" is an ISRCTN. Schemes that have no form of their own (guid, url, pii,
    sponsor) pass, trimmed.
    """
    scheme, value = given.scheme.lower(), given.value.strip()
    scheme = FORMER_SCHEMES.get(scheme, scheme)
    if read := _READERS.get(scheme):
        return read(value)
    if scheme in TRIAL_SCHEMES:
        return _trial(value) or read_trial(f"{scheme} {value}") or _unread_number(scheme, value)
    return Id(scheme, value) if value else None


def _unread_number(scheme: str, value: str) -> Id | None:
    """Return a number in a form that its registry's pattern does not know; None where it only stands in a number's place."""
    is_one_digit = len(set(re.findall(r"[0-9]", value))) < 2
    return None if is_one_digit or is_placeholder(value) else Id(scheme, value.upper())


def address(identifier: Id) -> str:
    """Return the address of the thing itself; "" where the value is no such identifier, or leads nowhere."""
    form = _PAGES.get(identifier.scheme) or (
        _trial_page(identifier.scheme) if identifier.scheme in TRIAL_SCHEMES else ""
    )
    return form.format(quote(identifier.value, safe="/:;()._-")) if form and _is_in_form(identifier) else ""


def label(identifier: Id) -> str:
    """Return the identifier as a reader knows it: "PubMed 38229085", "NCT05050942", "DOI 10.1186/...".

    A registry's number speaks for itself.
    """
    plain = "" if identifier.scheme in TRIAL_SCHEMES else identifier.scheme
    return f"{_NAMES.get(identifier.scheme, plain)} {identifier.value}".strip()


def leading(identifiers: Iterable[Id]) -> tuple[Id, ...]:
    """Return the identifiers that lead somewhere, the best first."""
    found = (identifier for identifier in identifiers if address(identifier))
    return tuple(sorted(found, key=lambda each: (_ORDER.get(each.scheme, len(_ORDER)), *each)))


def _trial_page(scheme: str) -> str:
    """Return the address of a trial's page with ``{}`` for its number; "" where a number leads nowhere."""
    return _TRIAL_PAGES.get(scheme, _PORTAL.replace("{}", "JPRN-{}") if scheme in _JAPANESE else _PORTAL)


def _is_in_form(identifier: Id) -> bool:
    scheme, value = identifier
    found = _trial(value) if scheme in TRIAL_SCHEMES else canonical(identifier)
    return found == Id(scheme, value.lower() if scheme == "doi" else value) and not re.search(r"\s", value)


def _scheme_first(text: str) -> Id | None:
    """Return what is in our own spelling, as ``str(Id)`` writes it: "pmcid:PMC123"."""
    scheme, colon, value = text.partition(":")
    known = scheme.lower() in _READERS or scheme.lower() in TRIAL_SCHEMES or scheme.lower() in FORMER_SCHEMES
    return canonical(Id(scheme, value)) if colon and known else None


def _trial(text: str) -> Id | None:
    return read_trial(unquote(text))


def _pmid_address(text: str) -> Id | None:
    found = _PMID_ADDRESS.search(text)
    return Id("pmid", found[1]) if found else None


def _pmid(text: str) -> Id | None:
    found = _PMID.fullmatch(clean(text))
    return Id("pmid", found[1]) if found else _pmid_address(text)


def _pmcid(text: str) -> Id | None:
    found = _PMCID.search(text)
    return Id("pmcid", f"PMC{found[1]}") if found else None


def _pmcid_field(text: str) -> Id | None:
    found = _PMCID_FIELD.fullmatch(clean(text))
    return Id("pmcid", f"PMC{found[1] or found[2]}") if found else _pmcid(clean(text))


def _ppr(text: str) -> Id | None:
    found = _PPR.search(text)
    return Id("ppr", f"PPR{found[1]}") if found else None


def _openalex(text: str) -> Id | None:
    found = _OPENALEX.search(text)
    return Id("openalex", found[1].upper()) if found else None


def _doi(text: str) -> Id | None:
    return _trial(text) if "isrctn" in text.lower() else read_doi(text)


_READERS: dict[str, Callable[[str], Id | None]] = {
    "doi": _doi,
    "pmid": _pmid,
    "pmcid": _pmcid_field,
    "ppr": _ppr,
    "openalex": _openalex,
}
# Where the registry's own page can be made of the number; the WHO's portal has the others.
_TRIAL_PAGES = {
    "nct": "https://clinicaltrials.gov/study/{}",
    "ctis": "https://euclinicaltrials.eu/search-for-clinical-trials/?lang=en&EUCT={}",
    "isrctn": "https://www.isrctn.com/{}",
    "eudract": "https://www.clinicaltrialsregister.eu/ctr-search/search?query={}",
    "actrn": "https://www.anzctr.org.au/{}.aspx",
    "drks": "https://drks.de/search/en/trial/{}",
    "utn": "",
}
_PORTAL = "https://trialsearch.who.int/Trial2.aspx?TrialID={}"
_JAPANESE = frozenset({"jrct", "umin", "japiccti", "jma"})  # the portal has them as of one network
_PAGES = {
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/{}/",
    "doi": "https://doi.org/{}",
    "pmcid": "https://pmc.ncbi.nlm.nih.gov/articles/{}/",
    "ppr": "https://europepmc.org/article/PPR/{}",
    "openalex": "https://openalex.org/{}",
}
_NAMES = {
    "pmid": "PubMed",
    "doi": "DOI",
    "pmcid": "",
    "ppr": "Europe PMC",
    "openalex": "OpenAlex",
    "ctis": "EU CT",
    "eudract": "EudraCT",
    "utn": "UTN",
}
_ORDER = {scheme: place for place, scheme in enumerate("nct pmid doi ctis isrctn eudract pmcid ppr".split())}
