"""Put drugs, doses and intervals together to regimens, and measure them against the label where there is one."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from watcher.model import Record, Regimen
from watcher.relevance.compounds import Codes, coded, compounds
from watcher.relevance.label import DEPOT_DAYS, WITHOUT_LABEL, Said, measured, others, role_of
from watcher.relevance.lists import goes_on, without_sums
from watcher.relevance.once import once
from watcher.relevance.pieces import UNTOLD_DEPOT, Piece, Sort, pieces, triggers
from watcher.relevance.products import called, formulation, looks_like_depot
from watcher.text import fold, sentences

# An interval belongs to the dose before it over a few words: "120 mg given deep subcutaneously every 14 days".
_REACH = 70
# "30 mg or 60 mg or 120 mg every 4 weeks": an interval is looked for over so many pieces, no more.
_LONGEST_LIST = 12
_NEXT_DRUG = re.compile(r"[\s-]*+(?:of |doses? of |of long-acting )?\(?")
_IN_BRACKETS = re.compile(r"[^.;,()]{0,24} \(")  # "120 mg/4 weeks (lanreotide)"
# Which may be said of nothing but injections: "it was given every 3 weeks in 12 and every 2 weeks in 9".
_GIVEN_EVERY = re.compile(r"(?:given|injected|administered) $")
# "Progressed on 30 mg and were escalated to 60 mg every 4 weeks": the interval is the latter's.
_SHORTEST_WORDS = len(" was ")
# "10 mg daily plus lanreotide": the dose is of what stands before it.
_ANOTHER = re.compile(r"\b(?:plus|and|with|or|patients|stable on|after)\b|[,;+]")
# "120 mg: median PFS 29 months q28d": another value stands between the dose and its interval.
_ANOTHER_VALUE = re.compile(r";|^[^(]*\d")
_CHAINED = re.compile(
    r",\s*+(?:or\s|and\s)?|\s{1,3}(?:in \d{1,4}(?: (?:patients|pts))?(?: \(\d{1,3}(?:\.\d{1,2})? ?%\))?|\(\d{1,3}(?:\.\d{1,2})? ?%\))(?:,? (?:and|or)|,)\s{1,3}|\s{0,9}+\(?(?:n ?= ?)?\d{1,4}\)?,\s{0,9}+|\s{0,9}+(?:\(n ?= ?\d{1,5}\)\s{0,9}+)?(?:for \w{1,6} (?:weeks|months|cycles|injections)(?!\w)\s{0,9}+)?,?\s{0,9}+(?:(?:was |were )?compared with|(?:and )?followed by|rather than|instead of|to|auf|or|and|and then|then|versus|vs\.?)\s{0,9}+|,?\s(?:and\s)?\d{1,4}\s(?:(?:patients|pts)\s)?to\s"
)
_ABOVE = re.compile(
    r"(?:above|(?<!advantage )(?<!benefit )(?<!superiority )(?<!gain )over|more than|exceed(?:ing|ed|s)?|beyond|(?:higher|greater|larger) than|in excess of)\s*+$"
)
_UP_TO = re.compile(r"\bup to\s$")
# "120 mg more often than every 28 days" says that the interval is shorter, and not which it is.
_SOONER = re.compile(r"(?:more (?:often|frequent(?:ly)?)|sooner|earlier|less|shorter) than\s*+$|<\s*+$")
_CHANGED = re.compile(r"\b(?:(?:were|was)(?! compared)|escalated|switched|needed|received|had)\b")
_OF_ARMS = re.compile(r", \d{1,3} ?mg,? (?:and|or) [a-z]")  # "with every 2 weeks, 60 mg, and control"
_GIVEN = re.compile(
    r"(?:[\s,(]|(?:is|are|being)(?![a-z])|intervals?|between(?: prrt)? cycles|given|administered|administrations?|injections?|injected|dosing|treatment|therapy|was|were|at|im|i\.m\.|sc|s\.c\.|deep|subcutaneous(?:ly)?|intramuscular(?:ly)?)*+"
)
_BEFORE = re.compile(
    r"[\s,(-]*+(?:dose of |doses of |injections? of |dosing of |dosing with |treatment with |(?:schedules?|intervals?|regimens?) (?:of|with) )?"
)
# What may stand between a drug and its dose in one name of a regimen; "was increased to" is no part of it.
_NAMING = re.compile(
    r"(?:[\s,:/()\[\]-]|(?:\(?(?:lan|oct|lar|atg|ssas?|srls?)\)|given|administered|administrations?|injections?|injected|dosing|dosages?|doses?"
    r"|treatment|therapy|at|an?|of|im|i\.m\.|sc|s\.c\.|deep|subcutaneous(?:ly)?|intramuscular(?:ly)?|up to|above|over|more than|>)(?![a-z]))*+"
)
# "Weekly octreotide", "a weekly high-exposure depot of lanreotide".
_ADJECTIVE = re.compile(
    r"[ -](?:(?:[\w-]{1,20} ){0,2}(?:depots?|formulation|implants?|injections?|gel|microspheres) of )?"
)
_NEAR = 40
# No depot is given several times a week: in "LAR 40 mg and flushes fell from 5 to 2 a day" that is another matter.
_DEPOTS = frozenset({"LAR", "autogel", "PR", UNTOLD_DEPOT})
_SOME_DEPOTS = frozenset({"subcutaneous depot", UNTOLD_DEPOT})
_OR = re.compile(r" (?:or|and) |/")
_THE_DEPOT = "the depot"
# The drug is left unsaid: "three doses of s.c. depot 20 mg".
_NAMELESS = re.compile(r"the depot|(?:subcutaneous|s\.? ?c\.?)(?: \(s\.?c\.?\))? depot")
_SAME = re.compile(r"the same (?:drug|dose|analogue|analog|agent|product|treatment)s? (?:given )?$")
_DEPOT_MG = 10
_MOST_MG = 400
_ANY_ANALOGUE = "somatostatin analogue"


Spans = Sequence[tuple[int, int]]


def regimens(record: Record, spans: Spans | None = None) -> tuple[Regimen, ...]:
    """Return every regimen that title and abstract give, each where it is the study's, or at its first place; () where there is none.

    A dose in the abstract without a drug in its sentence is of the drug named last; between two products of
    one substance (octreotide's depot and LAR) it is of the title's, whose doses the abstract reports.
    After them come the doses of other drugs that the abstract gives beside them. ``spans`` are its sentences, where they are known already.
    """
    whole = [(0, len(record.title))]  # a title is one statement, however it is punctuated
    codes = compounds(fold(f"{record.title}. {record.text}"))
    both = in_text(record.title, "title", spans=whole, codes=codes) + in_text(
        record.text, "abstract", _meant(record, codes), spans, codes
    )
    return once((*both, *(_beside(record, spans, codes) if both else ())))


def _beside(record: Record, spans: Spans | None, codes: Codes) -> Iterator[Regimen]:
    """Yield the doses of other drugs in the abstract, where it speaks of an analogue's."""
    folded = fold(record.text)
    if "mg" in folded or "gbq" in folded:
        every = others(record.text, folded, tuple(sentences(record.text)) if spans is None else spans, "abstract")
        yield from (one for one in every if one.drug not in codes)


_NO_CODES: Codes = {}


def in_text(
    text: str,
    field: str = "abstract",
    drug: tuple[str, str] = ("", ""),
    spans: Spans | None = None,
    codes: Codes = _NO_CODES,
) -> tuple[Regimen, ...]:
    """Return every regimen of the text; ``drug`` is the one meant where a sentence names none, ``codes`` those of analogues."""
    folded = without_sums(fold(text))
    signs = triggers(folded)
    if not signs:
        return ()
    found: list[Regimen] = []
    last = drug
    for start, end in sentences(text) if spans is None else spans:
        parts = coded(pieces(folded, start, end, signs), folded, start, end, codes)
        if not parts:
            continue
        meant = drug if drug[0] == last[0] and drug[1] else last
        for said in _sentence(folded, parts, meant, is_certain=meant[0] == drug[0]):
            one = measured(said, text, field)
            found.append(replace(one, role=role_of(one, folded[start:end], start)))
        last = _last_drug(parts, last)
    return tuple(found)


def _meant(record: Record, codes: Codes) -> tuple[str, str]:
    """Return the only drug of the title, or of a text whose title names none."""
    drug = _only_drug(record.title, codes)
    return _only_drug(record.text, codes) if drug[0] in {"", _ANY_ANALOGUE} else drug


def _only_drug(text: str, codes: Codes) -> tuple[str, str]:
    folded = fold(text)
    parts = coded(pieces(folded, 0, len(folded), triggers(folded)), folded, 0, len(folded), codes)
    drugs = {one.drug for one in parts if one.sort is Sort.DRUG and not one.text.startswith("rescue")}
    named = {drug for drug in drugs if drug[0] != _ANY_ANALOGUE} or drugs
    told = {drug for drug in named if drug[1] or not any(drug[0] == other[0] and other[1] for other in named)}
    return told.pop() if len(told) == 1 else ("", "")


def _last_drug(parts: list[Piece], drug: tuple[str, str]) -> tuple[str, str]:
    named = [piece.drug for piece in parts if piece.sort is Sort.DRUG and piece.drug[0] != _ANY_ANALOGUE]
    return named[-1] if named else drug


def _sentence(folded: str, parts: list[Piece], drug: tuple[str, str], *, is_certain: bool) -> Iterator[Said]:
    """Yield what the sentence says; it calls a drug that only an earlier sentence names by its name where that is certain."""
    if drug[1] in _SOME_DEPOTS:  # "assigned to the depot at 20 mg every 2 weeks"
        parts = [one._replace(sort=Sort.DRUG, drug=drug) if one.text == _THE_DEPOT else one for one in parts]
    sentence = _Sentence(folded, parts, is_certain=is_certain)
    for i, piece in enumerate(parts):
        if piece.sort is Sort.DOSE:
            yield from sentence.dose(i, drug)
        elif piece.sort is Sort.DRUG:
            yield from sentence.interval_alone(i)
        elif piece.sort is Sort.INTERVAL:
            yield from sentence.by_itself(i, drug)


class _Sentence:
    """The pieces of one sentence, and which of its intervals a dose or a drug has taken."""

    def __init__(self, folded: str, parts: list[Piece], *, is_certain: bool) -> None:
        self.folded = folded
        self.is_certain = is_certain
        self.parts = parts
        self.used: set[int] = set()
        self.drug_before = _last_seen(parts, lambda piece: piece.is_drug and piece.text != "placebo")
        self.drug_after = _last_seen(parts[::-1], lambda piece: piece.is_drug)[::-1]
        self.drug_after = [None if at is None else len(parts) - 1 - at for at in self.drug_after]
        self.dose_before = _last_seen(parts, lambda piece: piece.sort is Sort.DOSE)

    def dose(self, i: int, drug: tuple[str, str]) -> Iterator[Said]:
        """Yield what is said with the dose; nothing where it is another drug's, or no depot's without a drug."""
        piece = self.parts[i]
        named = self._drug_of(i)
        if named is None:
            return
        times = self._intervals_of(i)
        if times and self._is_of_an_event(i, named, times[0]):
            if self.parts[times[0]].start - piece.end <= 1:  # "10 mg/d" is another drug's
                return
            times = []
        days: list[float | None] = [days for at in times for days in self.parts[at].numbers]
        days = days or [None]
        meant = drug if named == i or self._is_of_the_title(named, drug) else self.parts[named].drug
        name, form = formulation(meant, piece.numbers, days)
        if self._is_no_depot(i, named, name, days):
            return
        self.used.update(times)
        start, end = self._extent(i, named, times)
        more = _ABOVE.search(self.folded, max(start - _NEAR, 0), start)
        more_or_less = more or _UP_TO.search(self.folded, max(start - _NEAR, 0), start)
        start = more_or_less.start() if more_or_less else start
        is_named = start <= self.parts[named].start < end if named != i else not self.is_certain
        is_named = is_named and not _NAMELESS.fullmatch(self.parts[named].text)
        said = Said(
            name,
            form,
            start=start,
            end=end,
            above=piece.above or more is not None,
            sooner=bool(times)
            and _SOONER.search(self.folded, self.parts[i].end, self.parts[times[0]].start) is not None,
            product=""
            if is_named
            else called((name, form) if meant[1] == UNTOLD_DEPOT or (name, form) == drug else meant),
        )
        for dose in dict.fromkeys(piece.numbers):
            for interval in days:
                yield said._replace(dose=dose, interval=interval)

    def _is_of_the_title(self, named: int, drug: tuple[str, str]) -> bool:
        """Return whether a drug named without its form is the title's, whose form has no label: "octreotide implant"."""
        return drug[1] in WITHOUT_LABEL and self.is_certain and self.parts[named].drug == (drug[0], "")

    def _is_no_depot(self, i: int, named: int, name: str, days: Sequence[float | None]) -> bool:
        """Return whether no depot can be so much, or so much so often where no drug is named."""
        least = min(self.parts[i].numbers)
        often = named == i and least >= _DEPOT_MG and any(day is not None and day < DEPOT_DAYS[0] for day in days)
        is_coded = self.parts[named].drug[1] == "depot"
        return (
            (least > _MOST_MG and not is_coded)
            or often
            or (not name and not looks_like_depot(self.parts[i].numbers, days))
        )

    def interval_alone(self, i: int) -> Iterator[Said]:
        """Yield "octreotide LAR every 3 weeks" and "three-weekly octreotide LAR": an interval beside the drug, no dose."""
        drug, *following = self.parts[i : i + 3]
        if following and following[0].sort is Sort.DRUG and _OR.fullmatch(self.folded, drug.end, following[0].start):
            following = list(self.parts[i + 2 : i + 4])  # "lanreotide or octreotide LAR every 14 days"
            if (
                following
                and following[0].sort is Sort.INTERVAL
                and _GIVEN.fullmatch(self.folded, self.parts[i + 1].end, following[0].start)
            ):
                for said in self._apart(following[0], drug.drug, drug.start, drug.end):
                    yield said._replace(start=following[0].start, end=following[0].end, product=called(drug.drug))
            return
        if drug.text == "octreotide depot":  # which of two products, its dose alone would say
            return
        if i and self._is_before(i) and not (following and following[0].sort is Sort.DOSE):
            yield from self._apart(self.parts[i - 1], drug.drug, self.parts[i - 1].start, drug.end)
        if not following or following[0].sort is not Sort.INTERVAL or i + 1 in self.used:
            return
        interval = following[0]
        if len(following) > 1 and following[1].sort is Sort.DOSE and following[1].start - interval.end < 4:
            return
        if _GIVEN.fullmatch(self.folded, drug.end, interval.start):
            for at in self.chained(i + 1):
                yield from self._apart(self.parts[at], drug.drug, drug.start, self.parts[at].end)

    def _is_before(self, i: int) -> bool:
        """Return whether an interval that no dose has taken stands right before the drug, as its adjective."""
        before = self.parts[i - 1]
        free = before.sort is Sort.INTERVAL and i - 1 not in self.used and not before.changes
        return free and _ADJECTIVE.fullmatch(self.folded, before.end, self.parts[i].start) is not None

    def shortened(self, i: int, drug: tuple[str, str]) -> Iterator[Said]:
        """Yield "the interval was shortened to 14 days" of the drug that the title alone names."""
        piece = self.parts[i]
        for said in self._apart(piece, drug, piece.start, piece.end):
            yield said._replace(product=called(drug))

    def by_itself(self, i: int, drug: tuple[str, str]) -> Iterator[Said]:
        """Yield what an interval says that is no dose's and no drug's: of the only drug, of the dose before it, of "the same drug"."""
        piece = self.parts[i]
        alone = self.is_certain and not any(part.is_drug or part.sort is Sort.DOSE for part in self.parts)
        before = self.folded[max(piece.start - _NEAR, 0) : piece.start]
        if piece.changes and i not in self.used:
            yield from (self.shortened if alone else self.stepped)(i, drug)
        elif alone and _GIVEN_EVERY.search(before):
            for at in self.chained(i):
                yield from self.shortened(at, drug)
        elif _SAME.search(before):
            for at in [at for at, one in enumerate(self.parts[:i]) if one.sort is Sort.DOSE]:
                yield from self.of_dose(at, i, drug)

    def stepped(self, i: int, drug: tuple[str, str]) -> Iterator[Said]:
        """Yield "120 mg every 21 days; then the interval was shortened to 14 days": the dose that the sentence gave before."""
        at = self.dose_before[i]
        if at is not None:
            yield from self.of_dose(at, i, drug)

    def of_dose(self, at: int, i: int, drug: tuple[str, str]) -> Iterator[Said]:
        """Yield the one dose that was named before with this interval: "the same drug every 14 days"."""
        named = self._drug_of(at)
        if named is None or len(self.parts[at].numbers) != 1:
            return
        meant = drug if named == at else self.parts[named].drug
        for said in self._apart(self.parts[i], meant, self.parts[i].start, self.parts[i].end):
            name, form = formulation(meant, self.parts[at].numbers, (said.interval,))
            yield said._replace(drug=name, form=form, dose=self.parts[at].numbers[0], product=called(meant))

    def _apart(self, interval: Piece, drug: tuple[str, str], start: int, end: int) -> Iterator[Said]:
        """Yield the drug with each interval that injections of a depot can have."""
        for days in interval.numbers:
            if drug[0] and DEPOT_DAYS[0] <= days <= DEPOT_DAYS[1]:
                name, form = formulation(drug, (), (days,))
                yield Said(name, form, interval=days, start=start, end=end)

    def _drug_of(self, i: int) -> int | None:
        """Return the position of the drug that the dose is of, the dose's own where the sentence names none before it.

        None where the dose is another drug's. "120 mg lanreotide" takes the drug after it, when nothing
        stands between; otherwise the nearest before it counts, then the nearest after.
        """
        before, after = self.drug_before[i], self.drug_after[i]
        end = self.parts[i].end
        if after is not None and (
            _NEXT_DRUG.fullmatch(self.folded, end, self.parts[after].start)
            or (
                _IN_BRACKETS.fullmatch(self.folded, end, self.parts[after].start)
                and self.folded.startswith(")", self.parts[after].end)
            )
        ):
            return self._if_ours(after)
        if before is not None:
            return self._if_ours(before)
        if after is not None and self.parts[after].sort is Sort.DRUG and self.parts[after].start - end <= _REACH:
            return i if _ANOTHER.search(self.folded, end, self.parts[after].start) else after
        return i

    def _if_ours(self, at: int) -> int | None:
        return at if self.parts[at].sort is Sort.DRUG else None

    def _is_of_an_event(self, i: int, named: int, at: int) -> bool:
        """Return whether so much of a depot cannot be given so often: the interval is of what happened to the patients."""
        is_depot = self.parts[named].drug[1] in _DEPOTS and min(self.parts[i].numbers) >= _DEPOT_MG
        return is_depot and max(self.parts[at].numbers) < DEPOT_DAYS[0]

    def _intervals_of(self, i: int) -> list[int]:
        """Return the positions of the dose's intervals: both of "every 28 days to every 14 days"."""
        at = self._interval_of(i)
        return [] if at is None else self.chained(at)

    def chained(self, at: int) -> list[int]:
        """Return the position of the interval, and of those that are named with it: "every 21 days or every 14 days"."""
        times = [at]
        while times[-1] + 1 < len(self.parts) and self.parts[times[-1] + 1].sort is Sort.INTERVAL:
            last, following = self.parts[times[-1]], self.parts[times[-1] + 1]
            if not _CHAINED.fullmatch(self.folded, last.end, following.start):
                break
            if self.folded[last.end] == "," and not following.text.startswith(("every", "q")):
                break
            times.append(times[-1] + 1)
        return times

    def _interval_of(self, i: int) -> int | None:
        """Return the position of the dose's interval: after it, shared at the end of a list, or before it."""
        changed = False
        for j in range(i + 1, min(i + 1 + _LONGEST_LIST, len(self.parts))):
            before, piece = self.parts[j - 1], self.parts[j]
            between = self.folded[before.end : piece.start]
            if piece.sort is Sort.INTERVAL:
                free = not _ANOTHER_VALUE.search(between) and not self.folded.startswith(" dose", piece.end)
                return j if len(between) <= _REACH and free else None
            if piece.sort is not Sort.DOSE and _ANOTHER_VALUE.search(between):
                break
            changed = changed or (len(between) >= _SHORTEST_WORDS and _CHANGED.search(between) is not None)
            if piece.sort is Sort.DOSE and (changed or before.sort is Sort.OTHER or not goes_on(between)):
                break
        return self._interval_before(i)

    def _interval_before(self, i: int) -> int | None:
        for j in range(i - 1, max(i - 3, -1), -1):
            between = self.folded[self.parts[j].end : self.parts[j + 1].start]
            if not _BEFORE.fullmatch(between) and not (self.parts[j].changes and between == " at "):
                return None
            if self.parts[j].sort is Sort.INTERVAL:
                return None if j in self.used or _OF_ARMS.match(self.folded, self.parts[j].end) else j
        return None

    def _extent(self, i: int, named: int, times: Sequence[int]) -> tuple[int, int]:
        """Return from where to where the regimen reads: with its drug, unless a statement or another dose stands between."""
        low, high = sorted((named, i))
        dose = self.dose_before[high]
        ends = [i, *times]
        is_called = not _NAMELESS.fullmatch(self.parts[named].text)
        if is_called and (dose is None or dose <= low) and self._is_one_name(low, high):
            ends.append(named)
        return min(self.parts[k].start for k in ends), max(self.parts[k].end for k in ends)

    def _is_one_name(self, low: int, high: int) -> bool:
        """Return whether nothing but the words of a prescription stands between the pieces."""
        between = zip(self.parts[low:high], self.parts[low + 1 : high + 1], strict=True)
        return all(_NAMING.fullmatch(self.folded, one.end, other.start) for one, other in between)


def _last_seen(parts: list[Piece], wanted: Callable[[Piece], bool]) -> list[int | None]:
    """Return for each piece the position of the nearest one before it that is wanted, None where there is none."""
    seen: list[int | None] = []
    last = None
    for at, piece in enumerate(parts):
        seen.append(last)
        if wanted(piece):
            last = at
    return seen
