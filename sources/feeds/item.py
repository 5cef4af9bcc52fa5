"""One item of a feed as a record, with its date as precise as its feed has it and its identifiers from wherever they are."""

import calendar
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from sources._markup import plain_lines
from sources._registry import once
from sources._terms import is_sought
from sources.feeds.catalogue import Feed
from watcher.dates import (
    compact_date,
    counted_moment,
    earliest,
    iso_date,
    last_day,
    mailed_date,
    named_date,
    numbered_date,
    real_date,
    slashed_date,
    without_time,
)
from watcher.ids import find_issns
from watcher.ids.found import find_trials, read_doi
from watcher.model import Id, Kind, Page, PartialDate, Passage, Person, Record, Venue
from watcher.names import people
from watcher.text import clean, fold

Entry = Mapping[str, Any]

_KINDS = {"news": Kind.NEWS, "article": Kind.ARTICLE, "registration": Kind.REGISTRATION}


def read(entry: Entry, about: Entry, feed: Feed, page: Page, first_is: str = "") -> Record | None:
    """Return the item's record, None where it names nothing that is looked for; raise ValueError where it says nothing.

    One without a title has its first words as its title. ``first_is`` is the order in the feed's dates ("day" or "month").
    """
    text = _text(entry)
    title = _without_source(clean(plain_lines(word(entry, "title"))), entry) or _first_words(text)
    if not title:
        raise ValueError("no title")
    keywords = once(word(tag, "term") for tag in entry.get("tags") or ())
    if not is_sought("\n".join((title, text, *keywords)), page.sought):
        return None
    link = address(_absolute(word(entry, "link"), about, page))
    ids = identifiers({**entry, "link": link})
    kind = _kind(ids, feed)
    date = published(entry, first_is)
    date = date if kind is not Kind.NEWS or (date and _is_of_news(date, page)) else None
    return Record(
        source="feeds",
        source_id=f"{feed.name}: {_key(ids, link, title, kind)}",
        kind=kind,
        title=title,
        retrieved=page.retrieved,
        url=link,
        abstract=(Passage(text=text),) if text else (),
        people=_people(entry, kind),
        published=date,
        entered=entered(entry, date),
        ids=ids,
        mentions=find_trials(f"{title} {text}"),
        venue=Venue(publisher=clean(word(about, "title")) or feed.name)
        if kind is Kind.NEWS
        else _venue(entry, about, title),
        keywords=keywords,
    )


def _without_source(title: str, entry: Entry) -> str:
    """Return a title without the name of the source that the item states, which collectors put behind it."""
    source = clean(word(entry.get("source"), "title"))
    return re.sub(rf"\s[-–—|]\s{re.escape(source)}\Z", "", title) if source else title


_TITLE_WORDS = 16


def _first_words(text: str) -> str:
    """Return the first line of a text as far as a title is long."""
    words = clean(text.partition("\n")[0]).split()
    return " ".join(words[:_TITLE_WORDS]) + " ..." * (len(words) > _TITLE_WORDS)


def word(entry: object, key: str) -> str:
    """Return the text under the key, "" where there is none."""
    value = entry.get(key) if isinstance(entry, Mapping) else None
    return value if isinstance(value, str) else ""


def _absolute(link: str, about: Entry, page: Page) -> str:
    """Return an item's link from where its feed's own link is, else from where the feed is."""
    link = clean(link)
    if not link or link.startswith(("https://", "http://")):
        return link
    if link.startswith("www."):
        return f"https://{link}"
    try:
        return urljoin(address(word(about, "link")) or page.url, link)
    except ValueError:  # brackets out of place
        return ""


def _kind(ids: frozenset[Id], feed: Feed) -> Kind:
    is_paper = any(id_.scheme in ("doi", "pmid", "pii") for id_ in ids)
    return Kind.ARTICLE if is_paper and feed.kind == "news" else _KINDS[feed.kind]


def _key(ids: frozenset[Id], link: str, title: str, kind: Kind) -> str:
    """Return what stays the same of the item: PMID, DOI, the feed's own key, its address, at last its title.

    A newsroom may link all that it says to one page, so of news the address alone is no key.
    """
    by_scheme = {id_.scheme: id_.value for id_ in sorted(ids)}
    at = f"{link}: {fold(title)}" if link and kind is Kind.NEWS else link or fold(title)
    return next((by_scheme[s] for s in ("pmid", "doi", "guid") if s in by_scheme), at)


# PubMed, Wiley and Pensoft put a citation before the abstract; PubMed repeats the identifiers after it.
_BEFORE = re.compile(r"^.{0,600}?(?:^|\n)abstract\b[:.]?\s*", re.IGNORECASE | re.DOTALL)
_AFTER = re.compile(r"\n?PMID: ?\d+\s*\|.*$", re.DOTALL)
_CITATION = re.compile(r"(?:Volume \d+|Publication date:|[^.]{0,80}, (?:EarlyView|Volume \d+))", re.IGNORECASE)


def _text(entry: Entry) -> str:
    """Return the longest of the item's texts, without the citation around it; "" where there is nothing else.

    A text in which an abstract is announced goes before one that is longer.
    """
    contents = [word(content, "value") for content in entry.get("content") or ()]
    whole = [plain_lines(text) for text in (word(entry, "summary"), *contents)]
    found = [(_BEFORE.match(text) is not None, _AFTER.sub("", _BEFORE.sub("", text)).strip()) for text in whole]
    texts = [(announced, text) for announced, text in found if text and not _CITATION.match(text)]
    return max(texts, key=lambda one: (one[0], len(one[1])), default=(False, ""))[1]


_AUTHORS = re.compile(r"^Author(?:s|\(s\)): *(.+)$", re.MULTILINE)  # Elsevier, Pensoft
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,100}+@[\w-]{1,100}+(?:\.[\w-]{1,100}+)++")


def _people(entry: Entry, kind: Kind) -> tuple[Person, ...]:
    """Return the authors, without the mail addresses that some feeds give in their place."""
    named = [word(author, "name") for author in entry.get("authors") or ()]
    if len(named) < 2:
        # Whole only here: of "press@a.health" feedparser takes "press@a.heal" for the address and "th" for the name.
        named = [word(entry, "author")]
    listed = _AUTHORS.search(plain_lines(word(entry, "summary")))
    names = named if any(named) else [listed[1]] if listed else []
    bare = [_MAIL.sub("", name).strip(" ()<>,;:") for name in names]
    if kind is Kind.NEWS:  # a desk or an agency as often as a person
        return tuple(Person(collective=name) for name in once(bare))
    return tuple(dict.fromkeys(person for name in bare for person in people(name)))


_AROUND = re.compile(
    r"^(?:ScienceDirect Publication|Wiley|tandf|Latest Articles from)\b:?+ ?| ?[:\-] ?(?:Table of Contents|Current Issue|Advance Access)$",
    re.IGNORECASE,
)


def _venue(entry: Entry, about: Entry, title: str) -> Venue:
    first, last = word(entry, "prism_startingpage"), word(entry, "prism_endingpage")
    return Venue(
        title=next((name for name in _journals(entry, about) if fold(name) != fold(title)), ""),
        issns=find_issns(" ".join(_dashed(word(about, key)) for key in ("prism_issn", "prism_eissn"))),
        volume=clean(word(entry, "prism_volume")),
        issue=clean(word(entry, "prism_number")),
        pages=clean("-".join(filter(None, (first, last)))),
        publisher=clean(word(about, "publisher")),
    )


def _journals(entry: Entry, about: Entry) -> Iterator[str]:
    """Yield the names that the journal may have; some feeds give the paper's title as the journal's."""
    yield from once(word(entry, key) for key in ("prism_publicationtitle", "prism_publicationname"))
    yield from once([word(about, "prism_publicationname")])
    yield from once([re.sub(r" ?(?<!\d)\d{1,9}+,? ?\((?s:.*)", "", clean(word(entry, "dc_source")))])
    yield from once([_AROUND.sub("", clean(word(about, "title")))])


def _dashed(issn: str) -> str:
    return f"{issn[:4]}-{issn[4:]}" if re.fullmatch(r"\d{7}[\dXx]", issn) else issn


# Not the others where there is one of the first: Wiley's "updated" is twelve hours off.
_PUBLISHED, _OTHERWISE = ("published", "prism_publicationdate"), ("prism_coverdate", "updated")


# What stands where no date is known: the first moments that machines count from.
_NEVER = frozenset(
    map(iso_date, "1970-01-01 1969-12-31 1601-01-01 1753-01-01 1899-12-30 1899-12-31 1900-01-01".split())
)
_FIRST_FEEDS = 1995  # no news is older; a journal's feed may show a paper of any age
_AHEAD = timedelta(days=2)  # a clock that goes wrong; what is further ahead is no date of news


def published(entry: Mapping[str, Any], first_is: str = "") -> PartialDate | None:
    """Return when it was published, read from the text itself: feedparser makes 1 March of "2025-03".

    Where only the issue's date and that of a change are given it is the earlier: an issue may be of next month.
    """
    first = (_read(entry, name, first_is) for name in _PUBLISHED)
    given = next((date for date in first if date and date not in _NEVER), None)
    others = (_read(entry, name, first_is) for name in _OTHERWISE)
    return given or earliest(*(date for date in others if date not in _NEVER))


def _read(entry: Mapping[str, Any], name: str, first_is: str) -> PartialDate | None:
    text = word(entry, name)
    if counted := counted_moment(text):
        return PartialDate(counted.year, counted.month, counted.day)
    bare = without_time(text)
    found = iso_date(text) or slashed_date(text) or mailed_date(text) or named_date(bare) or compact_date(bare[:8])
    return found or numbered_date(bare, first_is) or _parsed(entry.get(f"{name}_parsed"), text)


def _parsed(value: object, text: str) -> PartialDate | None:
    """Return what feedparser made of a date in words whose year and day stand in the text: it finds dates in any number."""
    if not isinstance(value, tuple) or len(value) < 3 or not re.search(r"[^\W\d_TZ]", text):
        return None
    year, month, day = value[:3]
    printed = {int(number) for number in re.findall(r"(?<!\d)\d{1,4}(?!\d)", text)}
    return real_date(year, month, day) if {year, day} <= printed else None


def _is_of_news(date: PartialDate, page: Page) -> bool:
    return date.year >= _FIRST_FEEDS and date.earliest <= (page.retrieved + _AHEAD).date()


def entered(entry: Mapping[str, Any], date: PartialDate | None) -> datetime | None:
    """Return the moment of publication in UTC; None where the feed gives none that can be read, or another day's."""
    value = entry.get("published_parsed")
    try:
        moment = counted_moment(word(entry, "published"))
        if moment is None and isinstance(value, tuple):
            moment = datetime.fromtimestamp(calendar.timegm(value), UTC)
    except (ValueError, TypeError, OverflowError, OSError):
        return None
    day = timedelta(days=1)
    is_of_date = date and moment and date.earliest - day <= moment.date() <= last_day(date) + day
    return moment if is_of_date else None


_PMID = re.compile(r"(?:^pubmed:|^pmid:|pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/)(\d{1,8})\b")
_PII = re.compile(r"/pii/([SB][0-9X()\-]{15,24})", re.IGNORECASE)
# What says how a reader came, not what is read.
_TRACKING = re.compile(r"utm_.*|af|rss|dgcid|rft_dat|track|mc_.*|fbclid|gclid", re.IGNORECASE)
_LETS_IN = re.compile(
    r"(?:^|[_.-])(?:auth|pwd|sig|sid|jwt|sas)$|token|passw|secret|signature|credential|session|e?mail|api.?key",
    re.IGNORECASE,
)
_TRACKING_AT = {"pubmed.ncbi.nlm.nih.gov": {"fc", "ff", "v"}}  # elsewhere "v" may be the paper


def identifiers(entry: Mapping[str, Any]) -> frozenset[Id]:
    """Return the item's DOI, PMID, PII, its key in the feed ("guid") and its address ("url"), as far as they are there."""
    link, guid = _word(entry, "link"), _word(entry, "id")
    ids = {Id("guid", guid)} if guid and not _is_address(guid) else set()
    ids |= {Id("url", address(link))} if address(link) else set()
    ids |= {
        Id("pmid", found[1]) for text in (guid, link, _word(entry, "dc_identifier")) if (found := _PMID.search(text))
    }
    ids |= {Id("pii", found[1].upper()) for text in (link, guid) if (found := _PII.search(text))}
    return frozenset(ids | {doi for doi in [next(_dois(entry, link, guid), None)] if doi})


# Services that lead on to the address in a field of theirs: alerts, mail filters, networks.
_LEADS_ON = re.compile(
    r"(?:www\.)?google\.[a-z.]{2,6}/url|(?:www\.)?bing\.com/news/apiclick\.aspx|[a-z0-9]{1,12}\.safelinks\.protection\.outlook\.com/"
    r"|lm?\.facebook\.com/l\.php|(?:www\.)?linkedin\.com/redir/redirect|out\.reddit\.com/[a-z0-9_]{0,12}|(?:www\.)?youtube\.com/redirect"
)


def _is_the_readers(key: str) -> bool:
    """Return whether a field of a link follows its reader or lets him in: neither is part of what it leads to."""
    return bool(_TRACKING.fullmatch(key) or _LETS_IN.search(key))


def _target(link: str) -> str:
    """Return where a service leads on to, as its own address tells; the link itself where it is none of these."""
    parts = urlsplit(link)
    if not _LEADS_ON.fullmatch(f"{(parts.hostname or '').lower()}{parts.path}"):
        return link
    fields = dict(parse_qsl(parts.query))
    return next((fields[name] for name in ("url", "q", "u") if _is_address(fields.get(name, ""))), link)


def address(link: str) -> str:
    """Return the address that it leads to, without what only tracks the reader; "" for anything but a web address."""
    link = clean(link).replace(" ", "%20")
    if not _is_address(link):
        return ""
    try:
        parts = urlsplit(_target(link))
        own = _TRACKING_AT.get(parts.hostname or "", set())
        fields = parse_qsl(parts.query, keep_blank_values=True)
        query = urlencode([(key, value) for key, value in fields if not (key in own or _is_the_readers(key))])
        host = parts.netloc.rpartition("@")[2]
        return urlunsplit((parts.scheme, host, parts.path, query, "")) if parts.hostname else ""
    except ValueError:  # brackets out of place, a port that is none
        return ""


def _dois(entry: Mapping[str, Any], link: str, guid: str) -> Iterator[Id]:
    """Yield DOIs, the surest place first: PRISM, Dublin Core, the key, the address, at last the text."""
    fields = (_word(entry, "prism_doi"), _word(entry, "dc_identifier"), guid, _path(link), _word(entry, "prism_url"))
    text = re.search(r"\bDOI:?\s{0,9}+(10\.\S+)", _word(entry, "summary"), re.IGNORECASE)
    for value in (*fields, text[1] if text else ""):
        if found := read_doi(value):
            yield found


def _path(link: str) -> str:
    return link if "doi.org/10." in link or "/doi/" in link else ""


def _is_address(text: str) -> bool:
    return text.startswith(("https://", "http://"))


def _word(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    return value.strip() if isinstance(value, str) else ""
