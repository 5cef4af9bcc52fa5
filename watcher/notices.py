"""What a title says of its own kind: one grammar of notices, replies and comments, and of marks on the work itself.

A notice is published about another work ("Correction to: ...", "Rétractation : ..."); a mark is what a publisher sets before or
behind the title of the work itself ("RETRACTED: ..."). Words that mean something else in a clinic ("withdrawal of octreotide",
"correction for partial-volume effects") announce a notice only where what follows can be nothing but a title.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from watcher.ids.found import read_doi
from watcher.model import Id
from watcher.text import fold

CHANGING = frozenset({"correction", "retraction", "concern", "reinstatement"})
"""The labels of what changes how another work is to be read: notices proper."""
NOTICES = CHANGING | {"reply", "comment"}
"""The labels of what is published about another work."""


_LONGEST = 2_000  # characters: PubMed's longest title has 1,500


class Announcement(NamedTuple):
    """What a title announces: a label of ``NOTICES``, the title of the work that it is about, and the place of that work.

    ``about`` and ``place`` are as printed, "" where the title does not say: "Corrigendum", ``[J. Neuroend. 12 (2026) 1-9]``.
    """

    label: str
    about: str = ""
    place: str = ""


# By label: words that are notices whatever follows, then words that are so only before a title.
_NOUNS: dict[str, tuple[str, str]] = {
    "reinstatement": (
        ("unretraction|retraction of the retraction|retraction of retraction|withdrawal of the retraction|"
        "withdrawal of retraction|reversal of the retraction|reversal of retraction|reinstated article|"
        "removal of the expression of concern|removal of expression of concern|lifting of the expression of concern|"
        "lifting of expression of concern|resolution of the expression of concern|resolution of expression of concern|"
        "withdrawal of the expression of concern|retraction of the expression of concern|expression of concern removed|"
        "expression of concern lifted|expression of concern withdrawn|expression of concern resolved|retraction withdrawn|"
        "retraction rescinded|retraction reversed|retraction revoked|retraction lifted|retraction issued in error|"
        "retraction published in error|revocation of the retraction|lifting of the retraction|wiedereinsetzung|réintégration|rehabilitación"),
        "reinstatement|reinstated",
    ),
    "concern": (
        ("expression of concern|expressions of concern|expression of editorial concern|notice of concern|note of concern|statement of concern|letter of concern|"
        "expression de préoccupation|expression d'inquiétude|ausdruck der besorgnis|expresión de preocupación|"
        "expresión de inquietud|expressão de preocupação|espressione di preoccupazione|uttryck för oro|"
        "preocupação editorial|expressão de inquietação|uiting van bezorgdheid|uttrykk for bekymring|"
        "выражение обеспокоенности|关注声明|关切声明|编辑关切|編輯關注|懸念表明|懸念の表明|우려 표명"),
        "editorial concern|editorial concerns",
    ),
    "retraction": (
        ("rétractation|retraktion|retraktation|retractie|ritrattazione|retractación|retratação|ретракция|отзыв статьи|retrakcja|retrakce|"
        "wycofanie artykułu|zurückziehung|tilbaketrekking|tilbagetrækning|tillbakadragande|geri çekme|geri çekilme|tilbaketrukket|"
        "tillbakadragen|tilbagetrukket|отозвана статья|отозвана|отозванная статья|сообщение об отзыве статьи|wycofanie publikacji|"
        "stažení článku|visszavonás|retragere|ανάκληση|سحب المقال|取消稿件|撤稿|论文撤稿|论文撤回|撤销声明|撤回|論文撤回|論文取り下げ|論文取下げ|"
        "철회|논문 철회|게재 철회|removal notice|notice of removal|article removal|"
        "retraction and replacement|retract and replace|retraction with replacement|retraction and republication|"
        "retraction with republication"),
        ("retraction|retractions|withdrawal|rücknahme|widerruf|zurückgezogen|rückzug|återkallelse|tilbakekalling|terugtrekking|peruutus|"
        "retrait|retirada|retracción|ritiro|intrekking|wycofanie|stažení"),
    ),
    "correction": (
        ("erratum|errata corrige|errata|corrigendum|corrigenda|addendum|addenda|department of error|fe de erratas|fe de errata|fe de errores|nota de corrección|nota aclaratoria|"
        "corrections and clarifications|correction and clarification|korrigendum|rectificatif|sprostowanie|"
        "rättelse|rättelser|rettelse|rettelser|helyesbítés|oikaisu|leiðrétting|erată|errată|опечатка|опечатки|виправлення|ispravak|druckfehlerberichtigung|"
        "διόρθωση|更正|作者更正|勘误|勘誤|订正|訂正|訂正記事|正誤|正誤表|お詫びと訂正|訂正とお詫び|정정|정오표|저자 정정|논문 정정"),
        ("correction|corrections|clarification|amendment|rectification|berichtigung|korrektur|richtigstellung|corrección|"
        "correção|correzione|rettifica|rectificatie|correctie|rectificación|düzeltme|oprava|korjaus|korekta|"
        "correctif|исправление|исправления|поправка|수정"),
    ),
}  # fmt: skip


def _either(words: str) -> str:
    """Return a pattern for any of the words, folded as titles are; the longest is tried first."""
    folded = sorted({fold(word) for word in words.split("|")}, key=len, reverse=True)
    return "(?:" + "|".join(map(re.escape, folded)) + ")"


# Who speaks, and in which form: "Authors' Correction", "Notice of Retraction", "Retraction note".
_WHO = (
    r"(?>(?:the )?+(?:author|publisher|editor|journal|editorial(?! concern)|published|partial|voluntary|article|paper|note(?! of| de| di| da)|notice(?! of)|public|formal|"
    r"important|second|further|joint)(?:'s|s'|s)?+[:.]?+[ -]++){0,3}+"
    r"(?>(?:notice|note|statement|letter|announcement|notification|declaration|avis|aviso|avviso|nota|mitteilung)s?+ (?:of|de|about|on|der|di) (?:an? |the )?+(?!concern))?+"
)
_FORM = (
    rf"(?> ?{_either('声明|启事|通告|公告|通知|说明|聲明|啟事|のお知らせ|のご案内|공지|안내')})?+(?> (?:notice|note|statement|letter|announcement|notification|article|nota|notiz|notu)s?+)?+"
    r"(?> (?:at (?:the )?+(?:authors?(?:'s|s'|')?+|editors?(?:'s|s'|')?+) request|(?:by|upon|on) (?:mutual )?+(?:agreement|request)))?+"
    r"(?> (?:(?:requested |issued )?+by|from|at the request of) (?:the )?+(?:authors?|editors?(?:-in-chief)?+|publisher|journal)(?: and (?:the )?+(?:authors?|editors?|publisher|journal))?+)?+"
    r"(?> ?\(?[0-9ivx]{1,3}\)?(?=[ :.]|$))?+"
)
_QUOTE = "\"'«„‚‹「『《〈“‘"
# Between the word and the title: what makes it a notice for certain, "to", and "of".
_PAUSE = r"\s*+(?:[:.\]|)】〕]|-(?=\s|-)|(?<=\s)-)\s*+|\s++(?=[\u3040-\u9fff\u1100-\u11ff])"
_TO = r"\s++(?:to|zu|zum|zur|au|aux|a|à|al|alla|ao|till|til|bij|op|do|к|la)(?:\s*+:\s*+|\s++)"
_OF = r"\s++(?:of|for|on|in|about|re|regarding|concerning|von|der|des|de|del|della|dello|di|du|do|da|van|av|af|om)(?:\s*+:\s*+|\s++)"
_NAMED = r"[^\n:]{1,80}?(?<!\w)et al(?!\w)"  # "Retraction for Rossi et al., ..."
_COLON = r"\s++(?:of|for|on|to|in|re|regarding|concerning|about|von|zu|de|di|a|del|da|do|du|al|au|à)\s*+:\s*+"
_OF_ARTICLE = r"\s++(?:of|for|in|on|to|de|des|del|du|van|di|à|a|al|zu|zum|bij|till|til|к|в)? ?+(?:l'|dell'|the |the following |el |o )?+(?:article|artikels?|artigo|articulo|articolo|paper|publication|стать[еи])\b:?\s*+"


def _openings() -> Iterator[tuple[str, re.Pattern[str]]]:
    for label, (always, sometimes) in _NOUNS.items():
        sure, unsure = _either(always), _either(sometimes)
        certain = rf"{_PAUSE}|$|(?=\s*+[{_QUOTE}])|{_OF_ARTICLE}"
        yield label, re.compile(rf"[\[(【〔]?{_WHO}{sure}{_FORM}(?:{certain}|{_TO}|{_OF}|(?=\s*+\())")
        named = rf"(?:{_TO}|{_OF})(?=[{_QUOTE}]|{_NAMED})"
        yield label, re.compile(rf"[\[(【〔]?{_WHO}{unsure}{_FORM}(?:{certain}|{named}|{_COLON})")


_OPENINGS = tuple(_openings())
# Without a pause, only before what begins as a title does.
_BEFORE_A_TITLE = tuple(
    (label, re.compile(rf"[\[(【〔]?{_WHO}{_either(unsure)}{_FORM}{_TO}")) for label, (_, unsure) in _NOUNS.items()
)
_BEFORE_A_SENTENCE = tuple(
    (label, re.compile(rf"{_WHO}{label} of ")) for label in ("retraction", "correction", "reinstatement")
)
_PUBLISHERS_NOTE = re.compile(r"publisher(?:'s|s'|s)?+ note\s*+[:.]\s++(?=\S)")
# "Errors in Table 2", as JAMA heads its corrections.
_ERROR = re.compile(
    r"(?:data )?(?:errors?|incorrect [a-z ]{2,30}|missing [a-z ]{2,30}|omission) (?:in|from|of)(?:(?: the)? (?:abstract|table|figure|text|results|title|byline|author|affiliation|footnote|data|key points|discussion)s?(?![a-z]| of )|(?= ?:))"
)
_ERROR_OF = re.compile(r"(?: [0-9a-z]{1,3})?(?: in)? ?: ?(?=\S)")
# Plural words begin articles about errata: "Errata in oncology journals: a review".
_ABOUT_MANY = re.compile(
    r"[\[(]?(?:errata|corrigenda|addenda|corrections|retractions|expressions of concern)(?: and [a-z]+)? (?:in|of|and|on)\b"
)
_SHORT_WORD = 3  # letters; of longer ones each has a capital in a title in capitals


# Most titles have none of these, and need no closer look: it takes thirty times as long.
_HINTS = tuple(
    {fold(noun)[:6] for nouns in _NOUNS.values() for noun in "|".join(nouns).split("|")}
    | {"error", "incorrect", "missing", "omission", "(vol", "concern", "publis"}
)


_DASHED = re.compile("(?<=\\w)\u2014(?=[\\w[(])")


@lru_cache(maxsize=4096)
def announced(title: str) -> Announcement | None:
    """Return what the title announces about another work; None for a work like any other.

    Only notices proper: see ``answering`` for replies and comments.
    """
    title = _DASHED.sub(" \u2014 ", title[:_LONGEST].strip(), count=1)
    folded = fold(title)
    if not any(hint in folded for hint in _HINTS) or _ABOUT_MANY.match(folded):
        return None
    for label, pattern in _OPENINGS:
        if found := pattern.match(folded):
            return _announcement(label, title[found.end() :])
    for forms, is_one in ((_BEFORE_A_TITLE, _begins_a_title), (_BEFORE_A_SENTENCE, _is_sentence)):
        for label, pattern in forms:
            if (found := pattern.match(folded)) and is_one(title[found.end() :]):
                return _announcement(label, title[found.end() :])
    if found := _PUBLISHERS_NOTE.match(folded):
        return _announcement("correction", title[found.end() :])
    if found := _ERROR.match(folded):
        said = _ERROR_OF.match(folded, found.end())
        return _announcement("correction", title[said.end() :]) if said else Announcement("correction")
    return _announced_behind(title, folded)


def _begins_a_title(text: str) -> bool:
    """Return whether the first word is no common word in small letters."""
    first = text.partition(" ")[0].rstrip(":,.;")
    return bool(first) and not (first.isalpha() and first.islower())


def _is_sentence(text: str) -> bool:
    """Return whether the text is a title of its own within a title: one capital first, and small letters after it.

    Or a number that is a name ("177Lu"), an acronym before a colon, or a line of Chinese.
    """
    if sum(sign > "\u2e80" for sign in text[:20]) >= _SIGNS:
        return True
    words = [word for word in text.split() if len(word) > _SHORT_WORD]
    if text.isupper():
        return len(words) >= _SHOUTED_WORDS and _OF_A_BODY.match(text) is None
    begins = (text[:1].isupper() and text[1:2].islower()) or (_ACRONYM.match(text) and ": " in text)
    least = 4 if begins else 3 if _NUMBERED_NAME.match(text) else len(text)
    return len(words) >= least and sum(w[0].isupper() for w in words) * 2 < len(words)


_SHOUTED_WORDS = 5  # of a title in capitals, where no letter tells where it begins
# What surgeons retract and physicians correct.
_OF_A_BODY = re.compile(
    r"\A(?:THE |AN? )?(?:[A-Z]{1,20}+ )?(?:EYELIDS?|LIDS?|NIPPLES?|SCARS?|RETINAL?|BLADDER|LIVER|BRAIN|TISSUES?|MUSCLES?|STOMA|CLOT|TONGUE|CHEST|"
    r"HYP[EO]R?[A-Z]+|AN[AE]+MIA|DEFICIENC[A-Z]+|ACIDOSIS|ATTENUATION|MOTION|PARTIAL|ERRORS?|DEFORMIT[A-Z]+|REFRACTI[A-Z]+)\b"
)
_NUMBERED_NAME = re.compile(r"\[?[0-9]{1,3}-?[A-Z]")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9-]{2,}+(?![a-z])")
_SIGNS = 6  # Chinese or Japanese, of twenty: a title, not a word


# What stands behind the title: "X: erratum", "X (Corrigendum)", and as the Web of Science has it "X (Retraction of vol 34, pg 120, 2018)",
# "X (vol 12, pg 100, 2016)".
_BEHIND = tuple(
    (label, re.compile(rf"(?<=\S)\s*+[:.(\[-]\s*+{_WHO}(?:{_either('|'.join(nouns))}){_FORM}\s*+[\])]?\.?$"))
    for label, nouns in _NOUNS.items()
)
_ALWAYS_BEHIND = re.compile(r"\b(erratum|corrigendum|addendum|expression of concern)\.?$")
_INDEXED = re.compile(
    r"\((?:(retraction|withdrawal|expression of concern|correction|erratum|corrigendum)[a-z, ]{0,20} )?(?:vol|volume)\.? [^()]{1,80}\)?\.?$"
)
_CHINESE = re.compile(
    rf"[》」』](?:一文)?[的の]?({_either('更正|勘误|勘誤|订正|訂正|正誤')}|{_either('撤稿|撤回|取り下げ')})"
)
_INDEXED_AS = {"retraction": "retraction", "withdrawal": "retraction", "expression of concern": "concern"}


def _announced_behind(title: str, folded: str) -> Announcement | None:
    if found := _INDEXED.search(folded):
        return Announcement(
            _INDEXED_AS.get(found[1] or "", "correction"), title[: found.start()].strip(), found.group()
        )
    if found := _CHINESE.search(folded):
        label = "retraction" if found[1].startswith(("撤", "取")) else "correction"
        return Announcement(label, re.split("[《「『]", title[: found.start()])[-1])
    for label, pattern in _BEHIND:
        if found := pattern.search(folded):
            return Announcement(label, title[: found.start()].strip(" :.-"))
    if found := _ALWAYS_BEHIND.search(folded):
        label = "concern" if found[1].startswith("expr") else "correction"
        return Announcement(label, title[: found.start()].strip(" :.-"))
    return None


_CLOSING = "\"'»“”’›」』》〉"
_QUOTED = re.compile(
    rf"^(?:[^{_QUOTE}{_CLOSING}\n]{{0,120}}(?:et al\.?,?|[:,])\s)?[{_QUOTE}](?P<title>[^{_QUOTE}{_CLOSING}][^\n]*)[{_CLOSING}](?P<place>[^{_QUOTE}{_CLOSING}\n]*)$"
)
_CITED = re.compile(r"\s[\[(](?P<place>[^\[\]()]{0,60}+(?:\([^()]{1,20}\)[^\[\]()]{0,40}+)?)[\])]\.?$")


_NUMBERS = re.compile(r"[0-9]++")
_SHORT_QUOTE = 12  # letters: a word in quotation marks within a title


def _announcement(label: str, rest: str) -> Announcement:
    """Return the announcement with its title out of quotation marks, and what is cited behind it apart."""
    rest = rest.strip()
    rest = rest[:-1] if rest.endswith("]") and rest.count("]") > rest.count("[") else rest
    found = _QUOTED.match(rest)
    if found and (len(found["title"]) > _SHORT_QUOTE or not found["place"]):
        return Announcement(label, found["title"].strip(), found["place"].strip(" .,[]()"))
    if (found := _CITED.search(rest)) and len(_NUMBERS.findall(found["place"])) > 1:
        return Announcement(label, rest[: found.start()].strip(), found["place"])
    return Announcement(label, rest.strip(" \"'"))


_ANSWERS = re.compile(
    r"(?:(?P<reply>(?:the )?(?:authors?'?s?'? )?(?:in )?(?:repl(?:y|ies)|response)(?: to)?(?: the)?(?: letter(?: to the editor)?| comments?)?(?: on| regarding)?)"
    r"|(?:re|regarding|concerning|(?:invited |editorial )?comment(?:s|ary)?(?: on| to| regarding)|(?:correspondence|letter)(?: to the editor)?(?: on| regarding| about| by)?))"
    r"(?:\s*[:.\-]\s*|\s+(?=[\"'«„“‘]))"
)


def answering(title: str) -> Announcement | None:
    """Return the announcement of a reply or a comment with the title that it answers; None where no title follows."""
    title = title[:_LONGEST].strip()
    found = _ANSWERS.match(fold(title))
    return _announcement("reply" if found["reply"] else "comment", title[found.end() :]) if found else None


# PubMed's publication types, which other sources use too: https://www.nlm.nih.gov/mesh/pubtypes.html
_TYPES = {
    "published erratum": "correction",
    "correction": "correction",
    "erratum": "correction",
    "corrigendum": "correction",
    "addendum": "correction",
    "retraction of publication": "retraction",
    "retraction notice": "retraction",
    "retraction": "retraction",
    "expression of concern": "concern",
}


def typed(publication_types: Iterable[str]) -> str:
    """Return the label of a notice by its publication types, "" where they are of no notice."""
    return next((_TYPES[name] for name in map(str.lower, publication_types) if name in _TYPES), "")


# The work itself, marked by its publisher after the fact.
_MARKED_WORD = (
    r"(?:retracted(?: and (?:republished|replaced))?|partially retracted|withdrawn|removed|temporarily withdrawn|temporary removal)"
    r"(?> (?:article|paper|chapter|manuscript|publication|preprint))?+"
)
_MARK = re.compile(
    rf"^[\[(]?{_MARKED_WORD}(?:[\])]\s*+[:.\-]?\s*+|\s*+[:.\-]\s*+)"
    rf"|(?<=\S)\s*+[\[(](?:this (?:article|paper) (?:was|has been) )?{_MARKED_WORD}(?:[.:;,] [^()\[\]]{{0,200}})?[\])]?\.?$"
)
# In small letters they are words like others.
_SHOUTED = re.compile(r"(?:TEMPORARILY )?(?:WITHDRAWN|REMOVED)|TEMPORARY REMOVAL")


def is_marked(title: str) -> bool:
    """Return whether the title has the mark of a retracted or withdrawn work."""
    title = title.strip()
    found = _mark(title)
    if not found:
        return False
    mark, rest = title[found.start() : found.end()], title[found.end() :]
    return _SHOUTED.search(mark) is not None or ("retracted" in fold(mark) and (not rest or _begins_a_title(rest)))


def _mark(title: str) -> re.Match[str] | None:
    folded = fold(title)
    return _MARK.search(folded) if any(word in folded for word in _MARKS) else None


_MARKS = ("retracted", "withdrawn", "removed", "removal")


def unmarked(title: str) -> str:
    """Return the title without the mark of a retracted or withdrawn work."""
    found = _mark(title)
    return title if found is None else (title[: found.start()] + title[found.end() :]).strip()


# Other labels: each at the beginning of the title, or at its end; in the middle the words speak of something else
# ("response to treatment", "effects of comments on demand").
_OTHERS: dict[str, tuple[str, ...]] = {
    "reply": (
        r"^(?>in |(?>authors?'?s?'?) |the authors )*+repl(?:y|ies)\b",
        r"^(?:authors?'?s?'? )?response ?:",
        r"^(?:authors?'?s?'? response|in response to|response to (?:the )?(?:letter|comment)s?|letter in response)\b",
        r"^re ?:",
        r"\b(?:repl(?:y|ies)|response from the authors?|author response)$",
    ),
    "comment": (
        r"^(?:invited |editorial )?comment(?:ary)?s?(?: ?:| on\b| to\b| regarding\b)",
        r"^letters?(?: to the editor)? ?(?::|regarding\b|about\b|by\b|on\b)",
        r"^(?:faculty opinions|regarding|concerning)\b",
        r"^correspondence ?:",
        r"\b(?:editorial comment|commentary|letter to the editor|letter)$",
    ),
    "protocol": (
        r"\bprotocol\b",
        r"\brationale and (?:study )?design\b",
        r"\bdesign and rationale\b",
        r"\b(?:study|trial) design\b",
    ),
    "in progress": (r"\btrials?[ -]in[ -]progress\b", r"\btip$"),
    "update": (r"\bupdate[ds]?\b", r"\brevisited$"),
}
_PATTERNS = tuple((name, re.compile("|".join(patterns))) for name, patterns in _OTHERS.items())


def label_of(title: str) -> str:
    """Return the label of a title, a notice's or another one's; "" for a work like any other."""
    if found := announced(title):
        return found.label
    folded = fold(title).strip(" .\"'[]()")
    return next((name for name, pattern in _PATTERNS if pattern.search(folded)), "")


# How a notice's text names its work: "[This corrects the article DOI: 10.3389/fendo.2026.123456.]", "retraction of PMID: 41000001".
_NAMES = re.compile(
    r"\b(?:article|paper|publication|manuscript|retraction|erratum|correction|concern)\b[^;\n]{0,80}?"
    r"(?P<id>doi:? ?|https?://(?:dx\.)?doi\.org/|10\.[0-9]{4,9}/|pmid:? ?[0-9])"
)
_WHOLE = 250  # characters: no identifier but that of its work stands in so short a notice
_WORK = re.compile(r"\b(?:article|paper|publication|manuscript)\b")
_NUMBER = re.compile(r"\bpmid:? ?([1-9][0-9]{5,7})\b")


def named_in(title: str, text: str) -> tuple[Id, ...]:
    """Return the works that a notice names as its own: by DOI or PMID in its title, or where its text says what it corrects."""
    found = [*_identifiers(title)]
    folded = fold(text)
    named = _NAMES.search(folded)
    if named:
        found += _identifiers(text[named.start("id") : named.start("id") + 300])
    elif len(text) <= _WHOLE or _WORK.search(folded):
        found += _identifiers(text)
    return tuple(dict.fromkeys(found))


def _identifiers(text: str) -> list[Id]:
    doi = read_doi(text)
    return [*([doi] if doi else ()), *(Id("pmid", number) for number in _NUMBER.findall(fold(text)))]


def titled(title: str, standing: Iterable[str]) -> str:
    """Return the title with what stands on the work before it: "RETRACTED: ..."; a mark that it has is not set again."""
    new = [notice for notice in standing if not (notice == "RETRACTED" and is_marked(title))]
    return f"{', '.join(new).upper()}: {title}" if new else title
