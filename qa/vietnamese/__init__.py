"""Vietnamese text: what is stored, what is compared, what is searched, where sentences end.

Rooms: ``forms`` (stored, compared, folded; language), ``sentences`` (their ends),
``abbreviations`` (known and explained ones), ``documents`` (official numbers), ``lexical`` (terms),
``asking`` (what a question is about).
"""

from qa.vietnamese.abbreviations import (
    ABBREVIATIONS,
    Abbreviation,
    Explained,
    abbreviations,
    explained,
    explanation_term,
    opened,
    shortening_term,
)
from qa.vietnamese.asking import content
from qa.vietnamese.documents import (
    Document,
    asked_terms,
    document_terms,
    documents,
    kind_forms,
)
from qa.vietnamese.forms import (
    LOWER,
    NAME_SYLLABLE,
    UPPER,
    WORD,
    bare_words,
    fold,
    is_accented,
    is_syllable,
    language,
    nfc,
    search_form,
    spellings,
    stored_words,
    syllables,
    visible,
)
from qa.vietnamese.lexical import ANALYSIS, document_names, folded_terms, question_terms, terms
from qa.vietnamese.sentences import sentence_spans

__all__ = [
    "ABBREVIATIONS",
    "ANALYSIS",
    "LOWER",
    "NAME_SYLLABLE",
    "UPPER",
    "WORD",
    "Abbreviation",
    "Document",
    "Explained",
    "abbreviations",
    "asked_terms",
    "bare_words",
    "content",
    "document_names",
    "document_terms",
    "documents",
    "explained",
    "explanation_term",
    "fold",
    "folded_terms",
    "is_accented",
    "is_syllable",
    "kind_forms",
    "language",
    "nfc",
    "opened",
    "question_terms",
    "search_form",
    "sentence_spans",
    "shortening_term",
    "spellings",
    "stored_words",
    "syllables",
    "terms",
    "visible",
]
