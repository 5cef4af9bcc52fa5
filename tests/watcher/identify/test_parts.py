"""The parts of a comparison: titles, places, words, and the reasons given."""

import pytest
from references import reference

from watcher.identify import block_keys, cluster, identify
from watcher.identify.pairs import compare_pages
from watcher.identify.titles import Likeness, compare_titles, read_title, romanised, same_word
from watcher.identify.venues import Pages, compare_venues, read_pages
from watcher.model import Cluster, New, Perhaps, SameAs, Work
from watcher.notices import label_of


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("659-72", Pages("", 659, 672)),
        ("659-672", Pages("", 659, 672)),
        ("9848--9853", Pages("", 9848, 9853)),
        ("1264-H1271", Pages("", 1264, 1271)),
        ("H1346-53", Pages("h", 1346, 1353)),
        ("S32", Pages("s", 32)),
        ("e8-e9", Pages("e", 8, 9)),
        ("Cd002273", Pages("cd", 2273)),
        ("S1-12; discussion S13", Pages("s", 1, 12)),
        ("659-672 14p", Pages("", 659, 672)),
        ("72-69", Pages("", 72)),
        ("14-Apr", Pages()),
        ("Suppl-29", Pages()),
        ("t-20", Pages()),
        ("12 pages", Pages()),
        ("3 p.", Pages()),
        ("(no pagination)", Pages()),
        ("", Pages()),
    ],
)
def test_pages_are_read_as_databases_write_them(text, pages):
    assert read_pages(text) == pages


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("403", "403", True),
        ("403", "503", False),
        ("403", "99999", False),
        ("403", "100000", None),
        ("403", "e403", True),
        ("403", "e503", None),
        ("S403", "503", False),
        ("1-9", "403-412", None),
        ("403-414", "405", None),
        ("403-414", "415", False),
    ],
)
def test_first_pages_are_held_against_each_other_where_both_are_pages(one, other, agree):
    pages = read_pages(one), read_pages(other)

    assert compare_pages(*pages)[0] is compare_pages(*pages[::-1])[0] is agree


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Curr Opin Lipidol", "Current Opinion in Lipidology", 1),
        ("N Engl J Med", "The New England journal of medicine", 1),
        ("J Natl Cancer Inst", "Journal of the National Cancer Institute", 1),
        ("Stroke", "Stroke; a journal of cerebral circulation", 1),
        ("Stroke (00392499)", "Stroke", 1),
        ("Heart", "Heart. Conference: British Atherosclerosis Society", 1),
        ("CMAJ", "CMAJ : Canadian Medical Association journal = journal de l'Association", 1),
        ("JAMA", "Journal of the American Medical Association", 1),
        ("BMJ", "British Medical Journal", 1),
        ("PNAS", "Proceedings of the National Academy of Sciences", 1),
        ("Americas Conference on Information Systems", "Amcis 2017 Proceedings", 1),
        ("Obstetrics & Gynecology", "Obstetrics and Gynecology", 1),
        ("Zhonghua Zhong Liu Za Zhi [Chinese Journal of Oncology]", "Chin J Oncol", 1),
        ("Problemy endokrinologii = Problems of endocrinology", "Problems of Endocrinology", 1),
        ("Ned Tijdschr Geneeskd", "Nederlands tijdschrift voor geneeskunde", 1),
        ("Zentralbl Chir", "Zentralblatt für Chirurgie", 1),
        ("Zhonghua Zhong Liu Za Zhi [Chinese Journal of Oncology]", "Chinese Medical Journal", 0),
        ("Annals [Oncology]", "Oncology", 0),
        ("Cancer", "Cancer Research", 0.5),
        ("American journal of physiology", "American Journal of Physiology - Heart and Circulatory Physiology", 0.5),
        ("The Lancet", "Gut", 0),
        ("Annals of Oncology", "European Journal of Cancer", 0),
        ("the", "of", 0.5),
        ("AMCISX", "Americas Conference on Information Systems", 0),  # a letter too many
    ],
)
def test_venues_are_known_by_abbreviation_and_initials(one, other, alike):
    assert compare_venues(one, other) == compare_venues(other, one) == alike


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("Octreotide in carcinoid", "OCTREOTIDE IN CARCINOID.", Likeness.EQUAL),
        ("Phase II trial of lanreotide", "Phase 2 trial of lanreotide", Likeness.EQUAL),
        ("Octreotide in carcinoid tumours", "Octreotide in carcinoid tumors", Likeness.MISSPELT),
        ("Octreotide in neuroendocrine disease", "Octreotide in neuro-endocrine disease", Likeness.EQUAL),
        ("The dose of octreotide in carcinoid", "Dose of octreotide in the carcinoid", Likeness.MISSPELT),
        (
            "Octreotide and carcinoid heart disease",
            "Octreotide and carcinoid heart disease: a review",
            Likeness.CONTAINED,
        ),
        ("Octreotide in old rats with carcinoid", "Octreotide in rats with carcinoid", Likeness.CONTAINED),
        ("Octreotide in men with carcinoid", "Octreotide in women with carcinoid", Likeness.ALTERED),
        ("Octreotide in 1990-1999", "Octreotide in 1990–99", Likeness.EQUAL),
        ("Octreotide in 10 000 rats", "Octreotide in 10,000 rats", Likeness.EQUAL),
        ("Octreotide in 10 000 rats", "Octreotide in 10000 rats", Likeness.EQUAL),
        ("Octreotide every 164 days in rats", "Octreotide every 641 days in rats", Likeness.NUMBERED),
        ("Octreotide 1, 12 mg, in old rats", "Octreotide 11, 2 mg, in old rats", Likeness.NUMBERED),
        ("Octreotide in the rats of 99", "Octreotide in the rats of 1999", Likeness.NUMBERED),
        ("Effect of 1,25-vitamin D on carcinoid", "Effect of 125-vitamin D on carcinoid", Likeness.EQUAL),
        ("Octreotide 30 mg in carcinoid", "Octreotide 60 mg in carcinoid", Likeness.NUMBERED),
        ("Octreotide in carcinoid of the lung", "Lung function after surgery", Likeness.UNLIKE),
        ("Gastric carcinoid cells and octreotide", "Cardiac carcinoid valves and octreotide", Likeness.UNLIKE),
        ("Octreotide 30 mg in carcinoid tumours", "Octreotide 30 mg in carcinoid tumors", Likeness.MISSPELT),
        ("Octreotide 20 mg or 40 mg in old rats", "Octreotide 40 mg or 20 mg in old rats", Likeness.MISSPELT),
        ("Octreotide in old rats with carcinoid", "Octreotide in 24 old rats with carcinoid", Likeness.CONTAINED),
        (
            "Octreotide in carcinoid rat",
            "Octreotide in carcinoid rat hearts under long treatment with agonists of serotonin",
            Likeness.CONTAINED,
        ),
        ("Octreotide for carcinoids", "Octreotide for carcinoids under long treatment with agonists", Likeness.UNLIKE),
        ("", "Octreotide in carcinoid", Likeness.UNKNOWN),
    ],
)
def test_titles_compare_word_by_word(one, other, likeness):
    assert compare_titles(read_title(one), read_title(other)) is likeness


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("tumour", "tumor", True),
        ("ischaemia", "ischemia", True),
        ("oesophageal", "esophageal", True),
        ("randomised", "randomized", True),
        ("dose", "doses", True),
        ("octreotide", "octerotide", True),
        ("net", "nets", True),
        ("ab", "abs", False),
        ("octreotide", "octreotid3", False),
        ("kidney", "cidney", True),
        ("liver", "river", False),
        ("rats", "cats", False),
        ("hypotension", "hypertension", False),
        ("intracellular", "intercellular", False),
        ("symptomatic", "asymptomatic", False),
        ("octreotide", "lanreotide", False),
        ("adult", "adolescent", False),
        ("methyl", "ethyl", False),
        ("sstr2", "sstr5", False),
    ],
)
def test_a_slip_of_the_pen_is_no_other_word(one, other, same):
    assert same_word(one, other) == same_word(other, one) == same


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("Correction to: a trial", "correction"),
        ("Corrigendum", "correction"),
        ("A trial (erratum)", "correction"),
        ("Correction of hyponatraemia with tolvaptan", ""),
        ("Retraction note: a trial", "retraction"),
        ("Retraction of the eardrum", ""),
        ("RETRACTED: a trial", ""),
        ("Expression of concern: a trial", "concern"),
        ("The authors reply", "reply"),
        ("In reply", "reply"),
        ("Re: a trial", "reply"),
        ("Reduced recurrence after octreotide", ""),
        ("Response to octreotide in carcinoid", ""),
        ("Response to the letter by Smith", "reply"),
        ("Comment on a trial", "comment"),
        ("Effects of photos and comments on demand", ""),
        ("Letters from the ward", ""),
        ("A trial: study protocol", "protocol"),
        ("A trial in progress: SORENTO", "in progress"),
        ("ENETS guidelines update", "update"),
        ("Lanreotide in NETs", ""),
    ],
)
def test_a_label_is_read_where_it_labels(title, label):
    assert label_of(romanised(title)) == label


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("[177Lu]Lu-DOTA-TATE", "lu177dotatate"),
        ("Lutetium-177 dotatate", "lu177dotatate"),
        ("(177)Lu-DOTATATE", "lu177dotatate"),
        ("99mTc-octreotide", "tc99octreotide"),
        ("β-cells of Ångström", "betacellsofangstrom"),
        ("Octreotide in carcinoid. [Chinese]", "octreotideincarcinoid"),
        ("Octreotide in carcinoid. [Review] [33 refs]", "octreotideincarcinoid"),
        ("Octreotide in carcinoid (letter)", "octreotideincarcinoid"),
        ("Octreotides (letter)", "octreotides"),
        ("Octreotide (letter)", "octreotideletter"),
        ("生长抑素类似物", "生长抑素类似物"),
        ("Untitled", ""),
        ("[No title available]", ""),
    ],
)
def test_a_title_is_compared_by_its_letters(title, key):
    assert read_title(title).key == key


STUDY = "Lanreotide every 14 days in neuroendocrine tumours | Pavel M; Shah T | 2021 | Eur J Cancer | 157:403-414"


def known(line, number=1):
    return [Work(id=number, records=(reference(line, key=f"k{number}"),))]


@pytest.mark.parametrize(
    ("other", "because"),
    [
        (
            STUDY.replace("157:403-414", "175:403-14"),
            "same title; authors, year, venue and pages agree; volume differs",
        ),
        (STUDY.replace("403-414", "430-414"), "same title; authors, year, venue and volume agree; pages differ"),
        (STUDY.replace("M; Shah T", "M; Ek C"), "same title; authors, year, venue, volume and pages agree"),
        (STUDY.replace("M; Shah T", "M; Ek C; Moe F"), "same title; authors, year, venue, volume and pages agree"),
        (STUDY.replace("Pavel M; Shah T", ""), "same title; year, venue, volume and pages agree"),
    ],
)
def test_the_reason_is_said_in_words(other, because):
    said = identify(reference(other), known(STUDY))

    assert isinstance(said, SameAs)
    assert said.because == because


def test_what_may_be_the_same_is_put_before_a_person():
    said = identify(reference(STUDY.partition(" | 2021")[0] + " | 2022"), known(STUDY.partition(" | Eur")[0]))

    assert isinstance(said, Perhaps)
    assert said.because == "same title; authors agree; year differs"


def test_nothing_known_is_new():
    assert identify(reference(STUDY), []) == New()


def test_one_record_that_forbids_the_merge_is_enough():
    item = Work(id=1, records=(reference(STUDY, key="a"), reference("Correction to: " + STUDY, key="b")))

    assert identify(reference(STUDY, key="c"), [item]) == New()


def test_what_a_doi_says_is_not_forbidden_by_a_likeness_that_is_too_small():
    other = "Lanreotide and the heart: an unlike title of the same group | Lund K | 1999 | Gut | 37(2):301"
    item = Work(id=1, records=(reference(f"{STUDY} | doi:10.1000/x", key="a"), reference(other, key="b")))

    assert isinstance(identify(reference(f"{STUDY} | doi:10.1000/x", key="c"), [item]), SameAs)


@pytest.mark.parametrize(("day", "same"), [("2026-11-13", True), ("2026-11-14", False), ("2026-11", True)])
def test_news_under_one_address_are_one_unless_both_have_a_day_and_they_are_far_apart(day, same):
    line = "Camurus announces topline results of SORENTO |  | {} | Wire |  | kind:news url:https://news.example/all"
    one, other = (reference(line.format(at), key=key) for at, key in (("2026-11-10", "a"), (day, "b")))

    found = identify(other, [Work(id=1, records=(one,))])

    assert (isinstance(found, SameAs) and found.because.startswith("same url")) is same


@pytest.mark.parametrize(("day", "same"), [("2026-11-13", True), ("2026-11-14", False)])
def test_a_newsroom_s_one_page_holds_what_it_says_within_three_days(day, same):
    line, url = "Camurus announces topline results of SORENTO |  | {} | Wire |  | kind:news", "https://news.example/all"
    one, other = (reference(line.format(at), key=key, url=url) for at, key in (("2026-11-10", "a"), (day, "b")))

    assert isinstance(identify(other, [Work(id=1, records=(one,))]), SameAs) is same


def test_the_better_of_two_items_is_chosen():
    items = known(STUDY.replace(":403-414", ""), 1) + known(STUDY, 2)

    said = identify(reference(STUDY, key="3"), items)

    assert isinstance(said, SameAs)
    assert said.item == 2


def test_no_chain_joins_what_a_member_forbids():
    """A sparse record is like both of two studies that differ in their DOIs and pages; it goes with one."""
    first = STUDY + " | pmid:1"
    second = STUDY + " | pmid:2"
    sparse = STUDY

    found = cluster([reference(each, key=str(n)) for n, each in enumerate((first, second, sparse))])

    assert [len(each.members) for each in found] == [2]
    assert 2 in found[0].members


def test_more_than_a_dozen_are_one_thing_where_every_pair_is_sure():
    copies = [reference(STUDY, key=str(n)) for n in range(20)]
    loose = [reference(STUDY, key=str(n), abstract="") for n in range(12)] + [
        reference(STUDY.replace("2021", "2023").replace("157:403-414", ""), key=f"x{n}") for n in range(8)
    ]

    assert [len(each.members) for each in cluster(copies)] == [20]
    assert max(len(each.members) for each in cluster(loose)) == 12


def test_a_cluster_says_for_each_member_why_it_belongs():
    found = cluster(
        [reference(STUDY, key="1"), reference("Another | Raj N | 2020", key="2"), reference(STUDY, key="3")]
    )

    assert found == (
        Cluster(
            members=(0, 2),
            reasons=("same title; authors, year, venue, volume and pages agree",) * 2,
        ),
    )


def test_progress_ends_at_the_end():
    told = []

    cluster(
        [reference(STUDY, key="1"), reference(STUDY, key="2")], progress=lambda done, total: told.append((done, total))
    )

    assert told[-1] == (1, 1)


def test_an_empty_library_has_no_clusters():
    assert cluster([]) == ()


def test_keys_are_signed_64_bit_stable_and_sorted():
    keys = block_keys(reference(STUDY))

    assert keys == tuple(sorted(set(keys)))
    assert all(-(2**63) <= key < 2**63 for key in keys)
    assert keys == block_keys(reference(STUDY, key="other"))


def test_a_sparse_record_still_has_keys():
    assert block_keys(reference("Octreotide in carcinoid"))
    assert block_keys(reference("", key="x")) == ()
    assert block_keys(reference("Analogues | Kos B | 2019 |  |  | original:Analogi_somatostatyny"))
    assert block_keys(reference("Abstract only", abstract="Octreotide was given to patients with carcinoid " * 8))


def test_abstracts_speak_too():
    text = "Octreotide LAR was given to forty patients with midgut tumours and symptoms were recorded each week. " * 4
    other = "Rats were fed with a diet rich in serotonin for three months before their hearts were examined. " * 4
    line = "Carcinoid heart | Raj N | 2019 | Gut | "

    alike = identify(reference(line, abstract=text), [Work(id=1, records=(reference(line, key="2", abstract=text),))])
    unlike = identify(reference(line, abstract=text), [Work(id=1, records=(reference(line, key="2", abstract=other),))])

    assert isinstance(alike, SameAs)
    assert not isinstance(unlike, SameAs)


NEWS = "SORENTO reaches 194 events with CAM2029 in GEP-NET: the analysis follows |  | 2026-10-19 | Wire |  | kind:news"
SWEDISH = (
    "SORENTO nådde 194 händelser med CAM2029 vid GEP-NET: analysen väntar |  | 2026-10-19 | Nyheter |  | kind:news"
)
SITE, ELSEWHERE = "https://www.camurus.com/a", "https://example.org/b"


@pytest.mark.parametrize(
    ("line", "url", "same"),
    [
        (SWEDISH, SITE, True),
        (SWEDISH, ELSEWHERE, False),
        (SWEDISH.replace("194", "150").replace("GEP-NET", "NET"), SITE, False),
        (SWEDISH.replace("10-19", "10-29"), SITE, False),
        (NEWS.replace("reaches 194 events", "counts 194 deaths").replace("analysis follows", "trial is stopped"), SITE, False),
    ],
)  # fmt: skip
def test_a_release_in_two_languages_is_one_where_newsroom_day_numbers_and_names_agree(line, url, same):
    records = [reference(NEWS, key="1", url=SITE), reference(line, key="2", url=url)]

    assert len(cluster(records)) == same


ENGLISH_TEXT = "On 19 October 2026 SORENTO (NCT05050942) reached 194 events among 332 patients; CAM2029 every 14 days is set against lanreotide ATG 120 mg or octreotide LAR 30 mg. PFS is read in Q1 2027."
GERMAN_TEXT = "Am 19. Oktober 2026 erreichte SORENTO (NCT05050942) die 194 Ereignisse unter 332 Erkrankten; CAM2029 alle 14 Tage wird mit Lanreotid ATG 120 mg oder Octreotid LAR 30 mg verglichen. PFS folgt im Q1 2027."


@pytest.mark.parametrize(
    ("text", "day", "same"),
    [
        (GERMAN_TEXT, "2026-10-19", True),
        (GERMAN_TEXT, "2026-10-29", False),
        (GERMAN_TEXT.replace("194", "150").replace("332", "310"), "2026-10-19", False),
        ("SORENTO (NCT05050942) von Camurus: 194 Ereignisse sind da, berichtet unser Korrespondent.", "2026-10-19", False),
        (ENGLISH_TEXT.replace("reached", "misses").replace("is read", "will not be read"), "2026-10-19", False),
    ],
)  # fmt: skip
def test_a_whole_release_is_known_in_another_newsroom_s_language(text, day, same):
    german = f"SORENTO: Ereigniszahl bei neuroendokrinen Tumoren erreicht |  | {day} | Presseportal |  | kind:news"
    english = "Camurus announces that SORENTO has the events it waited for |  | 2026-10-19 | Cision |  | kind:news"
    records = [
        reference(english, key="1", url=SITE, abstract=ENGLISH_TEXT),
        reference(german, key="2", url=ELSEWHERE, abstract=text),
    ]

    assert len(cluster(records)) == same


def test_a_pmid_that_is_another_record_s_does_not_part_what_is_the_same():
    owner = reference(
        "Telotristat and weight in carcinoid syndrome | Ferri C; Sala I | 2026 | Pancreas | 3:9-12 | pmid:10 key:10"
    )
    paper, slip = reference(f"{STUDY} | pmid:11 key:11"), reference(f"{STUDY} | pmid:10 key:2")

    assert [each.members for each in cluster([owner, paper, slip])] == [(1, 2)]
    assert cluster([paper, slip]) == ()
