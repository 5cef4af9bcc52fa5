"""Stories of what real literature does besides: editions, encores, datelines, isotopes, names in two orders; as ``own_stories`` has them."""

S = "Lanreotide every 14 days in neuroendocrine tumours"
WE = "Pavel M; Shah T; Caplin ME"
P = f"{S} | {WE} | 2021 | Eur J Cancer | 157(2):403-414 | pmid:11 doi:10.1000/p"
PL = P.partition(" | pmid")[0]
N = f"{WE} | 2022 | Eur J Cancer | 160(1):1 | kind:notice"
T = "Octreotide depot in GEP-NET |  | 2021 |  |  | kind:registration"
R = "Camurus announces positive topline results of SORENTO |  | 2026-11-10 | Camurus |  | kind:news"

LATE = {
    "a secondary analysis whose title adds four words": ({"a": P, "b": f"{S}: quality of life analysis | {WE} | 2022 | Eur J Cancer | 170(1):55-63 | pmid:12 doi:10.1000/q"}, {"items": ["a", "b"]}),
    "a subgroup analysis, same title but for Japanese patients": ({"a": P, "b": f"{S}: Japanese subgroup | Ito T; Shah T; Pavel M | 2022 | J Gastroenterol | 57(1):5-12 | pmid:12"}, {"items": ["a", "b"]}),
    "a Medline record, a PubMed Central copy in manuscript form, and HAL": ({"a": P, "b": f"{S} | Marianne Pavel; Tahir Shah; Martyn E Caplin | 2021 |  |  | pmcid:PMC8000001", "c": f"{S} | Pavel, Marianne; Shah, Tahir; Caplin, Martyn | 2021 | HAL open science | "}, {"items": ["a b c"]}),
    "a paper whose volume's issue is doubled and pages e-numbered": ({"a": PL.replace("157(2):403-414", "157(2-3):403-414"), "b": PL.replace("157(2):403-414", "157(2):403-14")}, {"items": ["a b"]}),
    "a translated edition of a journal with other pages and DOI": ({"a": P, "b": f"Lanreotid alle 14 Tage bei neuroendokrinen Tumoren | {WE} | 2022 | Kompass Onkologie | 9(1):20-24 | doi:10.1000/k original:Lanreotide_every_14_days_in_neuroendocrine_tumours"}, {"items": ["a", "b"]}),
    "a paper reprinted in a society's second journal": ({"a": P, "b": f"{S} | {WE} | 2021 | Ann Oncol | 32(9):1100-1111 | pmid:13 doi:10.1000/r"}, {"items": ["a", "b"]}),
    "an encore abstract at a national meeting, a year later": ({"a": f"{S} | {WE} | 2020 | Ann Oncol | 31(S4):S771 | kind:abstract", "b": f"{S} | {WE} | 2021 | Oncol Res Treat | 44(S2):120 | kind:abstract"}, {"items": ["a", "b"], "ties": ["same_study a b"]}),
    "a late-breaking abstract with LBA before its title": ({"a": f"{S} | {WE} | 2020 | Ann Oncol | 31(S4):S1151 | kind:abstract", "b": f"LBA42 {S} | {WE} | 2020 | Ann Oncol | 31(S4):S1151 | kind:abstract"}, {"items": ["a b"]}),
    "an abstract with its number in brackets and TPS": ({"a": f"{S} | {WE} | 2020 | J Clin Oncol | 38(15_suppl):TPS4660 | kind:abstract doi:10.1200/JCO.2020.38.15_suppl.TPS4660", "b": f"{S} (TPS4660). | Pavel M; Shah T | 2020 | Journal of Clinical Oncology | 38(15 suppl):TPS4660-TPS4660 | kind:abstract"}, {"items": ["a b"]}),
    "a clinical trial in progress and its results, same title": ({"a": f"{S} | {WE} | 2019 | J Clin Oncol | 37(15_suppl):TPS4150 | kind:abstract", "b": f"{S} | {WE} | 2021 | J Clin Oncol | 39(15_suppl):4111 | kind:abstract"}, {"items": ["a", "b"]}),
    "an article and its plain language summary": ({"a": P, "b": f"Plain language summary: {S} | {WE} | 2023 | Future Oncol | 19(4):1-9 | pmid:14"}, {"items": ["a", "b"]}),
    "an article and its video abstract or podcast": ({"a": P, "b": f"{S}: podcast | {WE} | 2021 | Eur J Cancer |  | doi:10.1000/pod"}, {"items": ["a", "b"], "or_doubt": True}),
    "author's response titled as the paper": ({"a": P, "b": f"Authors' response to: {S} | {WE} | 2022 | Eur J Cancer | 161(1):30-31 | pmid:15"}, {"items": ["a", "b"], "ties": ["comments_on b a"]}),
    "an editorial with the title in quotation marks": ({"a": P, "b": f'Editorial comment on "{S}" | Lund E | 2021 | Eur J Cancer | 157(2):401-402 | pmid:16'}, {"items": ["a", "b"], "ties": ["comments_on b a"]}),
    "two centres' cohorts told by city": ({"a": "Peptide receptor therapy in carcinoid: the Rotterdam experience | Kwekkeboom DJ; Teunissen J | 2008 | J Clin Oncol | 26(13):2124-30 | ", "b": "Peptide receptor therapy in carcinoid: the Uppsala experience | Garske U; Sundin A | 2008 | J Clin Oncol | 26(20):3000-3009 | "}, {"items": ["a", "b"]}),
    "one author of two namesakes, one title": ({"a": "Carcinoid heart disease | Wang Y; Li X | 2019 | Chin Med J | 132(4):400-405 | pmid:21", "b": "Carcinoid heart disease | Wang Y; Zhao Q | 2019 | Heart | 105(4):288-295 | pmid:22"}, {"items": ["a", "b"]}),
    "authors with particles, hyphens and a lost accent": ({"a": f"{S} | de Herder WW; García-Carbonero R; O'Toole D | 2021 | Eur J Cancer | 157(2):403-414 | pmid:11", "b": f"{S} | Herder, Wouter W. de; Garcia Carbonero, Rocio; OToole, Dermot | 2021 | Eur J Cancer | 157:403-414 | "}, {"items": ["a b"]}),
    "a retraction that names the DOI of the preprint": ({"p": f"{S} | {WE} | 2020 | medRxiv |  | kind:preprint doi:10.1101/2020.01.01.20000001", "a": P, "n": f"Retraction: {S} | {N} pmid:31 retracts:doi~10.1101/2020.01.01.20000001"}, {"items": ["p", "a", "n"], "ties": ["retracts n p"], "not_ties": ["retracts n a"], "not_marks": {"a": ["retracted"]}}),
    "a corrected article republished under a second DOI": ({"a": P, "b": f"{S} [corrected and republished] | {WE} | 2022 | Eur J Cancer | 160(2):403-414 | pmid:17 doi:10.1000/p2 updates:pmid~11"}, {"items": ["a", "b"], "ties": ["updates|version_of b a"]}),
    "a withdrawal notice for another paper of the same authors": ({"a": P, "o": f"Octreotide every 21 days in carcinoid | {WE} | 2020 | Eur J Cancer | 150(2):3-14 | pmid:12", "n": f"Withdrawal notice to: Octreotide every 21 days in carcinoid | {N} pmid:31"}, {"items": ["a", "o", "n"], "ties": ["retracts n o"], "not_ties": ["retracts n a"], "marks": {"o": ["retracted"]}}),
    "a registration, its twin in ANZCTR and a follow-up with -LTE": ({"a": f"{T} nct:NCT05000001 key:NCT05000001", "b": f"{T} actrn:ACTRN12621000000001 key:ACTRN12621000000001 nct:NCT05000001", "c": "Octreotide depot in GEP-NET: long-term extension |  | 2023 |  |  | kind:registration nct:NCT05000009 key:NCT05000009"}, {"items": ["a", "b", "c"], "ties": ["same_trial a b"], "not_ties": ["same_trial a c", "same_trial c a"]}),
    "a release in English and its summary by a news site next day": ({"a": R, "b": "Camurus reports positive SORENTO data, shares jump 30% |  | 2026-11-11 | Finance daily |  | kind:news"}, {"items": ["a", "b"]}),
    "a release and its reminder 'REMINDER:' the week after": ({"a": R, "b": R.replace("Camurus announces", "REMINDER: Camurus announces").replace("11-10", "11-17")}, {"items": ["a", "b"], "or_doubt": True}),
    "a dissertation chapter with the paper's title": ({"a": P, "b": f"{S} | Pavel M | 2019 | Uppsala University | | type:Thesis"}, {"items": ["a", "b"], "or_doubt": True}),
    "a data paper in Mendeley beside its paper": ({"a": P, "b": f"Data for: {S} | {WE} | 2021 | Mendeley Data |  | kind:other doi:10.17632/abc.1"}, {"items": ["a", "b"]}),
    "a truncated title with three dots": ({"a": PL, "b": "Lanreotide every 14 days in neuroendoc... | Pavel M et al | 2021 | Eur J Cancer | 157(2):403-414"}, {"items": ["a b"]}),
    "Arabic digits and dashes in pages": ({"a": PL, "b": PL.replace("403-414", "403–414").replace("157(2)", "Vol. 157(Issue 2)")}, {"items": ["a b"]}),
    "two corrections of one paper in one volume": ({"a": P, "n": f"Correction to: {S} | {N} pmid:31", "m": f"Correction to: {S} | {WE} | 2022 | Eur J Cancer | 165(1):9 | kind:notice pmid:32"}, {"items": ["a", "n", "m"], "ties": ["corrects n a", "corrects m a"]}),

    "a publisher's corrected proof by PII, then print": ({"a": f"{S} | {WE} | 2021 | Eur J Cancer |  | pii:S0959804921001234", "b": P + " pii:S0959804921001234"}, {"items": ["a b"]}),
    "an isotope in three spellings": ({"a": "Retreatment with 177Lu-DOTATATE in midgut NET | Strosberg J; Kunz P | 2022 | J Nucl Med | 63(5):700-706", "b": "Retreatment with [177Lu]Lu-DOTA-TATE in midgut NET | Strosberg J; Kunz P | 2022 | Journal of Nuclear Medicine | 63:700-6", "c": "Retreatment with Lutetium Lu 177 Dotatate in midgut NET | Strosberg, Jonathan; Kunz, Pamela | 2022 | J Nucl Med | 63(5):700-706"}, {"items": ["a b c"]}),
    "177Lu and 90Y, one title else": ({"a": "Retreatment with 177Lu-DOTATATE in midgut NET | Strosberg J; Kunz P | 2022 | J Nucl Med | 63(5):700-706", "b": "Retreatment with 90Y-DOTATOC in midgut NET | Strosberg J; Kunz P | 2022 | J Nucl Med | 63(6):801-806"}, {"items": ["a", "b"]}),
    "the acronym before or behind": ({"a": f"CLARINET FORTE: {S} | {WE} | 2021 | Eur J Cancer | 157(2):403-414", "b": f"{S} (CLARINET FORTE) | {WE} | 2021 | Eur J Cancer | 157(2):403-414"}, {"items": ["a b"]}),
    "a title with a dagger and a footnote": ({"a": PL, "b": PL.replace(S, S + "†*")}, {"items": ["a b"]}),
    "a journal with its place in brackets": ({"a": f"{S} | {WE} | 2021 | Cancers (Basel) | 13(4):712", "b": f"{S} | {WE} | 2021 | Cancers | 13(4):712"}, {"items": ["a b"]}),
    "Chinese names in both orders": ({"a": f"{S} | Zhang, Wei; Li, Xiaoming | 2021 | Eur J Cancer | 157(2):403-414", "b": f"{S} | Wei, Zhang; Xiaoming, Li | 2021 | Eur J Cancer | 157(2):403-414"}, {"items": ["a b"]}),
    "Russian names in two scripts": ({"a": f"{S} | Kolesnikova N; Ivanov P | 2021 | Vopr Onkol | 67(2):203-214", "b": f"{S} | Колесникова Н; Иванов П | 2021 | Voprosy Onkologii | 67(2):203-214"}, {"items": ["a b"]}),
    "January's issue of the year before": ({"a": PL, "b": PL.replace("| 2021 |", "| 2020 |").replace("157(2)", "157")}, {"items": ["a b"]}),
    "same first page in two volumes": ({"a": PL, "b": PL.replace("157(2)", "175(2)")}, {"items": ["a b"], "or_doubt": True}),
    "two generic registrations of two sponsors": ({"a": "A study of lanreotide |  | 2019 |  |  | kind:registration nct:NCT05000001 key:NCT05000001 sponsor:IPN-001", "b": "A study of lanreotide |  | 2020 |  |  | kind:registration nct:NCT05000002 key:NCT05000002 sponsor:XYZ-77"}, {"items": ["a", "b"], "not_ties": ["same_trial a b"]}),
    "part A and part B": ({"a": f"{S}: part A | {WE} | 2021 | Eur J Cancer | 157(2):403-414", "b": f"{S}: part B | {WE} | 2021 | Eur J Cancer | 157(2):415-420"}, {"items": ["a", "b"]}),
    "cohort 1 and cohort 2 abstracts": ({"a": f"{S}, cohort 1 | {WE} | 2020 | Ann Oncol | 31(S4):S771 | kind:abstract", "b": f"{S}, cohort 2 | {WE} | 2020 | Ann Oncol | 31(S4):S772 | kind:abstract"}, {"items": ["a", "b"]}),
    "two-year and five-year results": ({"a": f"{S}: two-year results | {WE} | 2021 | Eur J Cancer | 157(2):403-414", "b": f"{S}: 5-year results | {WE} | 2024 | Eur J Cancer | 200(2):3-14"}, {"items": ["a", "b"]}),
    "first-line and second-line": ({"a": f"First-line {S.lower()} | {WE} | 2021 | Eur J Cancer | 157(2):403-414", "b": f"Second-line {S.lower()} | {WE} | 2021 | Eur J Cancer | 157(9):1403-1414"}, {"items": ["a", "b"]}),
    "with and without everolimus": ({"a": f"{S} with everolimus | {WE} | 2021 | Eur J Cancer | 157(2):403-414", "b": f"{S} without everolimus | {WE} | 2021 | Eur J Cancer | 157(2):415-424"}, {"items": ["a", "b"]}),
    "60 mg and 120 mg": ({"a": "Lanreotide 60 mg in acromegaly | Caron P; Melmed S | 2014 | Clin Endocrinol | 80(2):1-9", "b": "Lanreotide 120 mg in acromegaly | Caron P; Melmed S | 2014 | Clin Endocrinol | 80(3):11-19"}, {"items": ["a", "b"]}),
    "a comment that names nobody's title": ({"p": P, "c": "Comment on Pavel et al. | Lund E | 2022 | Eur J Cancer | 160(1):20 | pmid:41 comments_on:pmid~11"}, {"items": ["p", "c"], "ties": ["comments_on c p"]}),
    "a retraction signed by the editors": ({"p": P, "n": f"Retracted: {S} | The Editors | 2022 | Eur J Cancer | 160(1):1 | kind:notice pmid:31 doi:10.1000/ret"}, {"items": ["p", "n"], "ties": ["retracts n p"], "marks": {}}),  # a guess, which a person is asked about
    "a correction of two papers": ({"p": P, "q": f"Octreotide every 21 days in carcinoid | {WE} | 2020 | Eur J Cancer | 150(2):3-14 | pmid:12", "n": f"Corrections to two papers by Pavel et al. | {N} pmid:31 corrects:pmid~11"}, {"items": ["p", "q", "n"], "ties": ["corrects n p"], "not_ties": ["corrects n q"]}),
    "a wire's city and date before a release": ({"a": R, "b": R.replace("Camurus announces", "LUND, Sweden, Nov. 10, 2026 -- Camurus announces").replace("| Camurus |", "| GlobeNewswire |")}, {"items": ["a b"]}),
    "a release with the company's full name": ({"a": R, "b": R.replace("Camurus announces", "Camurus AB (publ) announces").replace("| Camurus |", "| Cision |")}, {"items": ["a b"]}),
    "a pre-announcement and the release on one day": ({"a": R, "b": "Camurus to present topline results of SORENTO |  | 2026-11-10 | Camurus |  | kind:news"}, {"items": ["a", "b"]}),
    "positive and negative": ({"a": R, "b": R.replace("positive", "negative")}, {"items": ["a", "b"]}),
    "a release and the paper of one title": ({"a": f"{S} |  | 2021-12-01 | Ipsen |  | kind:news", "b": P}, {"items": ["a", "b"]}),
    "an abstract's number in the DOI and none": ({"a": f"{S} | {WE} | 2020 | J Clin Oncol | 38(4_suppl):604 | kind:abstract doi:10.1200/JCO.2020.38.4_suppl.604", "b": f"{S} | Pavel, Marianne; Shah, Tahir; Caplin, Martyn | 2020 | ASCO GI |  | kind:abstract"}, {"items": ["a b"], "or_doubt": True}),
    "a version with a comment's mark: PMID 11.2": ({"a": P, "b": f"{S} | {WE} | 2021 | Eur J Cancer | 157(2):403-414 | doi:10.1000/P."}, {"items": ["a b"]}),
    "a case report and a case series": ({"a": "Carcinoid crisis under lanreotide: a case report | Lund E | 2020 | Case Rep Oncol | 13(1):20-24", "b": "Carcinoid crisis under lanreotide: a case series | Lund E; Moe F | 2021 | Case Rep Oncol | 14(1):30-36"}, {"items": ["a", "b"]}),
    "a trial's paper that misprints its number by a digit": ({"t": f"{T} nct:NCT05000001 key:NCT05000001", "p": f"{P} nct:NCT05000010"}, {"items": ["t", "p"], "not_ties": ["reports p t"]}),
}  # fmt: skip
