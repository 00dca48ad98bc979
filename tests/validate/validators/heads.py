"""The heads of documents' pages: what Zotero makes of them, Dublin Core, 国办发〔2017〕47号.

The rules of Zotero are those of its translator "Embedded Metadata": of each field the first is taken,
the kind of the item is that of the last tag that tells one, and of tags that its RDF translator knows
only what no `citation_` tag says.
"""

import re

ITEM_TYPES = {"citation_journal_title": "journalArticle", "citation_technical_report_institution": "report",
              "citation_conference_title": "conferencePaper", "citation_book_title": "bookSection",
              "citation_dissertation_institution": "thesis"}
FIELDS = {"citation_title": "title", "citation_publication_date": "date", "citation_date": "date",
          "citation_journal_title": "publicationTitle", "citation_volume": "volume", "citation_issue": "issue",
          "citation_technical_report_institution": "institution", "citation_technical_report_number": "number",
          "citation_publisher": "publisher", "citation_public_url": "url", "citation_language": "language"}
MAINLAND = {"zh", "zh-CN", "zh-Hans", "zh-Hans-CN"}
DCTERMS = "http://purl.org/dc/terms/"


def wrong(site):
    for document in site.documents:
        path = document["id"] + ".html"
        head = site.html(path).find("head")
        meta = [(tag.get("name"), tag.get("content")) for tag in head.iter("meta") if tag.get("name")]
        yield from (f"{path}: {line}" for line in zotero(site, document, meta))
        yield from (f"{path}: {line}" for line in dublin_core(document, head, meta))
        if site.catalogue["language"] in MAINLAND:
            yield from (f"{path}: {line}" for line in article(site, document, meta))
        yield from (f"{path}: {line}" for line in forms(site, document, head))
    if site.catalogue["language"] in MAINLAND:
        yield from lists(site)


def imported(meta):
    """The item that Zotero makes of a page's tags."""
    item, kind = {}, None
    for name, content in meta:
        kind = ITEM_TYPES.get(name, kind)
    for name, field in FIELDS.items():
        found = [content for known, content in meta if known == name and content.strip()]
        if found:
            item[field] = " ".join(found[0].split())
    item["itemType"] = kind or "journalArticle"
    authors = [content.strip() for name, content in meta if name == "citation_author"]
    item["creators"] = [part for author in authors for part in re.split(r"\s*;\s*", author) if part]
    first, last = ([content for known, content in meta if known == name] for name in
                   ("citation_firstpage", "citation_lastpage"))
    if first:
        item["pages"] = first[0] + (f"-{last[0]}" if last else "")
    return item


def zotero(site, document, meta):
    item = imported(meta)
    numbers, departments = document.get("numbers"), document.get("departments", [])
    expected = {
        "itemType": "report" if numbers and departments else "journalArticle",
        "title": " ".join(document["title"].split()),
        "date": document.get("date", document.get("published")),
        "publicationTitle": site.catalogue["title"],
        "issue": document["issue"]["number"],
        "volume": str(document["issue"]["year"]),
        "publisher": site.catalogue.get("publisher"),
        "language": document["language"],
        "url": document["url"] if site.base_url else None,
        "number": numbers[0]["printed"] if numbers and departments else None,
        "institution": departments[0] if numbers and departments else None,
        "pages": None,
    }
    if "pages" in document:
        pages = document["pages"]
        expected["pages"] = f"{pages['first']}-{pages['last']}"
    for field, value in expected.items():
        if item.get(field) != value:
            yield f"Zotero takes {item.get(field)!r} for the {field}, not {value!r}"
    if item["creators"] != departments:
        yield f"Zotero takes {item['creators']} for the creators, not {departments}"


def dublin_core(document, head, meta):
    if head.xpath('link[@rel="schema.dcterms"]/@href') != [DCTERMS]:
        yield "dcterms is not declared"
    found = {}
    for name, content in meta:
        if name.startswith("dcterms."):
            found.setdefault(name.removeprefix("dcterms."), []).append(content)
    numbers = [number["printed"] for number in document.get("numbers", [])]
    expected = {
        "title": [document["title"]],
        "identifier": numbers + [document[key] for key in ("index_number",) if key in document],
        "creator": document.get("departments", []),
        "created": [document["date"]] if "date" in document else [],
        "issued": [document["published"]] if "published" in document else [],
        "type": [document["kind"]] if "kind" in document else [],
        "subject": document.get("topics", []),
        "language": [document["language"]],
    }
    for term, values in expected.items():
        if found.get(term, []) != values:
            yield f"dcterms.{term} is {found.get(term)}, not {values}"
    if ("valid" in found) != ("effective" in document or "expires" in document):
        yield f"dcterms.valid is {found.get('valid')}"


def article(site, document, meta):
    """What 国办发〔2017〕47号 wants of the page of an article, appendix 2."""
    once = {}
    for name, content in meta:
        if name in once and name[0].isupper():
            yield f"{name} is there twice"
        once[name] = content
    expected = {"SiteName": site.catalogue["title"], "ArticleTitle": document["title"], "ColumnType": "政府公报"}
    for name, value in expected.items():
        if once.get(name) != value:
            yield f"{name} is {once.get(name)!r}, not {value!r}"
    for name in ("ContentSource", "ColumnName"):
        if not once.get(name, "").strip():
            yield f"{name} is missing"
    if "published" in document and once.get("PubDate") != document["published"] + " 00:00":
        yield f"PubDate is {once.get('PubDate')!r}"
    if site.base_url and once.get("Url") != document["url"]:
        yield f"Url is {once.get('Url')!r}"


def lists(site):
    """What it wants of the pages of columns: their names, what they are about, and their type."""
    pages = ["issues/index.html"] + sorted({d["issue"]["id"] + "/index.html" for d in site.documents})
    for path in pages + site.matching("topics/", ".html")[:20]:
        meta = {tag.get("name"): tag.get("content") for tag in site.html(path).find("head").iter("meta")}
        for name in ("SiteName", "ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"):
            if not (meta.get(name) or "").strip():
                yield f"{path}: {name} is missing"


def forms(site, document, head):
    if "withdrawn" in document:
        return
    types = {"md": "text/markdown", "json": "application/json", "xml": "application/akn+xml"}
    name = document["id"].split("/")[-1]
    links = {link.get("type"): link.get("href") for link in head.xpath('link[@rel="alternate"]')}
    for ending, media_type in types.items():
        if links.get(media_type) != f"{name}.{ending}" or not site.has(f"{document['id']}.{ending}"):
            yield f"{media_type} is {links.get(media_type)!r}"
