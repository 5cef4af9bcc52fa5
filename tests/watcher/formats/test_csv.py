"""Tables as Zotero, the Web of Science, Scopus, ClinicalTrials.gov, PubMed, Excel and pandas write them."""

import csv
import dataclasses
import io

import pytest

from fakes import NOW
from watcher.formats import detect, read, write
from watcher.model import Id, Kind, Person, Record


def table(rows, delimiter=",", end="\r\n"):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    return text.getvalue()


def one(head, row, name="a.csv", **manner):
    (found,) = read(table([head, row], **manner).encode(), name, NOW)
    return found


@pytest.mark.parametrize(
    "sign", ["\u2028", "\u2029", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\n", "\r\n", "\r"]
)
def test_no_sign_in_a_cell_parts_a_row(sign):
    first, second = read(
        table([["title", "abstract", "year"], ["A", f"One.{sign}Two.", 2024], ["B", "", 2025]]).encode(), "a.csv", NOW
    )

    assert (first.title, first.text, first.published.year) == ("A", "One. Two.", 2024)
    assert second.title == "B"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("said", ["", "sep={}\r\n", '"sep={}"\r\n', "\ufeffSEP={}\n"])
def test_what_parts_the_cells_is_what_the_first_line_says_or_has_most_of(delimiter, said):
    text = said.format(delimiter) + table([["Title", 'A "b, c" ; d', "Year"], ["A; b, c", "", 2024]], delimiter)

    (found,) = read(text.encode(), "a.csv", NOW)

    assert (found.title, found.published.year) == ("A; b, c", 2024)


ROWS = {
    "Web of Science": (
        "PT AU AF TI SO DT ID AB SN EI PD PY VL IS BP EP AR DI UT PM DE CA".split(),
        "J|Doe, J; Roe, A|Doe, Jane; Roe, Ann|A title|J MADE|Article|PLUS|Abs.|1470-2045|1474-5488|MAR 15|2022|3|2|101|109||10.9999/x|WOS:1|7|NET|A Group".split("|"),
    ),
    "Scopus": (
        "Authors|Author full names|Title|Year|Source title|Volume|Issue|Art. No.|Page start|Page end|DOI|Document Type|EID|PubMed ID|Abstract|ISSN|Publication date".split("|"),
        "Doe J.; Roe A.|Doe, Jane (1); Roe, Ann (2)|A title|2022|J MADE|3|2||101|109|10.9999/x|Article|2-s2.0-1|7|Abs.|14702045 1470-2045|2022-03-15".split("|"),
    ),
    "Zotero": (
        "Key|Item Type|Publication Year|Author|Title|Publication Title|ISSN|DOI|Abstract Note|Date|Pages|Issue|Volume|Extra".split("|"),
        "K|journalArticle|2022|Doe, Jane; Roe, Ann|A title|J MADE|1470-2045|10.9999/x|Abs.|3/15/2022|101-109|2|3|PMID: 7".split("|"),
    ),
    "PubMed": (
        "PMID|Title|Authors|Citation|First Author|Journal/Book|Publication Year|Create Date|PMCID|NIHMS ID|DOI|ISSN|Abstract".split("|"),
        ["7", "A title", "Doe J, Roe A.", "J Made. 2022 Mar 15;3(2):101-109. doi: 10.9999/x.", "Doe J", "J MADE", "2022", "2022/03/01", "", "", "10.9999/x", "1470-2045", "Abs."],
    ),
    "pandas": (
        ["", "title", "authors", "year", "date", "journal", "volume", "issue", "pages", "doi", "pmid", "abstract", "issn"],
        ["0", "A title", "['Doe J', 'Roe A']", "2022.0", "2022-03-15 00:00:00", "J MADE", "3", "2", "101-109", "10.9999/x", "7.0", "Abs.", "1470-2045"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("program", ROWS)
@pytest.mark.parametrize("manner", [{}, {"delimiter": "\t"}, {"end": "\r"}])
def test_a_row_of_any_program_reads_whole(program, manner):
    found = one(*ROWS[program], **manner)

    assert (found.title, found.kind, found.text) == ("A title", Kind.ARTICLE, "Abs.")
    assert [person.name for person in found.people][:2] == ["Doe J", "Roe A"]
    assert found.published.iso == "2022-03-15"
    assert (found.venue.title, found.venue.volume, found.venue.issue, found.venue.pages) == (
        "J MADE",
        "3",
        "2",
        "101-109",
    )
    assert "1470-2045" in found.venue.issns
    assert found.ids == {Id("doi", "10.9999/x"), Id("pmid", "7")}


def test_no_keyword_of_the_web_of_science_is_a_key_and_its_group_is_an_author():
    found = one(*ROWS["Web of Science"])

    assert found.source_id == "WOS:1"
    assert found.keywords == ("NET", "PLUS")
    assert found.people[-1] == Person(collective="A Group")


@pytest.mark.parametrize(
    ("type_", "kind", "types"),
    [
        ("Article", Kind.ARTICLE, ("Article",)),
        ("Erratum", Kind.NOTICE, ("Erratum",)),
        ("Retracted", Kind.ARTICLE, ("Retracted Publication",)),
        ("Article; Retracted Publication", Kind.ARTICLE, ("Article", "Retracted Publication")),
        ("Conference Paper", Kind.ABSTRACT, ("Conference Paper",)),
        ("Meeting Abstract", Kind.ABSTRACT, ("Meeting Abstract",)),
        ("Editorial Material", Kind.COMMENT, ("Editorial Material",)),
        ("Letter", Kind.COMMENT, ("Letter",)),
        ("Correction", Kind.NOTICE, ("Correction",)),
        ("Review", Kind.ARTICLE, ("Review",)),
    ],
)
def test_a_document_type_says_what_a_row_is(type_, kind, types):
    found = one(["Title", "Document Type"], ["A title", type_])

    assert (found.kind, found.publication_types) == (kind, types)


STUDIES = {
    "today's": (
        "NCT Number|Study Title|Study URL|Acronym|Study Status|Conditions|Interventions|Phases|Start Date|First Posted|Last Update Posted|Sponsor|Enrollment|Study Type|Other IDs".split("|"),
        ["NCT90000001", "A study", "https://clinicaltrials.gov/study/NCT90000001", "MADE", "ACTIVE_NOT_RECRUITING", "NET|GEP", "DRUG: Lanreotide|OTHER: Care", "PHASE2|PHASE3", "2024-05", "2024-04-02", "2026-01-01", "A", "120", "INTERVENTIONAL", "2019-004639-16"],
    ),
    "until 2023": (
        "Rank|NCT Number|Title|Acronym|Status|Study Results|Conditions|Interventions|Sponsor/Collaborators|Phases|Enrollment|Other IDs|Start Date|First Posted|Last Update Posted|Study Type|URL".split("|"),
        ["1", "NCT90000001", "A study", "MADE", "Active, not recruiting", "No Results Available", "NET|GEP", "Drug: Lanreotide|Other: Care", "A", "Phase 2|Phase 3", "120", "2019-004639-16", "May 2024", "April 2, 2024", "January 1, 2026", "Interventional", "https://clinicaltrials.gov/study/NCT90000001"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("when", STUDIES)
def test_a_row_of_clinicaltrials_is_a_registration_with_its_facts(when):
    found = one(*STUDIES[when], name="ctg-studies.txt")

    facts = found.trial
    assert (found.kind, found.title, found.published.iso) == (Kind.REGISTRATION, "A study", "2024-04-02")
    assert found.ids == {Id("nct", "NCT90000001"), Id("eudract", "2019-004639-16")}
    assert (facts.overall_status, facts.phases, facts.acronym) == (
        "ACTIVE_NOT_RECRUITING",
        ("PHASE2", "PHASE3"),
        "MADE",
    )
    assert (facts.conditions, facts.sponsor, facts.enrolment.count) == (("NET", "GEP"), "A", 120)
    assert [(one.kind, one.name) for one in facts.interventions] == [("drug", "Lanreotide"), ("other", "Care")]
    assert (facts.start.date.iso, facts.last_update_posted.date.iso) == ("2024-05", "2026-01-01")


@pytest.mark.parametrize(
    "people",
    [
        (Person(family="García López", given="María José"),),
        (Person(family="García López", given="María José"), Person(collective="A Group and Another")),
        (Person(collective="A Group, B"),),
    ],
)
def test_our_own_table_has_as_many_authors_as_it_was_given(people):
    record = Record(source="x", source_id="1", kind=Kind.ARTICLE, title="T", retrieved=NOW, people=people)

    (found,) = read(write([record], "csv").encode(), "a.csv", NOW)

    assert len(found.people) == len(people)
    assert found.people[0] == people[0] or people[0].collective.replace(",", "") in found.people[0].name.replace(
        ",", ""
    )


def test_one_author_of_two_family_names_is_one_where_other_rows_have_semicolons():
    rows = [["title", "author"], ["A", "García López, María José"], ["B", "Doe, Jane; Roe, Ann"]]

    first, second = read(table(rows).encode(), "a.csv", NOW)

    assert first.people == (Person(family="García López", given="María José"),)
    assert len(second.people) == 2


@pytest.mark.parametrize(
    "doi",
    ["10.1002/1097-0142(19990101)85:1<1::aid-cncr1>3.0.co;2-j", "10.1016/s0140-6736(05)17947-1", "10.9999/a_b~c%23d"],
)
@pytest.mark.parametrize("form", ["csv", "ris", "bibtex", "nbib"])
def test_a_doi_comes_back_whole_with_its_semicolon(form, doi):
    record = Record(
        source="x", source_id="1", kind=Kind.ARTICLE, title="T", retrieved=NOW, ids=frozenset({Id("doi", doi)})
    )
    record = dataclasses.replace(record, url="https://a.example/x;jsessionid=1?a_b=%20c&copy=2;d~e#f")

    (found,) = read(write([record], form).encode(), "", NOW, form)

    assert {str(id_) for id_ in found.ids} <= {f"doi:{doi}", f"doi:{doi}".replace("%23", "#")}
    assert found.ids
    assert form == "nbib" or found.url == record.url


SAID = "A depot|Nordholm I, Akande TO|2023|Annals of Made|12(3)|10.1000/made.1"
DATABASES = {
    "Covidence": (
        ("Title,Authors,Abstract,Published Year,Published Month,Journal,Volume,Issue,Pages,Accession Number,DOI,Ref,Covidence #,Study,Notes,Tags\n"
        '"A depot","Nordholm, I.; Akande, T. O.",An abstract.,2023,4,Annals of Made,12,3,201-209,39900001,10.1000/made.1,1,#1,Nordholm 2023,,NET\n'),
        "2023-04 201-209",
    ),
    "Rayyan": (
        ("key,title,year,month,day,journal,issn,volume,issue,pages,authors,url,language,publisher,location,abstract,notes,doi,keywords,pubmed_id,pmc_id\n"
        'rayyan-1,A depot,2023,4,5,Annals of Made,1234-5679,12,3,201-209,"Nordholm, I. and Akande, T. O.",https://x.example/1,eng,,,,,10.1000/made.1,"dose,depot",39900001,PMC9900001\n'),
        "2023-04-05 201-209 1234-5679 39900001 PMC9900001 dose depot",
    ),
    "Scopus": (
        ("Authors,Author full names,Title,Year,Source title,Volume,Issue,Art. No.,Page start,Page end,DOI,ISSN,PubMed ID,Document Type,Source,EID\n"
        '"Nordholm I.; Akande T.O.","Nordholm, I. (1); Akande, T. O. (2)",A depot,2023,Annals of Made,12,3,e77,,,10.1000/made.1,12345679,39900001,Article,Scopus,2-s2.0-1\n'),
        "2023 e77 1234-5679 39900001",
    ),
    "Web of Science": (
        ("Publication Type,Authors,Article Title,Source Title,Document Type,eISSN,Publication Date,Publication Year,Volume,Issue,Start Page,End Page,DOI,Pubmed Id,UT (Unique WOS ID)\n"
        'J,"Nordholm, I; Akande, TO",A depot,Annals of Made,Article,1234-5679,APR,2023,12,3,201,209,10.1000/made.1,39900001,WOS:1\n'),
        "2023-04 201-209 1234-5679 39900001 WOS:1",
    ),
    "Embase": (
        ("Title,Author Names,Source,Source title,Publication Year,Volume,Issue,First Page,Last Page,Date of Publication,Clinical Trial Numbers,Medline PMID,PUI,DOI\n"
        'A depot,"Nordholm I., Akande T.O.",Annals of Made (2023) 12:3 (201-209),Annals of Made,2023,12,3,201,209,5 Apr 2023,NCT05050942,39900001 (http://x.example/39900001),L1,10.1000/made.1\n'),
        "2023-04-05 201-209 39900001 NCT05050942 L1",
    ),
    "Embase, a field a row": (
        ('"TITLE","A depot"\n"AUTHOR NAMES","Nordholm I.","Akande T.O."\n"SOURCE TITLE","Annals of Made"\n"PUBLICATION YEAR","2023"\n'
        '"VOLUME","12"\n"ISSUE","3"\n"FIRST PAGE","201"\n"DATE OF PUBLICATION","5 Apr 2023"\n"MEDLINE PMID","39900001"\n"DOI","10.1000/made.1"\n'),
        "2023-04-05 201 39900001",
    ),
    "Cochrane reviews": (
        ("Cochrane Review ID,Author(s),Title,Source,Year,Volume,Issue,ISSN,DOI\n"
        'CD000001,"Nordholm, I; Akande, TO",A depot,Annals of Made,2023,12,3,1465-1858,10.1000/made.1\n'),
        "2023 1465-1858 CD000001",
    ),
    "CINAHL": (
        ("Article Title,Author,Journal Title,ISSN,Publication Date,Volume,Issue,First Page,Page Count,Accession Number,DOI\n"
        'A depot,"Nordholm, I.; Akande, T. O.",Annals of Made,12345679,Apr2023,12,3,201,9,150000001,10.1000/made.1\n'),
        "2023-04 201 1234-5679 150000001",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DATABASES)
def test_a_table_of_a_database_is_read_whole_in_its_own_columns(name):
    text, more = DATABASES[name]

    assert detect(text.encode(), "x.txt") == "csv"
    (found,) = read(text.encode(), "x.txt", NOW)

    venue, names = found.venue, ", ".join(person.name for person in found.people)
    doi = next(id_.value for id_ in found.ids if id_.scheme == "doi")
    assert (
        "|".join((found.title, names, str(found.published.year), venue.title, f"{venue.volume}({venue.issue})", doi))
        == SAID
    )
    said = {
        found.published.iso,
        venue.pages,
        *venue.issns,
        *found.keywords,
        found.source_id,
        *(id_.value for id_ in found.ids | found.mentions),
    }
    assert {*more.split()} - said == set()
