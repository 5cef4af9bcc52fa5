"""The numbers that CTIS uses in place of words."""

from collections.abc import Mapping

# ctPublicStatusCode -> (ClinicalTrials.gov's term, CTIS's own words where the term says less than they do).
# Words: the search form of https://euclinicaltrials.eu/search-for-clinical-trials/
STATUSES: Mapping[int, tuple[str, str]] = {
    1: ("NOT_YET_RECRUITING", ""),  # under evaluation
    2: ("NOT_YET_RECRUITING", ""),  # authorised, recruitment pending
    3: ("RECRUITING", ""),  # authorised, recruiting
    4: ("RECRUITING", ""),  # ongoing, recruiting
    5: ("ACTIVE_NOT_RECRUITING", ""),  # ongoing, recruitment ended
    6: ("SUSPENDED", "temporarily halted"),
    7: ("SUSPENDED", "suspended"),
    8: ("COMPLETED", ""),  # ended
    9: ("WITHDRAWN", "expired"),
    10: ("TERMINATED", "revoked"),
    11: ("WITHDRAWN", "not authorised"),
    12: ("WITHDRAWN", "cancelled"),
}
MISSING = "unknown status code"

# trialPhase is a code, not a phase: "4" stands beside the words "Therapeutic exploratory (Phase II)" and "5"
# beside "This is a Phase 3 study" in dossiers that carry both; no other pair has been seen.
PHASES: Mapping[str, tuple[str, ...]] = {"4": ("PHASE2",), "5": ("PHASE3",)}
