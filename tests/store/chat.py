"""A real server on loopback that speaks chat completions; what it answers is a function of the body that it is asked with."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Chat(ThreadingHTTPServer):
    """`answer` maps a body to the content of the message, or writes to the handler itself and returns None."""

    daemon_threads = True

    def __init__(self, answer: Callable[[dict[str, Any], Any], str | None]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer = answer
        self.bodies: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.gone = threading.Event()

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def passages(self) -> list[str]:
        return [json.loads(body["messages"][-1]["content"])["passage"] for body in self.bodies]

    def handle_error(self, request, client_address) -> None:
        """A client that hangs up on an endless answer is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.close_connection = True
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.bodies.append(body)
        self.server.headers.append({name.lower(): value for name, value in self.headers.items()})
        self.server.paths.append(self.path)
        content = self.server.answer(body, self)
        if content is not None:
            self.reply(completion(content))

    def reply(self, value: Any, status: int = 200, **headers: str) -> None:
        raw = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.send_response(status)
        kept = {"Content-Type": "application/json", "Content-Length": str(len(raw)), "Connection": "close"}
        for name, text in {**kept, **{k.replace("_", "-"): v for k, v in headers.items()}}.items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *arguments) -> None:
        """Nothing on standard error."""


def completion(content: str | None, finish: str = "stop", **message: Any) -> dict[str, Any]:
    """A chat completion with one message."""
    said = {"role": "assistant", "content": content, **message}
    choice = {"index": 0, "message": said, "finish_reason": finish}
    return {"id": "chatcmpl-1", "object": "chat.completion", "model": "m", "choices": [choice], "usage": {}}


@contextmanager
def chat(answer: Callable[[dict[str, Any], Any], str | None]) -> Iterator[Chat]:
    server = Chat(answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.gone.set()
        server.shutdown()
        server.server_close()
        thread.join()
