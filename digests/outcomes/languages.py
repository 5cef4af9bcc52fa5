"""Figures in eleven more languages: the words that they need are put into English before the sentence is read.

Each English word is no longer than the words that it stands for and is filled up with spaces: no offset moves. Only what
says where a figure belongs is translated; names and quotes stay as printed.
"""

import functools
import re
from collections.abc import Mapping

from digests.outcomes.spoken import HARMS
from watcher.text import blank, fold

# Words that show the language; two different ones are asked for.
_CUES = {
    "de": "der die das im von auf und mit bei betrug wurde wurden nach unter patienten monate monaten war waren eine einer ein lag lagen betrugen sich zahl bei",
    "fr": "le la les des et avec chez etait etaient mois apres une du patients dans ont avait pas entre sous de",
    "es": "el la los las con fue fueron del meses pacientes mediana una en y tras al se dia",
    "it": "il la con stata stato era del della nei mesi pazienti mediana e dopo una nel gli sono stati piu si su ha",
    "pt": "o os com foi foram dos das meses pacientes mediana em e apos uma nos para numero dia doentes por",
    "nl": "de het en met bij was waren van maanden patienten mediane na een naar aantal werd bleef",
    "sv": "och med var hos efter manader patienter mediantid for den en i av median fran till antalet",
    "da": "og med var hos efter etter maneder patienter pasienter pasientene mediane for den en i af av median ble fikk mens",
    "pl": "sie stezenie i z w u wynosil wynosila wyniosla wyniosl miesiaca miesiecy pacjentow chorych mediana po zglosilo zglosili wystapila wystapily",
    "fi": "oli ja olivat kuukautta potilaista potilailla potilasta mediaani mediaanin todettiin viikon valein kanssa elossaolo esiintyi hoidon hoidossa",
}
_SURVIVAL_FREE = {
    "de": "progressionsfrei|progressionsfreie zeit|progressionsfreien zeit|progressionsfreie uberleben|progressionsfreien uberlebens|progressionsfreies uberleben|progressionsfreie uberlebenszeit|progressionsfreien uberleben",
    "fr": "sans progression|survie sans progression|ssp",
    "es": "libres de progresion|libre de progresion|supervivencia libre de progresion|slp",
    "it": "liberi da progressione|libero da progressione|sopravvivenza libera da progressione",
    "pt": "livres de progressao|livre de progressao|sobrevida livre de progressao|sobrevivencia livre de progressao|slp",
    "nl": "progressievrij|progressievrije overleving",
    "sv": "progressionsfri overlevnad|progressionsfria overlevnaden|progressionsfria overlevnad",
    "da": "progressionsfri overlevelse|progresjonsfri overlevelse|progresjonsfrie overlevelsen",
    "pl": "czas wolny od progresji|przezycie wolne od progresji|przezycia wolnego od progresji|czasu wolnego od progresji",
    "fi": "etenemisvapaa aika|etenemisvapaan ajan|etenemisvapaa elossaolo|etenemisvapaan elossaolon|etenemisvapaa elossaoloaika|etenemisvapaan elossaoloajan",
}
_OVERALL = {
    "de": "gesamtuberleben|gesamtuberlebens|uberleben",
    "fr": "survie globale|survie|sg",
    "es": "supervivencia global|supervivencia|sg",
    "it": "sopravvivenza globale|sopravvivenza",
    "pt": "sobrevida global|sobrevivencia global|sg",
    "nl": "totale overleving|algehele overleving|overleving",
    "sv": "total overlevnad|totaloverlevnad|overlevnaden|overlevnad",
    "da": "samlet overlevelse|totaloverlevelse|overlevelsen|overlevelse",
    "pl": "przezycie calkowite|przezycia calkowitego|calkowite przezycie",
    "fi": "kokonaiselossaolo|kokonaiselossaolon|kokonaiselossaoloaika|elossaoloaika|elossaoloajan|elossaolo",
}
_RESPONSE = {
    "de": "objektive ansprechrate|ansprechrate|objektive remissionsrate|gesamtansprechrate|objektives ansprechen|objektive ansprechen",
    "fr": "taux de reponse objective|reponse objective|reponses objectives",
    "es": "tasa de respuesta objetiva|respuesta objetiva|respuestas objetivas",
    "it": "tasso di risposta obiettiva|risposta obiettiva|risposte obiettive",
    "pt": "taxa de resposta objetiva|resposta objetiva|respostas objetivas",
    "nl": "objectieve responspercentage|objectieve respons",
    "sv": "objektiv respons|objektiv responsfrekvens",
    "da": "objektiv responsrate|objektiv respons",
    "pl": "odsetek obiektywnych odpowiedzi|obiektywna odpowiedz|obiektywnych odpowiedzi",
    "fi": "objektiivinen vaste|objektiivisia vasteita|vasteosuus",
}
_CONTROL = {
    "de": "krankheitskontrollrate|krankheitskontrolle",
    "fr": "taux de controle de la maladie|controle de la maladie",
    "es": "tasa de control de la enfermedad|control de la enfermedad",
    "it": "tasso di controllo della malattia|controllo di malattia|controllo della malattia",
    "pt": "taxa de controle da doenca|controle da doenca|controlo da doenca",
    "nl": "ziektecontrole|ziektecontrolepercentage",
    "sv": "sjukdomskontroll",
    "da": "sygdomskontrol|sykdomskontroll",
    "pl": "kontrole choroby|kontrola choroby|kontroli choroby",
    "fi": "taudin hallinta|tautikontrolli",
}
_STABLE = {
    "de": "stabile erkrankungen|krankheitsstabilisierungen|stabilisierungen|stabile erkrankung|stabilen erkrankung|stabiler erkrankung|krankheitsstabilisierung|stabilisierung",
    "fr": "maladies stables|stabilisations|stabilisation tumorale|maladie stable|maladie etait stable|maladie restait stable|maladie est restee stable|maladie s'est stabilisee|stabilisation de la maladie|est restee stable|sont restes stables",
    "es": "enfermedades estables|estabilizaciones|enfermedad estable|enfermedad permanecio estable|enfermedad se mantuvo estable|enfermedad se estabilizo|estabilizacion|permanecio estable|permanecieron estables",
    "it": "malattie stabili|stabilizzazioni|malattia stabile|malattia era stabile|malattia si e stabilizzata|stabilita di malattia|stabilita della malattia|stabilizzazione|malattia e rimasta stabile|rimasta stabile|rimasti stabili",
    "pt": "doencas estaveis|doenca estavel|doenca permaneceu estavel|doenca ficou estavel|manteve-se estavel|doenca manteve-se estavel",
    "nl": "stabiele ziekte",
    "sv": "stabil sjukdom|sjukdomen forblev stabil|sjukdomen var stabil|sjukdomen holl sig stabil",
    "da": "stabil sygdom|stabil sykdom",
    "pl": "stabilizacje choroby|stabilizacja choroby|stabilizacji choroby",
    "fi": "stabiili tauti|tauti pysyi vakaana|tauti pysyi stabiilina",
}
_TO_PROGRESSION = {
    "de": "zeit bis zur progression|zeit bis zum progress",
    "fr": "jusqu'a progression|jusqu'a la progression|delai de progression",
    "es": "tiempo hasta la progresion|tiempo a la progresion",
    "it": "tempo alla progressione|tempo a progressione",
    "pt": "tempo ate a progressao|tempo ate progressao",
    "nl": "tijd tot progressie",
    "sv": "tid till progression",
    "da": "tid til progression|tid til progresjon",
    "pl": "czas do progresji",
    "fi": "aika taudin etenemiseen|aika etenemiseen",
}
# The syndrome or its symptoms, and that they improved.
_BETTER = {
    "de": "karzinoidsyndrom besserte sich|karzinoid-syndrom besserte sich|symptome besserten sich",
    "fr": "syndrome carcinoide s'est ameliore|symptomes se sont ameliores",
    "es": "sindrome carcinoide mejoro|sintomas mejoraron",
    "it": "sindrome da carcinoide e migliorata|sintomi sono migliorati",
    "pt": "sindrome carcinoide melhorou|sintomas melhoraram",
    "nl": "carcinoidsyndroom verbeterde|symptomen verbeterden",
    "sv": "karcinoidsyndromet forbattrades|symtomen forbattrades",
    "da": "karcinoidsyndromet bedredes|symptomerne bedredes",
    "pl": "objawy zespolu rakowiaka ustapily",
    "fi": "oireet lievittyivat|oireet helpottuivat",
}
# That a level fell by so much, and in the median.
_FELL_BY = {
    "de": "sank um|fiel um|nahm um",
    "fr": "a diminue de|ont diminue de|a baisse de|diminuait de",
    "es": "disminuyo un|disminuyo en un|se redujo un|se redujo en un|descendio un",
    "it": "ha diminuito del|e diminuita del|e diminuito del|si e ridotta del|si e ridotto del|e scesa del|e sceso del",
    "pt": "reduziu em|reduziu-se em|diminuiu em",
    "nl": "daalde met",
    "sv": "sjonk med|minskade med",
    "da": "faldt med",
    "pl": "zmniejszylo sie o|zmniejszyla sie o",
    "fi": "pieneni",
}
# "In the median", within what says that a level fell: "si è ridotta in mediana del 34%".
_MEDIANLY = {
    "de": "im median",
    "fr": "en mediane",
    "es": "en mediana",
    "it": "in mediana",
    "pt": "em mediana",
    "nl": "mediaan",
    "sv": "i median",
    "da": "i median",
    "pl": "w medianie",
    "fi": "mediaanina",
}
_ACID = {
    "de": "5-hydroxyindolessigsaure",
    "fr": "acide 5-hydroxyindolacetique|5-hydroxyindolacetique",
    "es": "acido 5-hidroxiindolacetico",
    "it": "acido 5-idrossiindolacetico|acido 5-idrossindolacetico",
    "pt": "acido 5-hidroxi-indolacetico|acido 5-hidroxiindolacetico",
    "nl": "5-hydroxyindolazijnzuur",
    "sv": "5-hydroxiindolattiksyra",
    "da": "5-hydroxyindoleddikesyre",
    "pl": "kwasu 5-hydroksyindolooctowego|kwas 5-hydroksyindolooctowy",
    "fi": "5-hydroksi-indolietikkahappo",
}
_PROGRESSION_OR_DEATH = {
    "de": "progression oder tod|progress oder tod|fortschreiten oder tod",
    "fr": "progression ou deces|progression ou de deces|progression ou mort",
    "es": "progresion o muerte|progresion o fallecimiento",
    "it": "progressione o morte|progressione o decesso|progressione o di morte",
    "pt": "progressao ou morte",
    "nl": "progressie of overlijden",
    "sv": "progression eller dod",
    "da": "progression eller dod|progresjon eller dod",
    "pl": "progresji lub zgonu",
    "fi": "eteneminen tai kuolema|etenemisen tai kuoleman",
}
_FLUSHING = {
    "de": "flush-episoden|flushs|hautrotung",
    "fr": "bouffees vasomotrices|flushs",
    "es": "sofocos|rubor|enrojecimiento|rubefaccion",
    "it": "vampate|rossore|arrossamenti",
    "pt": "rubor|ruborizacao|afrontamentos",
    "nl": "opvliegers|blozen",
    "sv": "flushattacker|rodnad|ansiktsrodnad",
    "da": "flushing-anfald|rodmen",
    "pl": "zaczerwienienia|zaczerwienienie|napadowe zaczerwienienie",
    "fi": "punastelu|punastelua|kuumia aaltoja",
}
_SYMPTOMS = {
    "de": "symptomkontrolle|ansprechen der symptome|symptomatisches ansprechen|besserung der symptome",
    "fr": "reponse symptomatique|controle des symptomes|controle symptomatique|amelioration des symptomes",
    "es": "respuesta sintomatica|control de los sintomas|control sintomatico|mejoria de los sintomas",
    "it": "risposta sintomatica|controllo dei sintomi|controllo sintomatico|miglioramento dei sintomi",
    "pt": "resposta sintomatica|controle dos sintomas|controlo dos sintomas|melhora dos sintomas",
    "nl": "symptoomcontrole|controle van de symptomen|symptomatische respons",
    "sv": "symptomkontroll|symtomkontroll|symptomlindring",
    "da": "symptomkontrol|symptomlindring",
    "pl": "kontrola objawow|kontrole objawow|odpowiedz objawowa",
    "fi": "oireiden hallinta|oireiden lievitys",
}
_STOPPED = {
    "de": "therapieabbruch|therapieabbruche|brachen die therapie ab|brach die therapie ab",
    "fr": "arret du traitement|arrets de traitement|ont arrete le traitement|a arrete le traitement|interrompu le traitement",
    "es": "suspendio el tratamiento|suspendieron el tratamiento|interrumpio el tratamiento|abandono del tratamiento",
    "it": "interrotto il trattamento|interruzione del trattamento|sospeso il trattamento",
    "pt": "suspendeu o tratamento|suspenderam o tratamento|interrompeu o tratamento|descontinuacao",
    "nl": "staakte de behandeling|staakten de behandeling|stopte met de behandeling",
    "sv": "avbrot behandlingen|avslutade behandlingen",
    "da": "stoppede behandlingen|ophorte med behandlingen|avsluttet behandlingen|stoppet behandlingen",
    "pl": "przerwanie leczenia|przerwalo leczenie|przerwania leczenia",
    "fi": "lopetti hoidon|keskeytti hoidon",
}
_STOOLS = {
    "de": "stuhlgange|stuhlgangen|stuhlfrequenz|stuhlentleerungen",
    "fr": "selles",
    "es": "deposiciones|evacuaciones",
    "it": "scariche|evacuazioni",
    "pt": "evacuacoes|dejecoes",
    "nl": "ontlasting|stoelgang|ontlastingen|stoelgangen|ontlastingsfrequentie",
    "sv": "avforingar|tarmtomningar|avforing|avforingsfrekvens",
    "da": "afforinger|avforinger",
    "pl": "stolcow|wyproznien",
    "fi": "ulostuskertoja|ulostuskerrat",
}
_QUALITY = {
    "de": "lebensqualitat|globaler gesundheitsstatus|globale gesundheitsstatus|globalen gesundheitsstatus|globale lebensqualitat",
    "fr": "qualite de vie|etat de sante global|sante globale",
    "es": "calidad de vida|estado global de salud|estado de salud global|salud global",
    "it": "qualita della vita|qualita di vita|stato di salute globale|salute globale",
    "pt": "qualidade de vida|estado global de saude|saude global",
    "nl": "kwaliteit van leven|globale gezondheidsscore|globale gezondheidstoestand|globale gezondheid",
    "sv": "livskvalitet|livskvaliteten|globalt halsotillstand|global halsa",
    "da": "livskvalitet|livskvaliteten|global helbredsstatus|globale helbredsstatus",
    "pl": "jakosc zycia|jakosci zycia|ogolny stan zdrowia",
    "fi": "elamanlaatu|elamanlaadun",
}
# Language -> (words there, separated by "|") -> English, which must not be longer.
_WORDS: dict[str, dict[str, str]] = {
    "de": {
        "betrugen|lagen": "were", "nahm von|nahmen von": "went of", "am tag|pro tag": "a day",
        "langer als|kurzer als|hoher als|niedriger als|haufiger als|seltener als": "vs", "schwere|schweren|schwerer": "severe", "schwerwiegende|schwerwiegenden": "serious", "nachbeobachtung|nachbeobachtungszeit": "follow-up", "-jahres-uberlebensrate": "-year OS rate", "-jahres-uberleben|-jahres-gesamtuberleben": "-year OS", "-monats-pfs": "-month PFS", "-jahres-pfs": "-year PFS",
        "wurde nicht erreicht|wurden nicht erreicht|noch nicht erreicht": "NR", "erreichte": "reached", "im median um|median um": "by median", "wurde um|konnte um": "fell by", "um": "by", "kam es zu|trat|zeigten|zeigte|entwickelten|entwickelte|erlitten|berichteten": "had", ", wahrend": ", while", "verglichen mit|im vergleich mit": "vs",
        "sank um median": "fell by median", "stieg um": "rose by",
        "gebessert": "improved", "unverandert": "unchanged", "verschlechtert": "worsened", "medianwert der|medianwert des|medianwert": "median",         "biochemisches ansprechen|biochemische ansprechrate|biochemische kontrolle": "biochemical control", "patienten": "patients", "5-hies": "5-HIAA", "zu studienbeginn|zu beginn|bei einschluss": "at entry", "sank": "fell", "stieg": "rose", "fiel": "fell", "auf": "to", "nebenwirkungen": "AEs", "die therapie ab": "discontinued", "wegen": "due", "ein progress|progress|progredient|progressionen|progrediente erkrankung|progredienter erkrankung|progrediente erkrankungen|progrediente krankheit": "PD", "stabil": "STBL",
        "mediane|medianes|medianen|median": "median", "monate|monaten|monat": "months", "wochen": "weeks", "tage|tagen": "days", "jahre|jahren": "years",
        "ki|kis": "CI", "konfidenzintervall": "CI", "und": "and", "mit": "in", "im": "in", "zwischen": "in", "bei": "in", "unter": "in", "gegenuber|versus|gegen": "vs", "unerwunschte ereignisse": "AEs",
        "im vergleich zu": "vs", "war": "was", "betrug": "was", "waren": "was", "alle": "each", "nach": "at", "einem": "1", "zwei": "2", "drei": "3", "funf": "5", "zehn": "10", "lag": "was", "partielle remission|partiellen remission|partielle remissionen|partiellen remissionen|partielles ansprechen|partielle ansprechen|partiellen ansprechen": "PR", "bzw.|bzw|beziehungsweise": "&",
        "komplette remission|kompletten remission|komplette remissionen|komplettes ansprechen": "CR", "fettstuhle|fettstuhlen": "steatorrh.", "durchfall|durchfalle|durchfallen": "diarrhea", "gallensteine|gallensteinen": "gallstone", "der patienten": "of", "exokrine pankreasinsuffizienz|exokrinen pankreasinsuffizienz|exokrine insuffizienz": "exocrine insufficiency", "mindestens|wenigstens": "at least", "mehr als": ">", "schmerzen an der injektionsstelle|schmerzen an der einstichstelle|reaktionen an der injektionsstelle|lokalreaktionen an der injektionsstelle": "injection-site pain", "hatten": "had", "nicht erreicht": "NR", "gruppe": "group",
    },
    "fr": {
        "n'y a pas eu de|n'y a eu aucune": "no were", "que sous|qu'avec": "than on", "que dans|que chez": "than in", "progressions|ont progresse|maladie progressive|maladies progressives": "PD", "une stabilisation a ete|une stabilisation etait": "stable disease was", "effets indesirables|effets secondaires": "AEs", "graves|severes": "severe", "taux de reponse biochimique": "biochemical control", "taux de reponse symptomatique": "symptom control", "taux de reponse": "response rate", "suivi median": "median fu", "duree de suivi": "follow-up",
        "n'a pas ete atteinte|n'a pas ete atteint|n'etait pas atteinte|non atteint": "NR", "a atteint|atteignait": "reached", "ont presente|ont developpe|presentaient": "had", "passage a": "switch to", "a augmente de": "rose by", "en mediane": "", "tandis que|alors que": "while", "par rapport a|comparativement a|versus": "vs",
        "est passe de|est passee de": "went from", "a l'inclusion": "at  baseline", "au troisieme mois": "at 3      months", "au sixieme mois": "at 6     months", "au douzieme mois": "at 12    months", "apres": "after", "mediane|median|medianes|medians": "median", "mois": "mo", "semaines": "weeks", "jours": "days", "ans": "yr", "ic a|ic": "CI", "intervalle de confiance": "CI", "et": "&", "avec": "with", "chez": "in", "entre les|entre|dans": "in", "contre": "vs",
        "etait de": "was", "etait": "was", "toutes les|tous les": "every", "lithiase vesiculaire|lithiase biliaire|lithiases biliaires|calculs biliaires": "gallstones", "evenements indesirables": "AEs", "du": "of", "des patients": "of", "insuffisance pancreatique exocrine|insuffisance pancreatique|insuffisance exocrine": "pancreatic insufficiency", "au moins": "at least", "plus de": ">", "ont regresse|a regresse|ont disparu|a disparu": "improved", "douleur au site d'injection|douleurs au site d'injection|douleur au point d'injection|douleurs au point d'injection": "injection-site pain", "reactions au site d'injection|reactions au point d'injection": "injection-site event",
        "amelioree|ameliore": "improved", "inchangee": "unaltered", "degradee|deterioree|aggravee": "worsened", "reponse biochimique|controle biochimique": "biochemical control", "reponse partielle|reponses partielles": "PR", "reponse complete": "CR", "a": "at", "non atteinte": "NR", "groupe": "group", "bras": "arm", "respectivement": "respectively", "sous": "on", "ont eu": "had", "deux": "2", "trois": "3", "cinq": "5", "dix": "10", "une": "a", "de": "of",
    },
    "es": {
        "al dia|por dia": "a day",
        "no hubo|no se observaron|no se observo|no se registraron": "no were", "que con": "than on", "que en": "than in", "graves": "severe", "tasa de respuesta bioquimica": "biochemical control", "tasa de respuesta sintomatica": "symptom control", "tasa de respuesta": "response rate", "seguimiento": "follow-up",
        "no se alcanzo la mediana de": "NR was the median", "no se alcanzo|no fue alcanzada": "NR", "alcanzo": "reached", "mediano": "median", "desarrollaron|desarrollo|presento": "had", "mientras que|mientras": "while", "en comparacion con|comparado con|versus": "vs",
        "tiempo mediano hasta la progresion|tiempo mediano a la progresion": "median TTP", "al inicio": "at entry", "pacientes": "patients", "disminuyo": "decreased", "aumento": "rose", "medicacion de rescate": "rescue medication", "despues del|despues de": "after", "mediana|medianas|medianos": "median", "meses": "mo", "semanas": "weeks", "dias": "days", "anos": "yr", "ic del|ic": "CI", "intervalo de confianza": "CI", "y|e": "&", "con": "on", "entre los|entre las|entre|en los de|en las de|los de|las de|en": "in", "frente a|contra": "vs", "fue de|fue": "was", "cada": "each",
        "colelitiasis|litiasis biliar": "gallstone", "eventos adversos|efectos adversos|acontecimientos adversos": "AEs", "del": "of", "progresion|progresiones|progresaron|enfermedad progresiva": "PD", "de los pacientes": "of", "insuficiencia pancreatica exocrina|insuficiencia pancreatica": "pancreatic insufficiency", "al menos|por lo menos": "at least", "mas del|mas de": ">", "dolor en el lugar de la inyeccion|dolor en el sitio de inyeccion|dolor en el punto de inyeccion|dolor en el sitio de la inyeccion|reacciones en el lugar de la inyeccion": "injection-site pain", "disminuyo de|descendio de|se redujo de|bajo de|paso de": "fell of", "descendio|disminuyeron|descendieron": "fell", "tras": "aft", "respuesta bioquimica": "biochemical control", "respuesta parcial|respuestas parciales": "PR", "respuesta completa": "CR", "a los": "at",
        "no alcanzada": "NR", "grupo": "group", "brazo": "arm", "respectivamente": "respectively", "de": "of", "tuvieron|presentaron": "had", "dos": "2", "tres": "3", "cinco": "5",
    },
    "it": {
        "non ci sono state|non si sono osservate|non sono state osservate": "no were", "che con": "than on", "che nel|che nei": "than in", "eventi avversi gravi|eventi avversi seri": "serious AEs", "tasso di risposta biochimica": "biochemical control", "tasso di risposta sintomatica": "symptom control", "tasso di risposta": "response rate",
        "si e dimezzata|si e dimezzato|si sono dimezzati": "halved", "non e stata raggiunta|non e stato raggiunto|non raggiunto": "NR", "ha raggiunto": "reached", "mediano": "median", "ha avuto|hanno presentato|ha presentato|hanno sviluppato": "had", "nell'": "in", "dell'": "of", "l'": " ", "in mediana": "", "e aumentata del|e aumentato del": "rose by", "mentre": "while", "rispetto al|rispetto ai|rispetto alla|rispetto": "vs", "osservata|osservate|osservato": "seen",
        "tempo mediano alla progressione|tempo mediano a progressione": "median TTP", "pazienti": "patients", "e passato da|e passata da|e scesa da|e sceso da|e diminuita da|e diminuito da|si e ridotta da|si e ridotto da": "went from", "e risultato pari al|e risultata pari al|e risultato del|e risultata del": "was", "migliorata|migliorato|migliorate|migliorati": "improved", "invariata|invariato|invariate|invariati": "unaltered", "peggiorata|peggiorato|peggiorate|peggiorati": "worsened", "mediana|mediane|mediani": "median", "mesi": "mo", "settimane": "weeks", "giorni": "days", "anni": "yr", "ic": "CI", "intervallo di confidenza": "CI", "e": "&", "con": "on", "nel|nei|nella": "in", "contro|rispetto a": "vs", "e stata di|era di|era|e stata|e stato|e stato ottenuto|e stata ottenuta|e stato raggiunto|e comparsa|e comparso|sono comparsi|si e verificata|si sono verificati": "was", "ogni": "each",
        "colelitiasi|litiasi biliare|calcoli biliari": "gallstone", "eventi avversi": "AEs", "del|dal|dello": "of", "progressione|progressioni": "PD", "dei pazienti": "of", "insufficienza pancreatica esocrina|insufficienza pancreatica": "pancreatic insufficiency", "almeno": "least", "piu del|oltre il": ">", "dolore nel sito di iniezione|dolore al sito di iniezione|dolore in sede di iniezione|dolore nella sede di iniezione|reazioni nel sito di iniezione": "injection-site pain", "risposta biochimica": "biochemical control", "risposta parziale|risposte parziali": "PR", "risposta completa": "CR", "a": "at", "non raggiunta": "NR", "gruppo": "group", "braccio": "arm",
        "rispettivamente": "respectively", "di": "of", "hanno avuto": "had", "due": "2", "tre": "3", "cinque": "5",
    },
    "pt": {
        "por dia|ao dia": "a day", "inalterada|inalterado": "unaltered", **{f"em {n} anos": f"at {n} yr" for n in (2, 3, 4, 5, 10)}, "em 1 ano": "at 1 yr", "em 12 meses": "at 12 mo", "em 24 meses": "at 24 mo", "para": "to", "diminuiu de|reduziu-se de|passou de": "fell of",
        "aumentou em": "rose by", "nao houve|nao foram observadas": "no were", "do que com|que com": "than on", "do que no|que no": "than in", "graves": "severe", "taxa de resposta bioquimica": "biochemical control", "taxa de resposta sintomatica": "symptom control", "taxa de resposta": "response rate", "seguimento|acompanhamento": "follow-up",
        "nao foi atingida|nao foi alcancada": "NR", "atingiu|alcancou": "was", "mediano": "median", "apresentaram|desenvolveram": "had", "a cada": "every", "diminuiu|reduziu-se": "fell", "enquanto": "while", "em comparacao com|comparado com|versus": "vs",
        "tempo mediano ate a progressao|tempo mediano ate progressao": "median TTP", "mediana": "median", "meses": "mo", "semanas": "weeks", "dias": "days", "anos": "yr", "ic de|ic": "CI", "intervalo de confianca": "CI", "e": "&", "com": "on", "entre os|entre as|entre|no|nos|na|em": "in", "versus|contra": "vs", "foi de|foi": "was", "cada": "each",
        "colelitiase|litiase biliar|calculos biliares": "gallstone", "eventos adversos": "AEs", "do|da": "of", "progressao|progressoes": "PD", "dos pacientes|dos doentes": "of", "insuficiencia pancreatica exocrina|insuficiencia pancreatica": "pancreatic insufficiency", "pelo menos": "at least", "mais de": ">", "dor no local da injecao|dor no local de injecao|reacoes no local da injecao": "injection-site pain", "resposta bioquimica": "biochemical control", "resposta parcial|respostas parciais": "PR", "resposta completa": "CR", "aos": "at", "nao atingida": "NR", "grupo": "group", "braco": "arm",
        "respectivamente|respetivamente": "respectively", "de": "of", "tiveram": "had", "dois": "2", "tres": "3", "cinco": "5",
    },
    "nl": {
        "bedroegen": "were", "was er|waren er": "had", "nam af van|namen af van": "fell van", "af van": "van", "nam het aantal|namen het aantal|nam de|namen de": "went", "per dag": "a day",
        "bij aanvang|bij inclusie|bij de start": "at entry", "steeg met|nam toe met": "rose by", "dan met": "than on", "dan bij": "than in", "ernstige": "serious", "responspercentage": "response rate",
        "werd niet bereikt|niet bereikt": "NR", "bereikte": "reached", "ontwikkelden|ontwikkelde|kregen": "had", "van de": "of", "daalde|daalden": "fell", "naar": "to", "terwijl": "while", "vergeleken met|in vergelijking met|ten opzichte van": "vs",
        "patienten": "patients", "stabiel": "STBL", "bleef": "was", "mediane": "median", "maanden": "months", "weken": "week", "dagen": "days", "jaar": "yr", "bi": "CI", "betrouwbaarheidsinterval": "CI", "en": "&", "met": "in", "bij": "in", "tegenover|versus": "vs", "bedroeg": "was", "ziekteprogressie|progressie|progressies": "PD", "elke|iedere": "each", "om de": "every",
        "bijwerkingen": "AEs", "van de patienten": "of", "exocriene pancreasinsufficientie|pancreasinsufficientie": "exocrine insufficiency", "minstens|ten minste": "least", "meer dan": ">", "pijn op de injectieplaats|reacties op de injectieplaats|pijn op de injectieplek": "injection-site pain", "partiele respons|partiele responsen": "PR", "complete respons": "CR", "na": "at", "niet bereikt": "NR", "groep": "group", "respectievelijk": "respectively", "hadden": "had", "twee": "2", "drie": "3", "vijf": "5",
    },
    "sv": {
        "vid baslinjen|vid studiestart|vid inklusion": "at entry", "minst": "least", "minskade": "fell", "per dag|om dagen": "a day",
        "okade med|steg med": "rose by", "medianoverlevnaden|medianoverlevnad": "median OS", "injektioner": "injections", "injektion": "injection", "varannan vecka": "every 2 weeks", "var tredje vecka": "every 3 weeks", "var fjarde vecka": "every 4 weeks", "forekom|forekommer": "was", "medan": "&", "fick": "had", "blev battre|forbattrades": "improved", "battre": "eased", "gallsten": "gallston", "patienter": "patients", "medianen": "median", "manader": "months", "veckor": "weeks", "dagar": "days", "ar": "yr", "ki": "CI", "konfidensintervall": "CI", "och": "and", "med": "in", "hos": "in", "mot|jamfort med": "vs", "var": "was", "varje": "each",
        "biverkningar": "AEs", "av patienterna": "of", "partiell respons": "PR", "komplett respons": "CR", "efter": "at", "ej uppnadd": "NR", "gruppen": "group", "respektive": "&", "hade|angav|rapporterade": "had", "av": "of", "av de": "of", "sags": "was", "sjonk": "fell", "till": "to", "progress|progression": "PD", "progredierade": "PD", "sjukdomen stabil": "STBL", "partiell remission": "PR", "tva": "2", "tre": "3", "fem": "5",
    },
    "da": {
        "mindst|minst": "least", "steg med|okede med|okte med": "rose by", "hver anden uge|hver annen uke": "every 2 weeks", "hver tredje uge|hver tredje uke": "every 3 weeks", "hver fjerde uge|hver fjerde uke": "every 4 weeks", "injektioner|injeksjoner": "injections", "injektion|injeksjon": "injection", "ved": "on", "pasienter": "patients", "av pasientene": "of", "etter": "at", "uker": "week", "dager": "days",
        "forekom|ble sett|ble": "was", "mens": "&", "fikk|fik": "had", "blev bedre|ble bedre": "improved", "bedre": "eased", "gallestein|galdesten": "gallstone", "delvis respons": "PR", "komplett respons": "CR", "progresjon": "PD", "sykdommen stabil": "STBL",
        "patienter": "patients", "mediane": "median", "maneder": "months", "uger": "week", "dage": "days", "ar": "yr", "ki": "CI", "sikkerhedsinterval|konfidensinterval": "CI", "og": "&", "med": "in", "hos": "in", "mod|sammenlignet med": "vs", "var": "was", "hver": "each",
        "bivirkninger": "AEs", "af patienterne": "of", "partiel respons|delvist respons": "PR", "komplet respons": "CR", "efter": "at", "ikke naet": "NR", "gruppen": "group", "havde|angav|rapporterede": "had", "af|av": "of", "af de": "of", "sas": "was", "faldt": "fell", "til": "to", "progress|progression": "PD", "sygdommen stabil": "STBL", "partielt respons|partiel remission": "PR", "faerre tilfaelde af flushing": "less flushing", "to": "2", "tre": "3", "fem": "5",
    },
    "pl": {
        "u": "", "wystapila|wystapilo|wystapily|stwierdzono|odnotowano|uzyskano": "was", "zmniejszylo sie o polowe|zmniejszyla sie o polowe": "halved", "wzroslo o|wzrosla o|wzrosl o": "rose by", "mediana|mediany": "median", "miesiaca|miesiecy|miesiace": "months", "tygodni": "weeks", "dni": "day", "lat": "yr", "przedzial ufnosci|pu": "CI", "i|oraz": "&", "w grupie|w ramieniu": "in", "wobec|w porownaniu z|vs": "vs", "wyniosla|wynosila|wyniosl|wynosil": "was", "co": "q",
        "kamica zolciowa|kamice zolciowa|kamicy zolciowej": "gallstones", "biegunka|biegunke|biegunki": "diarrea", "dzialania niepozadane": "AEs", "chorych|pacjentow": "of", "czesciowa odpowiedz|czesciowe odpowiedzi": "PR", "calkowita odpowiedz": "CR", "po": "at",
        "nie osiagnieto": "NR", "mialo": "had", "dwoch": "2", "trzech": "3", "pieciu": "5",
    },
    "fi": {
        "kahden viikon valein": "every 2 weeks", "kolmen viikon valein": "every 3 weeks", "neljan viikon valein": "every 4 weeks", ":lla potilaista|:lla potilasta": "of", ":lla|:lle|:ssa|:n": "", "mediaani|mediaanin": "median", "kuukautta|kuukausi": "months", "viikkoa": "weeks", "paivaa": "days", "vuotta": "years", "lv|luottamusvali": "CI", "ja": "&",
        "oli|olivat|todettiin|esiintyi|havaittiin|ilmeni|saavutettiin": "was", "potilaista|potilaalla|potilailla|potilasta": "patients", "osittainen vaste|osittaisia vasteita": "PR", "taydellinen vaste": "CR", "eteneminen|taudin eteneminen": "PD", "sappikivia|sappikivet": "gallstone", "ripuli|ripulia": "diarre",
        "rasvaripuli|rasvaripulia": "steatorrhea", "haittavaikutuksia|haittavaikutukset": "AEs", "vaheni|helpottui|lievittyi": "eased", "ei saavutettu": "NR", "ryhmassa": "group", "verrattuna": "vs",
    },
}  # fmt: skip
# Chinese and Japanese have no spaces between words: each of these is one.
_CJK = {
    "无进展生存期": "PFS", "無増悪生存期間": "PFS", "无进展生存": "PFS", "無増悪生存": "PFS", "总生存期": "OS", "全生存期間": "OS", "客观缓解率": "ORR", "奏効率": "ORR", "客観的奏効率": "ORR", "疾病控制率": "DCR", "病勢コントロール率": "DCR",
    "病勢制御率": "DCR", "中位": "¤", "中央値": "¤", "个月": "mo", "か月": "mo", "ヶ月": "mo", "カ月": "mo", "ヵ月": "mo", "周": "w", "置信区间": "CI", "信頼区間": "CI", "可信区间": "CI", "为": "=", "は": "=", "、": ",", "，": ",", "；": ";", "。": ".",
    "（": "(", "）": ")", "：": ":", "％": "%", "疾病稳定": "STBL", "病情稳定": "STBL", "病势稳定": "STBL", "部分缓解": "PR", "部分奏効": "PR", "完全缓解": "CR", "完全奏効": "CR", "疾病进展": "PD", "和": "&", "对": "v", "患者": " ", "组": " ", "群": " ", "で": " ", "の": " ", "が": " ", "であった": "", "達": " ",
    "发生": " ", "未达到": "NR", "未到達": "NR", "月": "m", "年": "y", "例": " ", "与": "&", "と": "&", "或": " ", "率": " ", "期": " ", "中": " ", "在": " ", "有": " ",
}  # fmt: skip
_ENGLISH = frozenset(
    "the and were with after by had who their those without from than which months every seen given not".split()
)
# "I.e." and "e.g." hold two words of other languages.
_LATIN = re.compile(r"(?<!\w)(?:i\.? ?e|e\.? ?g)\.")
_SURELY = 2
_WORD = re.compile(r"(?<!\w)[^\W\d_]++(?!\w)")  # the I of "I2 = 0%" is none
_IDEOGRAPH = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
_OUTCOMES = (
    (_SURVIVAL_FREE, "PFS"),
    (_OVERALL, "OS"),
    (_RESPONSE, "ORR"),
    (_CONTROL, "DCR"),
    (_STABLE, "stable disease"),
    (_TO_PROGRESSION, "TTP"),
    (_BETTER, "symptoms improved"),
    (_FELL_BY, "fell by"),
    (_ACID, "5-HIAA"),
    (_QUALITY, "QoL"),
    (_PROGRESSION_OR_DEATH, "PFS"),
    (_FLUSHING, "flush"),
    (_STOOLS, "stools"),
    (_SYMPTOMS, "symptom relief"),
    (_STOPPED, "discontinued"),
)
_CHINESE = "zh"
_FOLDED = {fold(printed): english for printed, english in _CJK.items()}
_ALL_CJK = re.compile("|".join(map(re.escape, sorted(_FOLDED, key=len, reverse=True))))


def language(folded: str) -> str:
    """Return the language of a folded text of which two different words show it, "" for English and what is unknown."""
    if _IDEOGRAPH.search(folded):
        return _CHINESE
    words = frozenset(_WORD.findall(_LATIN.sub(" ", folded.translate(_BARE))))
    english = len(words & _ENGLISH)
    if english > _SURELY:
        return ""
    shown = {name: len(words & cues) for name, cues in _cues().items()}
    best = max(shown, key=lambda name: shown[name])
    return best if shown[best] > 1 and shown[best] > 2 * english else ""


@functools.cache
def _cues() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in _CUES.items()}


def in_english(folded: str, spoken: str) -> str:
    """Return the folded sentence with the words for figures in English, in English case; everything else at its place."""
    if spoken == _CHINESE:
        return _ALL_CJK.sub(lambda match: _filled(_FOLDED[match.group()], match.group()), folded)
    pattern, english = _table(spoken)
    told = pattern.sub(lambda match: _filled(english[match.group()], match.group()), _without_states(folded))
    return _ELIDED.sub(blank, told)


# Letters that folding leaves as they are.
_BARE = str.maketrans("\u0142\u00f8", "lo")
# Who they are, and no share of those: "40% der Patienten mit stabiler Erkrankung", "de los pacientes con progresion el 40% recibio".
_WITH = r"(?:patient(?:en|er|erna|s)?|pacientes|pazienti|doentes|malades|chorych|pacjentow) (?:mit|avec|ayant|con|com|met|med|z|ze) (?P<state>(?:[a-z]{1,14} ){0,2}?(?:progre|stab|estab)[a-z]{1,14}(?: [a-z]{5,14})?)"
_GOT = r"(?:erhielt|bekam|ont recu|recib|hanno ricevuto|receberam|kregen|fick|fik|otrzym)"
_STATES = (
    re.compile(rf"(?<=% )(?:[a-z]{{1,4}} ){{0,2}}{_WITH}"),
    re.compile(rf"(?<!\w){_WITH}(?=[^.;(:]{{0,40}}(?<!\w){_GOT})"),
)
# An article before a vowel, which is no part of the word: "l'asthénie", "dell'astenia".
_ELIDED = re.compile(r"(?<![\w'])(?:l|d|un|(?:de|ne|a|da|su)ll)['\u2019](?=[a-z])")


def _without_states(folded: str) -> str:
    """Return the sentence, any word in the place of the state by which it says of whom it tells."""
    folded = folded.translate(_BARE)
    for start, end in (told.span("state") for states in _STATES for told in states.finditer(folded)):
        folded = f"{folded[:start]}{_filled('kind', folded[start:end])}{folded[end:]}"
    return folded


@functools.cache
def _table(spoken: str) -> tuple[re.Pattern[str], Mapping[str, str]]:
    english = {form: name for forms, name in _OUTCOMES for form in forms[spoken].split("|")}
    fell = (form.rpartition(" ") for form in _FELL_BY[spoken].split("|"))
    medianly = _MEDIANLY[spoken]
    english |= {
        f: "fell by median" for verb, _, by in fell for f in (f"{verb} {medianly} {by}", f"{verb} {by} {medianly}")
    }
    words = [*HARMS[spoken].items(), *_WORDS[spoken].items()]
    english |= {form: word for forms, word in words for form in forms.split("|")}
    longest_first = "|".join(map(re.escape, sorted(english, key=len, reverse=True)))
    return re.compile(rf"(?<![a-z])(?:{longest_first})(?![a-z])"), english


def _filled(english: str, printed: str) -> str:
    return english[: len(printed)].ljust(len(printed))
