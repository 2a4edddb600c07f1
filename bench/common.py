"""What bench.py and trade.py share: a server that runs while it is measured."""
import os
import re
import socket
import subprocess
import sys
import time

BUILD = "build"
TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """A process that answers HTTP on a port of its own; used as a context."""

    def __init__(self, command, environment=None, log=subprocess.DEVNULL):
        self.port = free_port()
        self.started = time.perf_counter()
        command = [part.replace("{port}", str(self.port)) for part in command]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=log,
                                        env={**os.environ, **(environment or {})})

    def __enter__(self):
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                if self.process.poll() is not None:
                    sys.exit(f"bench: {self.process.args[0]} stopped with {self.process.returncode}")
                time.sleep(0.001)

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def cpu_seconds(self):
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def resident_kib(self, line="VmRSS"):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return int(re.search(line + r":\s+(\d+)", status.read())[1])

    def get(self, path):
        """Status line and header lines, and the body's length, of one answer."""
        with socket.create_connection(("127.0.0.1", self.port), 5) as client:
            client.sendall(f"GET {path} HTTP/1.1\r\nHost: b\r\nConnection: close\r\n\r\n".encode())
            data = b"".join(iter(lambda: client.recv(65536), b""))
        head, body = data.split(b"\r\n\r\n", 1)
        return head.decode().split("\r\n"), len(body)

    def load(self, path, seconds, connections):
        """Requests a second, and server processor time a request in microseconds."""
        cpu = self.cpu_seconds()
        out = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s",
                              f"http://127.0.0.1:{self.port}{path}"], capture_output=True, text=True, check=True).stdout
        cpu = self.cpu_seconds() - cpu
        if "Non-2xx" in out or "Socket errors" in out:
            sys.exit(f"bench: {path} failed under load:\n{out}")
        requests = int(re.search(r"(\d+) requests in", out)[1])
        return float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1]), cpu / requests * 1e6


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def entente(database, **settings):
    """Command and environment of a server of @database."""
    environment = {f"ENTENTE_{name.upper()}": str(value) for name, value in settings.items()}
    return [f"{BUILD}/entente", "serve", f"--database={database}", "--port={port}"], environment
