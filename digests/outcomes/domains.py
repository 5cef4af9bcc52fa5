"""What outcomes are about: the columns of the living table, and the themes of a congress."""

OUTCOMES: dict[str, tuple[str, ...]] = {
    "PFS": ("PFS", "TTP"),
    "OS": ("OS",),
    "response": ("ORR", "CR", "PR", "DCR", "SD", "CBR", "response"),
    "biochemical": ("biochemical response", "CgA", "5-HIAA"),
    "symptoms": ("symptom response", "flushing", "diarrhoea", "bowel movements", "rescue"),
    "QoL": ("QoL", "time to deterioration"),
    "safety": (
        "AE",
        "AE: gastrointestinal",
        "AE: gallstones",
        "AE: glucose",
        "AE: bradycardia",
        "AE: injection site",
        "AE: pancreatic insufficiency",
        "discontinuation",
    ),
}

_THEMES = {
    "PFS": "Progression and survival",
    "OS": "Progression and survival",
    "response": "Response",
    "biochemical": "Symptoms and hormones",
    "symptoms": "Symptoms and hormones",
    "QoL": "Quality of life",
    "safety": "Safety",
}
THEMES = {outcome: theme for domain, theme in _THEMES.items() for outcome in OUTCOMES[domain]}
