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


# As documented, or as others report; where nobody says anything, half of our own pace: of two requests that set off a second
# apart the first may wait for its turn on a busy machine, and then they are counted closer to each other.
LIMITS = {
    "pubmed": Limit(3, 1),  # https://www.ncbi.nlm.nih.gov/books/NBK25497/
    "clinicaltrials": Limit(1, 0.5),  # ours
    "europepmc": Limit(10, 1),  # as others report
    "crossref": Limit(3, 1),  # ten in the polite pool; lists are held to less: https://doi.org/10.64000/wadve-3tj60
    "openalex": Limit(100, 1),  # https://developers.openalex.org
    "biorxiv": Limit(1, 0.5),  # ours
    "ctis": Limit(100, 20),  # what ctrdata keeps to: https://github.com/rfhb/ctrdata
    "euctr": Limit(1, 0.5),  # ours
    "isrctn": Limit(1, 0.5),  # ours
    "endocrine_abstracts": Limit(1, 2.5),  # ours
    "feeds": Limit(1, 0.5),  # ours
    "webpages": Limit(1, 1),  # ours
}
