"""The five roles of a sentence, and the headings that name them: "RESULTS: ", at a line's beginning or run into the paragraph."""

import re
from enum import StrEnum

from watcher.text import fold


class Role(StrEnum):
    """What a sentence of an abstract does, in the order of an abstract (NLM's categories)."""

    BACKGROUND = "BACKGROUND"
    OBJECTIVE = "OBJECTIVE"
    METHODS = "METHODS"
    RESULTS = "RESULTS"
    CONCLUSIONS = "CONCLUSIONS"


# Headings as journals print them; the first that matches wins, so the last section comes first.
_HEADINGS = (
    (
        Role.CONCLUSIONS,
        r"conclu|(?<![a-z])concl\b|(?:key|take[- ]home|main|central) (?:messages?|points?)|bottom line|recommendations?|statements?|interpret|discuss|implication|significance|(?<!case )(?<!case: )(?<!clinical )(?<!patient )(?<!history )summary(?!.{0,3}background| of (?:the )?(?:case|patient|presentation))|schlussfolgerung|fazit|conclus|slutsats|konklusion|conclusie|wniosk|\u7ed3\u8bba|\u7d50\u8ad6",
    ),
    (
        Role.RESULTS,
        r"results?\b|(?<![a-z])(?:res|rslts?)\b|findings?|cases?$|case (?:report|presentation|description|history|summary|study|vignette|details)|(?:clinical|patient) (?:case|course|presentation|summary|vignette|history)|(?:presentation|summary|report|description) of (?:the )?(?:case|patient)|cas clinique|caso clinico|casuistica|fallbericht|falldarstellung|kasuistik|casus|fallbeskrivning|observation|outcomes? and(?! measures?)|(?:data|evidence) synthesis|ergebnis|resultat|risultat|resultad|wynik|\u7ed3\u679c|\u7d50\u679c",
    ),
    (
        Role.METHODS,
        r"method|(?<![a-z])(?:mtds?|mthds?|meth|pts)\b|design|setting|participant|patients?\b|intervention|exposures?\b|comparators?\b|measures?|(?:data|evidence|study) (?:source|selection|extraction|collection|acquisition|review|eligib)|search strateg|eligibility|^(?:main|primary|secondary|principal) (?:outcomes?|end[- ]?points?)$|materials?|procedure|subjects|registration|analys[ie]s|sample|experimental|patienten|material y|pacientes|pazienti|metod|\u65b9\u6cd5|\u5bf9\u8c61|\u5bfe\u8c61",
    ),
    (
        Role.OBJECTIVE,
        r"objective|aims?\b|scope|purpose|hypothes|question|goal|ziel\b|zielsetzung|fragestellung|objectif|objetivo|obiettiv|scopo|doel\b|syfte|formal|\bcel\b|\u76ee\u7684",
    ),
    (
        Role.BACKGROUND,
        r"background|(?<![a-z])(?:bkg|bgd?)\b|introduc|context|rationale|importance|hintergrund|einleitung|contexte|introducci|antecedentes|introduzion|achtergrond|inleiding|bakgrund|baggrund|wstep|\u80cc\u666f",
    ),
)


def role_of_heading(label: str) -> Role | None:
    """Return the role that a passage's heading names; None where it names none."""
    words = fold(label).removeprefix("summary.")
    return next((role for role, pattern in _HEADINGS if re.search(pattern, words)), None)


# Up to six words and a colon, or in brackets: "Patients and methods: ", "MAIN OUTCOME MEASURES: ", "[RESULTS] ".
_HEADING = re.compile(
    r"(?<![^\W\d_])\[?((?:SUMMARY\.)?+[^\W\d_]{2,25}+(?:['\u2019]s?)?(?:(?: |/| & |, | and )[^\W\d_]{1,25}+){0,5})\s?(?:::?|\uff1a|\](?=\s)|\.(?=\s[A-Z]))\s*+(?=\S)"
)
_LONGEST = 60
# A heading that ends with a full stop is one of these alone: "Results. Median PFS ..."
_PLAIN = re.compile(
    r"(?i)(?:background|introduction|objecti(?:ve|f)s?|aims?|buts?|m[e\u00e9]thodes?|methods?|materials? and methods|(?:patients|mat[e\u00e9]riels?) (?:and methods|et m[e\u00e9]thodes?)|r[e\u00e9]sultats?|results|findings|conclusions?"
    r"|introducci[o\u00f3]n|objetivos?|m[e\u00e9]todos?|resultados?|conclusi[o\u00f3]n(?:es)?|conclusioni|metodi|risultati|methoden|ergebnisse|schlussfolgerung(?:en)?)"
)


# One printed without any sign: "Results After matching, ...", "Conclusion Intensified lanreotide ..."
_BARE = re.compile(
    r"((?=[A-Z])(?i:background|introduction|objectives?(?! response)|purpose|aims?|(?:patients|materials?|subjects) and methods|methods?|results|findings|conclusions?(?: and relevance)?|interpretation|context|main outcome measures?|design|setting|participants|interventions?))\s+(?=[A-Z][\w-]* |[A-Z]?\d)"
)


def heading(text: str, start: int, end: int) -> tuple[int, Role | None]:
    """Return where the sentence's own words begin, and the role that its heading names (None: it has none)."""
    match = _HEADING.match(text, start, min(end, start + _LONGEST))
    if match is None:
        bare = _BARE.match(text, start, end)
        return (bare.end(), role_of_heading(bare.group(1))) if bare else (start, None)
    label = match.group(1)
    role = role_of_heading(label)
    if "." in match.group()[len(label) :] and not _PLAIN.fullmatch(label):
        return start, None
    return (match.end(), role) if role else (start, None)


def role_alone(sentence: str) -> Role | None:
    """Return the role of a heading that is read as a sentence of its own, "Methods."; None where it is none."""
    words = sentence.strip().removesuffix(".")
    return role_of_heading(words) if _PLAIN.fullmatch(words) else None
