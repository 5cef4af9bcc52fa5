"""Words that a number may follow within the name of a group: "grade 2", "liver load over 25%", "younger than 65 years"."""

# Numbers are parts of a name after these: "grade 1", "arm 2", "Ki-67 above 5%", "every 14 days".
NUMBERED = frozenset("grade grades arm arms group cohort stage part period g ki-67 ki67 aged age dose doses".split())
MEASURED = frozenset(
    "every each q above below over under exceeding than < > \u2265 \u2264 least most age aged - ki-67 ki67".split()
)
SIDES = frozenset({"above", "below"})  # "in those below"
BOUNDS = frozenset("above below over under exceeding > < \u2265 \u2264".split())
GRADED = frozenset("aged load burden involvement index ki-67 ki67".split())
OLDER = frozenset("younger older more less".split())
FEW = frozenset({"one", "two", "three"})  # "two or more escalations"
