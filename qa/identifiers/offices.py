"""Offices by which one person leads a body, in the forms in which they are looked for.

What goes with them in one question or text only ("trưởng ban", "Ủy viên") stands where it is used.
"""

from __future__ import annotations

from qa.vietnamese import fold

OFFICES = (
    "bí thư", "chủ tịch", "giám đốc", "thủ tướng", "bộ trưởng", "thứ trưởng", "viện trưởng",
    "hiệu trưởng", "cục trưởng", "vụ trưởng", "chủ nhiệm",
)  # fmt: skip
"""In small letters."""
OFFICE = "|".join(OFFICES)
"""The alternatives of a pattern; likewise in the next two."""
BARE_OFFICE = fold(OFFICE)
"""Without accents."""
CAPITAL_OFFICE = "|".join(office.capitalize() for office in OFFICES)
"""As titles are written: "Bí thư"."""
