"""Ask a question and print the cited sentences, with the standard library alone.

QA_URL is the server, QA_KEY an API key if it needs one.
"""

import json
import os
import sys
from urllib.request import Request, urlopen

URL = os.environ.get("QA_URL", "http://127.0.0.1:8000")
KEY = os.environ.get("QA_KEY", "none")


def ask(question: str) -> dict:
    """The reply of the server: an answer with citations, or a refusal with its reason."""
    headers = {"Content-Type": "application/json", "X-API-Key": KEY}
    request = Request(f"{URL}/v1/ask", json.dumps({"question": question}).encode(), headers)
    with urlopen(request, timeout=60) as response:
        return json.load(response)


reply = ask(sys.argv[1])
if reply["kind"] == "no_answer":
    print(f"No answer ({reply['reason']}): {reply['explanation']}")
for sentence in reply.get("sentences", []):
    print(sentence["text"], *(f"[{number}]" for number in sentence["citations"]))
for citation in reply.get("citations", []):
    article = citation["article"]
    print(f"[{citation['number']}] {article['title']} · {article['published']}")
