"""What is markup and what is a sign, in every text that says less or greater than."""

import itertools

import pytest

from fakes import page
from sources._markup import plain, plain_lines
from sources._reading import read_xml, text
from watcher.markup import is_tag, without_markup

LEFT = ["<median", "<MTD", "<label dose", "<i.e. short", "<b and c", "<5 cm", "< 20 %", "<ULN", "<mean + 2 SD", "<LOQ"]
RIGHT = [">median", "> MTD", ">120 mg", ">mean", ">ULN"]
SENTENCES = [f"CgA {left} (12.3 months) or {right} was it." for left, right in itertools.product(LEFT, RIGHT)]


@pytest.mark.parametrize("read", [without_markup, plain, plain_lines])
def test_no_sign_of_less_or_greater_than_is_taken_for_markup(read):
    assert [read(sentence) for sentence in SENTENCES] == SENTENCES


@pytest.mark.parametrize("read", [without_markup, plain, plain_lines])
def test_markup_goes_and_leaves_the_signs_beside_it(read):
    marked = (
        "<b>CgA</b> <median in <i>SSTR2</i>-positive <sup>177</sup>Lu, H<sub>2</sub>O, >5 <span class='x'>mg</span>"
    )

    assert read(marked) == "CgA <median in SSTR2-positive 177Lu, H2O, >5 mg"


def test_a_formula_is_read_once():
    mathml = (
        '<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML"><mml:semantics><mml:mn>2</mml:mn>'
        '<mml:annotation encoding="application/x-tex">2\\times</mml:annotation></mml:semantics></mml:math>'
    )

    assert text(read_xml(page(f"<t>at {mathml} dose</t>".encode(), "https://x.example"), "pubmed")) == "at 2 dose"
    assert without_markup(f"at {mathml} dose") == plain(f"at {mathml} dose") == "at 2 dose"


@pytest.mark.parametrize(
    "tag",
    [
        "<i>",
        "</sub>",
        "<br/>",
        "<a href=x>",
        '<p class="a b">',
        "<div hidden>",
        "<app-root>",
        "<svg:g>",
        "<x y='1'>",
        "<mi>",
        "<BR>",
        "<blink>",
        '<div class="a"onload="b">',
    ],
)
def test_a_tag_is_a_tag(tag):
    assert is_tag(tag)


@pytest.mark.parametrize(
    "text",
    ["<median>", "<MTD vs >", "<MI>", "<b and c>", "</median>", "<i.e. short>", "<label dose>", "<>", "<5>", "< p>"],
)
def test_what_only_looks_like_a_tag_is_none(text):
    assert not is_tag(text)
