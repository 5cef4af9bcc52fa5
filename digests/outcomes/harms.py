"""The words for adverse events of no class of ours, organ by organ as CTCAE lists them: what a treatment did, and what patients may bring.

Patterns run over folded text, British and American spellings alike.
"""

# What is measured in blood, and that it was too high or too low.
_CELLS = (
    r"(?:platelets?|neutrophils?|lymphocytes?|leu[ck]ocytes?|white (?:blood )?cells?|wbc|granulocytes?)(?: counts?)?"
)
_IN_BLOOD = (
    r"(?:liver (?:enzymes?|function tests?)|(?:amino)?transaminases?|aminotransferases?|ala?t|asa?t|(?:alanine|aspartate) (?:amino|trans)\w{5,9}|ggt|gamma-?(?: ?gt|glutamyl ?trans\w{5,9})|bilirubin|lipase|amylase"
    r"|(?:blood |serum )?(?:creatinine|urea|cholesterol|triglycerides?|uric acid|potassium|lactate dehydrogenase|ldh|creatine (?:phospho)?kinase|cpk|tsh)|alkaline phosphatase|alp)"
)
_HIGH, _LOW = r"(?:raised|elevated|increased|high)", r"(?:low|lowered|decreased|reduced)"
_ROSE = r"(?:elevations?|increases?|increased|elevated|raised)(?! (?:from|by|to|with)(?!\w))"
_FELL = r"(?:decreases?|decreased|reductions?|lowered)(?! (?:from|by|to|with)(?!\w))"
_EMIA = r"a?e?mi[ae]s?"
_GRAVE = r"(?:failures?|insufficiency|impairment|dysfunction|injury|injuries)"

# What a treatment did, by its name alone.
_DONE = (
    # blood and marrow
    r"(?:febrile )?(?:neutro|lympho(?:cyto)?|leu[ck]o|(?:thrombo|pan|bi)?[cz]yto|thrombo|granulocyto)pa?eni[ae]s?|agranulocytosis",
    rf"myelosuppression|(?:bone )?marrow (?:suppression|toxicity|depression|failure)|{_LOW} {_CELLS}|{_CELLS} {_FELL}",
    r"(?:ha?emato|nephro|hepato|cardio|neuro|oto)toxicit(?:y|ies)|(?:ha?ematologic(?:al)?|renal|kidney|liver|hepatic|cardiac|skin|cutaneous|dermatologic(?:al)?|pulmonary) toxicit(?:y|ies)",
    r"myelodysplas(?:tic syndromes?|ia)|acute (?:\w{1,8} )?leuka?emia|aml|mds|second(?:ary)? (?:primary )?malignanc(?:y|ies)",
    # liver, pancreas, kidney
    rf"hyper(?:transaminas|bilirubin){_EMIA}|radioemboli[sz]ation-induced liver disease|reild|(?:hepatic )?veno-occlusive disease",
    rf"(?:acute )?(?:kidney|renal) (?:injury|injuries)|aki|proteinuria|hypo(?:phosphat|magnes){_EMIA}",
    # skin, mouth, lung, nerves
    r"(?:oral )?(?:stomatitis|mucositis)|(?:oral )?mucosal inflammation|hand-foot(?: skin)? (?:syndrome|reactions?)|palmar-plantar \w{6,20}(?: syndrome)?|alopecia|(?:hair|skin) (?:loss|thinning|(?:de|hypo)pigmentation|colou?r changes?)",
    r"dysgeusia|taste (?:disturbances?|alterations?|changes?)|(?:non-?infectious )?pneumonitis|interstitial lung disease",
    # what comes of an infusion, a tumour that breaks down, an immune system that is freed
    r"infusion(?:-related)? reactions?|(?:hypersensitivity|allergic|anaphylactic) reactions?|hypersensitivity(?! (?:to|reaction))|anaphylaxis|cytokine release syndrome|tumou?r lysis(?: syndrome)?|(?:carcinoid|hormon(?:al|e)) cris[ie]s|post-?emboli[sz]ation syndrome|hypophysitis",
    # heart
    r"(?:ecg )?qtc? (?:interval )?(?:was )?(?:prolongations?|prolonged)|prolongations? of (?:the )?qtc?(?: interval)?|prolonged qtc?(?: intervals?)?|(?:first-degree )?(?:av|atrioventricular) block",
)
# What patients may have had before.
_BROUGHT = (
    rf"an(?:a|e|ae)mi[ae]|{_LOW} ha?emoglobin|ha?emoglobin {_FELL}|hyper(?:cholesterol|(?:tri)?glycerid|triglycerid|lipid|uric|kal|calc|natr){_EMIA}|dyslipid{_EMIA}|hypo(?:kal|natr|calc|albumin){_EMIA}|{_HIGH} {_IN_BLOOD}|{_IN_BLOOD} {_ROSE}",
    rf"(?:(?:acute|chronic) )?(?:renal|kidney|hepatic|liver|cardiac|heart|respiratory|adrenal) {_GRAVE}|ascites|jaundice|hepatitis|ha?ematuria|(?:congestive )?heart failure|(?:left )?ventricular dysfunction",
    r"(?:(?:urinary|(?:upper |lower )?respiratory) (?:tract )?|wound |lung |viral |bacterial |fungal )?infections?|pneumonias?|sepsis|naso-?pharyngitis|bronchitis|sinusitis|influenza(?!-like)|(?:liver |hepatic )?abscess(?:es)?|herpes zoster|covid-19",
    r"hypertension|hypotension|tachycardia|palpitations?|atrial fibrillation|arr?hythmias?|syncope|(?:acute )?(?:myocardial|cerebral) infarctions?|strokes?|cardiac events?|cardiovascular events?|(?:venous |arterial )?thrombo-?emboli(?:sm|c events?)|(?:deep |portal )?(?:vein |venous )?thrombos[ie]s|dvt|vte|pulmonary emboli(?:sm)?|ischa?emia|cerebrovascular (?:accidents?|events?)",
    r"(?:(?:gastro-?intestinal|gi|rectal|nasal|upper gi|variceal) )?(?:ha?emorrhages?|bleeding(?: events?)?)|epistaxis|ha?emorrhoids",
    r"rash(?:es)?|(?:maculo-?papular|acneiform) rash|pruritus|itching|dry skin|skin reactions?|acne|dermatitis|urticaria|nail (?:changes|disorders?)|(?:night |increased )?sweat(?:s|ing)",
    r"(?:bowel|intestinal|small bowel|gastro-?intestinal|biliary|bile duct) (?:obstructions?|perforations?)|perforations?|(?:sub)?ileus|colitis|gastritis|(?:gastro-?o?esophageal )?reflux(?: disease)?|heartburn|dry mouth|xerostomia|dysphagia|hiccups?|ha?ematochezia",
    r"(?:decreased|loss of|reduced|poor) appetite|appetite (?:loss|decreased)|anorexia|(?:body )?weight loss (?:exceeding|of (?:more than|at least)|[>\u2265]) ?\d{1,2} ?%|loss of (?:more than|at least) \d{1,2} ?% of (?:the |their )?(?:body )?weight|(?:body )?weight (?:loss|gain|decreased|increased)(?! (?:from|by|of|exceeding)(?!\w))|dehydration|(?:vitamin [a-z\d]{1,3}|b12|niacin) (?:deficienc(?:y|ies)|deficits?)|cachexia|(?:hypo|hyper)thyroidism|thyroiditis",
    r"pyrexia|fever|chills|malaise|weakness|(?:flu|influenza)-like (?:symptoms?|illness(?:es)?)|(?:peripheral |facial |limb )?o?edema|headaches?|dizziness|vertigo|insomnia|somnolence",
    r"(?:back |chest |bone |joint |muscle |muscular |musculoskeletal |pelvic |neck |tumou?r )pain|arthralgias?|myalgias?|arthritis|muscle (?:cramps?|spasms?|weakness)|osteoporosis|fractures?",
    r"(?:peripheral |sensory |motor ){0,2}neuropath(?:y|ies)|para?esthesias?|tremors?|seizures?|confusion|depression|depressed mood|anxiety|mood (?:alterations?|changes|disorders?)|blurred vision|visual (?:disturbances?|impairment)|hot flashes",
    r"dyspn(?:o|oe|e)a|shortness of breath|cough|pleural effusions?|hypoxia|pneumothorax|dysphonia",
)
# A scale of a questionnaire, a score, what is done against it: no event.
_NO_SCALE = r"(?! (?:scores?|scales?|subscales?|domains?|items?|vaccin\w{3,7}|prophylaxis|screening)(?!\w))"

DONE = rf"(?:{'|'.join(_DONE)}){_NO_SCALE}"
BROUGHT = rf"(?:{'|'.join(_BROUGHT)}){_NO_SCALE}"
# Short as an abbreviation, and a word.
PLAIN = frozenset("rash acne cough fever chills ileus edema".split())
