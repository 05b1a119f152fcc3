"""What people open: the report in a text browser, and the operations room as a running server."""

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest


@pytest.mark.parametrize("name", ["situation-report.html", "situation-report-after.html"])
def test_the_situation_report_reads_well_in_a_text_browser(played, name):
    browser = shutil.which("w3m")
    if browser is None:
        pytest.skip("w3m is not installed")
    folder, _ = played
    run = subprocess.run([browser, "-dump", "-cols", "100", folder / name], capture_output=True, text=True, timeout=60)
    page = run.stdout
    assert page.index("EXERCISE") < page.index("Bottom line") < page.index("What is not known")
    assert "Khalis" in page
    assert page.rstrip().splitlines()[-1].strip().startswith("TLP:AMBER+STRICT")


@pytest.fixture
def room(played):
    folder, _ = played
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "vedette", "serve", "--workspace", str(folder / "workspace"), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(address, timeout=5).close()
                break
            except urllib.error.URLError:
                assert server.poll() is None, server.stderr.read().decode()
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.communicate(timeout=20)


def test_the_room_shows_the_played_exercise(room):
    def page(path):
        with urllib.request.urlopen(room + path, timeout=20) as answer:
            return answer.read().decode()

    front = page("/")
    assert front.count("EXERCISE EXERCISE EXERCISE") == 2
    assert "Khalis" in front or "iq-khalis" in front
    assert "Meridian Wire" in page("/read")
    assert "withheld" in page("/plan")
    assert "No change seen" in page("/review") or "Reduced" in page("/review")


def test_a_room_without_a_workspace_says_how_to_get_one(vedette, tmp_path):
    run = vedette("serve", "--workspace", tmp_path / "none")
    assert run.returncode == 2
    assert "vedette serve --exercise" in run.stderr
