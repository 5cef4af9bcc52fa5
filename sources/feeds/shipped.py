"""The feeds that ship, and how sure each address is.

Confirmed is what its owner lists on a page of his own. The others were read by public programs in 2026, or follow
the publisher's one rule for all of its feeds; nobody promises them, so each is asked, and one that was moved is told.

Left out: Wiley's, ScienceDirect's, the Lancet's and ASCO's feeds, which refuse programs (their journals come through
PubMed and Crossref); the feeds of all that GlobeNewswire or PR Newswire send, whose twenty items are gone within the
hour; PubMed's, which are made by hand (a saved search, "Create RSS"); ENETS and NANETS, of which none is known.
"""

from collections.abc import Mapping

_FDA = "https://www.fda.gov/about-fda/contact-fda/stay-informed/rss-feeds"  # the list, and where they lie
_GLOBE = "https://www.globenewswire.com/RssFeed/keyword"  # all releases with one keyword: they stay for weeks


def _likely(name: str, url: str, kind: str = "news") -> Mapping[str, object]:
    return {"name": name, "url": url, "kind": kind, "confirmed": False}


SHIPPED: tuple[Mapping[str, object], ...] = (
    {"name": "FDA press releases", "url": f"{_FDA}/press-releases/rss.xml"},
    {"name": "FDA drugs", "url": f"{_FDA}/drugs/rss.xml"},
    {"name": "FDA MedWatch", "url": f"{_FDA}/medwatch/rss.xml"},
    _likely("EMA news", "https://www.ema.europa.eu/en/news.xml"),
    # The sponsor of SORENTO. A search, since the name of its room at Cision is not known for sure.
    _likely("Camurus", "https://news.cision.com/ListItems?q=Camurus&format=rss"),
    _likely("Ipsen", f"{_GLOBE}/Ipsen"),
    _likely("Novartis", f"{_GLOBE}/Novartis"),
    _likely("Releases on neuroendocrine tumours", f"{_GLOBE}/neuroendocrine"),
    _likely("ESMO news", "https://www.esmo.org/rss/feed/esmo-news"),
    _likely("Journal of Nuclear Medicine, ahead of print", "https://jnm.snmjournals.org/rss/ahead.xml", "article"),
    _likely("Endocrine", "https://link.springer.com/search.rss?facet-journal-id=12020", "article"),
    _likely("Trials", "https://trialsjournal.biomedcentral.com/articles/most-recent/rss.xml", "article"),
    # A canary: what it shows has to come through the registry's own interface, too.
    _likely(
        "ClinicalTrials.gov",
        "https://clinicaltrials.gov/api/rss?cond=Neuroendocrine+Tumors&dateField=LastUpdatePostDate",
        "registration",
    ),
)
