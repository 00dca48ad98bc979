"""The same text in every form: not a word of the page is lost in Akoma Ntoso or the book, nor of its
headings in JSON."""

import io
import re
import zipfile

import lxml.etree

AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
XHTML = "{http://www.w3.org/1999/xhtml}"
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def wrong(site):
    books, places = {}, {}
    for document in site.open_documents:
        issue = document["issue"]["id"]
        places[issue] = places.get(issue, 0) + 1
        path = f"{issue}/{issue.replace('/', '-')}.epub"
        if issue not in books:
            books[issue] = zipfile.ZipFile(io.BytesIO(site.bytes(path)))
        chapter = lxml.etree.fromstring(books[issue].read(f"EPUB/d{places[issue]}.xhtml"))
        page = of_page(site.html(document["id"] + ".html"))
        headings = headings_of_page(site.html(document["id"] + ".html"))
        forms = {"JSON": (of_json(site.json(document["id"] + ".json")), headings),
                 "Akoma Ntoso": (of_akoma_ntoso(site.xml(document["id"] + ".xml")), page),
                 "the book": (of_chapter(chapter), page)}
        for name, (words, page) in forms.items():
            if words != page:
                at = next((i for i, (a, b) in enumerate(zip(words, page)) if a != b), min(len(words), len(page)))
                yield f"{document['id']}: {name} has {''.join(words[at:at + 20])!r} where the page has {''.join(page[at:at + 20])!r}"


def counted(parts):
    """Characters in order of value: footnotes stand elsewhere in each form, so their place is no matter.
    What XML 1.0 cannot hold is what stands for it there."""
    return sorted(re.sub(r"\s", "", NOT_IN_XML.sub("\ufffd", "".join(parts))))


def texts(element, leave_out):
    if leave_out(element):
        return
    yield element.text or ""
    for child in element:
        yield from texts(child, leave_out)
        yield child.tail or ""


def classes(element):
    return (element.get("class") or "").split()


def text_of_page(root):
    [text] = root.xpath('//div[contains(concat(" ", @class, " "), " official ")]') or [lxml.etree.Element("p")]
    return text


def headings_of_page(root):
    out = lambda e: not isinstance(e.tag, str) or {"printed-page", "footnote"} & set(classes(e))
    headings = (e for e in text_of_page(root).iter("h1", "h2", "h3", "h4", "h5", "h6"))
    return counted(part for heading in headings for part in texts(heading, out))


def of_page(root):
    text = text_of_page(root)
    out = lambda e: not isinstance(e.tag, str) or {"recipients", "signature", "printed-page", "footnote", "footnote-back"} & set(classes(e))
    return counted(texts(text, out))


def of_json(value):
    return counted(heading["text"] for heading in value["outline"])


def of_akoma_ntoso(root):
    out = lambda e: not isinstance(e.tag, str) or e.tag in (f"{AKN}meta", f"{AKN}preface")
    return counted(texts(root, out))


def of_chapter(root):
    [text] = [div for div in root.iter(f"{XHTML}div") if "text" in classes(div)][:1]
    out = lambda e: {"recipients", "printed-page", "footnote"} & set(classes(e)) or e.get("role") == "doc-backlink"
    return counted(texts(text, out))
