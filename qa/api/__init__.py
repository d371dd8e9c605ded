"""The HTTP door; owns fastapi.

Rooms: ``app`` puts it together; ``middleware`` and ``access`` are what every request passes;
``questions``, ``chat``, ``collection`` and ``health`` hold the routes; ``schemas``,
``article_schemas`` and ``chat_schemas`` are the contract; ``problems`` turns errors into RFC 9457
problem details; ``stream`` writes server-sent events.
"""

from qa.api.access import Rules
from qa.api.app import create_app

__all__ = ["Rules", "create_app"]
