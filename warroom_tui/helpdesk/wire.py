"""HTTP to a help desk: bounded answers, no redirects, and a failure in plain words.

The password or token goes to the one host that was set up, and into no message or log.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from warroom_tui.domain.desk.sync import HelpDeskDown, HelpDeskRefused
from warroom_tui.domain.text import clean

if TYPE_CHECKING:
    import httpx

TIMEOUT_S = 10.0
BODY_BYTES = 16 * 1024 * 1024

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


class Wire:
    """One kept connection to a help desk's JSON interface."""

    def __init__(self, base_url: str, user: str, secret: str, headers: Mapping[str, str]) -> None:
        self._base = base_url.rstrip("/")
        self.user = user
        """Who logs in; empty with a token."""
        self._secret = secret
        self._headers = dict(headers)
        self._client: httpx.Client | None = None

    def ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Json] | None = None,
        headers: Mapping[str, str] | None = None,
        fine: tuple[int, ...] = (),
    ) -> tuple[int, Json]:
        """Status and decoded body of an answer.

        Statuses under 300 and those in `fine` are returned. Raises HelpDeskDown for silence,
        overload and faults of the other side, HelpDeskRefused for every other no.
        """
        import httpx

        client = self._opened()
        try:
            with client.stream(
                method,
                self._base + path,
                params=dict(query or {}),
                json=body,
                headers=dict(headers or {}),
            ) as answer:
                content = _bounded(answer)
        except httpx.HTTPError as error:
            self.close()
            raise HelpDeskDown(
                f"The help desk at {self._base} does not answer: {_words(error)}.",
                "It is tried again by itself.",
            ) from error
        return self._judged(answer.status_code, content, fine)

    def close(self) -> None:
        """Give the connection back."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def _opened(self) -> httpx.Client:
        if self._client is None:
            import httpx

            auth = httpx.BasicAuth(self.user, self._secret) if self.user else None
            headers = dict(self._headers)
            if auth is None:
                headers["Authorization"] = f"Bearer {self._secret}"
            self._client = httpx.Client(
                timeout=TIMEOUT_S, auth=auth, headers=headers, follow_redirects=False
            )
        return self._client

    def _judged(self, status: int, content: bytes, fine: tuple[int, ...]) -> tuple[int, Json]:
        if status == 403:
            raise HelpDeskRefused(
                f"The help desk does not allow that (403): {reason(_decoded(content))}.",
                "The user there needs the right to do it.",
                of_one=True,
            )
        if status == 401:
            raise HelpDeskRefused(
                f"The help desk at {self._base} does not let us in ({status}).",
                "Look at the user and at the variable that holds the password.",
            )
        if 300 <= status < 400:
            raise HelpDeskRefused(
                f"{self._base} leads elsewhere ({status}).",
                "Give the address that it leads to; a password is never sent along.",
            )
        if status == 429 or status >= 500:
            raise HelpDeskDown(
                f"The help desk at {self._base} cannot now ({status}).",
                "It is tried again by itself.",
            )
        told = _decoded(content)
        if status >= 400 and status not in fine:
            raise HelpDeskRefused(f"The help desk says no ({status}): {reason(told)}.", of_one=True)
        if told is None and status < 300:
            raise HelpDeskRefused(
                f"{self._base} answers, but not as a help desk does.", "Look at the address."
            )
        return status, told


def _bounded(answer: httpx.Response) -> bytes:
    parts, size = [], 0
    for part in answer.iter_bytes():
        size += len(part)
        if size > BODY_BYTES:
            raise HelpDeskRefused("The help desk's answer is larger than 16 MB.")
        parts.append(part)
    return b"".join(parts)


def _decoded(content: bytes) -> Json:
    try:
        found: Json = json.loads(content)
    except ValueError:
        return None
    return found


def reason(told: Json) -> str:
    """What the other side says was wrong, in a line."""
    error = told.get("error") if isinstance(told, dict) else None
    text = error.get("msg") if isinstance(error, dict) else error
    return clean(str(text or "no reason given"), limit=200).rstrip(".")


def _words(error: Exception) -> str:
    return clean(str(error) or type(error).__name__, limit=120).rstrip(".")
