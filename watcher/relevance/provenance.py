"""Whence a record is: who speaks in it, and in which language."""

import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from watcher.border import paused
from watcher.model import Kind, Record, SourceClass
from watcher.text import fold

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


if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_NAMES = dict(
    line.split(" ", 1)
    for line in """af Afrikaans|ar Arabic|bg Bulgarian|bs Bosnian|ca Catalan|cs Czech|cy Welsh|da Danish|de German|el Greek|es Spanish|et Estonian
        |eu Basque|fa Persian|fi Finnish|fr French|ga Irish|gl Galician|he Hebrew|hi Hindi|hr Croatian|hu Hungarian|hy Armenian|id Indonesian
        |is Icelandic|it Italian|ja Japanese|ka Georgian|kk Kazakh|ko Korean|lt Lithuanian|lv Latvian|mk Macedonian|ms Malay|nb Norwegian
        |nl Dutch|nn Norwegian|no Norwegian|pl Polish|pt Portuguese|ro Romanian|ru Russian|sk Slovak|sl Slovenian|sq Albanian|sr Serbian
        |sv Swedish|th Thai|tr Turkish|uk Ukrainian|ur Urdu|uz Uzbek|vi Vietnamese|zh Chinese""".replace("\n", "").split("|")
    for line in [line.strip()]
)  # fmt: skip
# ISO 639-2 as catalogues write it, where its first two letters are not those of ISO 639-1.
_BIBLIOGRAPHIC = {
    "chi": "zh", "zho": "zh", "cze": "cs", "ces": "cs", "ger": "de", "deu": "de", "dut": "nl", "nld": "nl", "gre": "el", "jpn": "ja", "pol": "pl",
    "por": "pt", "swe": "sv", "spa": "es", "tur": "tr", "ukr": "uk", "slo": "sk", "slk": "sk", "slv": "sl", "rum": "ro", "ron": "ro", "per": "fa",
    "ice": "is", "isl": "is", "est": "et", "srp": "sr", "bos": "bs", "geo": "ka", "arm": "hy", "mac": "mk", "kor": "ko",
}  # fmt: skip
# Words that no other language of the field's texts has.
_ENGLISH = frozenset(
    "the and with from after during by between without study patients treatment of their which we this for".split()
)
_WORDS = re.compile(r"[^\W\d_]+")
_SCRIPTS = {
    "ja": re.compile("[\u3041-\u30ff]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
    "ko": re.compile("[\uac00-\ud7af]"),
    "el": re.compile("[\u03b1-\u03c9]{3}"),
}
_READ = 600  # characters; more do not make it surer
# A title has few words: a hundred languages share what is likely, and the first is right far below a half.
_SURE = 0.2


def language(record: Record) -> str:
    """Return the name of the language that the record is written in, "English" where nothing says another.

    A title that its source has translated is English, whatever the work is written in.
    """
    text = f"{record.title}\n{record.text[:_READ]}"
    if not _ENGLISH.isdisjoint(_WORDS.findall(fold(text))):
        return "English"
    named = next((name for code in record.languages if (name := _named(code))), "")
    return named or _by_script(text) or _by_words(text)


def _named(code: str) -> str:
    return _NAMES.get(_BIBLIOGRAPHIC.get(code.lower(), code[:2].lower()), "")


def _by_script(text: str) -> str:
    folded = fold(text)
    return next((_NAMES[code] for code, script in _SCRIPTS.items() if script.search(folded)), "")


def _by_words(text: str) -> str:
    code, likely = _identifier().classify(text)
    return _NAMES.get(code, "English") if likely >= _SURE else "English"


@cache
def _identifier() -> "LanguageIdentifier":
    """Return the model that py3langid ships, read once: it takes a second."""
    with paused():  # no record is to blame for it
        from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - takes a second, and is seldom needed

        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
