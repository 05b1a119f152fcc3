"""Asking a language model over the network: where it may stand, how long it may take, what of its answer is taken."""

import socket

import pytest
from chat import chat, completion

from vedette.store.completions import Completions, completion_limits
from vedette.terms.errors import FetchError, FieldError

BODY = {"model": "m", "messages": [{"role": "user", "content": "x"}]}
QUICK = {"first_wait": 0.0, "seconds_in_all": 20.0}


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://example.org/v1",  # open to everybody on the way
        "http://10.0.0.5:8080/v1",
        "http://169.254.169.254/latest/meta-data",
        "http://localhost.example.org/v1",
        "http://127.0.0.1.example.org/v1",
        "http://[::ffff:10.0.0.1]/v1",
        "ftp://127.0.0.1/v1",
        "file:///etc/passwd",
        "https://user:secret@example.org/v1",
        "https://example.org/v1?key=secret",
        "https://example.org/v1#x",
        "https:///v1",
        "https://exa mple.org/v1",
        "https://example.org/v1\r\nHost: evil",
        "https://example.org:99999/v1",
        "127.0.0.1:8080",
        "",
    ],
)
def test_only_https_or_this_machine(endpoint):
    with pytest.raises(FieldError, match=r"--endpoint: found .* expected https://HOST/v1") as caught:
        Completions(endpoint)
    assert "user:" not in str(caught.value)


@pytest.mark.parametrize(
    ("endpoint", "whole"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/v1/chat/completions"),
        ("http://localhost:8080/v1/", "http://localhost:8080/v1/chat/completions"),
        ("http://[::1]:80/api/v1", "http://[::1]:80/api/v1/chat/completions"),
        ("https://example.org/v1/chat/completions", "https://example.org:443/v1/chat/completions"),
    ],
)
def test_the_path_of_the_protocol_is_added_where_it_is_missing(endpoint, whole):
    assert Completions(endpoint).endpoint == whole


def test_the_answer_is_the_text_of_the_one_choice_and_the_key_goes_into_the_header():
    with chat(lambda body, _: f"you said {body['messages'][0]['content']}") as server:
        assert Completions(server.endpoint, "secret-key").ask(BODY) == "you said x"
    assert server.paths == ["/v1/chat/completions"]
    assert server.headers[0]["authorization"] == "Bearer secret-key"
    assert server.bodies == [BODY]


@pytest.mark.parametrize("key", ["", "two words", "line\nbreak", "ключ"])
def test_a_key_that_no_header_can_hold_is_refused_without_being_shown(key):
    with pytest.raises(FieldError, match="the key of the language model") as caught:
        Completions("http://127.0.0.1:1", key)
    assert not key.strip() or key not in str(caught.value)


def test_what_may_pass_is_tried_again_after_a_wait_that_the_server_may_ask_for():
    waits: list[float] = []

    def answer(body, handler):
        turn = len(server.bodies)
        if turn < 3:
            handler.reply(b"busy", (429, 503)[turn - 1], **({"Retry_After": "7"} if turn == 1 else {}))
            return None
        return "done"

    with chat(answer) as server:
        assert Completions(server.endpoint, sleep=waits.append).ask(BODY) == "done"
    assert waits == [7.0, 2.0]


def test_a_wait_has_an_end_and_so_have_the_tries():
    waits: list[float] = []
    with (
        chat(lambda _, handler: handler.reply(b"", 503, Retry_After="86400")) as server,
        pytest.raises(FetchError, match="status 503"),
    ):
        Completions(server.endpoint, sleep=waits.append).ask(BODY)
    assert len(server.bodies) == completion_limits()["tries"]
    assert waits == [completion_limits()["longest_wait"]] * (len(server.bodies) - 1)


@pytest.mark.parametrize("status", [400, 401, 404, 301, 302, 307])
def test_what_will_not_pass_is_asked_once_and_no_redirect_is_followed(status):
    with (
        chat(lambda _, handler: handler.reply(b"sk-leaked", status, Location="http://127.0.0.1:1/")) as server,
        pytest.raises(FetchError, match=f'found "status {status}"') as caught,
    ):
        Completions(server.endpoint, "secret-key", limits=QUICK).ask(BODY)
    assert len(server.bodies) == 1
    assert "secret-key" not in str(caught.value)
    assert "leaked" not in str(caught.value)


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (b"{", "another shape"),
        (b"[" * 100_000, "another shape"),
        ({"choices": []}, "another shape"),
        ({"choices": [1, 2]}, "another shape"),
        (completion(None), "not finished"),
        (completion("cut o", finish="length"), "not finished"),
        (completion("x", tool_calls=[{"function": {"name": "rm"}}]), "a call for tools"),
        (completion("x", function_call={"name": "rm"}), "a call for tools"),
        (b"x" * 1_000_000, "more than"),
    ],
)
def test_an_answer_that_is_no_finished_text_is_none(value, problem):
    with chat(lambda _, handler: handler.reply(value)) as server, pytest.raises(FetchError, match=problem):
        Completions(server.endpoint, limits=QUICK).ask(BODY)
    assert len(server.bodies) == 1


def test_an_answer_of_another_type_is_none():
    with (
        chat(lambda _, handler: handler.reply(b"data: x\n\n", Content_Type="text/event-stream")) as server,
        pytest.raises(FetchError, match="another type"),
    ):
        Completions(server.endpoint, limits=QUICK).ask(BODY)


def _stream(piece: bytes, pause: float):
    def answer(_, handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        while not handler.server.gone.wait(pause):
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))

    return answer


def test_an_endless_answer_ends_at_its_size():
    with chat(_stream(b" " * 65_536, 0.0)) as server, pytest.raises(FetchError, match="more than 262,144 bytes"):
        Completions(server.endpoint, limits=QUICK).ask(BODY)


def test_an_answer_that_drips_ends_with_the_time_for_all_of_it():
    with chat(_stream(b" ", 0.05)) as server, pytest.raises(FetchError, match="no answer in time"):
        Completions(server.endpoint, limits={"tries": 1, "seconds_in_all": 0.5}).ask(BODY)


def test_nobody_there_is_a_line_that_says_so():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(FetchError, match="no whole answer"):
        Completions(f"http://127.0.0.1:{port}", limits=QUICK).ask(BODY)


def test_a_cut_answer_is_none():
    def answer(_, handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"{")

    with chat(answer) as server, pytest.raises(FetchError, match="no whole answer"):
        Completions(server.endpoint, limits={**QUICK, "tries": 1}).ask(BODY)
