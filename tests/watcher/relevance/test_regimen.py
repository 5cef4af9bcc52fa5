"""Dose regimens: what a phrase says, in mg and days, and how it stands to the label."""

from functools import partial

import pace
import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.relevance.regimens import in_text


def read(phrase):
    return [
        (r.drug, r.formulation, r.dose_mg, r.interval_days, r.mg_per_28_days, r.multiple_of_label, r.intensification)
        for r in in_text(phrase)
    ]


def intervals(phrase):
    return tuple(one.interval_days for one in in_text(phrase))


def octreotide(dose, days, month, multiple, more=""):
    return ("octreotide", "LAR", dose, days, month, multiple, more)


def lanreotide(dose, days, month, multiple, more=""):
    return ("lanreotide", "autogel", dose, days, month, multiple, more)


def depot(dose, days, month):
    return ("octreotide", "subcutaneous depot", dose, days, month, None, "")


OCT30 = octreotide(30, 28, 30, 1)
OCT20 = octreotide(20, 28, 20, 0.667)
OCT40 = octreotide(40, 28, 40, 1.333, "dose")
OCT60 = octreotide(60, 28, 60, 2, "dose")
OCT120 = octreotide(120, 28, 120, 4, "dose")
OCT30Q21 = octreotide(30, 21, 40, 1.333, "interval")
OCT30Q14 = octreotide(30, 14, 60, 2, "interval")
OCT60Q21 = octreotide(60, 21, 80, 2.667, "both")
OCT40Q14 = octreotide(40, 14, 80, 2.667, "both")
LAN120 = lanreotide(120, 28, 120, 1)
LAN90 = lanreotide(90, 28, 90, 0.75)
LAN60 = lanreotide(60, 28, 60, 0.5)
LAN120Q14 = lanreotide(120, 14, 240, 2, "interval")
LAN120Q21 = lanreotide(120, 21, 160, 1.333, "interval")
LAN180 = lanreotide(180, 28, 180, 1.5, "dose")
LAN240 = lanreotide(240, 28, 240, 2, "dose")
CAM20Q14 = depot(20, 14, 40)
CAM20Q28 = depot(20, 28, 20)
CAM10Q14 = depot(10, 14, 20)

ONE = {
    # octreotide LAR at the label's dose
    "octreotide LAR 30 mg every 28 days": OCT30,
    "octreotide LAR 30 mg every 4 weeks": OCT30,
    "octreotide LAR 30 mg q4w": OCT30,
    "octreotide LAR 30 mg Q4W": OCT30,
    "octreotide LAR 30 mg q28d": OCT30,
    "octreotide LAR 30 mg q28 days": OCT30,
    "octreotide LAR 30 mg q 4 weeks": OCT30,
    "octreotide LAR 30 mg monthly": OCT30,
    "octreotide LAR 30 mg per month": OCT30,
    "octreotide LAR 30 mg/month": OCT30,
    "octreotide LAR 30 mg once a month": OCT30,
    "octreotide LAR 30 mg every month": OCT30,
    "octreotide LAR 30 mg every four weeks": OCT30,
    "octreotide LAR 30 mg i.m. every 28 days": OCT30,
    "octreotide LAR (30 mg every 28 days)": OCT30,
    "Octreotide-LAR 30 mg q28d": OCT30,
    "octreotide acetate LAR 30 mg q4w": OCT30,
    "octreotide long-acting release 30 mg q4w": OCT30,
    "octreotide long-acting repeatable 30 mg every 4 weeks": OCT30,
    "long-acting octreotide 30 mg every 4 weeks": OCT30,
    "long-acting repeatable octreotide 30 mg every 4 weeks": OCT30,
    "Sandostatin LAR 30 mg every 4 weeks": OCT30,
    "Sandostatin LAR Depot 30 mg every 4 weeks": OCT30,
    "octreotide 30 mg every 4 weeks": OCT30,
    "octreotide 30 mg monthly": OCT30,
    "30 mg octreotide LAR every 28 days": OCT30,
    "30-mg octreotide LAR every 28 days": OCT30,
    "30 mg of octreotide LAR every 4 weeks": OCT30,
    "monthly octreotide LAR 30 mg": OCT30,
    "4-weekly octreotide LAR 30 mg": OCT30,
    "four-weekly octreotide LAR 30 mg": OCT30,
    "octreotide LAR 30 mg 4-weekly": OCT30,
    "octreotide LAR 30 mg per 28 days": OCT30,
    "octreotide LAR 30mg/28 days": OCT30,
    "octreotide LAR 30 mg/4 weeks": OCT30,
    "octreotide LAR 30\u2009mg every 28\u2009days": OCT30,
    "OCTREOTIDE LAR 30 MG EVERY 28 DAYS": OCT30,
    "Octreotid LAR 30 mg alle 4 Wochen": OCT30,
    "octréotide LAR 30 mg toutes les 4 semaines": OCT30,
    "octréotide LAR 30 mg tous les 28 jours": OCT30,
    "octreotide LAR 20 mg every 28 days": OCT20,
    "octreotide LAR 20 mg monthly": OCT20,
    "octreotide LAR 20 mg every 3 weeks": octreotide(20, 21, 26.667, 0.889),
    # more octreotide LAR
    "octreotide LAR 60 mg every 28 days": OCT60,
    "octreotide LAR 60 mg every 4 weeks": OCT60,
    "octreotide LAR 60 mg q4w": OCT60,
    "octreotide LAR 60 mg monthly": OCT60,
    "octreotide LAR 60 mg/month": OCT60,
    "octreotide LAR, 60 mg every 4 weeks": OCT60,
    "high-dose octreotide LAR 60 mg every 4 weeks": OCT60,
    "high-dose long-acting octreotide (60 mg every 4 weeks)": OCT60,
    "60 mg octreotide LAR monthly": OCT60,
    "octreotide LAR 40 mg every 28 days": OCT40,
    "octreotide LAR at 40 mg q4w": OCT40,
    "octreotide LAR was increased to 40 mg per month": OCT40,
    "octreotide LAR at a dose of 40 mg every 4 weeks": OCT40,
    "octreotide LAR 120 mg per month": OCT120,
    "octreotide LAR up to 120 mg monthly": OCT120,
    "octreotide LAR 50 mg every 4 weeks": octreotide(50, 28, 50, 1.667, "dose"),
    "octreotide LAR 90 mg every 28 days": octreotide(90, 28, 90, 3, "dose"),
    "octreotide LAR 30 mg every 3 weeks": OCT30Q21,
    "octreotide LAR 30 mg every three weeks": OCT30Q21,
    "octreotide LAR 30 mg every 21 days": OCT30Q21,
    "octreotide LAR 30 mg q3w": OCT30Q21,
    "octreotide LAR 30 mg q21d": OCT30Q21,
    "octreotide LAR 30 mg q21 days": OCT30Q21,
    "octreotide LAR 30 mg per 3 weeks": OCT30Q21,
    "octreotide LAR 30 mg 3-weekly": OCT30Q21,
    "3-weekly octreotide LAR 30 mg": OCT30Q21,
    "three-weekly octreotide LAR 30 mg": OCT30Q21,
    "octreotide LAR 30 mg every third week": OCT30Q21,
    "octreotide LAR 30 mg every 14 days": OCT30Q14,
    "octreotide LAR 30 mg every 2 weeks": OCT30Q14,
    "octreotide LAR 30 mg every two weeks": OCT30Q14,
    "octreotide LAR 30 mg twice monthly": OCT30Q14,
    "octreotide LAR 30 mg twice a month": OCT30Q14,
    "octreotide LAR 30 mg fortnightly": OCT30Q14,
    "octreotide LAR 30 mg every other week": OCT30Q14,
    "octreotide LAR 30 mg biweekly": OCT30Q14,
    "octreotide LAR 30 mg q2w": OCT30Q14,
    "octreotide LAR 60 mg every 3 weeks": OCT60Q21,
    "octreotide LAR 40 mg every 3 weeks": octreotide(40, 21, 53.333, 1.778, "both"),
    "octreotide LAR 40 mg every 14 days": OCT40Q14,
    "octreotide LAR 40 mg Q2W": OCT40Q14,
    "octreotide LAR 40 mg every 6 weeks": octreotide(40, 42, 26.667, 0.889),
    # lanreotide
    "lanreotide autogel 120 mg q28d": LAN120,
    "lanreotide autogel 120 mg every 28 days": LAN120,
    "lanreotide Autogel 120 mg every 4 weeks": LAN120,
    "lanreotide ATG 120 mg Q4W": LAN120,
    "lanreotide depot 120 mg every 4 weeks": LAN120,
    "lanreotide depot/autogel 120 mg every 28 days": LAN120,
    "lanreotide autogel/depot 120 mg per 28 days": LAN120,
    "Somatuline 120 mg monthly": LAN120,
    "Somatuline Autogel 120 mg monthly": LAN120,
    "lanreotide 120 mg every 28 days": LAN120,
    "lanreotide 120 mg monthly": LAN120,
    "lanreotide 120-mg every 28 days": LAN120,
    "lanreotide 120mg q4w": LAN120,
    "120 mg lanreotide autogel every 28 days": LAN120,
    "120-mg lanreotide every 4 weeks": LAN120,
    "monthly lanreotide 120 mg": LAN120,
    "4-weekly lanreotide autogel 120 mg": LAN120,
    "Lanreotid 120 mg alle 28 Tage": LAN120,
    "lanréotide 120 mg tous les 28 jours": LAN120,
    "lanreotide autogel 90 mg every 28 days": LAN90,
    "lanreotide 60 mg every 4 weeks": LAN60,
    "lanreotide autogel 120 mg every 6 weeks": lanreotide(120, 42, 80, 0.667),
    "lanreotide autogel 120 mg q14d": LAN120Q14,
    "lanreotide autogel 120 mg every 14 days": LAN120Q14,
    "lanreotide autogel 120 mg every 2 weeks": LAN120Q14,
    "lanreotide autogel 120 mg twice monthly": LAN120Q14,
    "lanreotide autogel 120 mg fortnightly": LAN120Q14,
    "lanreotide autogel 120 mg every fortnight": LAN120Q14,
    "lanreotide autogel 120 mg q14 days": LAN120Q14,
    "lanreotide autogel 120 mg every fourteen days": LAN120Q14,
    "lanreotide 120 mg given by deep subcutaneous injection every 14 days": LAN120Q14,
    "lanreotide (120 mg every 14 days)": LAN120Q14,
    "2-weekly lanreotide autogel 120 mg": LAN120Q14,
    "Lanreotid 120 mg alle 14 Tage": LAN120Q14,
    "lanreotide autogel 120 mg every 3 weeks": LAN120Q21,
    "lanreotide autogel 120 mg every 21 days": LAN120Q21,
    "lanreotide autogel 120 mg q3w": LAN120Q21,
    "lanreotide autogel 120 mg q21d": LAN120Q21,
    "lanreotide 120 mg every 21 d": LAN120Q21,
    "lanreotide 180 mg per month": LAN180,
    "lanreotide autogel 180 mg every 28 days": LAN180,
    "lanreotide 240 mg per month": LAN240,
    "lanreotide autogel 240 mg monthly": LAN240,
    "lanreotide autogel 180 mg every 3 weeks": lanreotide(180, 21, 240, 2, "both"),
    # the older microparticles, and doses several times a day
    "lanreotide 30 mg every 14 days": ("lanreotide", "PR", 30, 14, 60, 1, ""),
    "lanreotide PR 30 mg every 10 days": ("lanreotide", "PR", 30, 10, 84, 1.4, "interval"),
    "lanreotide PR 30 mg every 2 weeks": ("lanreotide", "PR", 30, 14, 60, 1, ""),
    "lanreotide SR 30 mg every 14 days": ("lanreotide", "PR", 30, 14, 60, 1, ""),
    "lanreotide 5 mg s.c. three times a day": ("lanreotide", "subcutaneous", 5, 1 / 3, 420, None, ""),
    "octreotide 200 \u00b5g three times daily": ("octreotide", "subcutaneous", 0.2, 1 / 3, 16.8, None, ""),
    "octreotide 100 mcg t.i.d.": ("octreotide", "subcutaneous", 0.1, 1 / 3, 8.4, None, ""),
    "octreotide sc 150 \u03bcg tid": ("octreotide", "subcutaneous", 0.15, 1 / 3, 12.6, None, ""),
    "subcutaneous octreotide 500 micrograms twice daily": ("octreotide", "subcutaneous", 0.5, 0.5, 28, None, ""),
    "oral octreotide 40 mg daily": ("octreotide", "oral", 40, 1, 1120, None, ""),
    "paltusotine 80 mg once daily": ("paltusotine", "oral", 80, 1, 2240, None, ""),
    # pasireotide: the measure is the highest labelled dose, in acromegaly
    "pasireotide LAR 60 mg every 28 days": ("pasireotide", "LAR", 60, 28, 60, 1, ""),
    "pasireotide LAR 80 mg every 28 days": ("pasireotide", "LAR", 80, 28, 80, 1.333, "dose"),
    "pasireotide LAR 120 mg q28d": ("pasireotide", "LAR", 120, 28, 120, 2, "dose"),
    "long-acting pasireotide 120 mg monthly": ("pasireotide", "LAR", 120, 28, 120, 2, "dose"),
    "Signifor LAR 40 mg every 4 weeks": ("pasireotide", "LAR", 40, 28, 40, 0.667, ""),
    # CAM2029 has no label in NET: no multiple, and no claim of intensification
    "CAM2029 20 mg Q2W": CAM20Q14,
    "CAM2029 20 mg every 2 weeks": CAM20Q14,
    "CAM 2029 20 mg every two weeks": CAM20Q14,
    "CAM-2029 20 mg every 14 days": CAM20Q14,
    "octreotide subcutaneous depot 20 mg every 2 weeks": CAM20Q14,
    "octreotide SC depot 20 mg q2w": CAM20Q14,
    "octreotide s.c. depot 20 mg q4w": CAM20Q28,
    "Oczyesa 20 mg once monthly": CAM20Q28,
    "Oclaiz 20 mg monthly": CAM20Q28,
    "octreotide SC depot 10 mg q2w": CAM10Q14,
    "octreotide fluid crystal 30 mg/month": depot(30, 28, 30),
    "octreotide FC 30 mg/month": depot(30, 28, 30),
    # no interval, no dose, or neither drug
    "octreotide LAR 60 mg": octreotide(60, None, None, None, "dose"),
    "octreotide LAR 60 mg; stools fell to 2 a day": octreotide(60, None, None, None, "dose"),
    "octreotide LAR 60 mg and stools fell to 2 a day": octreotide(60, None, None, None, "dose"),
    "octreotide LAR 30 mg": octreotide(30, None, None, None),
    ">30 mg octreotide LAR": octreotide(None, None, None, None, "dose"),
    "more than 120 mg of lanreotide": lanreotide(None, None, None, None, "dose"),
    "octreotide LAR every 3 weeks": octreotide(None, 21, None, None, "interval"),
    "lanreotide autogel every 14 days": lanreotide(None, 14, None, None, "interval"),
    "SSA every 3 weeks": ("somatostatin analogue", "", None, 21, None, None, "interval"),
    "somatostatin analogues every two weeks": ("somatostatin analogue", "", None, 14, None, None, "interval"),
    "120 mg every 14 days": ("", "", 120, 14, 240, None, "interval"),
}

SEVERAL = {
    "lanreotide 120 mg every 14 days after progression on 120 mg every 28 days": [LAN120Q14, LAN120],
    "120 mg every 14 days after progression on 120 mg every 28 days": [
        ("", "", 120, 14, 240, None, "interval"),
        ("", "", 120, 28, 120, None, ""),
    ],
    "54 to lanreotide autogel 120 mg every 14 days, 55 to every 28 days": [LAN120Q14, LAN120],
    "lanreotide autogel was given, 54 to 120 mg every 14 days and 55 to 120 mg every 28 days": [LAN120Q14, LAN120],
    "octreotide LAR 30 mg or lanreotide ATG 120 mg every 4 weeks": [OCT30, LAN120],
    "pasireotide LAR 60 mg vs octreotide LAR 40 mg every 28 days": [
        ("pasireotide", "LAR", 60, 28, 60, 1, ""),
        OCT40,
    ],
    "octreotide LAR 40 or 60 mg every 28 days": [OCT40, OCT60],
    "octreotide LAR 20, 30, 40 or 60 mg q28d": [OCT20, OCT30, OCT40, OCT60],
    "octreotide LAR 20-30 mg every 4 weeks": [OCT20, OCT30],
    "octreotide LAR from 30 mg to 60 mg every 4 weeks": [OCT30, OCT60],
    "octreotide LAR 40 mg q4w (71%) or 60 mg q4w (18%)": [OCT40, OCT60],
    "octreotide LAR 40 mg per month or 30 mg per 3 weeks up to 120 mg per month": [OCT40, OCT30Q21, OCT120],
    "octreotide LAR 30 mg every 3 or 2 weeks": [OCT30Q21, OCT30Q14],
    "octreotide SC depot 10 mg q2w or 20 mg q4w": [CAM10Q14, CAM20Q28],
    "CAM2029 20 mg Q2W or octreotide LAR 30 mg Q4W": [CAM20Q14, OCT30],
    "octreotide LAR 60 mg every 28 days, lanreotide 120 mg every 14 days": [OCT60, LAN120Q14],
    "everolimus 10 mg daily plus octreotide LAR 30 mg every 28 days": [OCT30],
    "octreotide LAR 30 mg and were switched to lanreotide 120 mg every 14 days": [
        octreotide(30, None, None, None),
        LAN120Q14,
    ],
    "lanreotide autogel 180 mg every 21 versus every 28 days": [lanreotide(180, 21, 240, 2, "both"), LAN180],
    "octreotide LAR 30 mg every 28 days plus everolimus 10 mg daily": [OCT30],
    "bevacizumab 15 mg/kg every 3 weeks with octreotide LAR 20 mg every 3 weeks": [octreotide(20, 21, 26.667, 0.889)],
    "Lanreotide was given. It was raised to 120 mg every 14 days.": [LAN120Q14],
}

# What lies at the edge of a rule, inside and outside: how far apart a depot's injections are and how large, how far an
# interval or a drug may stand from a dose, which product a dose alone tells, what is more than the label.
EDGES = {
    "octreotide LAR every 63 days": [("octreotide", "LAR", None, 63, None, None, "")],
    "octreotide LAR every 64 days": [],
    "octreotide LAR every 7 days": [("octreotide", "LAR", None, 7, None, None, "interval")],
    "octreotide LAR every 6 days": [],
    "10 mg every 28 days": [("", "", 10, 28, 10, None, "")],
    "9 mg every 28 days": [],
    "240 mg every 28 days": [("", "", 240, 28, 240, None, "")],
    "241 mg every 28 days": [],
    "30 mg every 7 days": [("", "", 30, 7, 120, None, "interval")],
    "30 mg every 6 days": [],
    "30 mg every 63 days": [("", "", 30, 63, 13.333, None, "")],
    "30 mg every 64 days": [],
    "octreotide 5 mg every 28 days": [octreotide(5, 28, 5, 0.167)],
    "octreotide 4.9 mg every 28 days": [("octreotide", "subcutaneous", 4.9, 28, 4.9, None, "")],
    "octreotide 30 mg every 7 days": [octreotide(30, 7, 120, 4, "interval")],
    "octreotide 30 mg every 6 days": [("octreotide", "subcutaneous", 30, 6, 140, None, "")],
    "lanreotide 30 mg every 14 days": [("lanreotide", "PR", 30, 14, 60, 1, "")],
    "lanreotide 31 mg every 14 days": [lanreotide(31, 14, 62, 0.517)],
    ">30 mg octreotide LAR every 4 weeks": [octreotide(None, 28, None, None, "dose")],
    ">20 mg octreotide LAR every 4 weeks": [octreotide(None, 28, None, None)],
    "octreotide LAR 400 mg": [octreotide(400, None, None, None, "dose")],
    "octreotide LAR 401 mg": [],
    "octreotide LAR 31 mg": [octreotide(31, None, None, None, "dose")],
    "octreotide LAR 30 mg": [octreotide(30, None, None, None)],
    f"lanreotide 120 mg {'x' * 68} every 14 days": [LAN120Q14],
    f"lanreotide 120 mg {'x' * 69} every 14 days": [lanreotide(120, None, None, None)],
    f"60 mg {'x' * 68} octreotide LAR": [octreotide(60, None, None, None, "dose")],
    f"60 mg {'x' * 69} octreotide LAR": [],
    "octreotide LAR every 3 weeks 30 mg": [OCT30Q21],
    "octreotide LAR every 3 weeks at 30 mg": [octreotide(None, 21, None, None, "interval"), octreotide(30, None, None, None)],
    "octreotide LAR 30 mg with everolimus 10 mg daily": [octreotide(30, None, None, None)],
    "octreotide LAR 30 mg plus placebo every 28 days": [OCT30],
    "leuprolide subcutaneous depot 45 mg every 6 months and octreotide LAR 30 mg every 28 days": [OCT30],
    "lanreotide 120 mg every 28 days (n = 30) or every 14 days (n = 23)": [LAN120, LAN120Q14],
    "octreotide LAR was raised from 30 to 60 mg every 28 days": [OCT60],
    "octreotide LAR was given at 30 to 60 mg every 28 days": [OCT30, OCT60],
    "28-, 21- and 14-day schedules of lanreotide 120 mg": [LAN120, LAN120Q21, LAN120Q14],
    "lanreotide 120 mg every two weeks instead of every four": [LAN120Q14, LAN120],
    "octreotide implant 60 mg every 28 days": [("octreotide", "implant", 60, 28, 60, None, "")],
    "no advantage over octreotide LAR 60 mg every 28 days": [OCT60],
    "lanreotide 120 mg every 28 days (median) or scans every 14 days": [LAN120],
    "octreotide LAR 30 mg or lanreotide 120 mg every 28 days": [OCT30, LAN120],
    "octreotide LAR was increased by 10 mg every 8 weeks": [],
    "octreotide LAR in steps of 10 mg every 28 days": [],
    "octreotide LAR in 10 mg steps every 28 days": [],
    "octreotide LAR: HR 0.9 per 10 mg": [],
    "octreotide LAR was followed by 30 mg every 28 days": [OCT30],
    "octreotide LAR 40 mg ou 60 mg a cada 28 dias": [OCT40, OCT60],
    "octreotide LAR 40 oder 60 mg alle 28 Tage": [OCT40, OCT60],
    "octreotide LAR 20 mg (n = 58), 30 mg (n = 9) or 40 mg (n = 3) every 28 days": [OCT20, OCT30, OCT40],
    "lanreotide 120 mg on days 1, 15 and 29": [LAN120Q14],
    "lanreotide 120 mg at weeks 0, 2 and 4, then every 28 days": [LAN120Q14, LAN120],
    "lanreotide 120 mg on days 1 and 1": [lanreotide(120, None, None, None)],
    "lanreotide interval to 14 or 21 days": [("lanreotide", "", None, days, None, None, "interval") for days in (14, 21)],
    "lanreotide 120 mg 21 days apart": [LAN120Q21],
    "lanreotide 120 mg less than 25 days apart": [lanreotide(120, None, None, None, "interval")],
    "octreotide LAR 30 mg 21-t\u00e4gig": [OCT30Q21],
    "octreotide LAR 30 mg dreiw\u00f6chentlich": [OCT30Q21],
    "octreotide LAR 30 mg von 28-t\u00e4gig auf 21-t\u00e4gig": [OCT30, OCT30Q21],
    "escalation from lanreotide 90 to 120 mg every 28 days": [LAN120],
    "octreotide LAR every week, every 2 weeks or every 4 weeks": [
        ("octreotide", "LAR", None, days, None, None, more) for days, more in ((7, "interval"), (14, "interval"), (28, ""))
    ],
    "octreotide LAR 30 mg every 4 weeks, daily diaries": [OCT30],
    "lanreotida 120 mg cada 21 o 14 dias": [LAN120Q21, LAN120Q14],
    "octreotide LAR levels when the interval was cut from 28 to 21 days at 30 mg": [OCT30Q21],
    "EVE 10 mg/d with octreotide LAR 60 mg every 28 days": [OCT60],
    "octreotide LAR and 10 mg/d of something": [],
    "octreotide LAR 60 mg in 49 and 30 mg every 2 weeks": [octreotide(60, None, None, None, "dose"), OCT30Q14],
    "octreotide LAR exceeded 30 mg": [octreotide(None, None, None, None, "dose")],
    "octreotide 200 \u00b5g twice or thrice daily": [("octreotide", "subcutaneous", 0.2, 1 / 3, 16.8, None, "")],
}  # fmt: skip

# By the number that they say, and by the days of what they name.
NUMBER_WORDS = {
    1: "one a",
    2: "two zwei deux dos due duas twee tva dwa second 2nd zweite anden andra other 两 二",
    3: "three drei trois tres tre drie trzy third 3rd dritte 三",
    4: "four vier quatre cuatro quattro quatro fyra cztery fourth 四",
    5: "five",
    6: "six sechs",
    7: "seven",
    8: "eight",
    10: "ten 10th",
    12: "twelve",
    14: "fourteen vierzehn quatorze 14th",
    15: "fifteen quinze 15th",
    21: "twenty-one 21st",
    28: "twenty-eight",
}
UNITS = {
    1: "day days d tag tage tagen jour jours dia dias giorni dagen dag dagar dage dni",
    7: "week weeks wk wks w woche wochen semaine semaines semana semanas settimane weken vecka veckor uger tygodnie",
    28: "month months mo monate mois mes meses mesi maanden manad manader maneder miesiac",
}

ADVERBS = {
    14: "quincenal quincenalmente quindicinale quinzenalmente bimensuel bimensuelle 14-tägig 14-tägige zweiwöchentlich zweiwöchige tweewekelijks fortnightly",
    7: "weekly qw",
    28: "monatlich monatliche mensuel mensuelle mensual mensuales mensal mensile maandelijks månedlig miesięcznie monthly",
}
EAST = {
    "兰瑞肽 120 毫克 每2周": 14,
    "兰瑞肽 120 毫克 每2星期": 14,
    "兰瑞肽 120 毫克 每2个月": 56,
    "兰瑞肽 120 毫克 每14天": 14,
    "兰瑞肽 120 毫克 每15日": 15,
    "ランレオチド 120 mg 2週間毎": 14,
    "ランレオチド 120 mg 15日毎": 15,
    "ランレオチド 120 mg 1月毎": 28,
}

NONE = [
    "",
    "octreotide",
    "lanreotide autogel",
    "bevacizumab 15 mg/kg every 3 weeks",
    "everolimus 10 mg daily",
    "telotristat ethyl 250 mg three times a day",
    "5-HIAA fell by 30 mg/24 h",
    "177Lu-DOTATATE 7.4 GBq every 8 weeks",
    "radiotherapy of 50 Gy",
    "CT every 12 weeks",
    "the dose was increased",
    "tocilizumab 162 mg every 2 weeks",
]


@pytest.mark.parametrize(("phrase", "regimen"), ONE.items())
def test_a_phrase_is_read_as_one_regimen(phrase, regimen):
    assert read(phrase) == [regimen]


@pytest.mark.parametrize(("phrase", "regimens"), SEVERAL.items())
def test_a_phrase_with_several_regimens_gives_each(phrase, regimens):
    assert read(phrase) == regimens


@pytest.mark.parametrize(("phrase", "regimens"), EDGES.items())
def test_a_rule_ends_where_it_says(phrase, regimens):
    assert read(phrase) == regimens


@pytest.mark.parametrize(("number", "words"), NUMBER_WORDS.items())
def test_a_number_in_words_is_that_number_in_any_language(number, words):
    said = {word: intervals(f"lanreotide 120 mg every {word} days") for word in words.split()}

    assert said == dict.fromkeys(said, (number,))


@pytest.mark.parametrize(("days", "units"), UNITS.items())
def test_a_unit_of_time_is_so_many_days_in_any_language(days, units):
    said = {unit: intervals(f"lanreotide 120 mg every 2 {unit}") for unit in units.split()}

    assert said == dict.fromkeys(said, (2 * days,))


@pytest.mark.parametrize(("days", "words"), ADVERBS.items())
def test_an_interval_in_one_word_is_so_many_days_in_any_language(days, words):
    said = {word: intervals(f"lanreotide 120 mg {word}") for word in words.split()}

    assert said == dict.fromkeys(said, (days,))


@pytest.mark.parametrize(("phrase", "days"), EAST.items())
def test_an_interval_is_read_in_chinese_and_japanese(phrase, days):
    assert intervals(phrase) == (days,)


@pytest.mark.parametrize("phrase", NONE)
def test_what_is_no_regimen_of_an_analogue_gives_none(phrase):
    assert read(phrase) == []


def test_there_are_at_least_150_phrases():
    assert len(ONE) + len(SEVERAL) >= 150


@pytest.mark.parametrize("phrase", [*ONE, *SEVERAL])
def test_the_offsets_give_the_text_of_the_regimen(phrase):
    padded = f"In all, \u2265 3 people: {phrase}."

    for regimen in in_text(padded, "abstract"):
        assert padded[regimen.span.start : regimen.span.end] == regimen.text


@given(
    st.text(alphabet=st.sampled_from("octreotide LAR lanmgq/-(>)0123456789.,;\nµ every weeks days or "), max_size=120)
)
def test_any_text_can_be_read(text):
    for regimen in in_text(text):
        assert text[regimen.span.start : regimen.span.end] == regimen.text
        assert regimen.mg_per_28_days is None or regimen.mg_per_28_days >= 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Patients received LAR 30 mg every 4 weeks.", ("octreotide", "LAR", 30.0, 28.0)),
        ("They were given ATG 120 mg every 28 days.", ("lanreotide", "autogel", 120.0, 28.0)),
        ("Octreotide s.c. 0.1 mg three times a day.", ("octreotide", "subcutaneous", 0.1, 1 / 3)),
    ],
)
def test_a_drug_is_what_its_match_says_whatever_follows(text, expected):
    (found,) = in_text(text)

    assert (found.drug, found.formulation, found.dose_mg, found.interval_days) == expected


def test_the_words_between_two_intervals_are_no_interval():
    found = in_text("Lanreotide 120 mg every 2 and 3 weeks was compared.")

    assert [one.interval_days for one in found] == [14, 21]


@pytest.mark.parametrize(
    "part",
    [
        "octreotide 30 mg every 28 days, ",
        "octreotide 30 mg or ",
        "30 mg, 60 mg, ",
        "every 4 weeks ",
        "octreotide ",
        "1, 2, 3, 40 mg ",
        "placebo 10 mg ",
        "shortened to 14 days ",
    ],
)
def test_a_long_text_is_read_soon_and_twice_as_long_a_one_in_about_twice_the_time(part):
    once, twice = (partial(in_text, (part * length)[:length]) for length in (50_000, 100_000))

    assert pace.seconds(twice, goal=pace.BUSY * 0.5)[0] < pace.BUSY * 0.5
    assert pace.grown(once, twice, most=3)[0] == 0


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Patients with progression on lanreotide 120 mg every 28 days were included.", "prior"),
        ("Symptoms were not controlled by lanreotide 120 mg every 4 weeks.", "prior"),
        ("After progression they were randomised to lanreotide 120 mg every 28 days or to everolimus.", "compared"),
        ("Lanreotide 120 mg every 28 days was compared with everolimus.", "compared"),
        ("Patients on lanreotide 120 mg every 28 days were measured.", ""),
        ("After progression they had lanreotide 120 mg every 14 days.", ""),  # more than the label's
        ("Median progression-free survival was 18 months with lanreotide 120 mg every 28 days.", ""),
        ("Median time to tumour progression was 14.3 months on octreotide LAR 30 mg every 4 weeks.", ""),
        ("From 2010 to 2020, 99 patients received lanreotide 120 mg every 28 days.", ""),
        ("From January 2010 on, lanreotide 120 mg every 28 days was used.", ""),
        ("After 12 months of lanreotide 120 mg every 28 days symptoms had improved.", ""),
        ("Patients without prior therapy were on lanreotide 120 mg every 28 days.", ""),
        ("After surgery, patients were given octreotide LAR 30 mg every 4 weeks.", ""),
        ("After failure of octreotide LAR 30 mg every 4 weeks, 20 patients switched.", "prior"),
        ("After surgery, patients who had received octreotide LAR 30 mg every 4 weeks were asked.", "prior"),
        ("They were switched from lanreotide 120 mg every 28 days.", "prior"),
        ("Patients with stable disease on lanreotide 120 mg every 28 days were asked.", "prior"),
        ("A rash recurred under lanreotide 120 mg every 28 days.", "prior"),
        ("Patients, none with progression, were assigned to octreotide LAR 30 mg every 4 weeks.", "compared"),
        (
            "Those assigned were patients who had progression and been switched to octreotide LAR 30 mg every 4 weeks.",
            "prior",
        ),
        ("A rash persisted under lanreotide 120 mg every 28 days.", "prior"),
        ("Lanreotide 120 mg every 28 days had controlled gastrin for years.", "prior"),
        ("Lanreotide 120 mg every 28 days controlled gastrin for years.", ""),
        ("He had been free of symptoms on octreotide LAR 30 mg every 4 weeks.", "prior"),
        ("From a registry of 20 centres we matched 72 patients who were on lanreotide 120 mg every 28 days.", ""),
        ("Patients on lanreotide 120 mg every 28 days were escalated.", "prior"),
        ("Patients on octreotide LAR 30 mg every 4 weeks received more.", "prior"),
        ("Patients with four stools a day on octreotide LAR 30 mg every 4 weeks came in.", "prior"),
        ("Nach Progress unter Lanreotid 120 mg alle 28 Tage kamen sie.", "prior"),
        ("A man in whom octreotide LAR 30 mg every 2 weeks failed to control flushing.", "prior"),
        ("Uncontrolled patients were switched to lanreotide 120 mg every 28 days.", ""),
        ("Patients with progressive NET were treated with lanreotide 120 mg every 28 days.", ""),
        ("Those on lanreotide 90 mg every 28 days (n=21) were titrated.", "prior"),
        ("Patients controlled on octreotide LAR 30 mg every 3 weeks were seen.", "prior"),
        ("Switching from octreotide LAR 60 mg every 28 days.", "prior"),
        ("Patients with recurrent flushing had lanreotide 120 mg every 28 days.", ""),
        ("Pacientes con progresi\u00f3n a lanreotida 120 mg cada 28 d\u00edas.", "prior"),
        ("Those with stable GEP-NET on lanreotide 120 mg every 28 days came in.", "prior"),
        ("Patients resistant to octreotide LAR 40 mg every 28 days came in.", "prior"),
        ("After failure of lanreotide 120 mg every 14 days, PRRT was given.", "prior"),
        ("Patients progressing on the label dose received lanreotide 120 mg every 14 days.", ""),
        ("Median time to progression on octreotide LAR 60 mg every 28 days was 12 months.", ""),
        ("Rescue octreotide 100 \u00b5g subcutaneously three times a day was allowed.", "rescue"),
        ("Octreotide 100 \u00b5g s.c. up to three times a day as needed.", "rescue"),
        ("Octreotide 100 \u00b5g three times a day was given.", ""),
        ("Upon progression patients of either arm could receive octreotide LAR 60 mg every 28 days.", "rescue"),
        ("Controls were allowed to cross over to lanreotide 120 mg every 14 days at progression.", "rescue"),
        ("At progression all patients of the control arm might go on to lanreotide 120 mg every 14 days.", "rescue"),
        ("After progression in either arm, patients were eligible for lanreotide 120 mg every 14 days.", "rescue"),
        ("Upon progression patients could receive lanreotide 120 mg every 14 days.", ""),  # that is the study
        (
            "Progressing patients who could be followed were randomised in two arms to lanreotide 120 mg every 14 days.",
            "",
        ),
        ("Patients progressing on octreotide LAR 30 mg every 4 weeks went on with it (control).", "compared"),
        ("Pretreated patients received telotristat after failure of lanreotide 120 mg every 28 days.", "prior"),
    ],
)
def test_the_words_before_a_dose_say_whether_the_study_gave_it(text, role):
    assert [one.role for one in in_text(text)] == [role]


def test_an_interval_and_a_dose_that_name_two_arms_are_no_regimen():
    text = "Octreotide LAR: median PFS was 11.6, 9.0 and 8.3 months with every 2 weeks, 60 mg, and control."

    assert all(None in {one.dose_mg, one.interval_days} for one in in_text(text))
