"""Ask a language model over the protocol of chat completions (OpenAI's), at an address that the user chose.

Only https, or http to this machine; no redirect is followed, no proxy used, and answers are bounded in size and time. The
key is sent in the header and appears nowhere else. What an answer says is only text to this module.
"""

import http.client
import json
import socket
import ssl
import threading
import time
import tomllib
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from importlib.resources import files
from ipaddress import ip_address
from typing import Any
from urllib.parse import quote, urlsplit

from vedette.terms.errors import FetchError, FieldError

__all__ = ["Completions", "completion_limits"]

_AGAIN = {408, 425, 429}
_WANTED = "https://HOST/v1, or http://127.0.0.1:PORT/v1 on this machine"
_PIECE = 16_384


@cache
def completion_limits() -> dict[str, float]:
    """The figures of data/completions.toml."""
    text = files("vedette.store").joinpath("data", "completions.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


class Completions:
    """Asks one endpoint. `key` goes into the Authorization header; `trust` are the certificates, the system's by default.

    `limits` stand above those of data/completions.toml; `sleep` waits between tries. Raises FieldError for an endpoint
    that is neither https nor on this machine, and for a key that no header can hold.
    """

    def __init__(
        self,
        endpoint: str,
        key: str | None = None,
        *,
        limits: Mapping[str, float] | None = None,
        sleep: Callable[[float], None] = time.sleep,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._scheme, self._host, self._port, self._path = _parts(endpoint)
        self.endpoint = f"{self._scheme}://{self._shown()}{self._path}"
        if key is not None and (not key or not key.isascii() or not key.isprintable() or " " in key):
            raise FieldError("the key of the language model", None, None, "something else", "one word of ASCII")
        self._key, self._sleep, self._trust = key, sleep, trust
        self._limits = {**completion_limits(), **(limits or {})}

    def ask(self, body: Mapping[str, Any]) -> str:
        """The text of the answer to a chat completion.

        Raises FetchError, without a word of the answer in it, where nobody answers in time, for every status but 200, and
        for an answer that is too large, no JSON, no finished text, or that calls for tools.
        """
        raw = json.dumps(body, ensure_ascii=False).encode()
        for turn in range(1, int(self._limits["tries"]) + 1):
            try:
                return self._content(self._once(raw))
            except FetchError as error:
                if not error.again or turn == int(self._limits["tries"]):
                    raise
                self._sleep(self._wait(turn, error.after))
        raise AssertionError("unreachable: at least one try")

    def _wait(self, turn: int, after: str | None) -> float:
        asked = float(after) if after and after.isdecimal() else 0.0
        return float(min(max(self._limits["first_wait"] * 2 ** (turn - 1), asked), self._limits["longest_wait"]))

    def _once(self, raw: bytes) -> bytes:
        connection = _Connection(self._host, self._port, self._limits["seconds_to_connect"])
        if self._scheme == "https":
            connection.trust = self._trust or ssl.create_default_context()
        else:
            connection.here = True
        stop = threading.Timer(self._limits["seconds_in_all"], connection.abort)
        stop.daemon = True
        stop.start()
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        try:
            connection.request("POST", self._path, raw, {**headers, "Connection": "close"})
            with connection.getresponse() as response:
                return self._body(response, connection)
        except ssl.SSLCertVerificationError:
            raise self._error("a certificate that is not good", "a valid one") from None
        except (OSError, http.client.HTTPException, ValueError):
            found = "no answer in time" if connection.aborted else "no whole answer"
            raise self._error(found, "an answer", again=True) from None
        finally:
            stop.cancel()
            connection.close()

    def _body(self, response: http.client.HTTPResponse, connection: "_Connection") -> bytes:
        if response.status != 200:
            again = response.status in _AGAIN or response.status >= 500
            after = response.getheader("Retry-After")
            raise self._error(f"status {response.status}", "200", again=again, status=response.status, after=after)
        kind = (response.getheader("Content-Type") or "").partition(";")[0].strip().lower()
        if kind != "application/json" or response.getheader("Content-Encoding", "identity") != "identity":
            raise self._error("an answer of another type", "application/json")
        parts: list[bytes] = []
        size = 0
        while piece := response.read1(_PIECE):
            parts.append(piece)
            size += len(piece)
            if size > self._limits["max_bytes"]:
                raise self._error(f"more than {self._limits['max_bytes']:,.0f} bytes", "a short answer")
        if connection.aborted or response.length:
            raise TimeoutError
        return b"".join(parts)

    def _content(self, raw: bytes) -> str:
        """The text of the one choice; whatever else an answer brings, such as calls for tools, makes it none."""
        wanted = "one finished message of text"
        try:
            choices = json.loads(raw)["choices"]
            (choice,) = choices
            message = choice["message"]
            content = message["content"]
        except (ValueError, TypeError, LookupError, RecursionError):
            raise self._error("an answer of another shape", wanted) from None
        if message.get("tool_calls") or message.get("function_call"):
            raise self._error("a call for tools", wanted)
        if choice.get("finish_reason") not in {"stop", None} or not isinstance(content, str):
            raise self._error("an answer that is not finished", wanted)
        return content

    def _error(
        self, found: str, expected: str, *, again: bool = False, status: int | None = None, after: str | None = None
    ) -> FetchError:
        return FetchError(self.endpoint, found, expected, again=again, status=status, after=after)

    def _shown(self) -> str:
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"{host}:{self._port}"


class _Connection(http.client.HTTPConnection):
    """A connection that another thread can end; with `trust` over TLS, with `here` only to this machine."""

    trust: ssl.SSLContext | None = None
    here = False

    def __init__(self, host: str, port: int, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self.aborted = False
        self._plain: socket.socket | None = None

    def connect(self) -> None:
        """Connect, and see where that led before a byte is sent."""
        self._plain = socket.create_connection((self.host, self.port), self.timeout)
        if self.here and not ip_address(self._plain.getpeername()[0].partition("%")[0]).is_loopback:
            self._plain.close()
            raise OSError("not this machine")
        if self.trust is not None:
            self._plain = self.trust.wrap_socket(self._plain, server_hostname=self.host)
        # a model thinks for long before its first word; the timer bounds the whole
        self._plain.settimeout(None)
        self.sock = self._plain

    def abort(self) -> None:
        """End what is under way, from another thread: reads and writes then fail at once."""
        self.aborted = True
        if self._plain is not None:
            with suppress(OSError):
                socket.socket.shutdown(self._plain, socket.SHUT_RDWR)


def _parts(endpoint: str) -> tuple[str, str, int, str]:
    """Scheme, host, port and path of an endpoint; the path of the protocol is added where it is missing."""
    problem = FieldError("--endpoint", None, None, _without_user(endpoint), _WANTED)
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise problem from None
    odd = parts.username is not None or parts.password is not None or parts.query or parts.fragment
    if not host or odd or parts.scheme not in {"http", "https"} or any(ord(c) <= 32 or ord(c) > 126 for c in endpoint):
        raise problem
    if parts.scheme == "http" and not _on_this_machine(host):
        raise problem
    path = parts.path.rstrip("/")
    if not path.endswith("/chat/completions"):
        path = f"{path or '/v1'}/chat/completions"
    return parts.scheme, host, port or (443 if parts.scheme == "https" else 80), quote(path, safe="/%:@!$&'()*+,;=~-._")


def _on_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _without_user(endpoint: str) -> str:
    """An address as it may be shown: what stands before an @ could be a key."""
    scheme, mark, rest = endpoint.partition("://")
    return f"{scheme}{mark}{rest.rpartition('@')[2]}" if "@" in rest else endpoint
