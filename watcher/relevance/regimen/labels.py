"""What the labels say: the dose and interval against which "more" is measured.

The label in gastro-entero-pancreatic NET is the measure where there is one. Sources: the summaries
of product characteristics and US prescribing information of the products, as named at each line.
"""

from typing import NamedTuple

# Injections "a month" apart are four weeks apart on every label here.
DAYS_OF_A_MONTH = 28


class Label(NamedTuple):
    """The highest labelled maintenance dose: ``dose_mg`` every ``interval_days``."""

    dose_mg: float
    interval_days: float

    @property
    def mg_per_28_days(self) -> float:
        """Return the labelled dose in 28 days."""
        return self.dose_mg * DAYS_OF_A_MONTH / self.interval_days


# By (drug, formulation); what is not here has no label to measure by:
# - CAM2029 (octreotide subcutaneous depot) has none in NET, and its exposure for each mg is four to five
#   times that of octreotide LAR, so a multiple of another product's dose would mislead;
# - octreotide and lanreotide several times a day, by mouth, and paltusotine are not depots.
LABELS = {
    # Sandostatin LAR: "20 to 30 mg every 4 weeks"; tumour control 30 mg every 4 weeks (SmPC 4.2)
    ("octreotide", "LAR"): Label(30, 28),
    # Somatuline Autogel: 120 mg every 28 days in GEP-NET (SmPC 4.2; Somatuline Depot, section 2)
    ("lanreotide", "autogel"): Label(120, 28),
    # lanreotide prolonged release 30 mg (the older microparticles): every 14 days
    ("lanreotide", "PR"): Label(30, 14),
    # Signifor LAR: no label in NET; at most 60 mg every 28 days in acromegaly (SmPC 4.2)
    ("pasireotide", "LAR"): Label(60, 28),
}
# Every long-acting product is labelled for four weeks, the older lanreotide microparticles apart.
DEPOT_INTERVAL_DAYS = 28
