"""The service as a process: it collects by itself, and ends when it is told to."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import sources

ROOT = Path(__file__).resolve().parents[3]
LONG = 60  # seconds


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGTERM to send")
def test_the_service_collects_and_ends_with_what_it_began(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:  # it takes the question and never answers
        server.settimeout(LONG)
        off = "".join(f"[sources.{name}]\nenabled = {json.dumps(name == 'pubmed')}\n" for name in sources.available())
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        asked = off.replace("[sources.pubmed]", f"[sources.pubmed]\nbase_url = '{address}'\nallow_private_hosts = true")
        (tmp_path / "watcher.toml").write_text(asked, encoding="utf-8")
        command = [sys.executable, "-m", "watcher", "run"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        with subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True) as service:
            connection, _ = server.accept()
            connection.settimeout(LONG)
            service.send_signal(signal.SIGTERM)
            _, said = service.communicate(timeout=LONG)
            with connection:
                while connection.recv(4_096):  # the question; then the end, once nobody holds the line any more
                    pass

    assert service.returncode == 0, said
    assert "Stopped" in said
    assert "Traceback" not in said
