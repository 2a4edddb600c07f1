"""The programs that run beside the server, with the same answer: bare libmicrohttpd (bench/hello.c), nginx, and sockets
alone (bench/least.c)."""
import os
import pwd
import shutil
import sys

import common
from common import Server, free_port

OF_LIBRARY = ("http/", "date:", "connection:", "content-length:")
OF_NGINX = OF_LIBRARY + ("content-type:", "etag:", "last-modified:")

CONFIGURATION = """\
daemon off;
{user}
worker_processes {workers};
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    open_file_cache max=100 inactive=1h;
    open_file_cache_valid 1h;
    keepalive_requests 1000000000;
    keepalive_timeout 1h;
    types {{ }}
    default_type {type};
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        root {folder};
        {headers}
        location / {{ try_files /answer =404; }}
    }}
}}
"""


def hello(head, length, status=200, threads=common.EVENT_THREADS):
    """Answers with as many bytes and the header lines of @head, but those that the library writes."""
    command = [f"{common.BUILD}/bench/hello", "--port={port}", f"--threads={threads}", f"--bytes={length}",
               f"--status={status}"]
    return Server(command + [f"--header={line}" for line in head if not line.lower().startswith(OF_LIBRARY)])


def least(folder, head, body):
    """Sends these bytes for whatever comes."""
    file = f"{folder}/whole"
    lines = [line for line in head if not line.lower().startswith("connection:")]
    with open(file, "wb") as whole:
        whole.write("\r\n".join([*lines, "", ""]).encode() + body)
    return Server([f"{common.BUILD}/bench/least", "--port={port}", f"--threads={common.EVENT_THREADS}", file])


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def nginx(folder, head, body):
    """Answers every path with a file of these bytes, and with the header lines that it does not write itself."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
    if not program:
        sys.exit("bench: there is no nginx; script/bootstrap --bench installs it")
    fields = dict(line.split(": ", 1) for line in head[1:] if not line.lower().startswith(OF_NGINX))
    kind = next(line.split(": ", 1)[1] for line in head if line.lower().startswith("content-type:"))
    port = free_port()
    with open(f"{folder}/answer", "wb") as file:
        file.write(body)
    with open(f"{folder}/nginx.conf", "w", encoding="utf-8") as file:
        file.write(CONFIGURATION.format(
            user=f"user {pwd.getpwuid(0).pw_name};" if os.geteuid() == 0 else "", workers=common.EVENT_THREADS,
            folder=folder, type=quoted(kind), port=port,
            headers=" ".join(f"add_header {name} {quoted(value)};" for name, value in fields.items())))
    return Server([program, "-p", folder, "-c", f"{folder}/nginx.conf", "-e", f"{folder}/nginx.log"], port=port)
