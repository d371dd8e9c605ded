"""What can be pointed at in a text: document numbers, dates, figures, places, people.

All finders of spans give (start, end) of the text as it was given, in its order. Rooms: ``dates``,
``figures`` (with document numbers), ``places``, ``people``, ``offices``.
"""

from qa.identifiers.dates import MONTHS, ROMAN, Span, date_spans, period, years
from qa.identifiers.figures import (
    Quantity,
    document_numbers,
    document_spans,
    figure_spans,
    quantities,
)
from qa.identifiers.offices import BARE_OFFICE, CAPITAL_OFFICE, OFFICE, OFFICES
from qa.identifiers.people import FAMILIES, may_be_a_person, names, person_spans
from qa.identifiers.places import (
    PROVINCES,
    localities,
    place_spans,
    places,
    spoken_localities,
    took_in,
)

__all__ = [
    "BARE_OFFICE",
    "CAPITAL_OFFICE",
    "FAMILIES",
    "MONTHS",
    "OFFICE",
    "OFFICES",
    "PROVINCES",
    "ROMAN",
    "Quantity",
    "Span",
    "date_spans",
    "document_numbers",
    "document_spans",
    "figure_spans",
    "localities",
    "may_be_a_person",
    "names",
    "period",
    "person_spans",
    "place_spans",
    "places",
    "quantities",
    "spoken_localities",
    "took_in",
    "years",
]
