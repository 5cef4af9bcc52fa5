"""DOIs: lower case, without resolver, label, encoding and what a sentence or an address hangs on them."""

import re
from urllib.parse import unquote

from watcher.model import Id
from watcher.text import clean

# A registrant's code of four to nine digits and a slash, which an address may have encoded, once or twice:
# https://www.doi.org/the-identifier/resources/handbook/2_numbering
_PREFIX = re.compile(r"(?<![0-9])10\.[0-9]{4,9}+(?:\.[0-9]{1,9}+){0,4}+(?:/|%(?:25)?2f)", re.IGNORECASE)
# Then anything but white space and what Chinese and Japanese set around it. What encloses or parts DOIs in a text ("<", ">", ";") is a part of one only where
# a SICI has it: "85:1<1::AID-CNCR1>3.0.CO;2-J" (ANSI/NISO Z39.56).
_DOI = re.compile(
    r"10\.[0-9.]{4,60}+/(?:[^\s;<>\"\u201c\u201d\u3000-\u9fff\uff00-\uffef]|(?<=\.co);(?=2)|<[^\s<>\"]{1,80}+>(?=[0-9]\.[0-9]\.co;))++",
    re.IGNORECASE,
)
_LONGEST = 400  # characters; the longest that Crossref has are half of it
_IN_ADDRESS = re.compile(r"://|www\.|\bdoi\.org/", re.IGNORECASE)
_AFTER = ".,;:'\"\u2019\u201d"  # punctuation of the sentence
# What publishers' addresses add after the DOI itself.
_TAILS = tuple(
    "/full /fulltext /full-text /abstract /abs /pdf /epdf /pdfdirect /epub /html /meta /summary /references .pdf .full .abstract /".split()
)
# Those of them that are copied with a DOI from the address of its page.
_PAGES = ("/full", "/fulltext", "/abstract", "/pdf", "/epdf", "/pdfdirect", ".pdf")
_PREPRINT_VERSION = re.compile(r"10\.(?:1101|64898)/[0-9.]{1,60}+(?<=[0-9])(v[0-9]{1,3})")  # bioRxiv, medRxiv
_CLOSERS = {")": "(", "]": "[", ">": "<", "}": "{"}

# https://www.endocrine-abstracts.org/ea/0037/ea0037ep1132 has the DOI 10.1530/endoabs.37.EP1132
_ENDOCRINE_ABSTRACT = re.compile(
    r"endocrine-abstracts\.org/ea/([0-9]{1,6})/ea\1([a-z][a-z0-9.\-]{0,40}?)(?:\.html?|\.pdf)?(?=[/?#]|$)",
    re.IGNORECASE,
)
# https://info.arxiv.org/help/doi.html
_ARXIV = re.compile(
    r"(?:^arxiv ?: ?|\barxiv\.org/(?:abs|pdf|html)/)([0-9]{4}\.[0-9]{4,5}|[a-z-]{2,20}(?:\.[a-z]{2})?/[0-9]{7})(?:v[0-9]{1,3})?(?![0-9])",
    re.IGNORECASE,
)


def read_doi(text: str) -> Id | None:
    """Return the first DOI in the text, in its one form: "https://doi.org/10.1056/NEJMoa2034577." and kin.

    None where there is none: a registrant's prefix alone, or with nothing but punctuation, is no DOI.
    """
    text = clean(text).replace("\uff0f", "/")  # as Chinese and Japanese journals set it
    return next(filter(None, (_read_at(text, prefix.start()) for prefix in _PREFIX.finditer(text))), None)


def read_address(text: str) -> Id | None:
    """Return the DOI of an address, or a number, that has one without showing it: of Endocrine Abstracts, of arXiv."""
    if found := _ENDOCRINE_ABSTRACT.search(text):
        return Id("doi", f"10.1530/endoabs.{int(found[1])}.{found[2].lower()}")
    found = _ARXIV.search(text)
    return Id("doi", f"10.48550/arxiv.{found[1].lower()}") if found else None


_VERSION = re.compile(r"(?:\.pub|[./]?v)(\d{1,3})$")  # of a Cochrane review, of a preprint


def versioned(doi: str) -> tuple[str, int]:
    """Return a DOI without the version of a review or preprint, and the number of that: 1 where it says none."""
    found = _VERSION.search(doi)
    return (doi[: found.start()], int(found[1])) if found else (doi, 1)


def _read_at(text: str, start: int) -> Id | None:
    word = text[max(0, start - _LONGEST) : start].rpartition(" ")[2]
    rest = text[start : start + 3 * _LONGEST].partition(" ")[0]
    in_address = _IN_ADDRESS.search(word) is not None
    ends = (r"[?#&]" if "?" in word else r"[?#]") if in_address else r"\?[a-z_]{1,20}=|#(?=[a-z])"
    rest = re.split(ends, rest, maxsplit=1, flags=re.IGNORECASE)[0]
    found = _DOI.match(clean(unquote(unquote(rest))) if "%" in rest else rest)
    value = _trimmed(found.group().lower(), in_address=in_address) if found and len(found.group()) < _LONGEST else ""
    return Id("doi", value) if value.partition("/")[2].strip("./-") else None


def _trimmed(value: str, *, in_address: bool) -> str:
    """Return the DOI without what the sentence or the address added behind it."""
    value = _balanced(value.rstrip(_AFTER))
    prefix, _, suffix = value.partition("/")
    suffix = suffix.partition("/asset")[0] if in_address else suffix
    tails = _TAILS if in_address else _PAGES
    while tail := next((tail for tail in tails if suffix.endswith(tail)), ""):
        suffix = suffix.removesuffix(tail)
    value = f"{prefix}/{suffix}"
    version = _PREPRINT_VERSION.fullmatch(value)
    return value.removesuffix(version[1]) if version else value


def _balanced(value: str) -> str:
    """Return the text without closing brackets that opened outside, and the punctuation before them."""
    while value and (opener := _CLOSERS.get(value[-1])) and value.count(value[-1]) > value.count(opener):
        value = value[:-1].rstrip(_AFTER)
    return value
