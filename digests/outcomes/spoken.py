"""Adverse events, what patients brought, and that they lived, in ten more languages: each told as an English word of its class that is not longer than it.

The forms are folded; what a harm of no class of ours is called there stays as printed, see ``events``.
"""

from collections.abc import Mapping

# Language -> (forms there, separated by "|") -> the English word for their class: "rash" stands for any ailment.
HARMS: Mapping[str, Mapping[str, str]] = {
    "de": {
        "begleiterkrankungen|komorbiditaten": "comorbid",
        "ubelkeit|erbrechen|obstipation|obstipationen|verstopfung|blahungen|flatulenz|flatulenzen|meteorismus": "nausea",
        "bauchschmerzen|abdominelle schmerzen|abdominalschmerzen|oberbauchschmerzen": "bloating",
        "hypertonie|bluthochdruck|infektionen|infekte|hautausschlag|exanthem|exantheme|juckreiz|fieber|kopfschmerzen|schwindel|gewichtsverlust|gewichtsabnahme|appetitlosigkeit|nierenversagen|niereninsuffizienz|ruckenschmerzen|gelenkschmerzen|odeme|husten|dyspnoe|atemnot|schlaflosigkeit|blutungen|thrombosen|polyneuropathie|mundtrockenheit|transaminasenerhohung|transaminasenerhohungen|leberwerterhohung|haarausfall|alopezie|proteinurie|mukositis|schleimhautentzundung|hand-fuss-syndrom|geschmacksstorung": "rash",
        "am leben": "alive",
    },
    "fr": {
        "comorbidites|antecedents": "comorbid",
        "nausees|vomissements|flatulences|flatulence|ballonnements|constipations": "nausea",
        "douleurs abdominales|douleur abdominale": "bloating",
        "eruption cutanee|eruptions cutanees|prurit|fievre|cephalees|vertiges|perte de poids|perte d'appetit|anorexie|insuffisance renale|cytolyse hepatique|elevation des transaminases|\u0153demes|oedemes|toux|dyspnee|lombalgies|arthralgies|insomnie|saignements|hemorragies|thromboses|infection urinaire|infections urinaires|secheresse buccale|alopecie|chute des cheveux|proteinurie|mucite|mucites|stomatite|syndrome main-pied|dysgueusie": "rash",
        "thrombopenie|thrombopenies": "cytopenia",
        "en vie": "alive",
    },
    "es": {
        "comorbilidades|antecedentes": "comorbid",
        "nauseas|vomitos|estrenimiento|flatulencia|flatulencias": "nausea",
        "dolor abdominal": "bloating",
        "hipertension|infeccion|infecciones|erupcion cutanea|exantema|prurito|fiebre|cefalea|cefaleas|mareo|mareos|perdida de peso|perdida de apetito|insuficiencia renal|edema|edemas|disnea|hipertransaminasemia|elevacion de transaminasas|artralgias|insomnio|hemorragia|hemorragias|trombosis|sequedad de boca|alopecia|estomatitis|mucositis|disgeusia|sindrome mano-pie": "rash",
        "trombocitopenia|plaquetopenia": "cytopenia",
        "seguian vivos|seguia vivo|estaban vivos|estaba vivo": "alive",
    },
    "it": {
        "comorbidita|comorbilita": "comorbid",
        "nausea|vomito|stipsi|costipazione|flatulenza|meteorismo": "nausea",
        "dolore addominale|dolori addominali": "bloating",
        "ipertensione|infezione|infezioni|febbre|cefalea|vertigini|calo ponderale|perdita di peso|anoressia|inappetenza|insufficienza renale|edemi|tosse|dispnea|prurito|artralgie|insonnia|emorragia|emorragie|sanguinamento|trombosi|ipertransaminasemia|secchezza delle fauci|perdita di capelli|mucositi|mucosite|stomatite|sindrome mano-piede|rash cutaneo|alopecia": "rash",
        "trombocitopenia|piastrinopenia": "cytopenia",
        "affaticamento|stanchezza": "fatigue",
        "era vivo|era viva|erano vivi|era in vita|erano in vita": "alive",
    },
    "pt": {
        "comorbidades|antecedentes": "comorbid",
        "nauseas|vomitos|obstipacao|constipacao|flatulencia": "nausea",
        "dor abdominal|dores abdominais": "bloating",
        "hipertensao|infeccao|infeccoes|erupcao cutanea|prurido|febre|cefaleia|cefaleias|tonturas|tontura|perda de peso|perda de apetite|insuficiencia renal|edema|edemas|tosse|dispneia|artralgias|insonia|hemorragia|hemorragias|trombose|boca seca|queda de cabelo|mucosites|estomatite|mucosite|alopecia": "rash",
        "trombocitopenia|plaquetopenia": "cytopenia",
        "estavam vivos|estava vivo|permaneciam vivos": "alive",
    },
    "nl": {
        "comorbiditeit|comorbiditeiten": "comorbid",
        "misselijkheid|braken|obstipatie|flatulentie|winderigheid": "nausea",
        "buikpijn": "bloating",
        "hypertensie|infectie|infecties|huiduitslag|jeuk|koorts|hoofdpijn|duizeligheid|gewichtsverlies|verminderde eetlust|nierfalen|nierinsufficientie|oedeem|hoest|dyspneu|kortademigheid|rugpijn|gewrichtspijn|slapeloosheid|bloedingen|trombose|droge mond|haaruitval|haarverlies|proteinurie|smaakstoornis": "rash",
        "trombocytopenie": "cytopenia",
        "vermoeidheid": "fatigue",
        "in leven": "alive",
    },
    "sv": {
        "samsjuklighet|komorbiditet": "comorbid",
        "illamaende|krakningar|krakning|forstoppning|flatulens|gasbesvar|vaderspanningar": "nausea",
        "buksmarta|buksmartor|magsmartor": "bloating",
        "hyperglykemi": "diabetes",
        "exokrin pankreasinsufficiens|pankreasinsufficiens": "EPI",
        "hypertoni|hogt blodtryck|infektioner|infektion|anemi|hudutslag|klada|feber|huvudvark|yrsel|viktnedgang|aptitloshet|nedsatt aptit|njursvikt|odem|hosta|dyspne|andnod|ryggsmarta|ledvark|somnloshet|blodning|blodningar|trombos|muntorrhet|haravfall|proteinuri|smakforandring|mukosit|stomatit": "rash",
        "neutropeni|trombocytopeni|leukopeni": "cytopenia",
        "trotthet": "fatigue",
        "vid liv": "alive",
    },
    "da": {
        "komorbiditet|komorbiditeter": "comorbid",
        "kvalme|opkastninger|opkastning|oppkast|brekninger|forstoppelse|flatulens|luftafgang": "nausea",
        "mavesmerter|magesmerter|abdominalsmerter": "bloating",
        "hyperglyk\u00e6mi|hyperglykemi": "diabetes",
        "eksokrin pankreasinsufficiens|eksokrin pankreassvikt|pankreasinsufficiens": "EPI",
        "hypertensjon|forhojet blodtryk|infektioner|infeksjoner|infektion|infeksjon|an\u00e6mi|anemi|udsl\u00e6t|utslett|feber|hovedpine|hodepine|svimmelhed|svimmelhet|v\u00e6gttab|vekttap|appetitloshed|nedsat appetit|nyresvigt|nyresvikt|odem|odemer|hoste|dyspno|andenod|rygsmerter|ledsmerter|sovnloshed|blodning|blodninger|trombose|mundtorhed|proteinuri|mukositis|smagsforstyrrelse|mukositt|stomatitt|hartab": "rash",
        "neutropeni|trombocytopeni|nojtropeni|leukopeni": "cytopenia",
        "tr\u00e6thed|tretthet": "fatigue",
        "i live": "alive",
    },
    "pl": {
        "choroby wspolistniejace": "comorbid",
        "nudnosci|wymioty|zaparcia|zaparcie|wzdecia|biegunka tluszczowa": "nausea",
        "bol brzucha|bole brzucha": "bloating",
        "hiperglikemia|hiperglikemie|cukrzyca|cukrzyce": "diabetes",
        "zewnatrzwydzielnicza niewydolnosc trzustki|niewydolnosc trzustki": "EPI",
        "nadcisnienie|nadcisnienie tetnicze|zakazenia|zakazenie|niedokrwistosc|anemia|wysypka|swiad|goraczka|bol glowy|bole glowy|zawroty glowy|utrata masy ciala|brak apetytu|niewydolnosc nerek|obrzeki|kaszel|dusznosc|bole plecow|bole stawow|bezsennosc|krwawienie|krwawienia|zakrzepica|bialkomocz|lysienie|wypadanie wlosow|zapalenie blony sluzowej|zapalenie jamy ustnej": "rash",
        "maloplytkowosc|neutropenia|leukopenia": "cytopenia",
        "zmeczenie|oslabienie": "fatigue",
        "zylo": "OS",
    },
    "fi": {
        "pahoinvointi|pahoinvointia|oksentelu|oksentelua|ummetus|ummetusta|ilmavaivat": "nausea",
        "vatsakipu|vatsakipua|vatsakivut": "bloating",
    },
}  # fmt: skip
