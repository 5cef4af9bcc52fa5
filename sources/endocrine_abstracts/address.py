"""Where an abstract of Endocrine Abstracts stands, and which DOI an address of its tells."""

import re

PREFIX = "10.1530/endoabs."
_PLACE = re.compile(r"/ea/(\d{1,5})/([^?#\s]{1,200}+)")
_PAGE = re.compile(r"ea(\d{1,5})([a-z][a-z0-9.\-]{0,60}+)")
_DOI = re.compile(r"10\.1530/endoabs\.(\d{1,4})\.([a-z][a-z0-9.\-]{0,60}+)", re.IGNORECASE)


def doi_of(address: str) -> str:
    """Return the DOI of the abstract at an address, in any form that was ever used; "" for any other address.

    ".../ea/0037/ea0037ep1132.htm" gives "10.1530/endoabs.37.ep1132".
    """
    place = _PLACE.search(address.lower())
    if place is None:
        return ""
    last = place[2].rstrip("/").rpartition("/")[2]
    found = _PAGE.fullmatch(last.removesuffix(".html").removesuffix(".htm"))
    return f"{PREFIX}{int(found[1])}.{found[2]}" if found and found[1] == place[1] else ""


def path_of(doi: str) -> str:
    """Return the path of an abstract's page: "ea/0037/ea0037ep1132"; "" where the DOI is not of this kind."""
    found = _DOI.fullmatch(doi)
    return f"ea/{int(found[1]):04d}/ea{int(found[1]):04d}{found[2].lower()}" if found else ""
