"""What the fetcher takes of an answer: bounded in size, time and type, whole, and over TLS only from whom it asked."""

import datetime
import gzip
import ssl
import zlib

import pytest
from loopback import HERE, loopback

from vedette.store.fetch import Fetcher, fetching_limits
from vedette.terms.errors import FetchError

HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.fixture
def server():
    with loopback() as running:
        yield running


@pytest.fixture
def fetcher():
    return Fetcher("Vedette/1 (+desk@example.org)", allowed=[HERE])


def _quick(fetcher, **limits):
    fetcher._limits.update(limits)
    return fetcher


def test_a_body_comes_with_its_type_and_address_and_the_fetcher_says_who_it_is(server, fetcher):
    server.pages["/a?b=c%20d"] = (200, HTML, b"<p>here</p>")
    answer = fetcher.get(f"{server.base}/a?b=c%20d")
    assert (answer.status, answer.type, answer.body) == (200, "text/html", b"<p>here</p>")
    assert server.asked[0][1]["user-agent"] == "Vedette/1 (+desk@example.org)"


def test_letters_of_an_address_are_written_as_the_standard_asks(server, fetcher):
    server.pages["/%D8%A7?q=%D8%A8"] = (200, HTML, b"here")
    assert fetcher.get(f"{server.base}/ا?q=ب").body == b"here"


def test_nothing_new_is_an_answer_without_a_body(server, fetcher):
    server.pages["/feed"] = (304, {}, b"")
    answer = fetcher.get(f"{server.base}/feed", headers={"If-None-Match": '"x"'})
    assert (answer.status, answer.body) == (304, b"")
    assert server.asked[0][1]["if-none-match"] == '"x"'


@pytest.mark.parametrize(
    ("status", "again"), [(404, False), (410, False), (403, False), (204, False), (429, True), (500, True), (503, True)]
)
def test_another_status_is_an_error_that_says_whether_to_ask_again(server, fetcher, status, again):
    server.pages["/x"] = (status, {"Retry-After": "120"}, b"")
    with pytest.raises(FetchError, match=f"status {status}") as error:
        fetcher.get(f"{server.base}/x")
    assert (error.value.again, error.value.status, error.value.after) == (again, status, "120")


@pytest.mark.parametrize("kind", ["image/png", "video/mp4", "application/zip", "application/octet-stream"])
def test_other_types_are_refused(server, fetcher, kind):
    server.pages["/x"] = (200, {"Content-Type": kind}, b"x")
    with pytest.raises(FetchError, match=f"the type {kind}"):
        fetcher.get(f"{server.base}/x")


@pytest.mark.parametrize("packing", ["gzip", "deflate"])
def test_a_packed_body_is_unpacked(server, fetcher, packing):
    body = gzip.compress(b"here " * 50) if packing == "gzip" else zlib.compress(b"here " * 50)
    server.pages["/x"] = (200, HTML | {"Content-Encoding": packing}, body)
    assert fetcher.get(f"{server.base}/x").body == b"here " * 50


@pytest.mark.parametrize("packing", ["br", "zstd", "gzip, gzip"])
def test_a_packing_that_was_not_asked_for_is_refused(server, fetcher, packing):
    server.pages["/x"] = (200, HTML | {"Content-Encoding": packing}, b"x")
    with pytest.raises(FetchError, match="packed as"):
        fetcher.get(f"{server.base}/x")


def test_a_bomb_is_refused_before_it_is_unpacked(server, fetcher):
    bomb = gzip.compress(bytes(200_000_000), 9)
    server.pages["/x"] = (200, HTML | {"Content-Encoding": "gzip"}, bomb)
    with pytest.raises(FetchError, match=r"more than 10 MB|unpack to more"):
        fetcher.get(f"{server.base}/x")


def test_a_tight_bomb_below_the_limit_is_refused_by_its_ratio(server, fetcher):
    server.pages["/x"] = (200, HTML | {"Content-Encoding": "gzip"}, gzip.compress(bytes(9_000_000), 9))
    with pytest.raises(FetchError, match="no bomb"):
        fetcher.get(f"{server.base}/x")


def test_a_body_that_is_announced_too_large_is_not_read(server, fetcher):
    server.pages["/x"] = (200, HTML | {"Content-Length": "10000001"}, b"")
    with pytest.raises(FetchError, match="more than 10 MB"):
        fetcher.get(f"{server.base}/x")


def test_a_body_that_never_ends_is_cut_at_the_limit(server, fetcher):
    def endless(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/plain")
        handler.end_headers()
        while not handler.server.gone.is_set():
            handler.wfile.write(b"x" * 65536)

    server.pages["/x"] = endless
    with pytest.raises(FetchError, match="more than 10 MB"):
        fetcher.get(f"{server.base}/x")


def test_a_body_that_is_shorter_than_announced_is_no_answer(server, fetcher):
    server.pages["/x"] = (200, HTML | {"Content-Length": "100"}, b"x" * 50)
    with pytest.raises(FetchError) as error:
        fetcher.get(f"{server.base}/x")
    assert error.value.again


def _drip(handler, head):
    if not head:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/plain")
        handler.end_headers()
    else:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not handler.server.gone.wait(0.05):
        handler.wfile.write(b"x")
        handler.wfile.flush()


@pytest.mark.parametrize("head", [True, False])
def test_an_answer_that_drips_is_ended_at_the_time_for_the_whole(server, fetcher, head):
    server.pages["/x"] = lambda handler: _drip(handler, head)
    with pytest.raises(FetchError, match="no answer in time") as error:
        _quick(fetcher, seconds_in_all=0.5).get(f"{server.base}/x")
    assert error.value.again


def test_a_server_that_says_nothing_is_left_after_the_time_to_connect(server, fetcher):
    def silent(handler):
        handler.server.gone.wait(20)

    server.pages["/x"] = silent
    with pytest.raises(FetchError, match="no answer in time"):
        _quick(fetcher, seconds_to_connect=0.3).get(f"{server.base}/x")


def test_a_port_where_nobody_listens_is_an_error_worth_asking_again(fetcher):
    with loopback() as gone:
        base = gone.base
    with pytest.raises(FetchError, match="refused") as error:
        fetcher.get(f"{base}/x")
    assert error.value.again


@pytest.mark.parametrize(
    "raw", [b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 300 + b"\r\n", b"", b"\x00" * 70000]
)
def test_what_is_no_http_is_an_error_of_one_line(server, fetcher, raw):
    server.pages["/x"] = lambda handler: handler.wfile.write(raw) and None
    with pytest.raises(FetchError) as error:
        fetcher.get(f"{server.base}/x")
    assert "\n" not in str(error.value)


def _certificate(tmp_path, name):
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / f"{name}.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def secure(server, tmp_path):
    """The server with TLS for feeds.example, and a fetcher that resolves every name to it and trusts its certificate."""
    path = _certificate(tmp_path, "feeds.example")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    return Fetcher(
        resolver=lambda host, port: ["127.0.0.1"], allowed=[HERE], trust=ssl.create_default_context(cafile=str(path))
    )


def test_tls_is_for_the_name_that_was_asked(server, secure):
    server.pages["/x"] = (200, HTML, b"here")
    assert secure.get(f"https://feeds.example:{server.server_port}/x").body == b"here"
    with pytest.raises(FetchError, match="certificate"):
        secure.get(f"https://other.example:{server.server_port}/x")


def test_a_certificate_that_nobody_vouches_for_is_refused(server, secure):
    with pytest.raises(FetchError, match="certificate"):
        Fetcher(resolver=lambda host, port: ["127.0.0.1"], allowed=[HERE]).get(
            f"https://feeds.example:{server.server_port}/x"
        )
    assert server.asked == []


def test_a_redirect_from_https_to_http_is_refused(server, secure):
    server.pages["/x"] = (302, {"Location": "http://feeds.example/y"}, b"")
    with pytest.raises(FetchError, match="redirect to the open address"):
        secure.get(f"https://feeds.example:{server.server_port}/x")


def test_the_limits_are_those_that_the_documentation_gives():
    limits = fetching_limits()
    assert (limits["max_bytes"], limits["max_redirects"]) == (10_000_000, 5)
