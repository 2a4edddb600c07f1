"""What the benchmarks share: a server that runs while it is measured, its load, and a client."""
import collections
import os
import re
import socket
import subprocess
import sys
import time

BUILD = "build"
HERE = os.path.dirname(os.path.abspath(__file__))
TICKS = os.sysconf("SC_CLK_TCK")
CORES = len(os.sched_getaffinity(0))
EVENT_THREADS = (CORES + 1) // 2  # as the server has by default

# What wrk asked, a second, and the server's processor time for one in microseconds.
Load = collections.namedtuple("Load", "requests rate cpu_us")


class Server:
    """A process that answers HTTP on a port of its own; used as a context."""

    def __init__(self, command, environment=None, log=subprocess.DEVNULL, port=None):
        self.port = port or free_port()
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

    def processes(self):
        """The process and those that it started: nginx has a master and workers."""
        pid = self.process.pid
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as children:
            return [pid, *map(int, children.read().split())]

    def cpu_seconds(self):
        return sum(cpu_seconds(f"/proc/{pid}/stat")[1] for pid in self.processes())

    def thread_cpu_seconds(self, name):
        """Processor time of the threads of that name."""
        folder = f"/proc/{self.process.pid}/task"
        threads = [cpu_seconds(f"{folder}/{thread}/stat") for thread in os.listdir(folder)]
        return sum(seconds for comm, seconds in threads if comm == name)

    def resident_kib(self, line="VmRSS"):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return int(re.search(line + r":\s+(\d+)", status.read())[1])

    def get(self, path, *headers):
        """Status line and header lines, and the body, of one answer."""
        lines = [f"GET {path} HTTP/1.1", "Host: b", "Connection: close", *headers]
        with socket.create_connection(("127.0.0.1", self.port), 60) as client:
            client.sendall("\r\n".join([*lines, "", ""]).encode())
            data = b"".join(iter(lambda: client.recv(65536), b""))
        head, body = data.split(b"\r\n\r\n", 1)
        return head.decode().split("\r\n"), body

    def tag(self, path):
        """The entity tag of an answer."""
        return next(line.split(": ", 1)[1] for line in self.get(path)[0] if line.lower().startswith("etag:"))

    def load(self, path, seconds, connections, headers=(), script=(), may_refuse=False):
        """Asks with wrk. @script: of wrk, and its arguments. @may_refuse: answers of 400 and above are no failure."""
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", *(f"-H{line}" for line in headers)]
        if script:
            command += ["-s", script[0]]
        out, cpu = self.run([*command, self.url(path), *(["--", *script[1:]] if script else [])])
        requests = re.search(r"(\d+) requests in", out)
        refused = "Non-2xx" in out and not may_refuse
        if not requests or requests[1] == "0" or refused or "Socket errors" in out:
            self.fail(command, out)
        requests = int(requests[1])
        return Load(requests, float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1]), cpu / requests * 1e6)

    def load_tagged(self, path, how_much, connections, tag, is_unchanged=True):
        """Asks with h2load for what the client has already, or has another state of: wrk waits for the body of a 304.

        @how_much: h2load's -D or -n, seconds or requests."""
        command = ["h2load", "--h1", "-t1", f"-c{connections}", how_much, f"-HIf-None-Match: {tag}", self.url(path)]
        out, cpu = self.run(command)
        requests = re.search(r"(\d+) succeeded, 0 failed, 0 errored, 0 timeout", out)
        if not requests or f" {requests[1]} {'3xx' if is_unchanged else '2xx'}" not in out:
            self.fail(command, out)
        requests = int(requests[1])
        return Load(requests, float(re.search(r"([\d.]+) req/s", out)[1]), cpu / requests * 1e6)

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def run(self, command):
        """What the command printed, and the server's processor time for it in seconds."""
        cpu = self.cpu_seconds()
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        if run.returncode:
            self.fail(command, run.stdout + run.stderr)
        return run.stdout, self.cpu_seconds() - cpu

    def fail(self, command, out):
        sys.exit(f"bench: {os.path.basename(self.process.args[0])} failed under load: {' '.join(command)}\n{out}")


class Client:
    """One connection that is kept open."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), 60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, path):
        """Status, and length of the body."""
        self.socket.sendall(f"GET {path} HTTP/1.1\r\nHost: b\r\n\r\n".encode())
        data = self.receive(b"")
        while b"\r\n\r\n" not in data:
            data += self.receive(data)
        head, body = data.split(b"\r\n\r\n", 1)
        length = int(re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)[1])
        while len(body) < length:
            body += self.receive(body)
        return int(head[9:12]), length

    def receive(self, so_far):
        block = self.socket.recv(1 << 20)
        if not block:
            sys.exit(f"bench: the connection was closed after {len(so_far)} bytes of an answer")
        return block


def cpu_seconds(stat):
    """Name and processor time (utime + stime) of a process or thread."""
    with open(stat, encoding="utf-8") as file:
        name, fields = file.read().split("(", 1)[1].rsplit(")", 1)
    return name, sum(map(int, fields.split()[11:13])) / TICKS


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def entente(database, **settings):
    """Command and environment of a server of @database."""
    environment = {f"ENTENTE_{name.upper()}": str(value) for name, value in settings.items()}
    return [f"{BUILD}/entente", "serve", f"--database={database}", "--port={port}"], environment


def quiet(database, **settings):
    """A server of @database without an access log."""
    return Server(*entente(database, access_log="false", **settings))
