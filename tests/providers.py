"""Where each service stands at its host, and how often it lets itself be asked."""

from typing import NamedTuple

# What is not here begins at the root; what has "" has no one address, but those of its feeds or pages.
PLACES = {
    "pubmed": "/entrez/eutils/",
    "clinicaltrials": "/api/v2/",
    "europepmc": "/europepmc/webservices/rest/",
    "ctis": "/ctis-public-api/",
    "euctr": "/ctr-search/",
    "isrctn": "/api/query/format/default",
    "feeds": "",
    "webpages": "",
}


class Limit(NamedTuple):
    """How many requests are answered within so many seconds; one more is a 429."""

    requests: int
    seconds: float


# As documented, or as others report; where nobody says anything, our own pace less a tenth, for two requests that set
# off a second apart may arrive a little closer.
LIMITS = {
    "pubmed": Limit(3, 1),  # https://www.ncbi.nlm.nih.gov/books/NBK25497/
    "clinicaltrials": Limit(1, 0.9),  # ours
    "europepmc": Limit(10, 1),  # as others report
    "crossref": Limit(3, 1),  # ten in the polite pool; lists are held to less: https://doi.org/10.64000/wadve-3tj60
    "openalex": Limit(100, 1),  # https://developers.openalex.org
    "biorxiv": Limit(1, 0.9),  # ours
    "ctis": Limit(100, 20),  # what ctrdata keeps to: https://github.com/rfhb/ctrdata
    "euctr": Limit(1, 0.9),  # ours
    "isrctn": Limit(1, 0.9),  # ours
    "endocrine_abstracts": Limit(1, 4.5),  # ours
    "feeds": Limit(1, 0.9),  # ours
    "webpages": Limit(1, 1.8),  # ours
}
