"""A record laid out for reading: folded fields, words with offsets, sentences, boilerplate; who speaks in it, in which language."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from watcher.border import paused
from watcher.model import Kind, Place, Record, SourceClass, Span, TrialFacts
from watcher.text import fold, sentences

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Letters and digits apart, so that "CAM2029", "CAM-2029" and "CAM 2029" are the same two words. Chinese and
# Japanese put no space between words: there each character is one.
_EAST_ASIAN = "\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff"
WORD = re.compile(rf"[a-z]++|[0-9]++|[{_EAST_ASIAN}]|[^\W_a-z0-9{_EAST_ASIAN}]++")
_LEAD_SENTENCES = 2
# How a release turns to what else its sender does. "About X" opens it for good.
_ABOUT = re.compile(r"about [a-z0-9]|forward[- ]looking|for (?:more|further) information|safe harbou?r")
_IN_PASSING = re.compile(
    r"\b(?:(?:is|are|being) )?(?:also|further|additionally)\b.{0,40}\b(?:develop|evaluat|stud|investigat|pipeline|phase|trial)"
    r"|\bpipeline (?:also |further )?(?:includes|comprises)\b|\bother (?:programs|programmes|indications)\b"
)


class Field:
    """One text of a record with its words; offsets refer to the text as given."""

    def __init__(self, name: str, text: str, *, by_line: bool = False) -> None:
        self.name = name
        self.text = text
        self.folded = fold(text)
        self.by_line = by_line
        self.words: list[str] = WORD.findall(self.folded)

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Return where each word stands."""
        return list(map(re.Match.span, WORD.finditer(self.folded)))

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Return where each sentence stands; a title is one sentence, of other facts each line."""
        if self.name == "title":
            return [(0, len(self.text))]
        if self.by_line:
            return [match.span() for match in re.finditer(r"[^\n]+", self.text)]
        return list(sentences(self.text))

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    def sentence_at(self, offset: int) -> int:
        """Return the number of the sentence in which the offset stands, from 0."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def joined(self, left: int, right: int) -> bool:
        """Return whether the words ``left`` to ``right`` follow each other in one statement."""
        for i in range(left, right):
            gap = self.text[self.spans[i][1] : self.spans[i + 1][0]]
            if len(gap) > 4 or "\n" in gap or ";" in gap or ": " in gap:
                return False
            # "dose. Escalation" are two statements, "s. c." is one word, "14. dag" a number in its order
            ordinal = self.words[i].isdigit() and self.text[self.spans[i + 1][0]].islower()
            if ". " in gap and self.spans[i][1] - self.spans[i][0] > 1 and not ordinal:
                return False
        return True


@dataclass(frozen=True)
class Document:
    """A record as it is read; "facts" holds what has no offsets: registered arms, keywords, headings."""

    record: Record
    title: Field
    abstract: Field
    facts: Field

    @property
    def fields(self) -> tuple[Field, Field, Field]:
        """Return the fields in the order of their weight."""
        return self.title, self.abstract, self.facts

    @cached_property
    def boilerplate(self) -> frozenset[int]:
        """Return the numbers of the abstract's sentences that speak of other things in passing."""
        spans = self.abstract.sentences
        folded = [self.abstract.folded[start:end] for start, end in spans]
        opened = next((i for i, text in enumerate(folded) if i and _ABOUT.match(text)), len(folded))
        found = set(range(opened, len(folded)))
        if self.record.kind is Kind.NEWS:
            found |= {i for i, text in enumerate(folded) if i and _IN_PASSING.search(text)}
        return frozenset(found)

    def places(self, field: Field, offset: int) -> frozenset[Place]:
        """Return every place that the offset is in."""
        if field is self.title:
            return _IN_TITLE
        if field is self.facts:
            return _IN_LEAD if self.record.trial else _IN_BODY
        number = field.sentence_at(offset)
        if number in self.boilerplate:
            return _IN_BOILERPLATE
        return _IN_LEAD if number < _LEAD_SENTENCES else _IN_BODY

    def span(self, field: Field, start: int, end: int) -> Span | None:
        """Return the place as the model has it, None for facts."""
        return None if field is self.facts else Span(field=field.name, start=start, end=end)


_IN_TITLE = frozenset({Place.ANYWHERE, Place.TITLE, Place.LEAD, Place.MAIN})
_IN_LEAD = frozenset({Place.ANYWHERE, Place.LEAD, Place.MAIN})
_IN_BODY = frozenset({Place.ANYWHERE, Place.MAIN})
_IN_BOILERPLATE = frozenset({Place.ANYWHERE, Place.BOILERPLATE})


def read(record: Record) -> Document:
    """Return the record laid out for reading."""
    return Document(
        record=record,
        title=Field("title", record.title),
        abstract=Field("abstract", record.text),
        facts=Field("facts", "\n".join(_facts(record)), by_line=True),
    )


def _facts(record: Record) -> list[str]:
    lines = [record.original_title, *record.keywords, *record.subjects, *record.substances]
    if record.trial:
        lines += _registered(record.trial)
    return [" ".join(line.split()) for line in lines if line]


def _registered(trial: TrialFacts) -> list[str]:
    arms = [f"{arm.label} {arm.description}" for arm in trial.arms]
    drugs = [f"{drug.name} {' '.join(drug.other_names)} {drug.description}" for drug in trial.interventions]
    return [trial.official_title, trial.acronym, *trial.conditions, *arms, *drugs]


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
