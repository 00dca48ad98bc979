"""Damages that a validator has to find, each to one file of a site: `old` becomes `new`.

They show that the validators look. What is damaged is picked from the site, so that any will do.
"""

from validators import akoma_ntoso, catalogue, feeds, finding, heads, linked_data, words
from validators.site import Site


def damages(site):
    """Validator, file, what is there, what becomes of it."""
    number = next(d for d in site.open_documents if d.get("numbers") and d.get("date") and d.get("departments"))
    page, data, akn = (number["id"] + ending for ending in (".html", ".json", ".xml"))
    csv = "data/catalogue.csv"
    yield akoma_ntoso, akn, "</mainBody>", "</mainBody><mainBody/>"
    yield akoma_ntoso, akn, 'as="#author"', 'as="#writer"'
    yield akoma_ntoso, akn, "/akn/", "/law/"
    yield catalogue, data, '"title":', '"titel":'
    yield catalogue, data, f'"date":"{number["date"]}"', '"date":"yesterday"'
    yield catalogue, csv, "\ufeff", ""
    yield catalogue, csv, "\r\n", "\n"
    yield catalogue, csv, number["title"].split(",")[0].replace('"', '""')[:20], "=1+1"
    yield catalogue, "data/disclosure.csv", "索引号", "编号"
    yield heads, page, "citation_technical_report_institution", "citation_conference"
    yield heads, page, f'content="{number["date"]}"', 'content="1999-01-01"'
    yield heads, page, "ArticleTitle", "Title"
    yield heads, number["issue"]["id"] + "/index.html", "ColumnName", "Column"
    yield linked_data, page, '"legislationDate"', '"legislationDay"'
    yield linked_data, page, '"eli:date_document":"', '"eli:date_publication":"'
    headed = next(d["id"] + ".json" for d in site.open_documents if site.json(d["id"] + ".json")["outline"])
    yield words, headed, '"text":"', '"text":"又'
    yield words, akn, "</mainBody>", "<p>又</p></mainBody>"
    if site.base_url:
        yield from damages_of_feeds(site)


def damages_of_feeds(site):
    feed = "feed.xml"
    first = site.text(feed).split("<entry>")[1].split("<id>")[1].split("</id>")[0]
    yield feeds, feed, f"<id>{first}</id>", ""
    yield feeds, feed, f"<id>{first}</id>", "<id>2018</id>"
    yield feeds, feed, "<updated>", "<updated>on "
    yield feeds, feed, '<link rel="self"', '<link rel="other"'
    yield feeds, feed, "</entry>", "<summary></summary></entry>"
    yield feeds, feed, "<author>", "<writer>", "</author>", "</writer>"
    yield feeds, feed, "</entry>", "<link rel=\"alternate\" type=\"text/html\" href=\"https://elsewhere.example/\"/></entry>"
    if "prev-archive" in site.text(feed):
        yield feeds, feed, "prev-archive", "archive"
        yield feeds, "feed.1.xml", "<fh:archive/>", ""
        yield feeds, "feed.1.xml", "<entry>", "<!--", "</entry>", "-->"
    yield finding, "sitemap.xml", "<loc>", "<loc>https://elsewhere.example/"
    yield finding, "sitemap.xml", "<lastmod>", "<lastmod>on "
    yield finding, "opensearch.xml", "{searchTerms}", "{terms}"
    yield finding, "manifest.webmanifest", '"start_url": "', '"start_url": "../'


def undetected(site):
    for validator, path, *changes in damages(site):
        text = site.text(path)
        damaged = text
        for old, new in zip(changes[::2], changes[1::2]):
            damaged = damaged.replace(old, new, 1)
        line = f"{validator.__name__}: {path}: {changes}"
        if damaged == text:
            yield f"{line}: is nowhere in it"
        elif not finds(validator, Site(site.folder, {path: damaged.encode("utf-8")})):
            yield line


def finds(validator, site):
    try:
        return any(True for _ in validator.wrong(site))
    except Exception:  # A file that a reader cannot read at all is found too.
        return True
