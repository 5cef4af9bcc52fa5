"""Sentences of results, honest rewritings of them in four languages, and lies: what a machine that rewrites may get wrong."""

import random
import re
from typing import NamedTuple

# The source, then an honest rewriting a language; {a} and {b} are arms, {x} and {y} numbers.
_SENTENCES = (
    {
        "source": "Median progression-free survival was {x} months with {a} and {y} months with {b}.",
        "en": "The disease stayed stable for a median of {x} months with {a} and {y} months with {b}.",
        "sv": "Mediantiden med stabil sjukdom var {x} månader med {a} och {y} månader med {b}.",
        "de": "Die Krankheit blieb im Median {x} Monate mit {a} und {y} Monate mit {b} stabil.",
        "es": "La enfermedad se mantuvo estable una mediana de {x} meses con {a} y {y} meses con {b}.",
    },
    {
        "source": "There was no significant difference in response between {a} ({x}%) and {b} ({y}%).",
        "en": "No significant difference was seen in how often tumours shrank with {a} ({x}%) and {b} ({y}%).",
        "sv": "Ingen signifikant skillnad i respons sågs mellan {a} ({x} %) och {b} ({y} %).",
        "de": "Kein signifikanter Unterschied im Ansprechen fand sich zwischen {a} ({x} %) und {b} ({y} %).",
        "es": "No hubo diferencia significativa en la respuesta entre {a} ({x} %) y {b} ({y} %).",
    },
    {
        "source": "Survival was not significantly longer with {a} ({x} months) than with {b} ({y} months).",
        "en": "People did not live significantly longer with {a} ({x} months) than with {b} ({y} months).",
        "sv": "Överlevnaden var inte signifikant längre med {a} ({x} månader) än med {b} ({y} månader).",
        "de": "Das Überleben war nicht signifikant länger mit {a} ({x} Monate) als mit {b} ({y} Monate).",
        "es": "La supervivencia no fue significativamente mayor con {a} ({x} meses) que con {b} ({y} meses).",
    },
    {
        "source": "Diarrhoea was reported by {x}% of patients with {a} and by {y}% with {b}.",
        "en": "Diarrhoea came up in {x}% of patients with {a} and in {y}% with {b}.",
        "sv": "Diarré rapporterades av {x} % av patienterna med {a} och av {y} % med {b}.",
        "de": "Durchfall meldeten {x} % der Patienten mit {a} und {y} % mit {b}.",
        "es": "Notificaron diarrea {x} % de los pacientes con {a} y {y} % con {b}.",
    },
)
_NAMES = {
    "lanreotide": {"sv": "lanreotid", "de": "Lanreotid", "es": "lanreotida"},
    "placebo": {"de": "Placebo"},
    "everolimus": {"de": "Everolimus"},
    "sunitinib": {"de": "Sunitinib"},
    "temozolomide": {"sv": "temozolomid", "de": "Temozolomid", "es": "temozolomida"},
}
_LOST = {  # what denies, and what a liar leaves of it
    "No significant": "A significant",
    "did not live significantly": "lived significantly",
    "Ingen signifikant": "En signifikant",
    "inte signifikant": "signifikant",
    "Kein signifikanter": "Ein signifikanter",
    "nicht signifikant": "signifikant",
    "No hubo": "Hubo",
    "no fue": "fue",
}
_SIGNIFICANCE = re.compile(
    r"significantly |significant |signifikanter |signifikant | significativamente| significativa"
)
KINDS = ("wrong number", "swapped numbers", "swapped arms", "lost negation", "lost significance")


class Rewritten(NamedTuple):
    """A sentence, and what a machine makes of it in a language; ``kind`` is what is wrong, "" for nothing."""

    source: str
    language: str
    said: str
    kind: str = ""


def honest(count: int, seed: int = 1) -> list[Rewritten]:
    """Return so many honest rewritings."""
    chance = random.Random(seed)
    return [Rewritten(*_made(chance)[:3]) for _ in range(count)]


def lies(count: int, seed: int = 1) -> list[Rewritten]:
    """Return so many different lies, as many of each kind."""
    chance, found = random.Random(seed), dict[tuple[str, str], Rewritten]()
    while len(found) < count:
        wanted = KINDS[len(found) % len(KINDS)]
        source, language, said, parts = _made(chance)
        told = _lie(said, wanted, parts, chance)
        if told != said:
            found[source, told] = Rewritten(source, language, told, wanted)
    return list(found.values())


def _made(chance):
    """Return a source, a language, an honest rewriting, and the arms and numbers that stand in it."""
    sentence, language = chance.choice(_SENTENCES), chance.choice(["en", "sv", "de", "es"])
    arms, numbers = chance.sample(sorted(_NAMES), 2), chance.sample(range(30, 990), 2)
    plain = [f"{one / 10:.1f}" for one in numbers]
    local = [one.replace(".", ",") if language != "en" else one for one in plain]
    named = [_NAMES[one].get(language, one) for one in arms]
    source = sentence["source"].format(a=arms[0], b=arms[1], x=plain[0], y=plain[1])
    return source, language, sentence[language].format(a=named[0], b=named[1], x=local[0], y=local[1]), (named, local)


def _lie(said, kind, parts, chance):
    (a, b), (x, y) = parts
    if kind == "wrong number":
        return said.replace(x, f"{chance.randint(100, 999)}"[:2] + x[-2:], 1)
    if kind in {"swapped numbers", "swapped arms"}:
        one, other = (x, y) if kind == "swapped numbers" else (a, b)
        return re.sub(rf"{re.escape(one)}|{re.escape(other)}", lambda found: other if found[0] == one else one, said)
    if kind == "lost negation":
        return next((said.replace(true, false, 1) for true, false in _LOST.items() if true in said), said)
    return _SIGNIFICANCE.sub("", said, count=1)
