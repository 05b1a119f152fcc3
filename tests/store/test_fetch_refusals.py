"""What the fetcher refuses to reach: addresses that are not of the open internet, however they are written or hidden."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address, ip_network

import pytest

from vedette.store.addresses import refusal
from vedette.store.fetch import Fetcher
from vedette.terms.errors import FetchError

HERE = ip_network("127.0.0.1/32")


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("127.0.0.1", "this host"),
        ("127.8.8.8", "this host"),
        ("0.0.0.0", "this host"),
        ("::1", "this host"),
        ("::", "this host"),
        ("10.1.2.3", "private"),
        ("172.16.0.1", "private"),
        ("172.31.255.255", "private"),
        ("192.168.1.1", "private"),
        ("fd12:3456::1", "private"),
        ("fec0::1", "private"),
        ("169.254.1.1", "link-local"),
        ("fe80::1", "link-local"),
        ("169.254.169.254", "metadata"),
        ("100.100.100.200", "metadata"),
        ("168.63.129.16", "metadata"),
        ("fd00:ec2::254", "metadata"),
        ("100.64.0.1", "NAT"),
        ("100.127.255.254", "NAT"),
        ("224.0.0.1", "multicast"),
        ("239.255.255.250", "multicast"),
        ("255.255.255.255", "multicast or broadcast"),
        ("ff02::1", "multicast"),
        ("192.0.2.1", "documentation"),
        ("203.0.113.9", "documentation"),
        ("240.0.0.1", "other use"),
        ("::ffff:127.0.0.1", "carries an IPv4"),
        ("::ffff:8.8.8.8", "carries an IPv4"),
        ("64:ff9b::7f00:1", "carries an IPv4"),
        ("2002:7f00:1::", "carries an IPv4"),
        ("2001:db8::1", "documentation"),
    ],
)
def test_addresses_that_are_not_of_the_open_internet_are_refused_with_the_reason(address, reason):
    assert reason in refusal(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "198.20.0.1"])
def test_addresses_of_the_open_internet_are_not_refused(address):
    assert refusal(ip_address(address)) is None


def test_what_a_caller_allows_is_that_network_only():
    assert refusal(ip_address("127.0.0.1"), [HERE]) is None
    assert refusal(ip_address("127.0.0.2"), [HERE]) is not None
    assert refusal(ip_address("::1"), [HERE]) is not None


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("file:///etc/passwd", "the scheme file"),
        ("ftp://example.org/x", "the scheme ftp"),
        ("gopher://example.org/", "the scheme gopher"),
        ("//example.org/x", "the scheme of none"),
        ("", "the scheme of none"),
        ("http://", "a broken address"),
        ("http:///x", "a broken address"),
        ("http://user:secret@example.org/", "a user name"),
        ("http://example.org:99999/", "a broken address"),
        ("http://example.org/\r\nHost: other", "a broken address"),
        ("http://[::1", "a broken address"),
        ("http://127.0.0.1:9/", "this host"),
        ("http://[::1]:9/", "this host"),
        ("http://[::ffff:127.0.0.1]:9/", "carries an IPv4"),
        ("http://2130706433:9/", "this host"),
        ("http://0x7f.1:9/", "this host"),
        ("http://0177.0.0.1:9/", "this host"),
        ("http://localhost:9/", "this host"),
        ("http://169.254.169.254/latest/meta-data/", "metadata"),
    ],
)
def test_an_address_is_refused_before_anything_is_sent(url, found):
    with pytest.raises(FetchError) as error:
        Fetcher().get(url)
    assert found in str(error.value)
    assert "secret" not in str(error.value)
    assert "\n" not in str(error.value)
    assert not error.value.again


class _Server(HTTPServer):
    def handle_error(self, request, client_address):
        pass


@pytest.fixture
def redirector():
    """A server on loopback that redirects /to?ADDRESS there and answers /page."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.server.asked.append((self.path, self.headers["Host"]))
            if self.path.startswith("/to?"):
                self.send_response(302)
                self.send_header("Location", self.path[4:])
                self.end_headers()
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/plain")
            self.end_headers()
            self.wfile.write(b"here")

        def log_message(self, *arguments):
            pass

    server = _Server(("127.0.0.1", 0), Handler)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("http://169.254.169.254/latest/meta-data/", "metadata"),
        ("http://[::1]/", "this host"),
        ("http://127.0.0.2/", "this host"),
        ("http://10.0.0.1/", "private"),
        ("http://[::ffff:127.0.0.1]/", "carries an IPv4"),
        ("file:///etc/passwd", "the scheme file"),
        ("ftp://127.0.0.1/", "the scheme ftp"),
        ("javascript:alert(1)", "the scheme javascript"),
    ],
)
def test_each_redirect_is_checked_as_the_first_address_was(redirector, target, found):
    url = f"http://127.0.0.1:{redirector.server_port}/to?{target}"
    with pytest.raises(FetchError, match=found):
        Fetcher(allowed=[HERE]).get(url)
    assert len(redirector.asked) == 1


def test_redirects_are_followed_five_times_and_no_more(redirector):
    fetcher = Fetcher(allowed=[HERE])
    base = f"http://127.0.0.1:{redirector.server_port}"
    assert fetcher.get(f"{base}{'/to?' * 5}/page").url == f"{base}/page"
    redirector.asked.clear()
    with pytest.raises(FetchError, match="more than 5 redirects"):
        fetcher.get(f"{base}{'/to?' * 9}/page")
    assert len(redirector.asked) == 6


def test_the_connection_goes_to_the_address_that_was_checked_and_no_second_answer_is_asked_for(redirector):
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    asked = []

    def rebinding(host, port):
        asked.append(host)
        return next(answers)

    fetcher = Fetcher(resolver=rebinding, allowed=[HERE])
    answer = fetcher.get(f"http://feeds.example:{redirector.server_port}/page")
    assert (answer.body, asked) == (b"here", ["feeds.example"])
    assert redirector.asked == [("/page", f"feeds.example:{redirector.server_port}")]


@pytest.mark.parametrize("second", ["169.254.169.254", "127.0.0.2", "::1", "::ffff:127.0.0.1"])
def test_a_name_that_changes_its_address_between_redirects_is_refused(redirector, second):
    answers = iter([["127.0.0.1"], [second]])
    fetcher = Fetcher(resolver=lambda host, port: next(answers), allowed=[HERE])
    port = redirector.server_port
    with pytest.raises(FetchError, match=second.replace(".", r"\.").replace("::ffff:127", "::ffff:7f00:1|::ffff:127")):
        fetcher.get(f"http://feeds.example:{port}/to?http://feeds.example:{port}/page")
    assert len(redirector.asked) == 1


def test_a_name_with_one_good_and_one_bad_address_is_refused(redirector):
    fetcher = Fetcher(resolver=lambda host, port: ["127.0.0.1", "10.0.0.1"], allowed=[HERE])
    with pytest.raises(FetchError, match="private"):
        fetcher.get(f"http://feeds.example:{redirector.server_port}/page")
    assert redirector.asked == []


@pytest.mark.parametrize("answer", [[], ["nonsense"], ["127.0.0.1", "nonsense"]])
def test_a_resolver_that_gives_no_addresses_is_an_error_worth_asking_again(answer):
    with pytest.raises(FetchError, match="no address of feeds") as error:
        Fetcher(resolver=lambda host, port: answer, allowed=[HERE]).get("http://feeds.example/")
    assert error.value.again
