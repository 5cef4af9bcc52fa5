"""Where a paper stands, in the lines of PubMed, Ovid's databases and the Cochrane Library."""

import pytest

from watcher.formats._values import place


@pytest.mark.parametrize(
    ("line", "journal", "date", "where"),
    [
        ("Ann Made. 2014 Jul 17;371(3):224-33. doi: 10.1000/x.", "Ann Made", "2014-07-17", "371(3):224-33"),
        ("Made (Basel). 2021 Feb 9;13(4):701.", "Made (Basel)", "2021-02-09", "13(4):701"),
        ("J Made Oncol. 2020;38(15_suppl):4600", "J Made Oncol", "2020", "38(15_suppl):4600"),
        ("Made. 2023 Dec-2024 Jan;5:e1-e9", "Made", "2023-12", "5():e1-e9"),
        ("Journal of Made Oncology. 28(15):2545-52, 2010 May 20.", "Journal of Made Oncology", "2010-05-20", "28(15):2545-52"),
        ("Made Patents. 1288(3), Nov. 16, 2004.", "Made Patents", "2004-11-16", "1288(3):"),
        ("Made Oncology. 25 (3) (pp 383-396), 2024. Date of Publication: March 2024.", "Made Oncology", "2024-03", "25(3):383-396"),
        ("Medicine. 98 (12) (no pagination), 2019. Article Number: e14846.", "Medicine", "2019", "98(12):e14846"),
        ("Annals. Conference: MADE. 31 (Supplement 4) (pp S771), 2020.", "Annals", "2020", "31(Supplement 4):S771"),
        ("Made Psychotherapy. Vol.43(5), Sep 2015, pp. 623-634.", "Made Psychotherapy", "2015-09", "43(5):623-634"),
        ("Made Abstracts Section A. Vol.75(2-A(E)),2014, pp. No Pagination Specified.", "Made Abstracts Section A", "2014", "75(2-A(E)):"),
        ("MADE'S Health & Fitness Journal January/February 2010;14(1):56", "MADE'S Health & Fitness Journal", "2010", "14(1):56"),
        ("Journal of Made Studies 12, Winter 2007: 7-14.", "Journal of Made Studies", "2007", "12():7-14"),
        ("Made oncology, 2024, 25(3), 383-396", "Made oncology", "2024", "25(3):383-396"),
        ("A journal alone", "A journal alone", "", "():"),
        ("", "", "", "():"),
    ],
)  # fmt: skip
def test_a_citation_is_read_in_any_style(line, journal, date, where):
    found = place(line)

    assert (found.journal, found.date.iso if found.date else "") == (journal, date)
    assert f"{found.volume}({found.issue}):{found.pages}" == where
