import csv
import io
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from digests.build import build
from digests.evidence import files, to_csv
from digests.evidence.doses import doses
from digests.evidence.plots import ROWS, forest, medians, milestones
from digests.evidence.table import COLUMNS, planned
from digests.evidence.table import studies as rows_of
from digests.evidence.threads import Document, Thread
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
        "figures": (figure(arm="60 mg", comparator="30 mg"),),
        "regimens": (regimen("60 mg every 4 weeks", "dose", 2.0),),
    }
    return Entry(item=item, **{**given, **more})


def regimen(text, intensification="", multiple=1.0, **more) -> Regimen:
    given = {"drug": "octreotide", "span": AT, "intensification": intensification, "multiple_of_label": multiple}
    return Regimen(text=text, **{**given, **more})


def thread(*entries: Entry, form="article") -> Thread:
    documents = tuple(Document(form=form, date=one.date[-4:], entry=one) for one in entries)
    return Thread(key=f"item-{entries[0].item}", documents=documents)


def studies(entries):
    return rows_of([thread(one) for one in entries])


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
        ({"kind": "news"}, False),
        ({"figures": ()}, True),
        ({"regimens": (), "figures": ()}, False),
        ({"regimens": ()}, True),
        ({"regimens": (), "figures": (figure(arm="octreotide", comparator="placebo"),)}, False),
        ({"regimens": (), "figures": (), "tags": ("interval shortening",)}, True),
        ({"regimens": (), "unread": True}, True),
    ],
)
def test_only_studies_of_the_question_are_rows(given, counts):
    assert bool(studies([entry(**given)])) is counts


def test_a_row_has_every_column_and_what_is_missing_stays_missing():
    (row,) = studies([entry(figures=(figure("OS"),))])

    assert set(row.cells) == set(COLUMNS)
    assert [column for column, cells in row.cells.items() if cells] == ["regimen", "OS"]
    assert row.n is None


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

    assert (row.n, row.cells["n"][0].sentence) == (105, sentence)
    assert row.cells["regimen"][0].text.startswith("30 mg every 3 weeks")
    assert row.cells["comparator"][0].text == "30 mg every 4 weeks"
    assert row.cells["PFS"][0].sentence == "PFS was 0.47 (0.3-0.73)."
    assert "28.3" in row.cells["safety"][0].text
    assert row.cells["QoL"] == ()


def test_a_factor_s_ratio_is_listed_as_an_association_and_drawn_nowhere():
    rows = studies([entry(figures=(figure(value=2.4, low=1.3, high=4.4, arm="Ki-67 above 5%", contrast="factor"),))])

    assert rows[0].cells["PFS"] == ()
    assert "Ki-67 above 5%" in rows[0].cells["associated with"][0].text
    assert forest(rows) is None


def test_a_ratio_that_does_not_say_what_it_compares_is_no_effect():
    rows = studies([entry(figures=(figure(contrast=""),))])

    assert rows[0].cells["PFS"] == rows[0].cells["associated with"] == ()
    assert forest(rows) is None


def test_the_newest_study_comes_first():
    rows = studies([entry(1, date="2014"), entry(2, date="Mar 2024"), entry(3, date="")])

    assert [row.entry.item for row in rows] == [2, 1, 3]


def test_a_study_is_called_by_its_first_author_and_year_and_namesakes_by_a_letter():
    rows = studies([entry(1), entry(2), entry(3, authors="van der Berg JA, B"), entry(4, authors="", date="")])

    assert {row.entry.item: row.label for row in rows} == {
        1: "Singh 2024a",
        2: "Singh 2024b",
        3: "van der Berg 2024",
        4: "Above-label octreotide",
    }


def test_what_the_main_document_does_not_say_comes_from_another_which_is_named():
    abstract = entry(1, date="2020", figures=(figure("QoL", "rate", 60.0, None, None), figure(value=0.6)))
    (row,) = rows_of(
        [
            Thread(
                key="x",
                documents=(
                    Document(form="abstract", date="2020-03", entry=abstract),
                    Document(form="article", date="2024", entry=entry(2)),
                ),
            )
        ]
    )

    assert (row.entry.item, row.label) == (2, "Singh 2024")
    assert [(cell.figure.value, cell.document) for cell in row.cells["PFS"]] == [(0.47, "")]
    assert [(cell.figure.value, cell.document) for cell in row.cells["QoL"]] == [(60.0, "abstract, Mar 2020")]


def test_a_study_of_which_nothing_is_reported_is_under_way_and_no_row():
    plan = thread(entry(figures=()), form="protocol")

    assert rows_of([plan]) == ()
    assert [row.entry.item for row in planned([plan])] == [1]


def test_a_long_regimen_is_said_by_its_numbers():
    told = "octreotide LAR given in the experience of one centre 30 mg every 3 weeks"
    (row,) = studies(
        [entry(regimens=(regimen(told, "interval", 1.3, formulation="LAR", dose_mg=30.0, interval_days=21.0),))]
    )

    assert row.cells["regimen"][0].text == "octreotide LAR 30 mg every 3 weeks (shorter interval)"


def test_the_sheet_has_a_line_a_study_and_no_formula():
    text = to_csv(studies([entry(title="=HYPERLINK(1)", badges=("RETRACTED",))]))

    (line,) = csv.DictReader(io.StringIO(text))
    assert line["title"] == "'=HYPERLINK(1)"
    assert (line["study"], line["notices"], line["page"]) == ("Singh 2024", "RETRACTED", "studies/item-1.html")
    assert "0.47" in line["PFS"]
    assert line["PFS: sentence"] == "PFS was 0.47 (0.3-0.73)."
    assert line["response"] == ""


def svg_of(drawing) -> ET.Element:
    return ET.fromstring(drawing.svg)


def texts(drawing) -> list[str]:
    return [element.text for element in svg_of(drawing).iter("{http://www.w3.org/2000/svg}text")]


def marks(drawing) -> list[float]:
    rects = svg_of(drawing).iter("{http://www.w3.org/2000/svg}rect")
    return [float(r.get("x")) + float(r.get("width")) / 2 for r in rects]


def test_ratios_stand_to_scale_on_a_logarithmic_axis():
    arms = {"arm": "60 mg", "comparator": "30 mg"}
    drawn = forest(
        studies(
            [
                entry(
                    figures=tuple(
                        figure(name, value=v, **arms) for name, v in (("PFS", 0.5), ("OS", 1.0), ("TTP", 0.25))
                    )
                )
            ]
        )
    )

    half, quarter, one = marks(drawn)
    assert one - half == pytest.approx(half - quarter, abs=0.3)


def test_a_ratio_is_drawn_with_its_arms_and_one_whose_arms_nobody_names_is_counted():
    arms = (figure(measure="median", value=8.0, unit="months", arm=name, groups="arms") for name in ("A", "B"))
    rows = studies([entry(1), entry(2, figures=(*arms, figure())), entry(3, figures=(figure(),))])

    drawn = forest(rows)

    assert [row[:3] for row in drawn.rows] == [
        ("Singh 2024b", "PFS, between A and B", "0.47 (95% CI 0.3 to 0.73)"),
        ("Singh 2024a", "PFS, 60 mg vs 30 mg", "0.47 (95% CI 0.3 to 0.73)"),
    ]
    assert drawn.note.startswith("1 ratio whose arms")


def test_medians_stand_to_scale_from_zero():
    rows = studies(
        [entry(figures=(figure(measure="median", value=12, unit="months"), figure("TTP", "median", 24, unit="months")))]
    )

    drawn = medians(rows)

    twelve, twentyfour = marks(drawn)
    zero = float(re.search(r'<text x="([\d.]+)"[^>]*>0</text>', drawn.svg).group(1))
    assert twentyfour - zero == pytest.approx(2 * (twelve - zero), abs=0.3)


def test_an_interval_without_an_upper_limit_has_no_stop():
    scale = figure("TTP", "median", 24, None, None, unit="months")

    def drawn(high):
        return medians(studies([entry(figures=(figure("PFS", "median", 14, 10.1, high, unit="months"), scale))])).svg

    assert drawn(None).count("<line") == drawn(20).count("<line") - 1
    assert "not reached" in drawn(None)


def test_milestones_are_shares_at_their_time_by_regimen():
    (row,) = milestones(
        studies([entry(figures=(figure(measure="rate", value=68, unit="%", milestone="24 months"),))])
    ).rows

    assert row[1:3] == ("PFS at 24 months, 60 mg every 4 weeks (higher dose)", "68% (95% CI 0.3 to 0.73)")


def test_a_dose_stands_against_the_median_of_those_who_had_it():
    n = Trait(name="n", value="99", sentence="99", span=AT)
    high = regimen("lanreotide 120 mg every 14 days", "interval", 2.0, drug="lanreotide", mg_per_28_days=240.0)
    low = regimen("lanreotide 120 mg every 28 days", drug="lanreotide", mg_per_28_days=120.0)
    median = {"measure": "median", "unit": "months", "groups": "arms"}
    drawn = doses(
        studies(
            [
                entry(1, traits=(n,), regimens=(high, low), figures=(figure(value=8.6, arm="14-day", **median), figure(value=5.5, arm="28-day", **median), figure(value=9.9, arm="everolimus", **median))),
                entry(2, regimens=(high, low), figures=(figure(measure="median", value=7.7, unit="months"),)),
            ]
        )
    )  # fmt: skip

    assert [row[:4] for row in drawn.rows] == [
        ("Singh 2024a, 14-day", "lanreotide", "240", "PFS 8.6 months (95% CI 0.3 to 0.73)"),
        ("Singh 2024a, 28-day", "lanreotide", "120", "PFS 5.5 months (95% CI 0.3 to 0.73)"),
    ]
    assert "1. 240 mg, 8.6 months, n = 99: Singh 2024a, 14-day" in texts(drawn)


def test_a_larger_study_has_a_larger_dot():
    def one(item, n):
        return entry(
            item,
            traits=(Trait(name="n", value=n, sentence=n, span=AT),),
            regimens=(regimen("60 mg every 4 weeks", "dose", 2.0, mg_per_28_days=60.0),),
            figures=(figure(measure="median", value=12, unit="months"),),
        )

    dots = svg_of(doses(studies([one(2, "400"), one(1, "100")]))).iter("{http://www.w3.org/2000/svg}circle")

    large, small = (float(dot.get("r")) for dot in dots)
    assert (large, small) == (13.0, 9.0)  # 5 and 8 more for the largest, half of that for a quarter of its patients


@pytest.mark.parametrize(
    ("badge", "mark"),
    [("RETRACTED", "RETRACTED"), ("expression of concern", "IN DOUBT"), ("corrected", "CORRECTED")],
)
def test_what_stands_on_a_study_stands_in_the_table_and_in_every_drawing(digest, badge, mark):
    arms = (
        figure(measure="median", value=8.0, unit="months"),
        figure(measure="rate", value=68, unit="%", milestone="1 year"),
    )
    given = regimen("60 mg every 4 weeks", "dose", 2.0, mg_per_28_days=60.0)
    withdrawn = entry(badges=(badge,), figures=(figure(arm="A", comparator="B"), *arms), regimens=(given,))
    rows = studies([withdrawn])

    for draw in (forest, medians, milestones, doses):
        assert mark in " ".join(texts(draw(rows)))
        assert 'fill="none"' in draw(rows).svg
    assert f'class="withdrawn">{mark}' in files(digest, [thread(withdrawn)])["living-table.html"]


def test_a_long_drawing_comes_in_parts_that_a_page_holds():
    many = studies([entry(item) for item in range(1, ROWS + 3)])

    drawn = forest(many)

    assert [part.count("<rect") for part in drawn.parts] == [7, 7]
    assert drawn.svg.count("<rect") == ROWS + 2


def test_all_that_is_drawn_is_said_to_whoever_does_not_see_it():
    drawn = forest(studies([entry()]))

    told = svg_of(drawn).find("{http://www.w3.org/2000/svg}desc").text
    assert told == "Singh 2024: PFS, 60 mg vs 30 mg: 0.47 (95% CI 0.3 to 0.73)"


def test_where_nothing_is_reported_nothing_is_drawn():
    rows = studies([entry(figures=(figure("ORR", "rate", 10.0),))])

    assert [draw(rows) for draw in (forest, medians, milestones, doses)] == [None] * 4


def test_a_hostile_name_stays_text():
    drawn = forest(studies([entry(authors="<script>alert(1)</script>, B")]))

    assert "<script>" not in drawn.svg
    assert "<script>alert(1)</script> 2024" in texts(drawn)


def test_the_files_for_the_site_agree(digest):
    found = [thread(entry(fresh=True)), thread(entry(2, fresh=False))]

    made = files(digest, found)

    assert set(made) == {
        "living-table.html",
        "living-table.csv",
        "studies.json",
        "forest.svg",
        "studies/item-1.html",
        "studies/item-2.html",
    }
    assert made["living-table.html"].count('class="new"') == 1
    assert made["forest.svg"].strip() in made["living-table.html"]
    assert made == files(digest, found)


@pytest.fixture
def digest():
    return replace(build(TOPIC, PERIOD, DOSSIERS, [sorento()], COMPLETE, now=NOW), extra={})
