"""What a registry posted of a trial's results: its primary outcomes, every number as it is printed there."""

import re
from dataclasses import dataclass

_SHORT = re.compile(r"\(([A-Z]{2,4})\)\Z")  # "Hazard Ratio (HR)"
_SHARE = re.compile(r" percentage of (?=\w)", re.IGNORECASE)
NOT_ESTIMATED = "NA"  # what a registry prints for a median that was not reached, or a limit that cannot be said
_BOTH = 2  # groups, of which a comparison of both needs no names


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedValue:
    """What one group had: the value, its interval (``low`` and ``high``) or spread, and the number of participants; "" where not given."""

    group: str
    value: str
    low: str = ""
    high: str = ""
    spread: str = ""
    n: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedContrast:
    """How groups were compared: the estimate ("Hazard Ratio (HR)"), its interval at ``level`` per cent, and p as printed ("<0.001")."""

    groups: tuple[str, ...]
    estimate: str = ""
    value: str = ""
    low: str = ""
    high: str = ""
    level: str = ""
    p: str = ""
    aim: str = ""  # "non-inferiority", "equivalence"; "" where it was superiority, or is not said


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedOutcome:
    """One row of a primary outcome: a value of every group, none left out, and how they were compared."""

    measure: str
    values: tuple[PostedValue, ...]
    statistic: str = ""  # "median"
    unit: str = ""
    dispersion: str = ""  # "95% CI": what the interval or spread is
    contrasts: tuple[PostedContrast, ...] = ()

    @property
    def said(self) -> str:
        """Return it in a line: "PFS: median 24.8 months (95% CI 22.1 to 28.0) [A] against 19.3 months (...) [B]; HR 0.76 (95% CI 0.61 to 0.95)"."""
        values = " against ".join(self._value(one) for one in self.values)
        contrasts = (
            _contrast(one, named=len(self.values) > _BOTH or len(one.groups) < len(self.values))
            for one in self.contrasts
        )
        row = " ".join(filter(None, (f"{self.measure}:", self.statistic, values)))
        return "; ".join([row, *contrasts])

    def _value(self, one: PostedValue) -> str:
        around = _interval(one.low, one.high) or one.spread
        number = one.value if one.value == NOT_ESTIMATED else _SHARE.sub("% of ", f"{one.value} {self.unit}".strip())
        beside = f" ({' '.join(filter(None, (self.dispersion, around)))})" if around else ""
        count = f", n = {one.n}" if one.n else ""
        return f"{number}{beside} [{one.group}{count}]"


def _contrast(one: PostedContrast, *, named: bool) -> str:
    interval = _interval(one.low, one.high)
    level = f"{one.level}% CI " if one.level else ""
    beside = f" ({level}{interval})" if interval else ""
    estimate = f"{_estimate(one.estimate)} {one.value}{beside}" if one.value else ""
    p = f"p{one.p}" if one.p[:1] in set("<>=≤≥") else f"p={one.p}" if one.p else ""
    aim = f"for {one.aim}" if one.aim else ""
    groups = f"[{' and '.join(one.groups)}]" if named else ""
    return " ".join(filter(None, (", ".join(filter(None, (estimate, p))), aim, groups)))


def _estimate(name: str) -> str:
    """Return "HR" for "Hazard Ratio (HR)", and any other name as in a sentence: "mean Difference", "HR"."""
    found = _SHORT.search(name)
    return found[1] if found else name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _interval(low: str, high: str) -> str:
    if {low, high} <= {NOT_ESTIMATED, ""}:
        return ""
    if low and high:
        return f"{low} to {high}"
    return f"up to {high}" if high else f"from {low}" if low else ""
