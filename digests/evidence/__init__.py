"""The living table of the question: every study of it, cell by cell, each tied to its sentence."""

from digests.evidence.page import files, living_table, to_csv
from digests.evidence.plots import forest, medians
from digests.evidence.table import COLUMNS, Cell, Study, studies

__all__ = ["COLUMNS", "Cell", "Study", "files", "forest", "living_table", "medians", "studies", "to_csv"]
