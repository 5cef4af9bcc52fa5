import csv
import io
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from digests.build import build
from digests.evidence import files, to_csv
from digests.evidence.plots import forest, medians
from digests.evidence.table import COLUMNS, studies
from samples import COMPLETE, DOSSIERS, NOW, PERIOD, TOPIC, sorento
from watcher.model import Entry, Figure, Regimen, Span, Trait

AT = Span(field="abstract", start=0, end=10)


def figure(outcome="PFS", measure="HR", value=0.47, low=0.30, high=0.73, **more) -> Figure:
    more.setdefault("contrast", "arms" if measure == "HR" else "")
    more.setdefault("sentence", f"{outcome} was {value} ({low}-{high}).")
    return Figure(outcome=outcome, measure=measure, value=value, low=low, high=high, level=95, span=AT, at=AT, **more)


def entry(item=1, **more) -> Entry:
    given = {
        "title": "Above-label octreotide",
        "url": "https://pubmed.ncbi.nlm.nih.gov/1/",
        "authors": "Singh S et al.",
        "venue": "Lancet",
        "date": "Mar 2024",
        "kind": "article",
        "tier": "core",
        "source_class": "journal",
        "figures": (figure(),),
    }
    return Entry(item=item, **{**given, **more})


def regimen(text, intensification="", multiple=1.0) -> Regimen:
    return Regimen(drug="octreotide", text=text, span=AT, intensification=intensification, multiple_of_label=multiple)


@pytest.mark.parametrize(
    ("given", "counts"),
    [
        ({}, True),
        ({"tier": "watched"}, True),
        ({"tier": "related"}, False),
        ({"tags": ("meta-analysis",)}, False),
        ({"tags": ("guideline",)}, False),
        ({"source_class": "other"}, False),
        ({"kind": "notice"}, False),
        ({"figures": ()}, False),
    ],
)
def test_only_studies_of_the_question_are_rows(given, counts):
    assert bool(studies([entry(**given)])) is counts


def test_a_row_has_every_column_and_what_is_missing_stays_missing():
    (row,) = studies([entry(figures=(figure("OS"),))])

    assert set(row.cells) == set(COLUMNS)
    assert all(cells == () for cells in row.cells.values())


def test_each_cell_is_tied_to_its_sentence():
    sentence = "We followed 105 patients."
    (row,) = studies(
        [
            entry(
                traits=(Trait(name="n", value="105", sentence=sentence, span=AT),),
                regimens=(regimen("30 mg every 3 weeks", "interval"), regimen("30 mg every 4 weeks")),
                figures=(
                    figure(),
                    figure("ORR", "rate", 10.0, None, None),
                    figure("AE: glucose", "rate", 28.3, None, None),
                ),
            )
        ]
    )

    assert (row.cells["n"][0].text, row.cells["n"][0].sentence) == ("105", sentence)
    assert row.cells["regimen"][0].text.startswith("30 mg every 3 weeks")
    assert row.cells["comparator"][0].text == "30 mg every 4 weeks"
    assert row.cells["PFS"][0].sentence == "PFS was 0.47 (0.3-0.73)."
    assert "28.3" in row.cells["safety"][0].text
    assert row.cells["DCR"] == ()


def test_a_factor_s_ratio_is_listed_as_an_association_and_drawn_nowhere():
    rows = studies([entry(figures=(figure(value=2.4, low=1.3, high=4.4, arm="Ki-67 above 5%", contrast="factor"),))])

    assert rows[0].cells["PFS"] == ()
    assert "Ki-67 above 5%" in rows[0].cells["associated with"][0].text
    assert forest(rows) == ""


def test_a_ratio_that_does_not_say_what_it_compares_is_no_effect():
    rows = studies([entry(figures=(figure(contrast=""),))])

    assert rows[0].cells["PFS"] == rows[0].cells["associated with"] == ()
    assert forest(rows) == ""


def test_the_newest_study_comes_first():
    rows = studies([entry(1, date="2014"), entry(2, date="Mar 2024"), entry(3, date="")])

    assert [row.entry.item for row in rows] == [2, 1, 3]


def test_the_sheet_has_a_line_a_study_and_no_formula():
    text = to_csv(studies([entry(title="=HYPERLINK(1)")]))

    (line,) = csv.DictReader(io.StringIO(text))
    assert line["study"] == "'=HYPERLINK(1)"
    assert "0.47" in line["PFS"]
    assert line["PFS: sentence"] == "PFS was 0.47 (0.3-0.73)."
    assert line["ORR"] == ""


def marks(svg: str) -> list[float]:
    root = ET.fromstring(svg)
    rects = list(root.iter("{http://www.w3.org/2000/svg}rect"))
    return [float(r.get("x")) + float(r.get("width")) / 2 for r in rects]


def test_ratios_stand_to_scale_on_a_logarithmic_axis():
    drawn = forest(studies([entry(figures=(figure(value=0.5), figure("OS", value=1.0), figure("TTP", value=0.25)))]))

    half, one, quarter = marks(drawn)
    assert one - half == pytest.approx(half - quarter, abs=0.3)


def test_medians_stand_to_scale_from_zero():
    rows = studies(
        [entry(figures=(figure(measure="median", value=12, unit="months"), figure("TTP", "median", 24, unit="months")))]
    )

    twelve, twentyfour = marks(medians(rows))
    zero = float(re.search(r'<text x="([\d.]+)"[^>]*>0</text>', medians(rows)).group(1))
    assert twentyfour - zero == pytest.approx(2 * (twelve - zero), abs=0.3)


def test_an_interval_without_an_upper_limit_has_no_stop():
    scale = figure("TTP", "median", 24, None, None, unit="months")

    def drawn(high):
        return medians(studies([entry(figures=(figure("PFS", "median", 14, 10.1, high, unit="months"), scale))]))

    assert drawn(None).count("<line") == drawn(20).count("<line") - 1
    assert "not reached" in drawn(None)


def test_where_nothing_is_reported_nothing_is_drawn():
    rows = studies([entry(figures=(figure("ORR", "rate", 10.0),))])

    assert forest(rows) == ""
    assert medians(rows) == ""


def test_a_hostile_name_stays_text():
    drawn = forest(studies([entry(authors="<script>alert(1)</script>, B")]))

    assert "<script>" not in drawn
    ET.fromstring(drawn)


def test_the_files_for_the_site_agree(digest):
    made = files(digest, [entry(fresh=True), entry(2, fresh=False)])

    assert set(made) == {"living-table.html", "living-table.csv", "forest.svg"}
    assert made["living-table.html"].count('class="new"') == 1
    assert made["forest.svg"] in made["living-table.html"]
    assert made == files(digest, [entry(fresh=True), entry(2, fresh=False)])


@pytest.fixture
def digest():
    return replace(build(TOPIC, PERIOD, DOSSIERS, [sorento()], COMPLETE, now=NOW), extra={})
