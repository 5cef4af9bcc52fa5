"""What a sentence claims beside its numbers, in the words that are counted where a rewriting is held against its source."""

# What may not be lost or added, by language, each word as folded text has it; a star stands for any ending.
DENIALS = {
    "en": "no not nobody nothing none never without neither nor cannot fail failed fails lack lacked lacks unable absence n't",
    "sv": "inte ej icke ingen inget inga utan varken aldrig misslyckades saknade saknas",
    "de": "nicht niemand kein* ohne weder noch nie niemals verfehl*",
    "es": "no nadie sin ningun* nunca ni tampoco fracas* carec*",
}
HEDGES = {
    "en": "may might could suggest* appear* seem* possibl* probabl* trend* numerical* likely would should",
    "sv": "kan kunde tyder verka* mojlig* troligen trend* numerisk* skulle borde bor",
    "de": "kann konnte* deut* schein* moglich* wahrscheinlich* trend* numerisch*",
    "es": "puede podria* sugier* parec* posibl* probabl* tendencia* numeric* deberia*",
}
UP = {
    "en": "exceed* longer higher increas* improv* greater more better superior prolong* rise* rose rais* up eas* reliev* lengthen* above",
    "sv": "langre hogre oka* forbattra* storre fler mer battre overlagsen forlang* steg lindra*",
    "de": "langer* hoher* steig* stieg* zunahm* verbesser* grosser* mehr besser* uberlegen verlanger* linder* gelinder*",
    "es": "encima mayor* mas aument* mejor* superior* prolong* subi* alivi* alarg*",
}
DOWN = {
    "en": "shorter shorten* lower decreas* reduc* worse* less fewer inferior declin* fell fall* drop* down below",
    "sv": "kortare forkort* lagre minska* samre mindre farre underlagsen sank* sjonk* sjunk*",
    "de": "kurzer* verkurz* niedriger* sink* sank* abnahm* verringer* reduz* schlechter* weniger unterlegen",
    "es": "menor* menos disminu* redu* peor* inferior* baj* acort*",
}
EITHER = {"en": "or", "sv": "eller", "de": "oder", "es": "o u"}
# Where a value is bound, and what has not happened yet: as much of it as the source has.
BOUNDS = {
    "en": "least most within",
    "sv": "minst hogst inom",
    "de": "mindest* wenigstens hochst* innerhalb binnen",
    "es": "maxim* dentro",
}
AHEAD = {
    "en": "will shall plan* aim* intend* recruiting",
    "sv": "ska skall kommer planer* avser",
    "de": "soll* geplan* plan*",
    "es": "planea* prev* va van",
}
# Who stayed as they were, or lived: the share that did is not the share that did not.
KEPT = {
    "en": "free without dcr cbr pfs ttp os surviv* alive live lived stable stabil* stay* remain* held hold* control* until",
    "sv": "fri fria fritt progressionsfri* utan pfs ttp os overlev* medianoverlev* lev* stabil* forbl* holl* kontroll* tills",
    "de": "frei* progressionsfrei* ohne pfs ttp os uberleb* leb* stabil* blieb* gehalten hielt* kontroll* bis",
    "es": "libre* sin pfs slp ttp os supervivencia sobreviv* viv* estable* mantuv* sigui* segui* control* hasta",
}
