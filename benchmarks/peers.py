"""Other people's own cases through our readers and writers; nothing of them is kept here.

``PYTHONPATH=.:tests python benchmarks/peers.py FOLDER [--show N]`` with FOLDER holding clones, as far as they are at hand, of feedparser, rispy,
pybtex, the CSL test-suite, html5lib-tests and confusable_homoglyphs. Prints a row a set of cases; with ``--show`` the first that differ of each.
"""

import argparse
import ast
import dataclasses
import email
import email.policy
import html
import importlib
import json
import re
import sys
import unicodedata
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import lxml.html
import rispy
from citeproc.source.json import CiteProcJSON
from pybtex.database import parse_string
from pybtex.exceptions import PybtexError
from pybtex.richtext import Text

import samples
import sources
from watcher import formats
from watcher.errors import ParseError
from watcher.ids.found import find_trials
from watcher.model import Page, PartialDate, Record, Unreadable
from watcher.normalise import normalise
from watcher.text import clean, plain

NOW = datetime(2026, 11, 23, tzinfo=UTC)


class Case(NamedTuple):
    """One thing that a peer expects: of which set, where, whether ours agrees, and what both say."""

    about: str
    where: str
    agrees: bool
    said: str = ""


def letters(text: str) -> str:
    """Return the text's letters and digits, without case, marks and markup: what a reader would call the same words."""
    said = lxml.html.fromstring(f"<p>{text}</p>").text_content() if "<" in text else html.unescape(text)
    bare = unicodedata.normalize("NFKD", plain(said).casefold()).replace("ı", "i")
    return "".join(sign for sign in bare if sign.isalnum())


# Feeds: what feedparser's own tests expect of an item, where that is something that we keep.
_EXPECTED = re.compile(
    r"""entries\[(\d+)\]\[u?'(title|link|published_parsed|updated_parsed)'\]\s*==\s*(u?'[^']*'|u?"[^"]*"|\([\d, ]+\))"""
)
_COUNT = re.compile(r"len\(entries\) == (\d+)")


def feeds(folder: Path) -> Iterator[Case]:
    """Yield whether each item of feedparser's test feeds comes through our source, and with its title, link and date."""
    source = sources.load("feeds", {"everything": True})
    for path in sorted([*folder.glob("tests/*formed/**/*.xml"), *folder.glob("tests/json/*.json")]):
        body = path.read_bytes()
        page = Page(url=f"https://example.org/{path.name}", body=body, retrieved=NOW)
        try:
            pieces = list(source.parse(page))
        except ParseError as error:  # a ParseError says that it is no feed
            pieces = [Unreadable(url=page.url, where="the feed", reason=error.reason)]
        except Exception as error:  # noqa: BLE001 - it is what is looked for
            yield Case("feeds that are read or refused", path.name, agrees=False, said=repr(error))
            continue
        yield Case("feeds that are read or refused", path.name, agrees=True)
        yield from _items(path, body.decode("utf-8", "replace"), pieces)


def _items(path: Path, text: str, pieces: list[object]) -> Iterator[Case]:
    records = [piece for piece in pieces if isinstance(piece, Record)]
    wanted = _EXPECTED.findall(text)
    count = max([int(found) + 1 for found, *_ in wanted] + [int(found) for found in _COUNT.findall(text)], default=0)
    if count:
        yield Case("items that come or are named", path.name, len(pieces) >= count, f"{len(pieces)} of {count}")
    for place, field, literal in wanted:
        if int(place) >= len(records):
            continue
        ours, theirs = records[int(place)], ast.literal_eval(literal)
        if field == "title" and letters(theirs):
            yield Case(
                "titles", path.name, letters(html.escape(ours.title)) == letters(theirs), f"{ours.title!r} {theirs!r}"
            )
        elif field == "link" and str(theirs).startswith("http"):
            yield Case("links", path.name, ours.url.rstrip("/") == theirs.rstrip("/"), f"{ours.url!r} {theirs!r}")
        elif field.endswith("parsed"):
            told = PartialDate(*theirs[:3]).iso
            yield Case(
                "dates",
                path.name,
                bool(ours.published) and told.startswith(ours.published.iso),
                f"{ours.published} {told}",
            )


# Reference files: what rispy and pybtex themselves read in their sample files and tests.


def ris(folder: Path) -> Iterator[Case]:
    """Yield whether each reference of rispy's sample files comes, with the title, the authors and the year that rispy reads."""
    for path in sorted(folder.rglob("*.ris")):
        text = path.read_text(encoding="utf-8-sig")
        reader = rispy.WokParser if "wos" in path.name else rispy.RisParser
        try:
            theirs = rispy.loads(text, implementation=reader)
        except (ValueError, OSError) as error:
            yield Case("RIS files that rispy refuses", path.name, bool(_records(path)), str(error)[:60])
            continue
        ours = _records(path)
        yield Case("RIS references", path.name, len(ours) == len(theirs), f"{len(ours)} {len(theirs)}")
        for mine, other in zip(ours, theirs, strict=False):
            title = other.get("title") or other.get("primary_title") or other.get("short_title") or ""
            yield Case("RIS titles", path.name, letters(mine.title) == letters(title), f"{mine.title!r} {title!r}")
            authors = other.get("authors") or other.get("first_authors") or []
            same = [letters(one.family) for one in mine.people] == [letters(one.split(",")[0]) for one in authors]
            yield Case("RIS authors", path.name, same, f"{[one.name for one in mine.people]} {authors}")
            year = str(other.get("year") or other.get("publication_year") or "")[:4]
            if year.isdigit():
                yield Case(
                    "RIS years", path.name, str(mine.published or "")[:4] == year or year in str(mine.published), year
                )


def _records(path: Path) -> list[Record]:
    return [piece for piece in formats.read(path.read_bytes(), path.name, NOW) if isinstance(piece, Record)]


def bibtex(folder: Path) -> Iterator[Case]:
    """Yield whether each titled entry that pybtex reads comes with its title and its authors' family names."""
    texts = [(path.name, path.read_text(encoding="utf-8", errors="replace")) for path in sorted(folder.rglob("*.bib"))]
    sys.path.insert(0, str(folder))
    tests = importlib.import_module("tests.bibtex_parser_test")
    for name, kind in vars(tests).items():
        if isinstance(kind, type) and getattr(kind, "correct_result", None) is not None:
            texts += [(name, text) for text in kind.input_strings or [kind.input_string] if text]
    for name, text in texts:
        yield from _entries(name, text)


def _entries(name: str, text: str) -> Iterator[Case]:
    try:
        with warnings.catch_warnings(action="ignore"):
            theirs = parse_string(text, "bibtex").entries
    except (PybtexError, KeyError) as error:
        pieces = list(formats.read(text.encode(), "x.bib", NOW, "bibtex"))
        yield Case("BibTeX texts that pybtex refuses", name, bool(pieces), str(error)[:60])
        return
    ours = {
        one.source_id: one for one in formats.read(text.encode(), "x.bib", NOW, "bibtex") if isinstance(one, Record)
    }
    for key, entry in theirs.items():
        title = entry.fields.get("title", "")
        if not title or entry.fields.get("crossref"):
            continue
        mine = next((one for found, one in ours.items() if found == key), None)
        yield Case("BibTeX entries with a title", name, mine is not None, key)
        if mine is None:
            continue
        if not re.search(r"\\[a-z]{2}", title):  # of a command in small letters pybtex prints the name
            yield Case("BibTeX titles", name, letters(mine.title) == letters(_tex(title)), f"{mine.title!r} {title!r}")
        families = [
            letters(_tex(" ".join([*one.prelast_names, *one.last_names]))) for one in entry.persons.get("author", ())
        ]
        if families and not {"others", "anonymous"} & {*families}:
            found = [letters(one.family or one.collective) for one in mine.people]
            yield Case("BibTeX authors", name, found == families, f"{found} {families}")


def _tex(text: str) -> str:
    """Return what pybtex prints of it; the name of a command that it does not know stands for itself, as TeX's logos do."""
    return str(Text.from_latex(re.sub(r"\\([A-Z][A-Za-z]+)", r"\1", text.replace("\\Dash", "-"))))


# Citations: the CSL test-suite's input, read, written and rendered again.


def citations(folder: Path) -> Iterator[Case]:
    """Yield whether each reference of the CSL tests is read with its title, and is what citeproc-py takes once we wrote it."""
    for path in sorted((folder / "processor-tests" / "humans").glob("*.txt")):
        found = re.search(r">>=+ INPUT =+>>\s*(.*?)<<=+ INPUT", path.read_text(encoding="utf-8"), re.DOTALL)
        told = json.loads(found[1]) if found else []
        items = [{"id": f"item {at}", **one} for at, one in enumerate(told) if letters(one.get("title", ""))]
        if not items:
            continue
        read = list(formats.read(json.dumps(items).encode(), "x.json", NOW, "csl_json"))
        ours = {one.source_id: normalise(one) for one in read if isinstance(one, Record)}
        for item in items:
            mine = ours.get(str(item.get("id")))
            yield Case("CSL references", path.name, mine is not None, str(item.get("id")))
            if mine:
                yield Case(
                    "CSL titles",
                    path.name,
                    letters(html.escape(mine.title)) == letters(item["title"]),
                    f"{mine.title!r} {item['title']!r}",
                )
                families = [letters(one.get("family") or one.get("literal") or "") for one in item.get("author", ())]
                if families and all(families):
                    names = [letters(one.name) for one in mine.people]
                    yield Case(
                        "CSL authors",
                        path.name,
                        all(f in n for f, n in zip(families, names, strict=False)) and len(names) == len(families),
                        f"{names} {families}",
                    )
        yield _again(path.name, [one for one in read if isinstance(one, Record)])


def _again(name: str, records: Sequence[Record]) -> Case:
    told = str(formats.write(records, "csl_json"))
    try:
        with warnings.catch_warnings(action="ignore"):
            taken = CiteProcJSON(json.loads(told))
    except Exception as error:  # noqa: BLE001 - it is what is looked for
        return Case("what we write, taken by citeproc-py", name, agrees=False, said=repr(error))
    titles = [letters(str(one.get("title", ""))) for one in taken.values()]
    return Case(
        "what we write, taken by citeproc-py",
        name,
        sorted(titles) == sorted(letters(one.title) for one in records),
        f"{titles}",
    )


# Signs: every named entity, and every letter that looks like another, through every output.


def entities(folder: Path) -> Iterator[Case]:
    """Yield whether each named and numbered entity of html5lib's tests that ends as it should is the sign that it stands for."""
    for name in ("namedEntities", "numericEntities"):
        for test in json.loads((folder / "tokenizer" / f"{name}.test").read_text(encoding="utf-8"))["tests"]:
            if test.get("errors") or len(test["output"]) != 1:
                continue
            sign = test["output"][0][1]
            yield Case(name, test["input"], clean(f"a{test['input']}b") == clean(f"a{sign}b"), repr(sign))


IN_A_TITLE = 25  # so that no output has to cut it
TITLE = "Lanreotide {} every 14 days"
# What turns the direction of reading: https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters
TURNING = [
    chr(code)
    for code in range(sys.maxunicode)
    if unicodedata.bidirectional(chr(code)) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
] + ["\u200e", "\u200f", "\u061c"]


def lookalikes(folder: Path) -> Iterator[Case]:
    """Yield whether each output has every confusable letter as it is, no sign that turns, and whether a number of look-alikes is taken."""
    listed = json.loads((folder / "confusable_homoglyphs" / "confusables.json").read_text(encoding="utf-8"))
    signs = sorted(
        {sign for sign in (*listed, *(one["c"] for found in listed.values() for one in found)) if sign.strip()}
    )
    for start in range(0, len(signs), IN_A_TITLE):
        part = signs[start : start + IN_A_TITLE]
        title = clean(TITLE.format(" ".join(f"a{sign}b" for sign in part)))
        wanted = letters(html.escape(title))
        for form, body in _outputs(title).items():
            yield Case(f"confusables: {form}", f"U+{ord(part[0][0]):04X}", wanted in letters(html.escape(body)))
    for sign in TURNING:
        for form, body in _outputs(clean(TITLE.format(f"a{sign}b"))).items():
            yield Case("signs that turn, in no output", f"U+{ord(sign):04X} {form}", sign not in body)
    for sign, likes in listed.items():
        for like in likes:
            if like["c"] in "NCT0123456789" and len(like["c"]) == 1:
                number = "NCT05050942".replace(like["c"], sign, 1)
                if number != "NCT05050942" and not (number.isascii() or sign.isdecimal()):
                    found = find_trials(f"reported ({number}) here")
                    yield Case(
                        "registry numbers with a look-alike, not invented",
                        f"U+{ord(sign[0]):04X} for {like['c']}",
                        all(one.value == "NCT05050942" for one in found),
                        str(found),
                    )


def _outputs(title: str) -> dict[str, str]:
    """Return what each writer and each channel makes of the title, as its reader would read it."""
    record = samples.record("peers", title)
    told = {
        form: formats.write([record], form)
        for form in ("ris", "nbib", "csv", "jsonl", "csl_json", "endnote", "markdown")
    }
    found = {form: body if isinstance(body, str) else body.decode() for form, body in told.items()}
    for form in ("csl_json", "jsonl"):
        found[form] = str(
            json.loads(found[form].strip())[0]["title"] if form == "csl_json" else json.loads(found[form])["title"]
        )
    found["bibtex"] = " ".join(
        one.title
        for one in formats.read(str(formats.write([record], "bibtex")).encode(), "x.bib", NOW)
        if isinstance(one, Record)
    )
    for form in ("endnote", "markdown"):
        found[form] = html.unescape(found[form])
    first = samples.DOSSIERS[0]
    item = dataclasses.replace(first.item, records=(dataclasses.replace(first.item.records[0], title=title),))
    digest = samples.digest(dossiers=[dataclasses.replace(first, item=item)])
    found |= {form: _read(form, shown) for form, shown in samples.forms(digest).items()}
    return found


def _read(form: str, body: bytes) -> str:
    """Return what a reader of one form of a digest reads."""
    if form == "html":
        return str(lxml.html.fromstring(body.decode()).text_content())
    if form == "eml":
        plain_part = email.message_from_bytes(body, policy=email.policy.default).get_body(("plain",))
        return str(plain_part.get_content()) if plain_part else ""
    if form.endswith("json"):
        return html.unescape(json.dumps(json.loads(body), ensure_ascii=False).replace("\\\\", "\\"))
    return body.decode()


SETS: dict[str, Callable[[Path], Iterator[Case]]] = {
    "feedparser": feeds,
    "rispy": ris,
    "pybtex": bibtex,
    "test-suite": citations,
    "html5lib-tests": entities,
    "confusable_homoglyphs": lookalikes,
}


def main() -> None:
    """Run what is at hand, and print a row a set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", choices=SETS, action="append")
    parser.add_argument("--show", type=int, default=0)
    told = parser.parse_args()
    for name in told.only or SETS:
        if not (told.folder / name).is_dir():
            print(f"{name}: not at hand")
            continue
        found = defaultdict[str, list[Case]](list)
        for case in SETS[name](told.folder / name):
            found[case.about].append(case)
        for about, cases in found.items():
            print(f"| {name} | {about} | {sum(case.agrees for case in cases)} of {len(cases)} |")
            for case in [case for case in cases if not case.agrees][: told.show]:
                print(f"    {case.where}: {case.said}")


if __name__ == "__main__":
    main()
