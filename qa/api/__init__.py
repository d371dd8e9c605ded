"""The HTTP door; owns fastapi and prometheus_client.

Rooms: ``app`` puts it together; ``observing``, ``middleware`` and ``access`` are what every request
passes; ``questions``, ``chat``, ``collection`` and ``health`` hold the routes; ``schemas``
(shared), ``question_schemas``, ``reply_schemas``, ``article_schemas``, ``chat_schemas`` and
``contract`` are the contract; ``problems`` turns errors into RFC 9457 problem details; ``stream``
writes server-sent events.
"""

from qa.api.access import Rules
from qa.api.app import create_app
from qa.api.observing import SEVERAL_PROCESSES, JsonLines

__all__ = ["SEVERAL_PROCESSES", "JsonLines", "Rules", "create_app"]
