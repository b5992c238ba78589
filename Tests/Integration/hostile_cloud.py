# SPDX-License-Identifier: Apache-2.0
"""A cloud between Tagwarden and the estate: it passes requests on, and answers chosen operations itself."""

import contextlib
import http.client
import http.server
import threading
import urllib.parse


class Reply:
    """What is sent instead: a whole reply, or bytes that are none."""

    def __init__(self, body=b"", status=200, content_type="text/xml", headers=(), raw=None):
        self.body = body if isinstance(body, bytes) else body.encode()
        self.status = status
        self.headers = [("Content-Type", content_type), *headers]
        self.raw = raw


class HostileCloud:
    """Where the cloud is, what it answers itself, and what it was asked."""

    def __init__(self, estate):
        self.target = urllib.parse.urlsplit(estate.url).netloc
        self.replies = {}
        self.asked = []
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler(self))
        self.server.daemon_threads = True
        self.environment = estate.environment | {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.server.server_port}"}
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


@contextlib.contextmanager
def hostile_cloud(estate):
    cloud = HostileCloud(estate)
    try:
        yield cloud
    finally:
        cloud.stop()


def operation(headers, body):
    """`DescribeVolumes` from the form of a query service or from the target header of a JSON one."""
    target = headers.get("X-Amz-Target", "")
    if target:
        return target.rpartition(".")[2]
    return urllib.parse.parse_qs(body.decode("latin-1")).get("Action", [""])[0]


def handler(cloud):
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def serve(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            name = operation(self.headers, body)
            cloud.asked.append((name, dict(self.headers), body))
            reply = cloud.replies.get(name) or cloud.replies.get(self.path.partition("?")[0]) or cloud.replies.get("*")
            if callable(reply):
                reply = reply(dict(self.headers), body)
            with contextlib.suppress(ConnectionError):
                self.answer(reply) if reply else self.forward(body)

        do_GET = do_POST = do_PUT = serve

        def answer(self, reply):
            if reply.raw is not None:
                self.wfile.write(reply.raw)
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in reply.headers:
                self.send_header(name, value)
            if not any(name == "Content-Length" for name, _ in reply.headers):
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def forward(self, body):
            connection = http.client.HTTPConnection(cloud.target, timeout=60)
            # The request as it was signed, its Host included.
            connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                connection.putheader(name, value)
            connection.endheaders(body)
            answer = connection.getresponse()
            content = answer.read()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
            connection.close()

        def log_message(self, *_):
            pass

    return Handler
