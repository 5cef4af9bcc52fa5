import pytest

from fakes import page
from sources._reading import attribute, local_name, read_xml, text, text_at, texts_at
from watcher.errors import ParseError

BOMB = """<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><a>&b;</a>"""
READER = """<!DOCTYPE a [<!ENTITY file SYSTEM "file:///etc/passwd">]><a>&file;</a>"""
QUADRATIC = '<!DOCTYPE a [<!ENTITY a "' + "x" * 60_000 + '">]><a>' + "&a;" * 60_000 + "</a>"
PARAMETER = """<!DOCTYPE a [<!ENTITY % out SYSTEM "http://127.0.0.1:9/x.dtd">%out;]><a/>"""


def test_text_goes_on_behind_inline_markup():
    root = read_xml(
        page("<a><t>Dose of <sup>177</sup>Lu<!-- cut --> in <i>vivo</i>\n  again</t><t/><t>two</t></a>"), "test"
    )

    assert text_at(root, "t") == "Dose of 177Lu in vivo again"
    assert texts_at(root, "t") == ("Dose of 177Lu in vivo again", "two")
    assert text_at(root, "missing") == ""
    assert text(None) == ""


def test_names_and_attributes_are_read_without_namespaces_and_without_surprise():
    root = read_xml(page('<n:a xmlns:n="urn:x" kind=" old "/>'), "test", "a")

    assert local_name(root) == "a"
    assert attribute(root, "kind") == "old"
    assert attribute(root, "other") == ""
    assert attribute(None, "kind") == ""


def test_an_external_doctype_passes_unread():
    body = '<!DOCTYPE a PUBLIC "-//NLM//DTD X//EN" "https://dtd.example.org/x.dtd"><a>fine</a>'

    assert text(read_xml(page(body), "test", "a")) == "fine"


@pytest.mark.parametrize("body", [BOMB, READER, QUADRATIC, PARAMETER, BOMB.encode("utf-16")])
@pytest.mark.threat("T26", "T27")
def test_a_document_that_declares_entities_is_refused(body):
    with pytest.raises(ParseError):
        read_xml(page(body), "test")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "not XML"),
        ("Unable to route request!", "Unable to route request!"),
        ("<a><b>cut sho", "not XML"),
        ("<html><body>Sorry</body></html>", "<html> where <a> belongs"),
        ("<a>" * 300 + "</a>" * 300, "not XML"),
    ],
)
def test_what_is_not_the_xml_we_asked_for_is_named(body, said):
    with pytest.raises(ParseError, match=said):
        read_xml(page(body), "test", "a")
