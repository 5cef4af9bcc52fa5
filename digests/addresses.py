"""Where an identifier leads: addresses made by us from what was proved to be an identifier."""

import re
from collections.abc import Iterable
from urllib.parse import quote, urlsplit

from watcher.model import Id

# Each scheme's whole pattern and its address; ``{}`` takes the value, percent-encoded.
_ADDRESSES: dict[str, tuple[str, str]] = {
    "nct": (r"NCT\d{8}", "https://clinicaltrials.gov/study/{}"),
    "pmid": (r"[1-9]\d{0,8}", "https://pubmed.ncbi.nlm.nih.gov/{}/"),
    "doi": (r"10\.\d{4,9}(?:\.\d+)*/\S+", "https://doi.org/{}"),
    "ctis": (
        r"\d{4}-5\d{5}-\d{2}(?:-\d{2})?",
        "https://euclinicaltrials.eu/search-for-clinical-trials/?lang=en&EUCT={}",
    ),
    "isrctn": (r"ISRCTN\d{8}", "https://www.isrctn.com/{}"),
    "eudract": (r"\d{4}-\d{6}-\d{2}", "https://www.clinicaltrialsregister.eu/ctr-search/search?query={}"),
    "pmcid": (r"PMC\d{1,9}", "https://pmc.ncbi.nlm.nih.gov/articles/{}/"),
    "ppr": (r"PPR\d{1,9}", "https://europepmc.org/article/PPR/{}"),
}
_ORDER = {scheme: position for position, scheme in enumerate(_ADDRESSES)}
_NAMES = {"pmid": "PubMed", "doi": "DOI", "nct": "", "ctis": "EU CT", "isrctn": "", "eudract": "EudraCT", "pmcid": ""}
_LEGIBLE = re.compile(r"[!-~]+")


def address(identifier: Id) -> str:
    """Return the address of the thing itself; "" where the value is no such identifier, or leads nowhere."""
    pattern, form = _ADDRESSES.get(identifier.scheme, ("", ""))
    if not pattern or not re.fullmatch(pattern, identifier.value):
        return ""
    return form.format(quote(identifier.value, safe="/:;()._-"))


def label(identifier: Id) -> str:
    """Return the identifier as a reader knows it: "PubMed 38229085", "NCT05050942", "DOI 10.1186/...".

    A registry's number speaks for itself.
    """
    return f"{_NAMES.get(identifier.scheme, identifier.scheme)} {identifier.value}".strip()


def known(identifiers: Iterable[Id]) -> tuple[Id, ...]:
    """Return the identifiers that lead somewhere, the best first."""
    leading = [identifier for identifier in identifiers if address(identifier)]
    return tuple(sorted(leading, key=lambda identifier: (_ORDER[identifier.scheme], identifier.value)))


def checked(url: str) -> str:
    """Return a source's own address where it may be shown: http(s), no user name, nothing hidden; else "".

    A host that is not ASCII is shown in its encoded form, so that it cannot pass for another.
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or "." not in host or "@" in parts.netloc or not _LEGIBLE.fullmatch(host):
        return ""
    path = quote(parts.path, safe="/%:;()._-~,+!@$'*=&")
    query = "?" + quote(parts.query, safe="/%:;()._-~,+!@$*=&?") if parts.query else ""
    return f"{parts.scheme}://{host}{port}{path}{query}".replace("'", "%27")
