"""Identifiers in one form, whatever spelling, address or encoding they come in."""

import re
from collections.abc import Callable
from urllib.parse import unquote

from watcher.ids.doi import endocrine_abstract, read_doi
from watcher.ids.registries import TRIAL_SCHEMES, read_trial_id
from watcher.model import Id

_PMID = re.compile(r"(?:pmid|pubmed(?:\s*id)?|medline|med)?\s*[:#/]?\s*0*([1-9]\d{0,7})(?:\.\d|v\d)?", re.IGNORECASE)
_PMID_ADDRESS = re.compile(
    r"(?:pubmed\.gov|pubmed\.ncbi\.[\w.]+|[\w.]*nih\.gov/(?:m/)?pubmed|europepmc\.org/(?:article|abstract)/med|ncbi\.[\w.]+/entrez/\S*list_uids=)/?(\d{1,8})\b",
    re.IGNORECASE,
)
_PMCID = re.compile(r"(?:pmcid\s*[:#]?\s*|.*/)?PMC\s?0*([1-9]\d{3,8})(?:\.\d+)?(?:/.*)?", re.IGNORECASE)
_PMCID_BARE = re.compile(r"0*([1-9]\d{3,8})")
_PPR = re.compile(r"(?:.*/PPR/|ppr\s*:\s*)?PPR\s?(\d+)", re.IGNORECASE)


def read_id(text: str) -> Id | None:
    """Return the identifier that a person typed, in its one form: "nct05050942" gives nct:NCT05050942.

    Any spelling, label, resolver or address of a record will do; a bare number of up to eight
    digits is a PMID. None where the text is no identifier.
    """
    text = unquote(text).strip().strip("<>\"'").strip()
    if match := _PMID_ADDRESS.search(text):
        return Id("pmid", match.group(1))
    for read in (_scheme_first, read_trial_id, _pmcid, _ppr, endocrine_abstract, read_doi, _pmid):
        if found := read(text):
            return found
    return None


def canonical(given: Id) -> Id | None:
    """Return the identifier in its one form, None where the value is none of its scheme ("NA", "").

    A value that tells its scheme better than the source did is believed: a DOI
    "10.1186/ISRCTN20343063" is an ISRCTN. Schemes that have no form of their own (guid, url, pii,
    sponsor) pass, trimmed.
    """
    scheme, value = given.scheme.lower(), given.value.strip()
    read = _READERS.get(scheme)
    if read is not None:
        return read(value)
    if scheme in TRIAL_SCHEMES:
        unknown = Id(scheme, value.upper()) if re.search(r"\d", value) else None
        return read_trial_id(value) or read_trial_id(f"{scheme} {value}") or unknown
    return Id(scheme, value) if value else None


def _scheme_first(text: str) -> Id | None:
    """Read our own spelling, as ``str(Id)`` writes it: "pmcid:PMC123"."""
    scheme, colon, value = text.partition(":")
    return canonical(Id(scheme, value)) if colon and scheme.lower() in _READERS else None


def _pmid(text: str) -> Id | None:
    match = _PMID.fullmatch(text) or _PMID_ADDRESS.search(text)
    return Id("pmid", match.group(1)) if match else None


def _pmcid(text: str) -> Id | None:
    match = _PMCID.fullmatch(text)
    return Id("pmcid", f"PMC{match.group(1)}") if match else None


def _pmcid_field(text: str) -> Id | None:
    match = _PMCID_BARE.fullmatch(text)
    return Id("pmcid", f"PMC{match.group(1)}") if match else _pmcid(text)


def _ppr(text: str) -> Id | None:
    match = _PPR.fullmatch(text)
    return Id("ppr", f"PPR{match.group(1)}") if match else None


def _doi(text: str) -> Id | None:
    return read_trial_id(text) if "isrctn" in text.lower() else read_doi(text)


_READERS: dict[str, Callable[[str], Id | None]] = {
    "doi": _doi,
    "pmid": _pmid,
    "pmcid": _pmcid_field,
    "ppr": _ppr,
}
