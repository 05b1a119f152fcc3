"""Fetch an address that somebody else wrote: only http and https, only the open internet, bounded in size and time.

The host is resolved here, every address that it has is checked, and the connection goes to an address that was checked,
so that a second answer of the name server changes nothing. Each redirect is checked in the same way. Names in
certificates are verified against the name of the host. See decision page 0016.
"""

import http.client
import socket
import ssl
import threading
import tomllib
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from vedette.store.addresses import Address, Network, parse_address, refusal
from vedette.terms.errors import FetchError

__all__ = ["Answer", "Fetcher", "Resolver", "fetching_limits", "system_resolver"]

Resolver = Callable[[str, int], Sequence[str]]
"""From a host and a port to the addresses that it has, as text."""

_REDIRECTS = {301, 302, 303, 307, 308}
_PIECE = 65_536


@dataclass(frozen=True)
class Answer:
    """What came back: the status (200 or 304), the address after redirects, the type and the body, unpacked."""

    status: int
    url: str
    type: str
    body: bytes
    headers: Mapping[str, str]


@cache
def fetching_limits() -> dict[str, Any]:
    """The figures of data/fetching.toml."""
    text = files("vedette.store").joinpath("data", "fetching.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def system_resolver(host: str, port: int) -> list[str]:
    """The addresses of a host by the system's resolver. Raises OSError when it has none."""
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class Fetcher:
    """Fetches one address at a time. `agent` is what it calls itself.

    `allowed` networks may be reached although they are not of the open internet: it is for servers that the caller has
    started itself, and no file of settings can set it. `trust` is the set of certificates, the system's by default.
    """

    def __init__(
        self,
        agent: str = "Vedette",
        *,
        resolver: Resolver = system_resolver,
        allowed: Sequence[Network] = (),
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self.agent = agent
        self._resolver, self._allowed = resolver, tuple(allowed)
        self._trust = trust or ssl.create_default_context()
        self._limits = dict(fetching_limits())

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        before: Callable[[str], None] | None = None,
        types: Sequence[str] | None = None,
        most: int | None = None,
    ) -> Answer:
        """The answer of an address, after at most five redirects.

        `before` is called with every address that is about to be asked, and may raise. `types` are the content types
        taken (None: those of data/fetching.toml). `most` bounds the body in bytes. Raises FetchError for an address that
        must not be fetched, one that does not answer in time, a status that is neither 200 nor 304, another type, and a
        body that is too large or packed too tightly; it says whether asking again later makes sense.
        """
        for _ in range(int(self._limits["max_redirects"]) + 1):
            parts = _parts(url)
            if before is not None:
                before(url)
            answer = self._ask(url, parts, dict(headers or {}), types, most)
            if isinstance(answer, Answer):
                return answer
            if parts.scheme == "https" and urlsplit(answer).scheme == "http":
                raise FetchError(url, f"a redirect to the open address {answer}", "a redirect to https")
            url = answer
        raise FetchError(url, f"more than {self._limits['max_redirects']} redirects", "an address that answers")

    def _ask(
        self, url: str, parts: SplitResult, headers: dict[str, str], types: Sequence[str] | None, most: int | None
    ) -> Answer | str:
        """One request: its answer, or the address to which it is redirected."""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = parts.hostname or ""
        connection = _Connection(host, port, self._checked(url, host, port), self._limits)
        if parts.scheme == "https":
            connection.trust, connection.default_port = self._trust, 443
        stop = threading.Timer(self._limits["seconds_in_all"], connection.abort)
        stop.daemon = True
        stop.start()
        response: http.client.HTTPResponse | None = None
        try:
            sent = {"User-Agent": self.agent, "Accept-Encoding": "gzip", "Connection": "close", **headers}
            connection.request("GET", _target(parts), headers=sent)
            response = connection.getresponse()
            if response.status in _REDIRECTS:
                return _redirected(url, response.getheader("Location"))
            answer = self._answer(url, response, types, most)
            if connection.aborted:
                raise TimeoutError
            return answer
        except ssl.SSLCertVerificationError as error:
            raise FetchError(url, f"a certificate that is not good ({error.verify_message})", "a valid one") from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            reason = "no answer in time" if connection.aborted or isinstance(error, TimeoutError) else _reason(error)
            raise FetchError(url, reason, "an answer", again=True) from None
        finally:
            stop.cancel()
            if response is not None:
                response.close()
            connection.close()

    def _checked(self, url: str, host: str, port: int) -> list[Address]:
        """The addresses of a host, when all of them may be reached."""
        try:
            found = [parse_address(text) for text in self._resolver(host, port)]
        except (OSError, UnicodeError):
            raise FetchError(url, f"no address of {host}", "a host that exists", again=True) from None
        addresses = list(dict.fromkeys(address for address in found if address is not None))
        if not addresses or len(addresses) < len(set(found)):
            raise FetchError(url, f"no address of {host}", "a host that exists", again=True)
        for address in addresses:
            reason = refusal(address, self._allowed)
            if reason:
                raise FetchError(url, f"{reason}, {address}", "an address of the open internet")
        return addresses

    def _answer(
        self, url: str, response: http.client.HTTPResponse, types: Sequence[str] | None, most: int | None
    ) -> Answer:
        headers = {name.lower(): value for name, value in response.getheaders()}
        if response.status == 304:
            return Answer(304, url, "", b"", headers)
        if response.status != 200:
            again = response.status in {408, 425, 429} or response.status >= 500
            found = f"status {response.status}"
            raise FetchError(url, found, "200", again=again, status=response.status, after=headers.get("retry-after"))
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        taken = self._limits["types"] if types is None else types
        if kind and kind not in taken and taken != ():
            raise FetchError(url, f"the type {kind}", "HTML, a feed, plain text or PDF")
        body = _body(url, response, headers, int(most or self._limits["max_bytes"]), self._limits["max_ratio"])
        return Answer(200, url, kind, body, headers)


class _Connection(http.client.HTTPConnection):
    """A connection to an address that was checked; with `trust`, TLS for the name of the host."""

    trust: ssl.SSLContext | None = None

    def __init__(self, host: str, port: int, addresses: list[Address], limits: Mapping[str, Any]) -> None:
        super().__init__(host, port, timeout=limits["seconds_to_connect"])
        self._addresses = addresses
        self.aborted = False
        self._held: socket.socket | ssl.SSLSocket | None = None

    def connect(self) -> None:
        """Connect to the first checked address that answers; names are not looked up again."""
        failed: OSError | None = None
        plain: socket.socket | None = None
        for address in self._addresses:
            if self.aborted:
                break
            try:
                plain = socket.create_connection((str(address), self.port), self.timeout)
                break
            except OSError as error:
                failed = error
        if plain is None:
            raise failed or TimeoutError("no answer in time")
        self.sock = self._held = plain
        if self.trust is not None:
            # the handshake comes after the new socket is held, so that it too can be ended from outside
            secured = self.trust.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock = self._held = secured
            secured.do_handshake()

    def abort(self) -> None:
        """End what is under way, from another thread: reads and writes then fail at once."""
        self.aborted = True
        if self._held is not None:
            # the method of the plain socket: that of a TLS socket would take its state from under the reading thread
            with suppress(OSError):
                socket.socket.shutdown(self._held, socket.SHUT_RDWR)


def _parts(url: str) -> SplitResult:
    wanted = "an address such as https://example.org/feed"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise FetchError(url, "a broken address", wanted) from None
    if parts.scheme not in {"http", "https"}:
        raise FetchError(url, f"the scheme {parts.scheme or 'of none'}", "http or https")
    if parts.username is not None or parts.password is not None:
        raise FetchError(url.replace(parts.netloc, parts.hostname or ""), "a user name in the address", wanted)
    if not parts.hostname or port == 0 or any(ord(c) <= 32 or ord(c) == 127 for c in url):
        raise FetchError(url, "a broken address", wanted)
    try:
        plain = parts.hostname.encode("idna").decode() if not parts.hostname.isascii() else parts.hostname
    except UnicodeError:
        raise FetchError(url, "a broken name of a host", wanted) from None
    shown = f"[{plain}]" if ":" in plain else plain
    return parts._replace(netloc=f"{shown}:{port}" if port else shown)


def _target(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return f"{path}?{quote(parts.query, safe='/%:@!$&()*+,;=?~-._[]')}" if parts.query else path


def _redirected(url: str, location: str | None) -> str:
    try:
        return urljoin(url, (location or "").strip()) if location else ""
    except ValueError:
        raise FetchError(url, "a redirect to a broken address", "a redirect to an address") from None


def _reason(error: Exception) -> str:
    if isinstance(error, ConnectionRefusedError):
        return "a connection that was refused"
    return f"a broken answer ({type(error).__name__})"


def _body(url: str, response: http.client.HTTPResponse, headers: Mapping[str, str], most: int, ratio: float) -> bytes:
    """The body, unpacked as it comes; neither what is sent nor what it unpacks to may grow beyond `most`."""
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length) > most:
        raise _too_large(url, most)
    packing = headers.get("content-encoding", "identity").strip().lower()
    if packing not in {"identity", "", "gzip", "x-gzip", "deflate"}:
        raise FetchError(url, f"a body packed as {packing}", "gzip")
    unpacker = None if packing in {"identity", ""} else zlib.decompressobj(47 if "gzip" in packing else 15)
    parts: list[bytes] = []
    sent = size = 0
    while piece := response.read(_PIECE):
        sent += len(piece)
        try:
            out = piece if unpacker is None else unpacker.decompress(piece, most + 1 - size)
        except zlib.error:
            raise FetchError(url, f"a broken {packing} body", "a whole one", again=True) from None
        size += len(out)
        parts.append(out)
        if size > most or sent > most or (unpacker is not None and unpacker.unconsumed_tail):
            raise _too_large(url, most)
        if unpacker is not None and size > 1_000_000 and size > ratio * sent:
            raise FetchError(url, f"{sent} bytes that unpack to more than {size}", "a body that is no bomb")
    if length.isdecimal() and sent < int(length):
        raise FetchError(url, f"{sent} of {length} bytes", "a whole body", again=True)
    return b"".join(parts)


def _too_large(url: str, most: int) -> FetchError:
    return FetchError(url, f"more than {most / 1e6:.0f} MB", f"at most {most / 1e6:.0f} MB")
