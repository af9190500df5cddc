"""Tells Pharos what a Python agent does while it runs. The standard library is enough.

    PHAROS_URL=http://localhost:7070 PHAROS_SECRET_KEY=sk-... python3 report.py
"""

import json
import os
import secrets
import socket
import threading
import urllib.request
from contextlib import contextmanager
from datetime import datetime, timezone

URL = os.environ.get("PHAROS_URL", "http://localhost:7070")
KEY = os.environ["PHAROS_SECRET_KEY"]


def now():
    return datetime.now(timezone.utc).isoformat()


def post(path, body, timeout=2):
    """The answer, or None: what is told about the program never stops the program."""
    headers = {"authorization": f"Bearer {KEY}", "content-type": "application/json"}
    request = urllib.request.Request(URL + path, json.dumps(body).encode(), headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return json.load(answer)
    except (OSError, ValueError) as error:
        print(f"Pharos: {path}: {error}")
        return None


class Agent:
    """An agent that lives in this process: `with Agent("support", "1.2") as agent:`"""

    def __init__(self, name, version="", interval_seconds=10):
        self.name, self.version, self.interval = name, version, interval_seconds
        self.instance = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
        self.ended = threading.Event()

    def beat(self, says="ready"):
        heartbeat = {"agent": self.name, "version": self.version, "instance": self.instance, "says": says}
        heartbeat |= {"intervalSeconds": self.interval, "host": socket.gethostname(), "at": now()}
        post("/api/v1/agents/heartbeats", {"heartbeats": [heartbeat]})

    def __enter__(self):
        def live():
            self.beat()
            while not self.ended.wait(self.interval):
                self.beat()

        self.thread = threading.Thread(target=live, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()
        self.beat("stopping")

    @contextmanager
    def run(self, user="", session="", trace_id=None):
        """A run, by the id of its trace: of OpenTelemetry's span, `format(span.get_span_context().trace_id, "032x")`."""
        run = {"runId": trace_id or secrets.token_hex(16), "agent": self.name, "version": self.version}
        run |= {"instance": self.instance, "userId": user, "sessionId": session}

        def tell(event, **more):
            post("/api/v1/agents/runs", {"runs": [run | {"event": event, "at": now()} | more]})

        tell("started")
        try:
            yield lambda step: tell("progress", step=step)
        except BaseException as error:
            tell("ended", outcome="error" if isinstance(error, Exception) else "cancelled")
            raise
        tell("ended", outcome="ok")


def present(user, state="active", **where):
    """That a user is there (active), does nothing (idle), or has gone (left)."""
    post("/api/v1/presence", {"reports": [{"userId": user, "state": state, "at": now()} | where]})


def allowed(unavailable=True, **spending):
    """May so much be spent? `unavailable` is what holds when nobody can be asked."""
    answer = post("/api/v1/quotas/check", spending, timeout=1)
    return answer["allowed"] if answer else unavailable


if __name__ == "__main__":
    with Agent("support", "1.2") as agent:
        present("user-1", sessionId="session-1", page="/chat", platform="web")
        if allowed(user="user-1", model="gpt-4.1", tokens=1200):
            with agent.run(user="user-1", session="session-1") as step:
                step("look it up")
                step("answer")
        else:
            print("user-1 has used up what is theirs")
        present("user-1", "left", sessionId="session-1")
