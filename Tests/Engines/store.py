#!/usr/bin/env python3
"""A small object store of a folder on the loopback, for tests: ranges, marks, lists, uploads, signatures, faults at will.

    store.py FOLDER READY [--key KEY --secret SECRET] [--fail SHARE] [--web] [--page N] [--token TOKEN]
        [--slow SECONDS] [--expire N] [--read-only] [--short]

FOLDER has a folder a bucket; READY is written with the port once it listens. With a key, every request must carry a right
AWS Signature Version 4, recomputed by its published rules. With a share, so many of the requests fail, in turn by 500, 503,
a connection that is reset, and an answer that breaks off after all was done (the choice depends on the request's number
alone). `GET /_requests` tells how many requests there were, `GET /_writes` how many objects and parts were sent; `/_moved/X`
leads to `/X`. `--slow`: an upload of an object or part takes so long; `--expire`: after so many the key is no longer good;
`--read-only`: none is allowed; `--short`: lists call every object a byte shorter than it is. What is not in an object itself
(its noted SHA-256, parts of uploads) is kept in FOLDER/.store. It ends with the process that started it. A request
with `Action=AssumeRoleWithWebIdentity` gets the key for the right token.
"""

import argparse
import hashlib
import hmac
import os
import re
import shutil
import socket
import struct
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, unquote
from xml.sax.saxutils import escape


def sign(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path, _, query = self.path.partition("?")
        store = self.server
        if path in ("/_requests", "/_writes"):
            return self.answer(200, str(getattr(store, path[2:])).encode())
        if path.startswith("/_moved/"):
            return self.answer(302, b"", {"Location": path.removeprefix("/_moved")})
        if "Action=AssumeRoleWithWebIdentity" in query:
            return self.identity(parse_qs(query))
        with store.lock:
            store.requests += 1
            number = store.requests
        # Every so many requests one fails; the first does not, so that a wrong set-up shows at once.
        fault = None
        if store.options.fail and int(number * store.options.fail) != int((number - 1) * store.options.fail):
            fault = ["500", "503", "reset", "cut"][int(number * store.options.fail) % 4]
        if fault == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            return self.connection.close()
        self.content = self.rfile.read(int(self.headers["Content-Length"] or 0))
        self.cut = fault == "cut"
        if fault in ("500", "503"):
            return self.refuse(int(fault), "SlowDown", "Please reduce your request rate.")
        if store.options.key:
            wrong = self.wrong_signature(path, query)
            if wrong:
                return self.refuse(403, "SignatureDoesNotMatch", wrong)
        bucket = unquote(path).lstrip("/").split("/")[0]
        if not os.path.isdir(os.path.join(store.options.folder, bucket)):
            return self.refuse(404, "NoSuchBucket", "The specified bucket does not exist.")
        asked = parse_qs(query, keep_blank_values=True)
        if self.command in ("PUT", "POST", "DELETE"):
            return self.write(unquote(path).lstrip("/"), asked)
        if "uploads" in asked:
            return self.uploads(bucket, asked)
        if "list-type=2" in query:
            return self.list(unquote(path).strip("/"), asked)
        self.file(unquote(path).lstrip("/"))

    do_HEAD = do_PUT = do_POST = do_DELETE = do_GET

    def write(self, name, query):
        store, kept = self.server, self.server.kept
        if store.options.read_only:
            return self.refuse(403, "AccessDenied", "Access Denied")
        if self.command == "PUT":
            with store.lock:
                store.writes += 1
                if store.options.expire is not None and store.writes > store.options.expire:
                    return self.refuse(403, "ExpiredToken", "The provided token has expired.")
            time.sleep(store.options.slow)
        if "uploads" in query:
            upload = uuid.uuid4().hex
            os.makedirs(f"{kept}/uploads/{upload}")
            with open(f"{kept}/uploads/{upload}/key", "w") as file:
                file.write(f"{name}\n{self.headers['x-amz-meta-sha256'] or ''}")
            return self.answer(200, f"<R><Bucket/><Key/><UploadId>{upload}</UploadId></R>".encode())
        if "uploadId" not in query:
            return self.make(name, self.content, self.headers["x-amz-meta-sha256"] or "")
        parts = f"{kept}/uploads/{query['uploadId'][0]}"
        if not os.path.isdir(parts):
            return self.refuse(404, "NoSuchUpload", "The specified upload does not exist.")
        if self.command == "DELETE":
            shutil.rmtree(parts)
            return self.answer(204, b"")
        if self.command == "PUT":
            with open(f"{parts}/{query['partNumber'][0]}", "wb") as file:
                file.write(self.content)
            return self.answer(200, b"", {"ETag": f'"{hashlib.md5(self.content).hexdigest()}"'})
        content, whole = self.content.decode(), []
        for number, tag in re.findall(r"<PartNumber>(\d+)</PartNumber><ETag>(.*?)</ETag>", content):
            with open(f"{parts}/{number}", "rb") as file:
                whole.append(file.read())
            if tag != f'"{hashlib.md5(whole[-1]).hexdigest()}"' or whole[-2:-1] and len(whole[-2]) < 5 << 20:
                return self.refuse(400, "InvalidPart", number)
        with open(f"{parts}/key") as file:
            digest = file.read().split("\n")[1]
        if self.make(name, b"".join(whole), digest):
            shutil.rmtree(parts)

    def make(self, name, content, digest):
        path = os.path.join(self.server.options.folder, name)
        with self.server.lock:
            if self.headers["If-None-Match"] == "*" and os.path.exists(path):
                return self.refuse(412, "PreconditionFailed", "At least one of the pre-conditions did not hold")
            for place, bytes in [(f"{self.server.kept}/sha256/{name}", digest.encode()), (path, content)]:
                os.makedirs(os.path.dirname(place), exist_ok=True)
                with open(place + ".part", "wb") as file:
                    file.write(bytes)
                os.rename(place + ".part", place)
        self.answer(200, b"<R><ETag>made</ETag></R>" if self.command == "POST" else b"")
        return True

    def uploads(self, bucket, query):
        text = ""
        for upload in os.listdir(f"{self.server.kept}/uploads"):
            with open(f"{self.server.kept}/uploads/{upload}/key") as file:
                key = file.read().split("\n")[0].removeprefix(bucket + "/")
            if key.startswith(query["prefix"][0]):
                text += f"<Upload><UploadId>{upload}</UploadId><Key>{quote(key, safe='/')}</Key></Upload>"
        self.answer(200, f"<R><Bucket>{bucket}</Bucket><KeyMarker/>{text}</R>".encode())

    def wrong_signature(self, path, query):
        authorization = self.headers["Authorization"]
        if not authorization:
            return "no signature"
        fields = dict(part.strip().split("=", 1) for part in authorization.split(" ", 1)[1].split(","))
        content = self.headers["x-amz-content-sha256"]
        if not content:
            return "no x-amz-content-sha256"
        if content != "UNSIGNED-PAYLOAD" and content != hashlib.sha256(self.content).hexdigest():
            return "another content"
        pairs = [part.partition("=") for part in query.split("&") if part]
        pairs = sorted((quote(unquote(name), safe="-_.~"), quote(unquote(value), safe="-_.~")) for name, _, value in pairs)
        names = fields["SignedHeaders"].split(";")
        canonical = "\n".join(
            [self.command, quote(unquote(path), safe="/-_.~"), "&".join(f"{name}={value}" for name, value in pairs)]
            + [f"{name}:{' '.join((self.headers[name] or '').split())}" for name in names] + ["", ";".join(names), content])
        key, scope = fields["Credential"].split("/", 1)
        if key != self.server.options.key:
            return "another key"
        if self.server.options.token and self.headers["x-amz-security-token"] != "session":
            return "no token"
        text = "\n".join(["AWS4-HMAC-SHA256", self.headers["x-amz-date"], scope, hashlib.sha256(canonical.encode()).hexdigest()])
        signer = ("AWS4" + self.server.options.secret).encode()
        for part in scope.split("/"):
            signer = sign(signer, part)
        right = hmac.new(signer, text.encode(), hashlib.sha256).hexdigest()
        return None if hmac.compare_digest(right, fields["Signature"]) else "a wrong signature"

    def identity(self, query):
        options = self.server.options
        if query.get("WebIdentityToken") != [options.token]:
            return self.refuse(403, "InvalidIdentityToken", "not the token")
        self.answer(200, f"""<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>
            <AccessKeyId>{options.key}</AccessKeyId><SecretAccessKey>{options.secret}</SecretAccessKey>
            <SessionToken>session</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>
            </Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>""".encode())

    def list(self, bucket, query):
        top = os.path.join(self.server.options.folder, bucket)
        prefix = query.get("prefix", [""])[0]
        names = sorted(os.path.relpath(os.path.join(path, name), top) for path, _, found in os.walk(top) for name in found)
        names = [name for name in names if name.startswith(prefix) and name > query.get("continuation-token", [""])[0]]
        page = names[:self.server.options.page]
        text = "".join(
            f"<Contents><Key>{quote(name, safe='/')}</Key><ETag>{escape(etag(os.path.join(top, name)))}</ETag>"
            f"<Size>{os.path.getsize(os.path.join(top, name)) - self.server.options.short}</Size></Contents>" for name in page)
        if len(page) < len(names):
            text += f"<IsTruncated>true</IsTruncated><NextContinuationToken>{escape(page[-1])}</NextContinuationToken>"
        self.answer(200, f"<?xml version='1.0'?><ListBucketResult><Name>{bucket}</Name>{text}</ListBucketResult>".encode())

    def file(self, name):
        path = os.path.join(self.server.options.folder, name)
        if not os.path.isfile(path):
            return self.refuse(404, "NoSuchKey", "The specified key does not exist.")
        with open(path, "rb") as file:
            content = file.read()
        size = len(content)
        begin, end, status = 0, size, 200
        asked = self.headers["Range"]
        if asked and not self.server.options.web:
            first, _, last = asked.removeprefix("bytes=").partition("-")
            begin, end, status = int(first), min(size, int(last) + 1) if last else size, 206
            if begin >= size:
                return self.answer(416, b"", {"Content-Range": f"bytes */{size}"})
        headers = {"ETag": etag(path)}
        if os.path.exists(f"{self.server.kept}/sha256/{name}"):
            with open(f"{self.server.kept}/sha256/{name}") as file:
                headers["x-amz-meta-sha256"] = file.read()
        if status == 206:
            headers["Content-Range"] = f"bytes {begin}-{end - 1}/{size}"
        self.answer(status, content[begin:end], headers)

    def refuse(self, status, code, message):
        self.answer(status, f"<Error><Code>{code}</Code><Message>{message}</Message></Error>".encode())

    cut = False

    def answer(self, status, body, headers={}):
        if self.cut and not body:
            self.close_connection = True
            return
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "HEAD":
            return
        if self.cut:
            self.wfile.write(body[:len(body) // 2])
            self.close_connection = True
        else:
            self.wfile.write(body)

    def log_message(self, *arguments):
        pass


def etag(path):
    status = os.stat(path)
    return f'"{status.st_size:x}-{status.st_mtime_ns:x}"'


def stay_while(parent):
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("folder")
parser.add_argument("ready")
parser.add_argument("--key")
parser.add_argument("--secret", default="")
parser.add_argument("--token", help="of a web identity: then requests must have the session's token too")
parser.add_argument("--fail", type=float, default=0)
parser.add_argument("--web", action="store_true", help="give whole files only")
parser.add_argument("--page", type=int, default=1000, help="names in a page of a list")
parser.add_argument("--slow", type=float, default=0, help="seconds that an upload of an object or part takes")
parser.add_argument("--expire", type=int, help="uploads after which the key is no longer good")
parser.add_argument("--read-only", action="store_true")
parser.add_argument("--short", action="store_true")
server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
server.options = parser.parse_args()
server.requests = server.writes = 0
server.kept = os.path.join(server.options.folder, ".store")
os.makedirs(server.kept + "/uploads", exist_ok=True)
server.lock = threading.Lock()
threading.Thread(target=stay_while, args=[os.getppid()], daemon=True).start()
with open(server.options.ready + ".part", "w") as ready:
    ready.write(str(server.server_port))
os.rename(server.options.ready + ".part", server.options.ready)
server.serve_forever()
