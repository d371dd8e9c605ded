"""Hits to an answer of sentences that stand in them, or to a refusal with its reason.

Rooms: ``matching`` (how much of a question a text holds, what kind of answer it wants, the span to
mark), ``lacks`` (what it names and the articles do not), ``refusals`` (the words of a refusal),
``speakers`` (who said it), ``extractive`` (the reader itself).
"""

from qa.reader.extractive import ExtractiveReader
from qa.reader.matching import answer_type
from qa.reader.refusals import refuse

__all__ = ["ExtractiveReader", "answer_type", "refuse"]
