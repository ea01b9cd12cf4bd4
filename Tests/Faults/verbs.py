"""The verbs that make something, each with what it reads; one server on loopback has the pictures of a list."""
import dataclasses, http.server, json, pathlib, random, shutil, sys, threading

import crawl, world

HERE = pathlib.Path(__file__).resolve().parent
MODEL = HERE.parent / "Models/smolvlm-emoji"


@dataclasses.dataclass
class Verb:
    name: str
    arguments: list
    brings: dict  # what is copied into its folder, by the names there
    answers: bool = False  # whether what it makes is what it prints


class Pictures(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        number = self.path.removeprefix("/").removesuffix(".png")
        body = crawl.png(int(number)) if number.isdigit() and int(number) < 8 else b""
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "image/png" if body else "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *ignored):
        pass


def served():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pictures)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def make(work):
    """The verbs by their names, with a crawl, a corpus of it, an export of that, a list of addresses and texts in `work`."""
    crawl.write(work / "crawl.warc.gz", pages=10)
    port = served()
    (work / "urls.txt").write_text("".join(f"http://127.0.0.1:{port}/{number}.png\n" for number in range(10)))
    text = crawl.sentences(random.Random(7), 9)
    (work / "texts.jsonl").write_text("".join(json.dumps({"id": number, "text": text}) + "\n" for number in range(9)))
    sets = ["fetch.network=false", 'text.language-model=""', "input.range-bytes=8000"]
    run = ["run", str(HERE / "pipeline.yaml"), "--input", "crawl.warc.gz", "--output", "out", "--jobs", "1", "--progress",
           "never"] + [part for one in sets for part in ("--set", one)]
    corpus = {"corpus": work / "corpus"}
    verbs = [
        Verb("run", run, {"crawl.warc.gz": work / "crawl.warc.gz"}),
        Verb("fetch", ["fetch", "--urls", "urls.txt", "--output", "out", "--allow-address", f"127.0.0.1:{port}", "--jobs", "1",
                       "--progress", "never"], {"urls.txt": work / "urls.txt"}),
        Verb("score", ["score", "corpus", "--model", str(MODEL), "--signals", "perplexity", "--limit", "2", "--progress", "never"],
             corpus),
        Verb("select", ["select", "corpus", "--where", "words > 5", "--output", "out"], corpus),
        Verb("import", ["import", "--format", "webdataset", "pictures.tar", "--output", "out"],
             {"pictures.tar": work / "export/shard-00000.tar"}),
        Verb("export", ["export", "corpus", "--format", "obelics", "--output", "out", "--date", "2026-01-01"], corpus),
        Verb("order", ["order", "corpus", "--output", "out"], corpus),
        Verb("report", ["report", "corpus", "--output", "out"], corpus),
        Verb("map", ["map", "corpus", "--jobs", "1"], corpus),
        Verb("duplicates", ["duplicates", "corpus", "texts.jsonl", "--jobs", "1"],
             corpus | {"texts.jsonl": work / "texts.jsonl"}, answers=True),
    ]
    bring(verbs[0], "out", work / "corpus")
    shutil.rmtree(work / "corpus/work")
    bring(Verb("export", ["export", "corpus", "--format", "webdataset", "--with-images", "--output", "out"], corpus), "out",
          work / "export")
    return {verb.name: verb for verb in verbs}


def bring(verb, name, place):
    """Does the verb once, undisturbed, and takes what it made."""
    world.fresh(verb)
    code, said = world.call(verb)
    if code != 0:
        sys.exit(f"{verb.name} fails without a fault: {said}")
    shutil.move(world.root / name, place)
