"""How an officer's browser works with a conversation."""

import re
from html import unescape

from starlette.testclient import TestClient

ANSWER = "Pelayanan PPID buka Senin sampai Jumat, 08.00 sampai 15.00 WIB."
SENSITIVE = "Apakah ada gratifikasi dalam tender jalan?"
TICKS = {f"cek_{name}": "1" for name in ("personal_data", "exempt", "source", "date")}


def seen(client: TestClient, number: int) -> str:
    """Return the newest line the page shows, as its forms send it."""
    found = re.search(r'name="seen_line" value="(\d+)"', client.get(f"/percakapan/{number}").text)
    assert found is not None
    return found[1]


def take(client: TestClient, number: int) -> str:
    """Take a conversation; return the newest line."""
    client.post(f"/percakapan/{number}/ambil")
    return seen(client, number)


def answered(client: TestClient, number: int, text: str = ANSWER, do: str = "kirim") -> str:
    """Reply; return where the browser is sent then."""
    form = {"text": text, "seen_line": seen(client, number), "do": do}
    answer = client.post(f"/percakapan/{number}/balas", data=form)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def closed(client: TestClient, number: int, outcome: str = "answered", reason: str = "") -> None:
    """End a conversation."""
    form = {"outcome": outcome, "seen_line": seen(client, number), "closing_reason": reason}
    answer = client.post(f"/percakapan/{number}/tutup", data=form)
    assert answer.headers["location"] == "/antrean?pesan=closed", answer.text


def line_of(page: str, act: str) -> str:
    """Return the line that a form of a bubble is about."""
    found = re.search(rf'/{act}"><input type="hidden" name="line" value="(\d+)"', page)
    assert found is not None
    return found[1]


def composed(page: str) -> str:
    """Return what stands in the reply form."""
    found = re.search(r'<textarea id="text"[^>]*>\n?(.*?)</textarea>', page, re.S)
    assert found is not None
    return unescape(found[1])


def beside(page: str) -> str:
    """Return the part of a page that stands beside the conversation."""
    return page.partition("<aside")[2].partition("</aside>")[0]
