"""Payloads, damaged: what a parser must survive. ``MUTANTS=100000 pytest -k mutant`` makes the run long."""

import collections
import contextlib
import copy
import json
import os
import random

from lxml import etree

RUNS = int(os.environ.get("MUTANTS", "150"))  # of each parser

ODD = (
    *(None, True, False, 0, -1, 10**30, 1e308, 0.5, "", " ", "NaN", "0", "99999999999999999999"),
    *("\ud800", "\x00\u202e", "2026-13-45", "0000-00-00", "&lt;i&gt;&amp;amp;", "<jats:title>", "<" * 50, "x" * 5000),
    *(
        "10.1000/",
        "https://doi.org/10.1000/A%2FB.",
        "NCT05050942",
        [],
        {},
        [None],
        [[None]],
        [[2026, 0, 31]],
        {"a": {}},
    ),
)
SNIPPETS = (
    b"",
    b"\x00",
    b"\xff\xfe",
    b"<",
    b"</p>",
    b"&#x110000;",
    b'"',
    b"}",
    b"[" * 2000,
    b"NaN",
    b"\\ud800",
    b"<![CDATA[",
)


# What XML can hold and a field cannot.
WORDS = (
    *(
        "",
        " ",
        "0",
        "-1",
        "1e999",
        "9" * 40,
        "²",
        "٣",
        "2026-13-45",
        "0000-00-00",
        "31/02/2026",
        "Feb 30",
        "99999-01-01T00:00:00Z",
    ),
    *(
        "<b>",
        "&lt;i&gt;&amp;amp;",
        "<" * 50,
        "x" * 5000,
        "\u202e\ufeff",
        "http://[",
        "//[::1",
        "10.1000/",
        "doi:",
        "@",
        ";;;",
        "\n\n",
    ),
    *(
        "NCT05050942",
        "ISRCTN",
        "2021-000849-40",
        "pubmed:0",
        "true",
        "NaN",
        "None",
        "utf-7",
        "https://a.example:99999/",
    ),
)


def mutant(body: bytes, seed: int) -> bytes:
    """Return the body with one to four things wrong, always the same ones for one seed.

    Most are still well-formed JSON or XML: what is not, a reader mostly refuses at once.
    """
    dice = random.Random(seed)
    if dice.random() < 0.7:
        with contextlib.suppress(ValueError, etree.XMLSyntaxError):
            return _other_values(body, dice) if body.lstrip()[:1] in b"{[" else _other_nodes(body, dice)
    for _ in range(dice.randint(1, 4)):
        body = _other_bytes(body, dice)
    return body


def short(body: bytes, rows: int = 4) -> bytes:
    """Return a payload with at most so many rows of a kind, for speed: objects of a list, elements of one name.

    What is neither JSON nor well-formed XML comes back as it is.
    """
    if body.lstrip()[:1] in b"{[":
        return json.dumps(_few_values(json.loads(body), rows)).encode()
    with contextlib.suppress(etree.XMLSyntaxError):
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
        for parent in root.iter(etree.Element):
            _few_children(parent, rows)
        return etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return body


def _few_values(value, rows):
    if isinstance(value, dict):
        return {key: _few_values(part, rows) for key, part in value.items()}
    if isinstance(value, list):
        return [
            _few_values(part, rows) for part in (value[:rows] if value and isinstance(value[0], dict) else value[:40])
        ]
    return value


def _few_children(parent: etree._Element, rows: int) -> None:
    seen = collections.Counter()
    for child in [*parent]:
        seen[child.tag] += 1
        if seen[child.tag] > rows:
            parent.remove(child)


def _other_values(body: bytes, dice: random.Random) -> bytes:
    tree = json.loads(body)
    for _ in range(dice.randint(1, 4)):
        places = [*_places(tree)]
        if not places:
            break
        holder, key = dice.choice(places)
        if isinstance(holder, dict) and dice.random() < 0.2:
            del holder[key]
        else:
            holder[key] = copy.deepcopy(dice.choice(ODD))
    return json.dumps(tree).encode()


def _places(value):
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from _places(value[key])


def _other_nodes(body: bytes, dice: random.Random) -> bytes:
    root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    for _ in range(dice.randint(1, 4)):
        nodes = [*root.iter(etree.Element)]
        _damage(dice.choice(nodes), dice.choice(nodes), dice)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def _damage(node: etree._Element, other: etree._Element, dice: random.Random) -> None:
    """Give the node what it should not have, or take it away; ``other`` is one of the same document."""
    parent, chance = node.getparent(), dice.randrange(6)
    if chance == 0 and parent is not None:
        parent.remove(node)
    elif chance == 1:
        node.append(copy.deepcopy(other))
    elif chance == 2:
        node.tag = other.tag
    elif chance == 3 and node.attrib:
        node.attrib[dice.choice(node.attrib.keys())] = dice.choice(WORDS)
    elif chance == 4:
        node.tail = dice.choice(WORDS)
    else:
        node.text = dice.choice(WORDS)


def _other_bytes(body: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(body) + 1)
    end = min(len(body), start + dice.choice((0, 1, 3, 40, 2000)))
    return body[:start] + dice.choice((*SNIPPETS, body[end : end + 300])) + body[end:]
