"""Sitemaps, robots.txt, OpenSearch, the web manifest: the rules of each, and that what they name is there."""

import json
import re
import urllib.parse
import urllib.robotparser

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
NEED_ADDRESS = ["sitemap.xml", "robots.txt", "opensearch.xml", "manifest.webmanifest", "feed.xml"]
MANIFEST_DISPLAYS = {"fullscreen", "standalone", "minimal-ui", "browser"}


def wrong(site):
    if not site.base_url:
        yield from (f"{path}: is made without an address of the site" for path in NEED_ADDRESS if site.has(path))
        return
    yield from sitemaps(site)
    yield from robots(site)
    yield from open_search(site)
    yield from manifest(site)


def sitemaps(site):
    root = site.xml("sitemap.xml")
    parts = ["sitemap.xml"]
    if root.tag == f"{SITEMAP}sitemapindex":
        parts = [site.path_of(location.text) for location in root.iter(f"{SITEMAP}loc")]
    listed = set()
    for part in parts:
        if not site.has(part):
            yield f"{part}: is missing"
            continue
        if len(site.bytes(part)) > 50 * 1024 * 1024:
            yield f"{part}: is over 50 MB"
        root = site.xml(part)
        urls = root.findall(f"{SITEMAP}url")
        if root.tag != f"{SITEMAP}urlset" or not 0 < len(urls) <= 50_000:
            yield f"{part}: has {len(urls)} pages"
        for url in urls:
            location = url.findtext(f"{SITEMAP}loc")
            path = site.path_of(location)
            if [child.tag for child in url] not in ([f"{SITEMAP}loc"], [f"{SITEMAP}loc", f"{SITEMAP}lastmod"]):
                yield f"{part}: {location} has other elements than the protocol's"
            if not location.isascii() or len(location) >= 2048 or not path or not site.has(path):
                yield f"{part}: {location} is no page"
            if not re.fullmatch(r"\d{4}-\d\d-\d\d", url.findtext(f"{SITEMAP}lastmod") or "2000-01-01"):
                yield f"{part}: {location} has no day as W3C writes it"
            if path in listed:
                yield f"{part}: {path} is listed twice"
            listed.add(path)
    for document in site.documents:
        if document["id"] + ".html" not in listed:
            yield f"sitemap.xml: lacks {document['id']}.html"


def robots(site):
    at_root = urllib.parse.urlsplit(site.base_url).path == "/"
    if site.has("robots.txt") != at_root:
        yield "robots.txt: is for the root of a host, and nowhere else (RFC 9309, 2.3)"
    if not site.has("robots.txt"):
        return
    parser = urllib.robotparser.RobotFileParser()
    parser.parse(site.text("robots.txt").splitlines())
    if not parser.can_fetch("*", site.base_url + "index.html"):
        yield "robots.txt: shuts crawlers out"
    if parser.site_maps() != [site.base_url + "sitemap.xml"]:
        yield f"robots.txt: names the sitemaps {parser.site_maps()}"


def open_search(site):
    root = site.xml("opensearch.xml")
    limits = {"ShortName": 16, "Description": 1024}
    for name, limit in limits.items():
        found = root.findall(SEARCH + name)
        if len(found) != 1 or not 0 < len(found[0].text or "") <= limit:
            yield f"opensearch.xml: {name} is not once there with at most {limit} characters"
    urls = root.findall(f"{SEARCH}Url")
    for url in urls:
        template = url.get("template")
        path = site.path_of(template.split("?")[0])
        if "{searchTerms}" not in template or not path or not site.has(path):
            yield f"opensearch.xml: {template} leads nowhere"
    if not urls or any(not site.has(site.path_of(image.text)) for image in root.findall(f"{SEARCH}Image")):
        yield "opensearch.xml: has no Url, or an Image that is not there"
    links = site.html("index.html").xpath('//link[@rel="search"]/@href')
    if links != ["opensearch.xml"]:
        yield f"index.html: leads browsers to {links} for looking up"


def manifest(site):
    value = json.loads(site.text("manifest.webmanifest"))
    base = site.base_url + "manifest.webmanifest"
    start, scope = (urllib.parse.urljoin(base, value[key]) for key in ("start_url", "scope"))
    if not start.startswith(scope) or not site.has(site.path_of(start)):
        yield f"manifest.webmanifest: {start} is not within {scope}"
    if value["display"] not in MANIFEST_DISPLAYS or not value["name"] or not value["icons"]:
        yield "manifest.webmanifest: lacks a name, a way of showing or an icon"
    for icon in value["icons"]:
        if not site.has(site.path_of(urllib.parse.urljoin(base, icon["src"]))):
            yield f"manifest.webmanifest: {icon['src']} is not there"
    if site.html("index.html").xpath('//link[@rel="manifest"]/@href') != ["manifest.webmanifest"]:
        yield "index.html: does not lead to the manifest"
