"""DOIs: lower case, without resolver, label, encoding and what a sentence hangs on them."""

import re
from urllib.parse import unquote

from watcher.model import Id

# A registrant's code of four to nine digits, then anything that is not white space:
# https://www.doi.org/the-identifier/resources/handbook/2_numbering
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S*[^\s.,;:'\"\u2019\u201d]")
# What publishers' addresses add after the DOI itself.
_ADDRESS_TAIL = re.compile(
    r"(?:/(?:full|fulltext|full-text|abstract|abs|pdf|epdf|pdfdirect|epub|html|meta|summary|references|asset.*)|\.pdf|\.full(?:\.pdf)?|\.abstract)+/?$"
)
_PREPRINT_VERSION = re.compile(r"^(10\.(?:1101|64898)/[\d.]*\d)v\d+$")  # bioRxiv, medRxiv
_CLOSERS = {")": "(", "]": "[", ">": "<", "}": "{"}
# https://www.endocrine-abstracts.org/ea/0037/ea0037ep1132 has the DOI 10.1530/endoabs.37.EP1132
_ENDOCRINE_ABSTRACT = re.compile(
    r"endocrine-abstracts\.org/ea/(\d+)/ea\1([a-z][a-z0-9.\-]*?)(?:\.html?|\.pdf)?(?:[/?#].*)?$", re.IGNORECASE
)


def read_doi(text: str) -> Id | None:
    """Return the DOI in the text, in its one form: "https://doi.org/10.1056/NEJMoa2034577." and kin.

    None where there is none: a registrant's prefix alone, or with nothing but punctuation, is no DOI.
    """
    text = _decoded(text)
    match = _DOI.search(text)
    if not match:
        return None
    value = match.group().lower()
    if "://" in text[: match.start()] or "www." in text[: match.start()]:
        value = _without_address(value)
    value = _balanced(value)
    return Id("doi", value) if value.partition("/")[2].strip("./-") else None


def endocrine_abstract(url: str) -> Id | None:
    """Return the DOI that Bioscientifica gave to the abstract at this address of Endocrine Abstracts."""
    match = _ENDOCRINE_ABSTRACT.search(url)
    if not match:
        return None
    return Id("doi", f"10.1530/endoabs.{int(match.group(1))}.{match.group(2).lower()}")


def _decoded(text: str) -> str:
    """Undo percent-encoding, twice where a link checker encoded it again."""
    return unquote(unquote(text)) if "%" in text else text


def _without_address(value: str) -> str:
    value = _ADDRESS_TAIL.sub("", re.split(r"[?#]", value, maxsplit=1)[0])
    return _PREPRINT_VERSION.sub(r"\1", value)


def _balanced(value: str) -> str:
    """Drop closing brackets that opened outside, and the punctuation before them."""
    while value and (opener := _CLOSERS.get(value[-1])) and value.count(value[-1]) > value.count(opener):
        value = value[:-1].rstrip(".,;:'\"")
    return value
