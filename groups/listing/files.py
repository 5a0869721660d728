"""The police's list as a file: the first sheet of a workbook, or a text file."""

from groups.listing.columns import COLUMNS
from gvi.spreadsheets import files
from gvi.spreadsheets.files import NotAList, Texts, too_large

__all__ = ["NotAList", "read", "too_large"]


def read(name: str, data: bytes) -> list[tuple[int, Texts]]:
    """The rows of the list by their number in the file. Raises NotAList."""
    return files.read(name, data, COLUMNS)
