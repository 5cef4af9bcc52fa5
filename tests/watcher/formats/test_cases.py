"""Further public reports on like programs, rebuilt in our own words; each row names the report."""

import pytest

from fakes import NOW
from watcher.formats import read
from watcher.model import Record
from watcher.normalise import normalise


def said(record):
    """Return what a record says on one line: title | names | date | journal | DOI | address."""
    names = ", ".join(person.name for person in record.people)
    when = record.published.iso if record.published else ""
    doi = next((id_.value for id_ in record.ids if id_.scheme == "doi"), "")
    return f"{record.title} | {names} | {when} | {record.venue.title} | {doi} | {record.url}".strip(" |")


@pytest.mark.parametrize(
    ("report", "name", "text", "expected"),
    [
        (
            "MrTango/rispy/issues/47",
            "two-addresses.ris",
            "TY  - JOUR\nTI  - A depot\nPY  - 2017///\nUR  - https://x.example/full?a=1\nUR  - https://y.example/a.pdf\nER  - \n",
            ["A depot |  | 2017 |  |  | https://x.example/full?a=1"],
        ),
        (
            "pulibrary/orangelight/issues/2321",
            "json-as-address.ris",
            'TY - BOOK\nA2 - Ek, Jan E.\nTI - A depot\nUR - {"http://x.example/d.html":["About"],"http://x.example/toc.html":["Contents"]}\nER - \n',
            ["A depot | Ek JE |  |  |  | http://x.example/d.html"],
        ),
        (
            "JabRef/jabref/issues/1647",
            "doi-in-m3.ris",
            "TY  - JOUR\nTI  - A depot\nM3  - doi:10.1000/182\nER  - \n",
            ["A depot |  |  |  | 10.1000/182"],
        ),
        (
            "JabRef/jabref/issues/1074",
            "journal-in-t2.ris",
            "TY  - JOUR\nTI  - A depot\nT2  - Annals of Made\nJ2  - Ann Made\nAU  - Ek, C.\nER  - \n",
            ["A depot | Ek C |  | Annals of Made"],
        ),
        (
            "openlibhums/janeway/issues/3771",
            "names-in-one.ris",
            "TY  - JOUR\nTI  - A depot\nAU  - Katie R. Berg, Jan J. Ek, Lane A. Roe\nPY  - 2023\nER  - \n",
            ["A depot | Berg KR, Ek JJ, Roe LA | 2023"],
        ),
        (
            "ChristianGerloff/set-you-free/issues/20",
            "given-first.ris",
            "TY  - JOUR\nTI  - A depot\nAU  - Santa N. Berg\nAU  - Ek, Carl\nER  - \n",
            ["A depot | Berg SN, Ek C"],
        ),
        (
            "ms609/citation-bot/issues/88",
            "book.enw",
            "%0 Book\n%A Ek, Carl\n%D 1986\n%T On depots\n%C London\n%I Made Press\n%@ 0710206992\n",
            ["On depots | Ek C | 1986"],
        ),
        (
            "acl-org/acl-anthology/issues/7097",
            "other-suffix.endf",
            "%0 Conference Proceedings\n%T A depot\n%A Ek, Carl\n%S Proceedings of Made\n%D 2023\n%8 December\n",
            ["A depot | Ek C | 2023-12 | Proceedings of Made"],
        ),
        (
            "xlcnd/isbnlib/pull/52",
            "underscore.json",
            '[{"type": "book", "title": "A depot", "issued": {"date_parts": [[2018, 11]]}}]',
            ["A depot |  | 2018-11"],
        ),
        (
            "inukshuk/anystyle/issues/167",
            "flat-parts.json",
            '[{"type": "book", "title": "A", "issued": {"date-parts": [2015, 3]}}, {"type": "book", "title": "B", "issued": {"date-parts": [["2015-3"]]}}]',
            ["A |  | 2015-03", "B |  | 2015-03"],
        ),
        (
            "citation-style-language/test-suite/sort_LeadingA.txt",
            "institution.json",
            '[{"type": "book", "title": "A depot", "author": [{"family": "B Gjengen", "given": "", "isInstitution": 1}]}]',
            ["A depot | B Gjengen"],
        ),
        (
            "MrTango/rispy/tests/data/example_utf_chars.ris",
            "spelt.ris",
            "TY  - Journal Article\nAU  - Ek, Carl\nPY  - 2009\nST  - On depots\nER  -\n",
            ["On depots | Ek C | 2009"],
        ),
        (
            "papis/papis/issues/1119",
            "editors-alone.json",
            '[{"type": "book", "title": "A depot", "editor": [{"family": "Ek", "given": "Carl"}]}]',
            ["A depot | Ek C"],
        ),
        (
            "ropensci/bib2df/issues/31",
            "web-of-science.bib",
            (
                "@article{ WOS:000000000000001,\nAuthor = {Ek, Carl and\n   Roe, Ann},\nTitle = {{A depot\n   at home}},\nJournal = {{ANNALS OF MADE}},\nYear = {{2019}},\nMonth = {{APR-MAY}},\n"
                "DOI = {{10.1000/182}},\nEarlyAccessDate = {{MAR 2019}},\nUnique-ID = {{WOS:000000000000001}},\n}\n"
            ),
            ["A depot at home | Ek C, Roe A | 2019-04 | ANNALS OF MADE | 10.1000/182"],
        ),
        (
            "sciunto-org/python-bibtexparser/issues/185",
            "odd-key.bib",
            "@article{Magalh\\poundses2016,\nauthor = {{Bedran de Made{\\~{a}}es}, Claudio and Roe, Ann},\ntitle = {{A depot}},\nfile = {:C$\\backslash$:/a.pdf:pdf},\nyear = {2016}\n}\n",
            ["A depot | Bedran de Madeães C, Roe A | 2016"],
        ),
        (
            "geodes-sms/relis/issues/23",
            "thesis.bib",
            "@phdthesis{a,\n title={Pr{\\'e}server la S{\\'e}paration},\n author={Ek, Ivan},\n year={2017},\n school={C{\\^o}te}\n}\n",
            ["Préserver la Séparation | Ek I | 2017"],
        ),
        (
            "texworld/betterbib/issues/161",
            "macron.bib",
            '@book{a, title={seine Entschl{\\"u}sselung: \\emph{R\\=a{\\dh}i s\\=aR}}, author={Ek, C}}\n',
            ["seine Entschlüsselung: Rāði sāR | Ek C"],
        ),
        (
            "mjwestgate/revtools/issues/14",
            "export.ciw",
            "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Ek, C\nTI A depot\nSO ANNALS OF MADE\nPY 2018\nER\n\nEF\n",
            ["A depot | Ek C | 2018 | ANNALS OF MADE"],
        ),
        (
            "nealhaddaway/bibfix/issues/25",
            "embase-names.ris",
            "TY  - JOUR\nT1  - A depot\nA1  - Ek C.\nY1  - 2022//\nJF  - Journal of Made\nJO  - J. Made\nVL  - 409\nU2  - L2001\nER  - \n",
            ["A depot | Ek C | 2022 | Journal of Made"],
        ),
        (
            "dsifford/academic-bloggers-toolkit/issues/428",
            "lines-in-fields.ris",
            "TY  - JOUR\nTI  - A depot\nKW  - dose\nescalation\nN1  - one\n\ntwo\nAU  - Ek, C.\nER  - \n",
            ["A depot | Ek C"],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and "/" in value and "\n" not in value else "",
)
def test_a_reported_case_is_read_as_it_should(report, name, text, expected):
    records = [normalise(piece) for piece in read(text.encode(), name, NOW) if isinstance(piece, Record)]

    assert [said(record) for record in records] == expected
