"""References as files of other programs have them: the characters, lines that begin with a tag, and the record that one becomes."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from watcher.border import Fault, attempt
from watcher.bounds import LONGEST_TITLE, cut
from watcher.formats._values import language, passages
from watcher.ids import address, read_id
from watcher.ids.found import TRIAL_SCHEMES
from watcher.model import Id, Kind, PartialDate, Person, Record, Relation, TrialFacts, Unreadable, Venue
from watcher.text import clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A reference as a file gives it, in the words of the formats; "" and () where it says nothing."""

    key: str
    title: str
    kind: str = "article"
    original_title: str = ""
    abstract: str = ""
    people: tuple[Person, ...] = ()
    date: PartialDate | None = None
    journal: str = ""
    abbreviation: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    issns: tuple[str, ...] = ()
    publisher: str = ""
    meeting: str = ""
    ids: frozenset[Id] = frozenset()
    mentions: frozenset[Id] = frozenset()
    relations: tuple[Relation, ...] = ()
    url: str = ""
    languages: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    publication_types: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    substances: tuple[str, ...] = ()
    trial: TrialFacts | None = None


def to_record(reference: Reference, retrieved: datetime) -> Record:
    """Return the record of a reference; raise ValueError where it has neither a title nor a place of its own."""
    registered = _registered(reference)
    title = clean(reference.title) or _place(reference)
    if not title:
        raise ValueError("no title")
    return Record(
        source="files",
        source_id=reference.key,
        kind=_kind("registration" if registered else reference.kind, reference.publication_types),
        title=title,
        retrieved=retrieved,
        url=reference.url,
        original_title=clean(reference.original_title),
        languages=tuple(dict.fromkeys(map(language, reference.languages))),
        abstract=passages(reference.abstract),
        people=reference.people,
        published=reference.date,
        ids=reference.ids | registered,
        mentions=reference.mentions,
        relations=reference.relations,
        venue=Venue(
            title=clean(reference.journal),
            abbreviation=clean(reference.abbreviation),
            issns=reference.issns,
            volume=clean(reference.volume).removesuffix(".0"),
            issue=clean(reference.issue).removesuffix(".0"),
            pages=_pages(reference.pages),
            meeting=clean(reference.meeting),
            publisher=clean(reference.publisher),
        ),
        publication_types=_typed(reference.publication_types),
        subjects=reference.subjects,
        substances=reference.substances,
        keywords=reference.keywords,
        trial=reference.trial,
    )


def _registered(reference: Reference) -> frozenset[Id]:
    """Return the trial whose page in its registry a reference is, and no paper's: "https://clinicaltrials.gov/study/NCT05050942"."""
    if reference.journal or reference.ids:
        return frozenset()
    trial = read_id(reference.url)
    own = trial and trial.scheme in TRIAL_SCHEMES and _host(reference.url) == _host(address(trial))
    return frozenset({trial}) if trial and own else frozenset()


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].lower().removeprefix("www.")


def _place(reference: Reference) -> str:
    """Return what a reference without a title is shown by, its authors and place; "" where it has no journal."""
    journal = clean(reference.journal or reference.abbreviation)
    if not journal:
        return ""
    names = ", ".join(person.name for person in reference.people[:3]) + " et al." * (len(reference.people) > 3)
    issue = f"({reference.issue})" * bool(reference.issue)
    year = f" {reference.date.year}" if reference.date else ""
    return clean(
        f"[No title] {names}{': ' * bool(names)}{journal}{year};{reference.volume}{issue}:{reference.pages}".rstrip(
            ":;"
        )
    )


# How programs name what a reference is, by letters alone, for each kind of ours.
_NAMES = {
    "article": "article articlejournal journal journalarticle electronicarticle ejournalarticle serial review articlereview",
    "conference": "conference inproceedings proceedings conferencepaper conferenceproceedings conferenceabstract paperconference abstract",
    "preprint": "preprint unpublished unpublishedwork",
    "news": "news newspaperarticle magazinearticle articlenewspaper articlemagazine webpage blog blogpost post postweblog pressrelease",
    **{own: own for own in ("registration", "notice", "comment", "other")},
}
_KIND_OF = {name: kind for kind, names in _NAMES.items() for name in names.split()}


def kind_named(name: str, otherwise: str = "other") -> str:
    """Return the kind of reference that a program calls so: "Journal Article" and "article-journal" are an article."""
    return _KIND_OF.get(re.sub(r"[^a-z]", "", name.lower()), otherwise)


_KINDS = {
    "article": Kind.ARTICLE,
    "preprint": Kind.PREPRINT,
    "conference": Kind.ABSTRACT,
    "news": Kind.NEWS,
    "registration": Kind.REGISTRATION,
    "notice": Kind.NOTICE,
    "comment": Kind.COMMENT,
    "other": Kind.OTHER,
}
# Publication types of MEDLINE, document types of Scopus, Embase and the Web of Science, in lower case.
_TYPES = {
    Kind.NOTICE: "published erratum|retraction notice|retraction of publication|retraction|expression of concern|erratum|correction|corrigendum",
    Kind.PREPRINT: "preprint",
    Kind.COMMENT: "comment|letter|editorial|note|editorial material",
    Kind.ABSTRACT: "conference abstract|conference paper|conference proceeding|meeting abstract|proceedings paper|journal: conference abstract",
}
_BY_TYPE = {type_: kind for kind, types in _TYPES.items() for type_ in types.split("|")}


def _kind(kind: str, types: Sequence[str]) -> Kind:
    """Return the kind that the publication types say, else the one of the file's entry type."""
    said = {_BY_TYPE[part] for type_ in types for part in type_.lower().split("; ") if part in _BY_TYPE}
    return next((one for one in _TYPES if one in said), None) or _KINDS.get(kind, Kind.OTHER)


def _typed(types: Sequence[str]) -> tuple[str, ...]:
    """Return the publication types in MEDLINE's words where a file has others for a paper that was retracted."""
    return tuple("Retracted Publication" if type_.lower().startswith("retracted") else type_ for type_ in types)


def _pages(text: str) -> str:
    if not re.search(r"[0-9ivxlc]", text) or "pagination" in text.lower():
        return ""
    return re.sub(r" ?[-\u2010-\u2015]++ ?", "-", clean(text))


def decode(body: bytes) -> str:
    """Return the text of a file, each line with a line feed at its end: UTF-8, UTF-16, else as its letters look most."""
    text = _characters(body).replace("\ufeff", "").replace("\x00", "")  # a mark may stand before each record
    return re.sub(r"\r++\n?", "\n", text)


def _characters(body: bytes) -> str:
    if wide := _wide(body[:_HEAD]):
        return body.decode(wide, "replace")
    text = body.decode("utf-8", "surrogateescape")
    amiss = len(_NO_UTF8.findall(text))
    if amiss <= len(text) - amiss - len(text.encode("ascii", "ignore")):  # a file put together of several
        return _NO_UTF8.sub(lambda byte: bytes([ord(byte[0]) - 0xDC00]).decode("cp1252", "replace"), text)
    return body.decode(_codepage(body), "replace")


_HEAD = 400
_NO_UTF8 = re.compile("[\udc80-\udcff]")


def _wide(head: bytes) -> str:
    """Return the UTF-16 in which a text begins, by its mark or by every other byte being 0; "" for none."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    few = len(head) // 8
    low, high = head[::2].count(0), head[1::2].count(0)
    return "utf-16-le" if high > few and high > 3 * low else "utf-16-be" if low > few and low > 3 * high else ""


# No letter is a sign between two letters, nor a capital behind a small one; nor does anybody here write Icelandic.
_AMISS = re.compile(
    r"(?<=[^\W\d_])[^\w\s\x00-\x7f\u2019\u2013\u2014\u2010](?=[^\W\d_])|[\ufffdÐÞðþ¼¾Đ\u0178]|[¹³¿£](?=[^\W\d_])|(?<=[a-z])[¹³]|(?<=[a-z])[ŽŠ]"
)


def _codepage(body: bytes) -> str:
    """Return in which one-byte characters, Windows' or the Macintosh's, a text was written: those that spell words.

    charset-normalizer gave 11 of 21 short texts another alphabet; a library has few letters that tell.
    """
    rare = b"\n".join(row for row in body.splitlines() if not row.isascii())[:_ENOUGH]
    return min(_CODEPAGES, key=lambda name: len(_AMISS.findall(rare.decode(name, "replace"))))


_CODEPAGES = ("cp1252", "mac_roman", "cp1250")  # of two that spell as well, the first
_ENOUGH = 20_000  # bytes


class Tags(dict[str, list[str]]):
    """The tags of one reference, each with what stands behind it, in their order; ``line`` is where it begins, the first 1."""

    line: int = 0

    def every(self, *names: str) -> list[str]:
        """Return what stands behind any of the tags, cleaned, without what is empty."""
        return [part for name in names for part in map(clean, self.get(name, ())) if part]

    def text(self, *names: str) -> str:
        """Return the first that stands behind any of the tags, the surest tag first; "" for none."""
        return next(iter(self.every(*names)), "")

    def put(self, name: str, value: str) -> None:
        """Put a value behind a tag, beside what stands there."""
        self.setdefault(name, []).append(value)


_BROKEN = re.compile(r"\w-$")
# A small letter, a digit or capitals go on with a word; "pre-", "and post-treatment" are two.
_GOES_ON = re.compile(
    r"(?!(?:and|or|to|versus|vs|und|oder|bis|bzw|et|ou|y|e|o|och|eller|en|of)\b)(?:[^\W\d_A-Z]|\d|[A-Z]{2})"
)


def parted(text: str, tag: re.Pattern[str], begins: Callable[[str], bool]) -> Iterator[Tags]:
    """Yield the tags of each reference; one begins at a row of which ``begins`` says so.

    ``tag`` has the tag and its value in its first two groups. Any other row goes on with what stands above it, in the same word where
    that was broken at its hyphen ("progression-", "free survival").
    """
    tags, name = Tags(), ""
    for number, row in enumerate(text.split("\n"), start=1):
        if begins(row):
            if tags:
                yield tags
            tags, name = Tags(), ""
        if found := tag.match(row):
            tags.line = tags.line or number
            name = found[1]
            tags.put(name, found[2] or "")
        elif name and row.strip():
            above, below = tags[name][-1], row.strip()
            between = "" if _BROKEN.search(above[-2:]) and _GOES_ON.match(below) else "\n"
            tags[name][-1] = f"{above}{between}{below}"
    if tags:
        yield tags


def recorded(
    blocks: Iterable[Tags], reference: Callable[[Tags, str], Reference], name: str, retrieved: datetime
) -> Iterator[Record | Unreadable]:
    """Yield the record of each reference, made of its tags and its position; one that says too little is named by its line."""
    for position, tags in enumerate(blocks, start=1):
        made = partial(_recorded, reference, tags, str(position), retrieved)
        yield contained(made, name, f"record {position}, line {tags.line}")


def _recorded(reference: Callable[[Tags, str], Reference], tags: Tags, position: str, retrieved: datetime) -> Record:
    return to_record(reference(tags, position), retrieved)


def contained(made: Callable[[], Record], name: str, where: str) -> Record | Unreadable:
    """Return the record of one reference; where it stands and what is wrong where none can be made, be it by a fault of ours: it costs no neighbour."""
    found = attempt(made)
    if not isinstance(found, Fault):
        return found
    is_foreseen = isinstance(found.error, ValueError)
    reason = cut(str(found.error), LONGEST_TITLE) if is_foreseen else found.reason
    return Unreadable(url=name, where=where, reason=reason, trace="" if is_foreseen else found.trace)
