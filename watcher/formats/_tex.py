"""TeX as it stands in files of BibTeX and BibLaTeX: read as plain text, and written so that TeX prints what is meant.

The reader is pylatexenc's, but not in TeX's own manner: an unescaped per cent sign begins no comment, for in abstracts it is one, and two
dollars hold a formula only where something between them looks like one.
"""

import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
from pylatexenc.latexwalker import LatexMacroNode, LatexWalkerError

from watcher.formats._writing import Notices, first_known, last_first, line
from watcher.model import Kind, Person, Record

# "$\\beta$", "H$_2$O" and "p$<$0.05", but not what "$5 or $6" costs.
_MATHS = re.compile(r"(?<!\\)\$([^$\n]{0,80}?[\\_^][^$\n]{0,80}?|[<>=+-]{1,2})(?<!\\)\$")
_RAISED = re.compile(r"[_^](\w|\{[^{}]{0,40}\})")
_SIGN = re.compile(r"(?<!\\)[%$&#]")  # what is TeX's own there and nobody else's
_ESCAPED = re.compile(r"\\([&%$#_])")
_COMMAND = re.compile(r"\\[A-Za-z]+\*?\s?")
_LONGEST = 20_000  # characters of TeX in one field
# Signs that are meant, until the braces around them are gone: code points that no text may have.
_KEPT = {"textbackslash": "\ufdd2", "textbraceleft": "\ufdd0", "textbraceright": "\ufdd1", "{": "\ufdd0", "}": "\ufdd1"}
_PUT_BACK = str.maketrans({"\ufdd0": "{", "\ufdd1": "}", "\ufdd2": "\\"})
_MORE = {
    **_KEPT,
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "Dash": "—",
    "textmu": "µ",
    "mu": "µ",
    "url": "%s",
    "href": "%s",
}


def plain(text: str) -> str:
    """Return the text without TeX: accents composed, letters and signs for their commands, braces gone."""
    text = _MATHS.sub(lambda found: "{" + _RAISED.sub(r"\1", found[1]) + "}", text) if "$" in text else text
    if "\\" in text:
        text = _ESCAPED.sub(r"\1", text) if _is_escaped_alone(text) else _read(text)
    elif any(ligature in text for ligature in ("--", "``", "''")):
        text = _read(text)
    return text.replace("{", "").replace("}", "").translate(_PUT_BACK)


def _is_escaped_alone(text: str) -> bool:
    """Return whether nothing but signs is escaped, as in nearly all abstracts: that needs no reader of TeX."""
    return text.count("\\") == len(_ESCAPED.findall(text)) and not any(mark in text for mark in ("--", "``", "''"))


def _read(text: str) -> str:
    """Return what TeX would print, as far as it can be told; of what nobody could print, the text without its commands."""
    try:
        found: str = _reader().latex_to_text(_SIGN.sub(r"\\\g<0>", text[:_LONGEST]), tolerant_parsing=True)
    except (LatexWalkerError, RecursionError, ValueError, IndexError):
        return _COMMAND.sub("", text)
    return found + text[_LONGEST:]


@cache
def _reader() -> LatexNodes2Text:
    logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)  # it warns of each command that it cannot print
    signs = get_default_latex_context_db()
    macros = [MacroTextSpec(name, simplify_repl=sign) for name, sign in _MORE.items()]
    signs.add_context_category("bibliographies", macros=macros, prepend=True)
    signs.set_unknown_macro_spec(MacroTextSpec("", simplify_repl=_named_itself))
    return LatexNodes2Text(signs, math_mode="text", strict_latex_spaces=False, keep_comments=True)


def _named_itself(command: LatexMacroNode) -> str:
    """Return what a command prints that nobody knows: most that begin with a capital stand for their own name, as LaTeX does."""
    return command.macroname + command.macro_post_space if command.macroname[:1].isupper() else ""


_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",  # BibTeX counts braces, escaped or not
        "}": r"\textbraceright{}",
        "%": r"\%",
        "&": r"\&",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
_LIGATURE = re.compile(r"([-`'])(?=\1)")  # two of which TeX makes another sign

Fields = Callable[[Record, Sequence[str]], Iterable[tuple[str, str]]]


def entries(records: Iterable[Record], notices: Notices, types: Mapping[Kind, str], fields: Fields) -> str:
    """Return an entry a record; keys are author, year and first long word, with a number where two would be one."""
    taken: Counter[str] = Counter()
    return "\n".join(
        _entry(types.get(record.kind, "misc"), _key(record, taken), fields(record, notices.get(record.key, ())))
        for record in records
    )


def _entry(type_: str, key: str, fields: Iterable[tuple[str, str]]) -> str:
    said = "".join(f"  {name} = {{{value}}},\n" for name, value in fields if value)
    return f"@{type_}{{{key},\n{said}}}\n"


def named(person: Person) -> str:
    """Return an author, a group in braces that keep it whole."""
    return f"{{{escaped(person.collective)}}}" if person.collective else escaped(last_first(person))


def escaped(text: str) -> str:
    """Return the text on one line, so that TeX prints it as it is."""
    return _LIGATURE.sub(r"\1{}", line(text).translate(_ESCAPES))


def verbatim(text: str) -> str:
    """Return an identifier or address as it is, for nothing in these fields is TeX; braces, which would be counted, as in addresses."""
    return line(text).replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")


def _key(record: Record, taken: Counter[str]) -> str:
    author = record.people[0] if record.people else None
    name = _ascii(author.family or author.collective) if author else ""
    when = first_known(record)
    year = str(when.year) if when else ""
    words = (_ascii(word) for word in record.title.split())
    base = f"{name or 'anonymous'}{year}{next((word for word in words if len(word) > 3), '')}"
    taken[base] += 1
    return base if taken[base] == 1 else f"{base}-{taken[base]}"


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain.lower())
