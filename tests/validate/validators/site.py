"""A built site as validators see it: files by path, and what the catalogue says of its documents."""

import functools
import json
import pathlib

import lxml.etree
import lxml.html

# No entity is expanded and nothing is fetched, whatever a file asks for.
XML = lxml.etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


class Site:
    """The files of a folder. `damaged` puts other bytes in the place of some of them."""

    def __init__(self, folder, damaged=None):
        self.folder = pathlib.Path(folder)
        self.damaged = damaged or {}

    @functools.cached_property
    def paths(self):
        files = (path for path in self.folder.rglob("*") if path.is_file())
        return sorted(path.relative_to(self.folder).as_posix() for path in files)

    def matching(self, start="", end=""):
        return [path for path in self.paths if path.startswith(start) and path.endswith(end)]

    def has(self, path):
        return path in self._known

    @functools.cached_property
    def _known(self):
        return set(self.paths)

    def bytes(self, path):
        return self.damaged[path] if path in self.damaged else (self.folder / path).read_bytes()

    def text(self, path):
        return self.bytes(path).decode("utf-8")

    def json(self, path):
        return json.loads(self.text(path))

    def xml(self, path):
        return lxml.etree.fromstring(self.bytes(path), XML)

    def html(self, path):
        return lxml.html.document_fromstring(self.bytes(path), parser=lxml.html.HTMLParser(encoding="utf-8"))

    @functools.cached_property
    def catalogue(self):
        return self.json("data/catalogue.json")

    @functools.cached_property
    def documents(self):
        """All documents of the catalogue."""
        return self.catalogue["documents"]

    @functools.cached_property
    def open_documents(self):
        """The documents whose texts are handed out."""
        return [document for document in self.documents if "withdrawn" not in document]

    @property
    def base_url(self):
        """The address of the published site, or None."""
        return self.catalogue.get("url")

    def path_of(self, url):
        """The file that a whole address of this site names, or None."""
        base = self.base_url
        if not base or not url.startswith(base):
            return None
        return url[len(base):].split("#")[0].split("?")[0]
