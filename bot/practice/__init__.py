"""The practice room: a strict local stand-in for Telegram's Bot API, with a chat page."""
