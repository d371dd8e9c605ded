"""The HTTP door; owns fastapi.

Rooms: ``app`` puts it together; ``middleware`` is what every request passes; ``questions``,
``collection`` and ``health`` hold the routes; ``schemas`` and ``article_schemas`` are the contract;
``problems`` turns errors into RFC 9457 problem details; ``stream`` writes server-sent events.
"""

from qa.api.app import create_app

__all__ = ["create_app"]
