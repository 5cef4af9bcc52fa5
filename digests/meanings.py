"""What plain words may stand for what in a rewriting: whatever is not here, nor in its source, is something that the source does not say.

A line is one meaning, its words in English, Swedish, German and Spanish, with bars between, as folded text has them; a star stands for any ending. Two words that a
reader could take for different things ("response", "cure"; "higher", "better") stand in different lines.
"""

from functools import cache

_MEANINGS = """
rise* rose rais* up higher longer more many greater grew prolong* lengthen* extend* gained climbed increas* | langre hogre oka* steg fler mer storre forlang* | langer* hoher* steig* stieg* gesteiger* zunahm* mehr grosser* verlanger* erhoh* | mayor* mas aument* subi* prolong* alarg*
fell fall falls fallen down drop* lower shorter shorten* less fewer decreas* declin* reduc* cut sank | sank* sjonk* sjunk* minska* kortare lagre farre mindre forkort* | sank* kurzer* verkurz* niedriger* verringer* reduz* weniger | menor* menos disminu* redu* baj* acort*
improv* better eas* reliev* superior | forbattra* battre lindra* overlagsen | verbesser* besser* linder* gelinder* uberlegen | mejor* alivi* superior*
worse* deteriorat* inferior | samre forsamr* underlagsen | schlechter* verschlecht* unterlegen | peor* empeor* inferior*
progress* pfs ttp grow growing growth grew worse* | tillvaxt* vaxt* vaxa* forsamr* progress* | wachs* wuchs* fortschr* progred* progress* verschlecht* | crec* empeor* progres*
progression-free pfs ttp free without stable stabil* stay* remain* held hold* control* kept keep check until | fri fria utan forbl* holl* hall* stabil* kontroll* progressionsfri* pfs ttp | frei* progressionsfrei* ohne blieb* gehalten hielt* stabil* kontroll* pfs ttp | libre* sin estable* mantuv* mantien* sigui* segui* control* pfs slp ttp
disease* cancer* tumour* tumor* illness | sjukdom* cancer* tumor* | krankheit* erkrank* tumor* krebs* | enfermedad* cancer* tumor*
progress* pfs ttp disease* tumour* tumor* cancer* growth grow grew | sjukdom* tumor* cancer* tillvaxt* vaxt* | krankheit* tumor* wachs* wuchs* | enfermedad* tumor* crec*
pfs surviv* alive | overlev* lev* | uberleb* leb* | superviv* viv*
objective respon* orr shrank shrink* shrunk tumour* tumor* | tumor* krymp* | tumor* schrumpf* | tumor* encog*
patient* people persons participant* | patient* deltagare manniskor personer | patient* menschen personen teilnehm* | pacientes personas participantes
median* half | median* halften | median* halfte | mediana* mitad
mean average* | medel* genomsnitt* | mittel* durchschnitt* | media promedio
surviv* live lived living alive life long os | overlev* medianoverlev* lev* lange | uberleb* leb* lang lange | superviv* sobreviv* viv* vida
died dies die death* dead mortality | dod* dog avled* | gestorb* starb* tod* todes* | muert* muri* falleci* mortalidad
respon* shrank shrink* shrunk orr | respon* krymp* svarade | ansprech* angesproch* schrumpf* | respuest* respond* redujer* encog*
diarrh* | diarr* | durchfall* diarrho* | diarr*
flush* | flush* rodnad* | flush* | rubor* flush* sofoco*
toxic* advers* side effect* | biverk* toxic* | nebenwirk* toxiz* | advers* toxic* secundari* efecto*
inject* shot shots | injektion* spruta* | injektion* spritz* | inyec*
dose doses dosed dosing dosage* | dos dosen doser* | dosis dosen dosier* | dosis
treat* therap* medic* drug drugs | behandl* lakemed* terapi* | behandl* medikament* arzneim* therap* | tratam* trata* terap* medic*
random* lot | random* lott* slump* | randomi* ausgelost* los | aleatori* azar
trial* stud* | stud* provning* | studie* | ensayo* estudio*
return* recur* back | aterkom* tillbaka | wiederk* zuruck* | volv* reapar*
achiev* reach* attain* met | nadde uppn* fick fatt hade | erreich* erzielt* | alcanz* logr*
prefer* favour* favor* chose choos* chosen | foredr* valde | bevorzug* wahlt* | prefir* elig*
interval* gap gaps apart | intervall* avstand* mellan* | intervall* abstand* | intervalo*
chang* switch* | bytt* byt andra* byte | wechsel* gewechs* umgestellt* | cambi*
compar* against versus vs than | jamfor* mot an | verglich* vergleich* gegenuber als | compara* frente que
risk* | risk* | risik* | riesgo*
hazard* | risk* hazard* | risik* hazard* | riesgo* hazard
global health quality life qol well-being status | livskvalitet* halsa* halso* sjalvskatt* | lebensqualit* gesundheit* | calidad vida salud estado
continu* unchanged same kept | fortsatt* ofrandra* beholl* | beibehalt* fortgesetzt* unverandert* | mantuv* sigui* misma
doubl* twice | dubbl* dubbel* | verdoppel* doppelt* | doble duplic*
halv* half | halv* | halbier* | mitad
stool* bowel movement* number | avforing* tarmtomning* antal* | stuhl* zahl* anzahl* | deposici* evacuaci* numero*
stop* discontinu* withdr* | avbrot* avslut* | abgebroch* abgesetzt* beendet* | suspend* interrump* dejar*
dispens* collect* picked | hamta* utlamn* | abgehol* abgegeb* | recogi* dispens*
prescri* | skrev* forskriv* | verschr* verordn* | receta* prescri*
gallston* | gallsten* gallensten* | gallenstein* | calculo*
standard* usual* conventional* | standard* sedvanlig* | standard* ublich* | estandar habitual*
intensif* escalat* boost* higher more | intensif* eskaler* upptrapp* hogre mer | intensiv* eskal* gesteiger* hoher* mehr | intensif* escala* mayor* mas
control* dcr under | kontroll* under | kontroll* unter | control* bajo
escalat* intensif* boost* dose doses dosing | dos dosen doser | dosis dosen | dosis
symptom* complaint* | symtom* symptom* besvar* | symptom* beschwerd* | sintoma* molestia*
urin* | urin* | urin* harn* | orina
differ* | skillnad* | unterschied* | diferencia*
group* arm arms | grupp* arm armen | gruppe* arm | brazo* grupo*
confidence interval* ci | ki ci konfidens* | ki ci konfidenz* | ic confianza
hazard ratio hr | hr kvot* riskkvot* hazardkvot* | hr verhaltnis | hr razon cociente
relative risk rr | rr kvot* riskkvot* | rr verhaltnis | rr razon cociente
odds ratio | oddskvot* kvot* | odds verhaltnis | odds razon cociente
first | forsta forst | erst* | primer*
second | andra | zweit* | segund*
least | minst | mindest* wenigstens | menos
most | hogst | hochst* | maxim*
above exceed* | over ovan* overst* | uber* oberhalb | encima super*
below under | under nedanfor | unter* | debajo inferior*
before prior | fore innan | vor | antes
use* using | anvand* | nutz* verwend* | us*
rate rates share proportion* percentage* | andel* | anteil* rate | tasa proporci* porcentaje*
level levels concentration* | niva* halt* koncentr* | spiegel* konzentr* | nivel* concentr*
number numbers count* | antal* | anzahl* zahl* | numero*
recommend* advis* | rekommend* rad | empf* | recomend*
cost costs | kost* | kost* | cuest* cost*
scan* imag* | bild* rontgen* | bild* | imagen*
hospital* | sjukhus* | krankenhaus* | hospital*
tablet* supplement* pill pills | tablett* tillskott* | tablett* | comprimid* suplement*
serious* | allvarlig* | schwer* | grave*
severe* | svar* allvarlig* | schwer* | grave*
relat* associat* correlat* link* connect* do | samband* hang* ihop kopplad* associer* korreler* | zusammen* assoziier* korrelier* verbunden | asocia* relaci* correlaci* vincul*
point points | poang* | punkt* | punto*
baseline start beginning | start* borjan baslinje* utgangs* | beginn* anfang* ausgangs* | inicio basal
label* approv* licen* authori* | godkan* | zulass* zugelass* | etiqueta* autoriza* ficha
event events | handelse* | ereignis* | evento*
biliar* gall bile gallbladder | gall* | gall* bili* | biliar*
effective* efficac* | effekt* | effektiv* wirksam* | efectiv* eficac*
qaly* | qaly* | qaly* | qaly* avac
weight* | vikt* | gewicht* | ponder*
threshold* | trosk* grans* | schwelle* grenz* | umbral*
prespecif* advance beforehand fixed | forvag bestam* | vorab festgeleg* vorher | antemano preespec* fijad*
trough* lowest | dalvarde* lagst* dal | tal* talspiegel* niedrigst* | valle minim*
analys* | analys* | analyse* | analisis
predict* forecast* | prognos* forutsa* | vorhersag* prognos* | predic* pronost*
limit* | begrans* | begrenz* | limit*
rating* score* scale* | skattning* poang* | bewertung* punkt* | puntuaci*
"""

_LITTLE = {
    "en": "we our a an the of and or in on at to by for from with was were is are be been being had has have did do does that this these those it its their his her there which who whom"
    " whose when where while whereas as into per each every after within during over about among out up so not no than then also came come went gone go took given got become became had both own some against versus vs than how often between time take takes taking received receiving receive made"
    " respectively one time times they them all-cause",
    "sv": "en ett den det de som av och eller i pa vid till med for fran var ar blev hade har att sin sitt sina dem deras denna detta dessa nar dar medan som efter inom under om per varje"
    " bland ut sa inte ej an da ocksa gick tog fick bada gang ganger hos pa grund mot till dels mellan hur ofta tid tiden uppgick utgjorde utgjordes respektive",
    "de": "der die das den dem des ein eine einen einem einer eines und oder in im an am auf zu zum zur mit fur von vom bei war waren ist sind wurde wurden werden wird hatte hatten hat haben"
    " dass sie es ihr ihre sich nach innerhalb wahrend uber pro je jede jeder unter aus so nicht als dann auch ging beide mal wegen diese dieser dieses denen gegen gegenuber zwischen wie oft zeit erhielten erhielt bis betrug betrugen lag lagen beziehungsweise jeweils",
    "es": "el la los las un una unos unas de del y o en al a por para con fue fueron era eran es son ha han habia que se su sus le lo les este esta estos estas cuando donde mientras tras"
    " durante dentro sobre entre cada no como tambien ambos vez veces desde hasta porque debido caso estaba estaban estuvo frente tiempo recibieron recibio",
}
# That something was there, or was looked at: in whatever word.
_HAPPENS = {
    "en": "occur* develop* got get happen* seen saw observ* found find detect* report* show* document* experienc* record* turned noted",
    "sv": "fick fatt hitta* upptr* sags sag noter* observer* rapporter* uppt* fanns forekom*",
    "de": "trat bekam* auftret* aufgetret* fand* gefund* zeigt* gemeldet* meldet* beobacht* dokument* berichtet*",
    "es": "aparec* vio vieron tuvo tuvier* present* notific* observ* document* hubo encontr*",
}
_TENSE = 2  # letters of a word that says nothing by itself


def is_little(word: str, language: str) -> bool:
    """Return whether a word only holds others together."""
    return len(word) < _TENSE or word in _little(language) or _is_one_of(word, tuple(_HAPPENS[language].split()))


@cache
def _little(language: str) -> frozenset[str]:
    return frozenset(_LITTLE[language].split())


@cache
def meanings(word: str, language: str) -> frozenset[int]:
    """Return what a word may mean, as numbers of lines; none for one that is not here."""
    return frozenset(at for at, line in enumerate(_lines(language)) if _is_one_of(word, line))


def _is_one_of(word: str, listed: tuple[str, ...]) -> bool:
    return any(word.startswith(one[:-1]) if one.endswith("*") else word == one for one in listed)


@cache
def _lines(language: str) -> tuple[tuple[str, ...], ...]:
    column = tuple(_LITTLE).index(language)
    return tuple(tuple(line.split("|")[column].split()) for line in _MEANINGS.strip().splitlines())
