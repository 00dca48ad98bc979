"""Atom: the rules of RFC 4287 one by one, RFC 5005 for archives, and a reader of feeds on top."""

import re

import feedparser

ATOM = "{http://www.w3.org/2005/Atom}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
TAG = re.compile(r"tag:[a-z0-9.-]+,\d{4}(-\d\d(-\d\d)?)?:[A-Za-z0-9._~!$&'()*+,;=:@/?%-]+")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
READ = 40
IN_FEED = "author category contributor generator icon id link logo rights subtitle title updated entry".split()
IN_ENTRY = "author category content contributor id link published rights source summary title updated".split()


def wrong(site):
    feeds = [path for path in site.paths if path.endswith(".xml") and b"<feed" in site.bytes(path)[:200]]
    if not site.base_url:
        yield from (f"{path}: a feed without an address of the site" for path in feeds)
        return
    parsed = {path: site.xml(path) for path in feeds}
    for path, feed in parsed.items():
        yield from (f"{path}: {line}" for line in rules(site, path, feed))
    # The reader is slow: it sees some of many.
    for path, feed in list(parsed.items())[::1 + len(parsed) // READ]:
        read = feedparser.parse(site.bytes(path))
        if read.bozo or len(read.entries) != len(feed.findall(f"{ATOM}entry")):
            yield f"{path}: a feed reader does not read it: {read.get('bozo_exception')}"
    complete, parts = expected(site), set()
    for path, ids in complete.items():
        if path not in parsed:
            yield f"{path}: is missing, for {len(ids)} documents"
            continue
        chain, lines = archives(site, parsed, path)
        parts.update(chain)
        yield from (f"{path}: {line}" for line in lines)
        found = {of_page(site, entry) for part in chain for entry in parsed[part].findall(f"{ATOM}entry")}
        if found != ids:
            yield f"{path}: with its archives it lacks {sorted(ids - found)[:3]} and has {sorted(found - ids)[:3]}"
    yield from (f"{path}: no feed leads to it" for path in parsed.keys() - parts)


def expected(site):
    """The feeds that there have to be, with the documents of each; what they are called the pages say."""
    feeds = {"feed.xml": {document["id"] for document in site.documents}}
    by_name = {}
    for document in site.documents:
        for folder, names in (("departments", document.get("departments", [])),
                              ("topics", document.get("topics", [])),
                              ("kinds", [document["kind"]] if "kind" in document else [])):
            for name in names:
                by_name.setdefault((folder, name), set()).add(document["id"])
    for folder in ("departments", "topics", "kinds"):
        for path in site.matching(folder + "/", ".html"):
            if path.count("/") != 1 or path.endswith("/index.html"):
                continue
            heading = " ".join("".join(site.html(path).find(".//h1").itertext()).split())
            ids = by_name.get((folder, heading))
            if ids:
                feeds[path[:-4] + "xml"] = ids
    return feeds


def of_page(site, entry):
    for link in entry.findall(f"{ATOM}link"):
        if link.get("rel") == "alternate" and link.get("type") == "text/html":
            return site.path_of(link.get("href")).removesuffix(".html")
    return None


def archives(site, parsed, path):
    """RFC 5005, section 4: from the feed backwards through all that came before."""
    chain, lines, at = [], [], path
    while at and at not in chain:
        chain.append(at)
        feed = parsed[at]
        links = {link.get("rel"): site.path_of(link.get("href")) for link in feed.findall(f"{ATOM}link")}
        if at != path:
            if feed.find(f"{HISTORY}archive") is None or links.get("current") != path:
                lines.append(f"{at} does not say that it is an archive of it")
            later = chain[-2]
            if later != path and links.get("next-archive") != later:
                lines.append(f"{at} does not lead on to {later}")
        elif feed.find(f"{HISTORY}archive") is not None:
            lines.append("says that it is an archive")
        at = links.get("prev-archive")
        if at and at not in parsed:
            lines.append(f"{at} is missing")
            at = None
    ids = [entry.findtext(f"{ATOM}id") for part in chain[1:] for entry in parsed[part].findall(f"{ATOM}entry")]
    if len(ids) != len(set(ids)):
        lines.append("an entry is in two archives")
    return chain, lines


def rules(site, path, feed):
    if feed.tag != f"{ATOM}feed":
        yield f"is {feed.tag}"
    yield from once(feed, "feed", IN_FEED)
    if feed.find(f"{ATOM}author") is None:
        yield "has no author, and so have its entries (4.1.1)"
    selves = [link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    if [site.path_of(link.get("href")) for link in selves] != [path]:
        yield "does not say where it is (4.1.1, rel=self)"
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    if len(ids) != len(set(ids)):
        yield "has an entry twice (4.1.1)"
    updated = [entry.findtext(f"{ATOM}updated") for entry in feed.findall(f"{ATOM}entry")]
    if updated and max(updated) != feed.findtext(f"{ATOM}updated"):
        yield "was not updated when its latest entry was (4.2.15)"
    for entry in feed.findall(f"{ATOM}entry"):
        name = entry.findtext(f"{ATOM}id")
        yield from (f"{name}: {line}" for line in once(entry, "entry", IN_ENTRY))
        page = of_page(site, entry)
        if page is None or not site.has(page + ".html"):
            yield f"{name}: has no page"
        published = entry.findtext(f"{ATOM}published")
        if published and published > entry.findtext(f"{ATOM}updated"):
            yield f"{name}: was published after it was last changed"


def once(element, what, known):
    children = [child.tag for child in element]
    for name in ("id", "title", "updated"):
        if children.count(ATOM + name) != 1:
            yield f"the {what} has {children.count(ATOM + name)} of {name} (4.1)"
    yield from (f"the {what} has {tag}, which Atom has not" for tag in children
                if tag.startswith(ATOM) and tag.removeprefix(ATOM) not in known)
    if not TAG.fullmatch(element.findtext(f"{ATOM}id") or ""):
        yield f"{element.findtext(ATOM + 'id')} is no tag URI (RFC 4151)"
    for name in ("updated", "published"):
        for moment in element.findall(ATOM + name):
            if not MOMENT.fullmatch(moment.text or ""):
                yield f"{moment.text} is no moment (RFC 3339)"
    alternates = [(link.get("type"), link.get("hreflang")) for link in element.findall(f"{ATOM}link")
                  if link.get("rel") == "alternate"]
    if len(alternates) != len(set(alternates)):
        yield f"the {what} has two alternates of one type (4.1)"
    for child in element:
        if child.tag in (f"{ATOM}title", f"{ATOM}summary") and not (child.text or "").strip():
            yield f"the {what} has an empty {child.tag.removeprefix(ATOM)}"
        if child.tag == f"{ATOM}link" and not re.match(r"https?://[^\s<>\"{}|\\^`]+$", child.get("href", "")):
            yield f"the {what} has the link {child.get('href')!r}"
        if child.tag == f"{ATOM}author" and not (child.findtext(f"{ATOM}name") or "").strip():
            yield f"the {what} has an author without a name (3.2)"
        if child.tag == f"{ATOM}category" and not child.get("term"):
            yield f"the {what} has a category without a term (4.2.2)"
