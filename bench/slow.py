"""Slow questions, as many at a time as are wanted, while something else is measured."""
import select
import socket
import threading
import time


class SlowQuestions:
    """Keeps @wanted questions in flight while it is used as a context. @path: makes the one of a number."""

    def __init__(self, server, wanted, path):
        self.server = server
        self.wanted = wanted
        self.path = path
        self.asked = 0
        self.answers = []
        self.is_over = False
        self.thread = threading.Thread(target=self.keep_asking)

    def __enter__(self):
        self.thread.start()
        time.sleep(0.3)
        return self

    def __exit__(self, *_):
        self.is_over = True
        self.thread.join()

    def ask(self):
        self.asked += 1
        return send(self.server.port, self.path(self.asked))

    def keep_asking(self):
        waiting = []
        while waiting or not self.is_over:
            if not self.is_over:
                waiting += [self.ask() for _ in range(self.wanted - len(waiting))]
            for client in select.select(waiting, [], [], 0.1)[0]:
                waiting.remove(client)
                self.answers.append(receive(client))


def send(port, path):
    """A connection that waits for one answer."""
    client = socket.create_connection(("127.0.0.1", port), 60)
    client.sendall(f"GET {path} HTTP/1.1\r\nHost: b\r\nConnection: close\r\n\r\n".encode())
    return client


def receive(client):
    with client:
        return b"".join(iter(lambda: client.recv(65536), b"")).decode()


def receive_all(clients):
    """(seconds after now, answer) of each, in the order of their coming; of those that come within a minute."""
    began, waiting, found = time.perf_counter(), list(clients), []
    while waiting:
        ready = select.select(waiting, [], [], 60)[0]
        if not ready:
            return found
        for client in ready:
            waiting.remove(client)
            found.append((time.perf_counter() - began, receive(client)))
    return found
