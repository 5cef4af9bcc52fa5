"""The slots of the question in twelve languages: drugs, diseases, changes and their direction, and frames to say them in."""

import itertools
from typing import NamedTuple


class Tongue(NamedTuple):
    """The slots of one language; in ``more`` and ``less`` a "{d}" is the drug"""

    drugs: tuple[str, ...]
    diseases: tuple[str, ...]
    others: tuple[str, ...]  # other diseases in which the drug is given
    more: tuple[str, ...]
    less: tuple[str, ...]
    frames: tuple[str, ...]  # {x} is the change with its drug, {p} the disease


def _slots(*lines: str) -> tuple[str, ...]:
    """Return every phrase of the lines, whose parts are alternatives in brackets: "[a|b] dose"."""
    return tuple(" ".join("".join(parts).split()) for line in lines for parts in itertools.product(*_parts(line)))


def _parts(line: str) -> list[list[str]]:
    pieces = line.replace("]", "[").split("[")
    return [piece.split("|") if i % 2 else [piece] for i, piece in enumerate(pieces)]


# fmt: off
TONGUES = {
    "English": Tongue(
        drugs=(
            "octreotide LAR",
            "lanreotide",
            "lanreotide autogel",
            "long-acting octreotide",
            "somatostatin analogues",
            "SSA",
            "Sandostatin LAR",
            "Somatuline",
            "depot octreotide",
            "pasireotide LAR",
            "somatostatin receptor ligands",
            "the somatostatin analogue",
            "LAR octreotide",
        ),
        diseases=_slots(
            "[midgut|ileal|progressive|metastatic|pancreatic|grade 2|functioning] NET[s|]",
            "[advanced|well-differentiated|gastroenteropancreatic] neuroendocrine [tumours|tumors|neoplasms]",
            "carcinoid syndrome",
            "GEP-NEN",
            "refractory carcinoid",
            "small-bowel neuroendocrine tumours",
            "pNETs",
            "enteropancreatic neuroendocrine neoplasia",
            "SI-NET",
            "VIPoma",
            "carcinoid heart disease",
        ),
        others=(
            "acromegaly",
            "polycystic liver disease",
            "variceal bleeding",
            "Graves' orbitopathy",
            "Cushing's disease",
            "chylothorax",
            "dumping syndrome",
            "GH-secreting pituitary adenoma",
            "congenital hyperinsulinism",
            "pancreatic fistula",
        ),
        more=_slots(
            "[increasing|raising|escalating|doubling|stepping up|intensifying|augmenting|uptitrating|up-titrating|boosting|elevating|hiking|upping|ramping up|scaling up|ratcheting up|turning up|pushing up|moving up|tripling|building up|dialling up|adding to|maximising] the [dose|monthly dose|amount|dosage|monthly amount] of {d}",
            "[an increase in|a rise in|escalation of|a step-up in|doubling of|intensification of|augmentation of|up-titration of|a boost to|uplift of|tripling of|an upward adjustment of|an upward revision of|a jump in|an increment in|upward titration of] [the dose of|the dosage of|the amount of|] {d}",
            "[higher|higher-than-label|high|larger|double|supra-label|above-label|supratherapeutic|off-label high|maximal|twofold|ultra-high|supra-licensed|heavier|bigger|above-standard|greater than standard|unlicensed high|elevated|extra-high|non-standard high] [doses of|dose|amounts of] {d}",
            "{d} [at double dose|at twice the dose|in doubled dose|at higher doses|at raised doses|beyond the label|above the label|past its label|over and above the licence|in excess of the licensed dose|at supraphysiological doses|at up to twice the approved amount|outside its licensed dose|dose escalation|dose intensification|dose optimisation|dose doubling|uptitration|dose increment|up-dosing|dose creep|overdosing on purpose|at two vials a month|two injections at a time]",
            "[shortening|compressing|tightening|narrowing|cutting|reducing|halving|closing|curtailing|squeezing|abbreviating|contracting|trimming|shrinking|decreasing] the [interval|gap|time|spacing|wait|days|weeks] between [injections of|doses of|shots of|] {d}",
            "[a shorter|a tighter|a compressed|a reduced|an abbreviated|a narrower|a condensed|a 21-day|a 14-day|a two-week|a three-week|a shortened] [dosing interval|injection interval|cycle|schedule|dosing cycle|administration interval] of {d}",
            "{d} [more often|more frequently|twice as often|closer together|ahead of schedule|earlier than due|brought forward by a week|at shorter intervals|every two weeks|every 2 weeks|every other week|every 14 days|every 21 days|every three weeks|q2w|q3w|q14d|q21d|fortnightly|biweekly|twice monthly|twice a month|every 10 days|every third week|on days 1 and 15|every 20 days|every fifteen days|at 3-week intervals|at intervals under four weeks|sooner than every 28 days|in weekly doses|at two-week spacing|2-weekly|3-weekly|each fortnight|per 14 days|every 18 days|every 22 days|every 25 days]",
            "[more frequent|denser|closer|accelerated|intensified|dose-dense|high-frequency|increased-frequency|stepped-up|boosted|enhanced|augmented|reinforced|escalated|heightened|amplified|upscaled|accentuated] [injections of|administration of|dosing of|use of|treatment with|] {d}",
            "[giving more|a further injection of|additional|supplementary|a second monthly injection of|an extra dose of|top-up|a mid-cycle dose of|booster injections of|rescue doses of] {d}",
            "octreotide LAR [60 mg monthly|40 mg every 28 days|90 mg a month|60 mg/28 days|up to 60 mg|40-60 mg|at 60 mg|from 30 to 60 mg|60 mg q4w|45 mg|30 mg every 3 weeks]",
            "lanreotide [120 mg every 14 days|180 mg every 28 days|240 mg monthly|120 mg q2w|120 mg/14 d|120 mg every 3 weeks|120 mg x 2 monthly|2 x 120 mg per month]",
        ),
        less=_slots(
            "[reducing|lowering|halving|tapering|decreasing|cutting] the [dose|amount|dosage] of {d}",
            "[dose reduction of|de-escalation of|tapering of|withdrawal of|interruption of|lower doses of|low-dose|reduced doses of|stopping|discontinuing] {d}",
            "[extending|lengthening|stretching|prolonging|widening|spacing out] the [interval|gap|time] between [injections of|doses of] {d}",
            "{d} [at longer intervals|every 6 weeks|every eight weeks|every 56 days|less often|at extended intervals|without dose escalation|without increasing the dose|at an unchanged dose|at standard dose|every 28 days|every four weeks|with no need for a higher dose|monthly|self-injected at home|and vitamin B12|and increased risk of gallstones|and higher fasting glucose]",
        ),
        frames=(
            "{x} in {p}",
            "{x} for patients with {p}: a retrospective series",
            "{p}: {x}",
            "Outcome of {p} after {x}",
            "Does {x} help in {p}?",
            "{x}: experience in 41 patients with {p}",
            "Safety of {x} in {p}",
            "Cost of {x} in {p}",
            "{x} before radioligand therapy in {p}",
            "{x} or everolimus for {p}?",
            "Predictors of benefit from {x} in {p}",
            "We report on {x} in a woman with {p}",
        ),
    ),
    "German": Tongue(
        drugs=(
            "Octreotid",
            "Lanreotid",
            "Octreotid LAR",
            "Lanreotid Autogel",
            "Somatostatinanaloga",
            "Somatostatin-Analoga",
            "SSA",
            "Sandostatin LAR",
        ),
        diseases=(
            "neuroendokrinen Tumoren",
            "progredienten NET",
            "GEP-NET",
            "Karzinoidsyndrom",
            "neuroendokrinen Neoplasien des Dünndarms",
            "metastasiertem Karzinoid",
        ),
        others=("Akromegalie", "polyzystischer Lebererkrankung", "Ösophagusvarizenblutung", "Morbus Cushing"),
        more=_slots(
            "[Dosiserhöhung|Dosissteigerung|Dosiseskalation|Verdopplung der Dosis|Verdoppelung der Monatsdosis|Intensivierung|Erhöhung der Dosis|Dosisintensivierung|Aufdosierung|Anhebung der Dosis|Steigerung der Menge|Hochtitration|Dosisanhebung|Mehrdosierung|Dosisaufstockung|Höherdosierung] von {d}",
            "[hochdosiertes|höher dosiertes|doppelt dosiertes|intensiviertes|eskaliertes|häufigeres|übers Label dosiertes] {d}",
            "{d} [in hoher Dosis|in doppelter Dosis|in höherer Dosierung|in erhöhter Dosis|oberhalb der Zulassung|jenseits der Zulassung|über der zugelassenen Dosis|alle 14 Tage|alle zwei Wochen|alle 2 Wochen|alle 3 Wochen|alle 21 Tage|zweimal im Monat|zweiwöchentlich|14-tägig|dreiwöchentlich|in kürzeren Abständen|in verkürzten Intervallen|mit verkürztem Intervall|häufiger gespritzt|öfter als monatlich|120 mg alle 14 Tage|in engeren Abständen|im Zwei-Wochen-Takt|im Dreiwochenrhythmus]",
            "[Intervallverkürzung|Verkürzung des Intervalls|Verkürzung der Injektionsintervalle|kürzere Injektionsabstände|Verkürzung der Abstände zwischen den Injektionen|Intervallkürzung|verkürzte Spritzabstände|engere Injektionsintervalle|Verdichtung der Gaben] bei {d}",
        ),
        less=_slots(
            "[Dosisreduktion|Deeskalation|Senkung der Dosis|Absetzen|Intervallverlängerung|Verlängerung des Intervalls] von {d}",
            "{d} [alle 4 Wochen|alle 28 Tage|in Standarddosis|in niedriger Dosis|alle sechs Wochen|in längeren Abständen|ohne Dosiserhöhung|und Lebensqualität]",
        ),
        frames=(
            "{x} bei {p}",
            "{p}: {x}",
            "{x} bei Patienten mit {p}: retrospektive Analyse",
            "Erfahrungen mit {x} bei {p}",
        ),
    ),
    "French": Tongue(
        drugs=(
            "octréotide",
            "lanréotide",
            "octréotide LP",
            "lanréotide autogel",
            "analogues de la somatostatine",
            "analogue de somatostatine",
            "Sandostatine LP",
            "Somatuline",
        ),
        diseases=(
            "les tumeurs neuroendocrines",
            "les TNE de l'intestin grêle",
            "le syndrome carcinoïde",
            "les tumeurs neuroendocrines digestives évolutives",
            "une TNE pancréatique",
            "les néoplasies neuroendocrines",
        ),
        others=("l'acromégalie", "la polykystose hépatique", "la maladie de Cushing", "le chylothorax"),
        more=_slots(
            "[augmentation de la dose|augmentation de dose|escalade de dose|doublement de la dose|majoration de la posologie|intensification|hausse de la dose|élévation de la dose|majoration des doses|renforcement|triplement de la dose|surdosage volontaire|optimisation de dose|montée en dose|augmentation des posologies] de {d}",
            "{d} [à forte dose|à fortes doses|à haute dose|à hautes doses|à double dose|à dose double|à dose doublée|à dose majorée|à dose augmentée|au-delà de l'AMM|hors AMM à dose élevée|à posologie renforcée|à doses supérieures à l'AMM|toutes les deux semaines|toutes les 2 semaines|tous les 14 jours|tous les 21 jours|toutes les trois semaines|deux fois par mois|tous les quinze jours|plus souvent|plus fréquemment|à intervalles plus courts|à intervalle raccourci|en injections plus rapprochées|120 mg tous les 14 jours|à dose intensifiée]",
            "[raccourcissement de l'intervalle|raccourcissement du délai|réduction de l'intervalle|rapprochement des injections|injections rapprochées|resserrement des injections|intervalles raccourcis|diminution de l'intervalle entre les injections|raccourcir l'espacement|accélération du rythme] de {d}",
        ),
        less=_slots(
            "[réduction de dose|désescalade|diminution de la dose|espacement des injections|allongement de l'intervalle|arrêt] de {d}",
            "{d} [tous les 28 jours|toutes les 4 semaines|à dose standard|à faible dose|toutes les six semaines|à intervalles allongés|sans augmentation de dose|et qualité de vie]",
        ),
        frames=(
            "{x} dans {p}",
            "{x} pour {p} : série rétrospective",
            "Efficacité : {x} dans {p}",
            "{x} après progression dans {p}",
        ),
    ),
    "Spanish": Tongue(
        drugs=(
            "octreotida",
            "lanreotida",
            "octreótido LAR",
            "octreotida LAR",
            "análogos de la somatostatina",
            "lanreótido autogel",
            "los análogos de somatostatina",
        ),
        diseases=(
            "tumores neuroendocrinos",
            "el síndrome carcinoide",
            "TNE-GEP",
            "tumores neuroendocrinos de intestino delgado en progresión",
            "tumores carcinoides",
            "neoplasias neuroendocrinas",
        ),
        others=(
            "acromegalia",
            "la enfermedad poliquística hepática",
            "hemorragia por várices",
            "la enfermedad de Cushing",
        ),
        more=_slots(
            "[aumento de dosis|aumento de la dosis|escalada de dosis|incremento de la dosis|duplicación de la dosis|intensificación|elevación de la dosis|doblar la dosis|subida de dosis|escalamiento de dosis|optimización de dosis|intensificación de dosis|aumentar la dosis|ascenso de dosis] de {d}",
            "{d} [a dosis altas|en dosis altas|en altas dosis|a dosis doble|al doble de dosis|a dosis elevadas|a doble dosis|por encima de la ficha técnica|a dosis superiores a las aprobadas|fuera de ficha técnica a dosis altas|cada 14 días|cada dos semanas|cada 2 semanas|cada 21 días|cada tres semanas|dos veces al mes|quincenal|con mayor frecuencia|más a menudo|a intervalos más cortos|con intervalo acortado|120 mg cada 14 días|cada quince días]",
            "[acortamiento del intervalo|reducción del intervalo|acortar el intervalo|intervalos acortados|disminución del intervalo entre inyecciones|estrechamiento del intervalo|adelanto de las inyecciones|inyecciones más frecuentes] de {d}",
        ),
        less=_slots(
            "[reducción de dosis|desescalada|disminución de la dosis|espaciamiento|retirada|alargamiento del intervalo] de {d}",
            "{d} [cada 28 días|cada 4 semanas|a dosis estándar|a dosis bajas|cada seis semanas|a intervalos más largos|sin aumento de dosis|y calidad de vida]",
        ),
        frames=("{x} en {p}", "{x} en pacientes con {p}", "Experiencia con {x} en {p}", "{p}: {x}"),
    ),
    "Italian": Tongue(
        drugs=(
            "octreotide",
            "lanreotide",
            "octreotide LAR",
            "analoghi della somatostatina",
            "lanreotide autogel",
            "gli analoghi della somatostatina",
        ),
        diseases=(
            "tumori neuroendocrini",
            "pazienti con NET ileali",
            "sindrome da carcinoide",
            "NET gastroenteropancreatici in progressione",
            "neoplasie neuroendocrine",
        ),
        others=("acromegalia", "malattia policistica epatica", "varici esofagee", "malattia di Cushing"),
        more=_slots(
            "[aumento della dose|aumento di dose|incremento della dose|raddoppio della dose|intensificazione|escalation di dose|incremento del dosaggio|intensificazione della dose|aumento del dosaggio|innalzamento della dose|potenziamento] di {d}",
            "{d} [ad alte dosi|ad alta dose|a dose doppia|a dosi elevate|a dosaggio aumentato|a dose raddoppiata|oltre la dose approvata|a dosi superiori allo standard|ogni 14 giorni|ogni due settimane|ogni 2 settimane|ogni 21 giorni|ogni tre settimane|due volte al mese|quindicinale|più spesso|più frequentemente|a intervalli ridotti|a intervallo accorciato|a intervalli più brevi|120 mg ogni 14 giorni]",
            "[accorciamento dell'intervallo|riduzione dell'intervallo|intervallo ridotto|accorciare l'intervallo|iniezioni più ravvicinate|iniezioni ravvicinate|abbreviazione dell'intervallo tra le iniezioni] di {d}",
        ),
        less=_slots(
            "[riduzione della dose|de-escalation|diminuzione della dose|sospensione|allungamento dell'intervallo|prolungamento dell'intervallo] di {d}",
            "{d} [ogni 28 giorni|ogni 4 settimane|a dose standard|a basse dosi|ogni sei settimane|a intervalli più lunghi|senza aumento di dose|e qualità di vita]",
        ),
        frames=("{x} in {p}", "{x} nei {p}: studio retrospettivo", "{p}: {x}", "Efficacia di {x} in {p}"),
    ),
    "Portuguese": Tongue(
        drugs=("octreotida", "lanreotida", "octreotido LAR", "análogos da somatostatina", "octreotida LAR"),
        diseases=(
            "tumores neuroendócrinos",
            "síndrome carcinoide",
            "TNE do intestino delgado em progressão",
            "tumores neuroendócrinos gastroenteropancreáticos",
        ),
        others=("acromegalia", "doença hepática policística", "varizes esofágicas", "doença de Cushing"),
        more=_slots(
            "[aumento da dose|aumento de dose|escalonamento de dose|duplicação da dose|intensificação|elevação da dose|incremento da dose|dobrar a dose|intensificação de dose|otimização da dose] de {d}",
            "{d} [em altas doses|em dose alta|em dose dupla|em doses elevadas|em dose dobrada|acima da dose aprovada|em doses superiores às da bula|a cada 14 dias|a cada duas semanas|a cada 2 semanas|a cada 21 dias|a cada três semanas|duas vezes por mês|quinzenal|com maior frequência|mais frequentemente|em intervalos mais curtos|com intervalo encurtado|120 mg a cada 14 dias|de 15 em 15 dias]",
            "[encurtamento do intervalo|redução do intervalo|intervalos encurtados|diminuição do intervalo entre injeções|antecipação das injeções|injeções mais frequentes] de {d}",
        ),
        less=_slots(
            "[redução da dose|desescalonamento|diminuição da dose|suspensão|prolongamento do intervalo|alargamento do intervalo] de {d}",
            "{d} [a cada 28 dias|a cada 4 semanas|em dose padrão|em baixa dose|a cada seis semanas|sem aumento da dose|e qualidade de vida]",
        ),
        frames=("{x} em {p}", "{x} em doentes com {p}", "{p}: {x}"),
    ),
    "Dutch": Tongue(
        drugs=(
            "octreotide",
            "lanreotide",
            "octreotide LAR",
            "somatostatine-analogen",
            "somatostatineanalogen",
            "lanreotide autogel",
        ),
        diseases=(
            "neuro-endocriene tumoren",
            "NET van de dunne darm",
            "carcinoïdsyndroom",
            "gemetastaseerde neuro-endocriene tumoren",
            "GEP-NET",
        ),
        others=("acromegalie", "polycysteuze leverziekte", "de ziekte van Cushing"),
        more=_slots(
            "[verhoging van de dosis|dosisverhoging|verdubbeling van de dosis|dosisescalatie|intensivering|ophoging van de dosis|opvoeren van de dosis|opschaling|dosisintensificatie] van {d}",
            "[hoge dosis|hooggedoseerde|hogere doses|een dubbele dosis|een verhoogde dosis|vaker gegeven|frequentere injecties met] {d}",
            "{d} [in hoge dosering|in dubbele dosering|boven de geregistreerde dosis|om de twee weken|elke 2 weken|iedere 14 dagen|om de drie weken|elke 21 dagen|twee keer per maand|tweewekelijks|met korter interval|met verkorte intervallen|vaker dan maandelijks|120 mg elke 14 dagen]",
            "[verkorting van het interval|intervalverkorting|verkorte injectie-intervallen|het korter maken van de tussenpozen|kortere tussenpozen] bij {d}",
        ),
        less=_slots(
            "[dosisverlaging|afbouw|staken|verlenging van het interval|de-escalatie] van {d}",
            "{d} [elke 28 dagen|om de 4 weken|in standaarddosering|in lage dosering|om de zes weken|zonder dosisverhoging|en kwaliteit van leven]",
        ),
        frames=("{x} bij {p}", "{x} bij patiënten met {p}", "{p}: {x}"),
    ),
    "Swedish": Tongue(
        drugs=("oktreotid", "lanreotid", "oktreotid LAR", "somatostatinanaloger", "lanreotid autogel"),
        diseases=(
            "neuroendokrina tumörer",
            "tunntarms-NET",
            "karcinoidsyndrom",
            "GEP-NET",
            "metastaserad neuroendokrin tumör",
        ),
        others=("akromegali", "polycystisk leversjukdom", "Cushings sjukdom"),
        more=_slots(
            "[dosökning|ökad dos|dubblering av dosen|fördubblad dos|doseskalering|intensifiering|upptrappning|höjning av dosen|höjd dos|dosintensifiering|upptitrering] av {d}",
            "[högdos|höga doser|högre dos|dubbel dos|tätare injektioner av|oftare givet] {d}",
            "{d} [i hög dos|i dubbel dos|i högre doser|över godkänd dos|var 14:e dag|varannan vecka|var tredje vecka|var 21:a dag|två gånger i månaden|med kortare intervall|med förkortat intervall|oftare än månadsvis|120 mg var 14:e dag|med tätare intervall]",
            "[förkortning av intervallet|intervallförkortning|förkortat injektionsintervall|kortare dosintervall|minskat intervall] för {d}",
        ),
        less=_slots(
            "[dosminskning|nedtrappning|utsättning|sänkt dos|förlängt intervall] av {d}",
            "{d} [var 28:e dag|var fjärde vecka|i standarddos|i låg dos|var sjätte vecka|utan dosökning|och livskvalitet]",
        ),
        frames=("{x} vid {p}", "{x} hos patienter med {p}", "{p}: {x}"),
    ),
    "Danish": Tongue(
        drugs=("octreotid", "lanreotid", "octreotid LAR", "somatostatinanaloger", "lanreotid autogel"),
        diseases=(
            "neuroendokrine tumorer",
            "tyndtarms-NET",
            "karcinoidsyndrom",
            "GEP-NET",
            "metastatisk neuroendokrin tumor",
        ),
        others=("akromegali", "polycystisk leversygdom", "Cushings sygdom"),
        more=_slots(
            "[dosisøgning|øget dosis|fordobling af dosis|dosiseskalering|intensivering|optrapning|forhøjet dosis|forøgelse af dosis|optitrering|hævet dosis] af {d}",
            "[højdosis|høje doser|højere dosis|dobbelt dosis|hyppigere injektioner af|oftere givet] {d}",
            "{d} [i høj dosis|i dobbelt dosis|i højere doser|over godkendt dosis|hver 14. dag|hver anden uge|hver tredje uge|hver 21. dag|to gange om måneden|med kortere interval|med forkortet interval|oftere end månedligt|120 mg hver 14. dag]",
            "[forkortelse af intervallet|intervalforkortelse|forkortet injektionsinterval|kortere dosisinterval|afkortet interval] for {d}",
        ),
        less=_slots(
            "[dosisreduktion|nedtrapning|seponering|forlænget interval] af {d}",
            "{d} [hver 28. dag|hver fjerde uge|i standarddosis|i lav dosis|hver sjette uge|uden dosisøgning|og livskvalitet]",
        ),
        frames=("{x} ved {p}", "{x} hos patienter med {p}", "{p}: {x}"),
    ),
    "Polish": Tongue(
        drugs=("oktreotydu", "lanreotydu", "oktreotydu LAR", "analogów somatostatyny", "lanreotydu autogel"),
        diseases=(
            "guzach neuroendokrynnych",
            "NET jelita cienkiego",
            "zespole rakowiaka",
            "nowotworach neuroendokrynnych",
            "GEP-NET",
        ),
        others=("akromegalii", "wielotorbielowatości wątroby", "chorobie Cushinga"),
        more=_slots(
            "[zwiększenie dawki|zwiększenie dawek|eskalacja dawki|podwojenie dawki|intensyfikacja leczenia z użyciem|podwyższenie dawki|podniesienie dawki|wysokie dawki|duże dawki|wyższe dawki|podwójna dawka|zwiększona dawka|intensyfikacja|zwiększanie dawki|potrojenie dawki] {d}",
            "[skrócenie odstępów między wstrzyknięciami|skrócenie przerw między podaniami|skrócenie interwału|częstsze podawanie|częstsze wstrzyknięcia|krótsze odstępy między dawkami|skracanie odstępów między iniekcjami|zmniejszenie odstępów między wstrzyknięciami] {d}",
            "podawanie {d} [co 14 dni|co 2 tygodnie|co dwa tygodnie|co 21 dni|co trzy tygodnie|dwa razy w miesiącu|częściej|w dawkach wyższych niż zarejestrowane|w podwójnej dawce|w dużych dawkach|co drugi tydzień]",
        ),
        less=_slots(
            "[zmniejszenie dawki|redukcja dawki|odstawienie|wydłużenie odstępów między wstrzyknięciami] {d}",
            "podawanie {d} [co 28 dni|co 4 tygodnie|w standardowej dawce|co sześć tygodni|bez zwiększania dawki|i jakość życia]",
        ),
        frames=("{x} w {p}", "{x} u chorych: {p}", "{p}: {x}"),
    ),
    "Chinese": Tongue(
        drugs=("奥曲肽", "兰瑞肽", "长效奥曲肽", "生长抑素类似物", "奥曲肽微球", "兰瑞肽缓释"),
        diseases=("神经内分泌肿瘤", "胃肠胰神经内分泌瘤", "类癌综合征", "胰腺神经内分泌肿瘤"),
        others=("肢端肥大症", "多囊肝", "食管静脉曲张出血", "库欣病"),
        more=_slots(
            "[大剂量|高剂量|加倍剂量|双倍剂量|超说明书剂量|增加剂量|加大剂量|超量|更高剂量|强化剂量|倍增剂量|超适应剂量|每两周一次|每2周一次|每14天一次|每三周一次|每21天|每3周|缩短间隔|缩短给药间隔|每月两次|隔周|更频繁|密集|高频次]{d}",
            "{d}[剂量递增|加量|剂量加倍|剂量翻倍|增量|剂量提高|剂量上调|剂量爬坡|强化治疗|缩短注射间隔|间隔缩短|间隔由28天缩短至14天|增加注射频率|注射频率增加|由30 mg增至60 mg|提高剂量|剂量增加|剂量优化]",
        ),
        less=_slots(
            "[低剂量|标准剂量|每四周一次|每28天|延长间隔]{d}",
            "{d}[减量|停药|延长注射间隔|间隔延长|剂量不变|的生活质量]",
        ),
        frames=("{x}治疗{p}", "{p}患者{x}的疗效", "{x}在{p}中的应用"),
    ),
    "Japanese": Tongue(
        drugs=("オクトレオチド", "ランレオチド", "オクトレオチドLAR", "ソマトスタチンアナログ", "ランレオチド酢酸塩"),
        diseases=("神経内分泌腫瘍", "膵神経内分泌腫瘍", "カルチノイド症候群", "消化管神経内分泌腫瘍"),
        others=("先端巨大症", "多発性嚢胞肝", "食道静脈瘤出血", "クッシング病"),
        more=_slots(
            "[高用量|大量|倍量|増量した|2週毎の|2週間ごとの|3週ごとの|14日毎の|隔週の|用量を増やした|間隔を短縮した|投与間隔短縮|月2回の|頻回の|短い間隔での|承認用量を超える]{d}",
            "{d}[増量|の増量|用量漸増|の倍量投与|投与間隔の短縮|投与間隔短縮|の高用量投与|の用量増加|2週間隔投与|3週間隔投与|月2回投与|の強化療法|の用量を倍に|の投与間隔を短く|頻回投与]",
        ),
        less=_slots(
            "[低用量|標準用量の|4週毎の|28日ごとの|減量した]{d}",
            "{d}[減量|の中止|投与間隔の延長|投与間隔延長|の在宅自己注射]",
        ),
        frames=("{p}に対する{x}", "{p}における{x}の検討", "{x}が奏効した{p}の1例"),
    ),
}
