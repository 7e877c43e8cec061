# SPDX-License-Identifier: GPL-3.0-or-later
"""A web server that misbehaves as it is asked: for the tests of engine/web and of the importer.

    python3 web_server.py [--folder FOLDER] [--certificate FILE] [--port PORT]

Prints its port in one line. /files/... are the files of FOLDER, each with its mark (ETag); the other paths say what they do. /count?path=... answers how
often a path was asked; /most how many requests were underway at once at most, of those that wait for each other.
"""
import argparse
import collections
import gzip
import hashlib
import http.server
import os
import socket
import ssl
import sys
import threading
import urllib.parse

counts = collections.Counter()
lock = threading.Lock()
meeting = threading.Condition()
inside = 0
most = 0
long_body = b"".join(b"line %08d\n" % number for number in range(20000))


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    folder = ""

    def log_message(self, *words):
        pass

    def answer(self, body, status=200, **headers):
        self.send_response(status)
        headers.setdefault("Content_Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(url.query))
        path = url.path
        with lock:
            counts[path] += 1
            count = counts[path]
        name = path.strip("/").split("/")[0]
        if name == "files":
            return self.file(urllib.parse.unquote(path[len("/files/"):]))
        getattr(self, "do_" + name, lambda *_: self.answer(b"nothing here", 404))(count, query)

    def file(self, name):
        whole = os.path.realpath(os.path.join(self.folder, name))
        if not whole.startswith(os.path.realpath(self.folder)) or not os.path.isfile(whole):
            return self.answer(b"nothing here", 404)
        with open(whole, "rb") as file:
            content = file.read()
        # A manifest is written before the port is known.
        if name.endswith(".json"):
            content = content.replace(b"@BASE@", b"http://127.0.0.1:%d" % self.server.server_address[1])
        mark = '"%s"' % hashlib.sha256(content).hexdigest()[:16]
        if self.headers.get("If-None-Match") == mark:
            return self.answer(b"", 304, ETag=mark)
        self.answer(content, Content_Type="application/octet-stream", ETag=mark)

    def do_plain(self, count, query):
        self.answer(b'{"a": 1}', Content_Type="text/plain", ETag='"one"')

    def do_count(self, count, query):
        self.answer(str(counts[query.get("path", "")]).encode())

    def do_most(self, count, query):
        self.answer(str(most).encode())

    def do_busy(self, count, query):  # 429 twice, then the answer
        if count <= 2:
            return self.answer(b"slowly", 429, Retry_After="0")
        self.answer(b"[1]")

    def do_resting(self, count, query):
        self.answer(b"never", 503, Retry_After="0")

    def do_patient(self, count, query):  # asks for an hour
        self.answer(b"later", 503, Retry_After="3600")

    def do_fault(self, count, query):
        self.answer(b"fault", 500)

    def do_etag(self, count, query):
        if self.headers.get("If-None-Match") == '"mark"':
            return self.answer(b"", 304, ETag='"mark"')
        self.answer(b"[2]", ETag='"mark"')

    def do_modified(self, count, query):
        if self.headers.get("If-Modified-Since"):
            return self.answer(b"", 304)
        self.answer(b"[3]", Last_Modified="Wed, 21 Oct 2015 07:28:00 GMT")

    def do_broken(self, count, query):  # breaks off in the middle the first time, and goes on by Range
        begin = 0
        if self.headers.get("Range") and self.headers.get("If-Range") == '"whole"':
            begin = int(self.headers["Range"].split("=")[1].split("-")[0])
        self.send_response(206 if begin else 200)
        self.send_header("ETag", '"whole"')
        self.send_header("Content-Length", str(len(long_body) - begin))
        if begin:
            self.send_header("Content-Range", "bytes %d-%d/%d" % (begin, len(long_body) - 1, len(long_body)))
        self.end_headers()
        if not begin:
            self.wfile.write(long_body[:100000])
            self.wfile.flush()
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
        else:
            self.wfile.write(long_body[begin:])

    def do_changed(self, count, query):  # breaks off, and is another file afterwards
        body = long_body if count == 1 else b"another file"
        self.send_response(200)
        self.send_header("ETag", '"version %d"' % count)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:100000])
        self.wfile.flush()
        if count == 1:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

    def do_dropped(self, count, query):  # closes without a word
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def do_moved(self, count, query):
        self.answer(b"", 302, Location=query["to"])

    def do_loop(self, count, query):
        self.answer(b"", 301, Location="/loop?more=" + str(count))

    def do_packed(self, count, query):
        assert "gzip" in self.headers.get("Accept-Encoding", "")
        self.answer(gzip.compress(b'{"packed": true}'), Content_Encoding="gzip", Content_Type="application/json")

    def do_bomb(self, count, query):  # a million zeros in a thousand bytes
        self.answer(gzip.compress(b"\0" * 50_000_000), Content_Encoding="gzip")

    def do_html(self, count, query):
        self.answer(b"<!DOCTYPE html><html><body>Sorry</body></html>", Content_Type="application/json")

    def do_large(self, count, query):
        self.answer(long_body)

    def do_login(self, count, query):
        self.answer(b"", 401)

    def do_headers(self, count, query):
        self.answer(str(self.headers).encode())

    def do_silent(self, count, query):  # begins, and says nothing more until the server is ended
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        self.wfile.write(b"begun")
        self.wfile.flush()
        with meeting:
            meeting.wait_for(lambda: False, timeout=60)

    def do_together(self, count, query):  # those who come wait until four are here, or the last has come
        global inside, most
        with meeting:
            inside += 1
            most = max(most, inside)
            meeting.notify_all()
            meeting.wait_for(lambda: most >= 4, timeout=20)
        self.answer(b"[4]")
        with meeting:
            inside -= 1

    def do_clamped(self, count, query):
        self.file("small.jpg")


parser = argparse.ArgumentParser()
parser.add_argument("--folder", default=".")
parser.add_argument("--certificate")
parser.add_argument("--port", type=int, default=0)
given = parser.parse_args()
Handler.folder = given.folder
http.server.ThreadingHTTPServer.daemon_threads = True
http.server.ThreadingHTTPServer.request_queue_size = 64
server = http.server.ThreadingHTTPServer(("127.0.0.1", given.port), Handler)
if given.certificate:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(given.certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_address[1], flush=True)
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
server.serve_forever()
