"""An LLM that rewrites what was found; every sentence it writes is verified before it is shown.

Rooms:
    prompt     question and passages as a prompt: numbered, fenced, never instructions
    client     text from an OpenAI-compatible server within time and size; owns openai and httpx2
    sentences  streamed text to sentences with the numbers that they cite
    reader     releases what was verified, and falls back to the extractive answer
"""

from qa.llm.client import Llm, open_llm
from qa.llm.reader import LlmReader

__all__ = ["Llm", "LlmReader", "open_llm"]
