"""Who speaks: registry, journal, congress, regulator, company, trade news, or nobody in particular."""

import re
from urllib.parse import urlsplit

from watcher.model import Kind, Record, SourceClass

_REGISTRIES = frozenset("clinicaltrials ctis euctr isrctn ictrp drks actrn jrct".split())
# Addresses by their end. A DOI or a PMID speaks for a journal whatever host copied the page.
_HOSTS = {
    SourceClass.REGISTRY: """clinicaltrials.gov clinicaltrialsregister.eu euclinicaltrials.eu isrctn.com trialsearch.who.int
        drks.de anzctr.org.au jrct.niph.go.jp hra.nhs.uk clinicaltrials.eu""",
    SourceClass.REGULATOR: """ema.europa.eu fda.gov gov.uk mhra.gov.uk nice.org.uk pmda.go.jp swissmedic.ch tga.gov.au
        canada.ca europa.eu has-sante.fr""",
    SourceClass.CONGRESS: """endocrine-abstracts.org enets.org nanets.net esmo.org asco.org ascopubs.org ukinets.org snmmi.org
        aoscongres.com endocrine.org""",
    SourceClass.COMPANY: """camurus.com camurus.se ipsen.com novartis.com crinetics.com itm-radiopharma.com exelixis.com
        chiasma.com amryt.com advanz.com prnewswire.com businesswire.com globenewswire.com cision.com""",
    SourceClass.OTHER: """droracle.ai hour24.news nerdyseal.com consensus.app openevidence.com scispace.com studylib.net
        coursehero.com chegg.com quora.com reddit.com facebook.com medium.com wikipedia.org slideshare.net""",
}
_BY_HOST = {host: kind for kind, hosts in _HOSTS.items() for host in hosts.split()}
_MACHINE = re.compile(
    r"^what (?:is|are) the (?:recommended|maximum|highest|appropriate|correct|typical|usual|standard|best)\b"
    r"|\bdosing and treatment regimen\b|\bAI (?:answer|summary|overview)\b",
    re.IGNORECASE,
)
_CONGRESS = re.compile(r"\b(?:abstracts?|suppl|congress|meeting|conference|symposium|proceedings)\b", re.IGNORECASE)
_PRINTED = frozenset({"pmid", "pmcid", "doi", "ppr"})


def source_class(record: Record) -> SourceClass:
    """Return who speaks in the record, by its kind, its identifiers, and its address."""
    if record.kind is Kind.REGISTRATION or record.source in _REGISTRIES:
        return SourceClass.REGISTRY
    host = _by_host(record.url)
    if record.kind is Kind.ABSTRACT or host is SourceClass.CONGRESS:
        return SourceClass.CONGRESS
    if any(id_.scheme in _PRINTED for id_ in record.ids):
        return SourceClass.CONGRESS if _CONGRESS.search(record.venue.title) else SourceClass.JOURNAL
    if record.kind in {Kind.NEWS, Kind.OTHER}:
        return host or _news(record)
    return SourceClass.JOURNAL


def _by_host(url: str) -> SourceClass | None:
    try:
        parts = (urlsplit(url).hostname or "").split(".")
    except ValueError:  # no address at all
        return None
    return next((found for i in range(len(parts)) if (found := _BY_HOST.get(".".join(parts[i:])))), None)


def _news(record: Record) -> SourceClass:
    if record.kind is Kind.OTHER or _MACHINE.search(record.title):
        return SourceClass.OTHER
    return SourceClass.TRADE_NEWS
