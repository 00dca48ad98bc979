"""JSON-LD: read to triples by rdflib, every term one of schema.org or ELI, and the triples those expected."""

import json
import re

import rdflib
from rdflib.namespace import RDF, SDO, XSD

ELI = rdflib.Namespace("http://data.europa.eu/eli/ontology#")
# The terms of the ELI ontology 1.5 that are used here; its other terms would be as right.
ELI_TERMS = """LegalResource id_local title type_document date_document date_publication
    first_date_entry_in_force date_no_longer_in_force published_in publisher language passed_by""".split()
# Terms that schema.org took in after the list in rdflib was made.
NEWER = ["legislationDateOfApplicability", "legislationRepeals", "legislationAmends", "legislationCorrects"]
FORCE = {SDO.InForce, SDO.NotInForce, SDO.PartiallyInForce}
# What the context at https://schema.org/ says of the terms used here: no network in a test.
CONTEXT = {
    "@vocab": "https://schema.org/",
    **{name: {"@type": "@id"} for name in ("url", "contentUrl", "legislationLegalForce", "legislationLegalValue")},
    **{name: {"@type": "Date"} for name in ("legislationDate", "datePublished", "legislationDateOfApplicability")},
}
SCHEMA = "https://schema.org/"
PROPERTY = rdflib.Namespace(SCHEMA)


def wrong(site):
    for document in site.documents:
        path = document["id"] + ".html"
        blocks = site.html(path).xpath('//script[@type="application/ld+json"]/text()')
        if len(blocks) != 1:
            yield f"{path}: has {len(blocks)} blocks of JSON-LD"
            continue
        page = (site.base_url or "file:///") + path
        graph = triples(blocks[0], page)
        yield from (f"{path}: {line}" for line in unknown_terms(graph))
        yield from (f"{path}: {line}" for line in statements(site, document, graph, rdflib.URIRef(page)))


def triples(block, page):
    value = json.loads(block)
    context = value.pop("@context")
    assert context[0] == SCHEMA, context
    value["@context"] = [CONTEXT, *context[1:]]
    return rdflib.Graph().parse(data=json.dumps(value), format="json-ld", publicID=page)


def unknown_terms(graph):
    """The vocabulary of schema.org is closed in rdflib: a term that it has not is a mistake of ours."""
    used = set(graph.predicates()) | set(graph.objects(predicate=RDF.type))
    used |= {o for o in graph.objects() if isinstance(o, rdflib.URIRef) and o.startswith(SCHEMA) and "/" not in o[len(SCHEMA):]}
    for term in used - {RDF.type}:
        if term.startswith(SCHEMA):
            if term not in SDO and term.removeprefix(SCHEMA) not in NEWER:
                yield f"schema.org has no {term.removeprefix(SCHEMA)}"
        elif not (term.startswith(str(ELI)) and term.removeprefix(str(ELI)) in ELI_TERMS):
            yield f"{term} is no term of schema.org or ELI"


def statements(site, document, graph, page):
    text = rdflib.Literal
    day = lambda value: text(value, datatype=rdflib.URIRef(SCHEMA + "Date"))
    date = lambda value: text(value, datatype=XSD.date)
    base = site.base_url or "file:///"
    address = lambda name: rdflib.URIRef(base + name + ".html")
    expected = {
        (RDF.type, SDO.Legislation), (RDF.type, ELI.LegalResource),
        (SDO.name, text(document["title"])), (SDO.inLanguage, text(document["language"])),
        (SDO.url, page),
    }
    expected |= {(SDO.legislationIdentifier, text(n["printed"])) for n in document.get("numbers", [])}
    expected |= {(ELI.id_local, text(n["printed"])) for n in document.get("numbers", [])}
    expected |= {(SDO.about, text(topic)) for topic in document.get("topics", [])}
    by_key = {"date": [(SDO.legislationDate, day), (ELI.date_document, date)],
              "published": [(SDO.datePublished, day), (ELI.date_publication, date)],
              "effective": [(PROPERTY.legislationDateOfApplicability, day), (ELI.first_date_entry_in_force, date)],
              "expires": [(ELI.date_no_longer_in_force, date)],
              "kind": [(SDO.legislationType, text)], "index_number": [(SDO.identifier, text)]}
    for key, properties in by_key.items():
        for predicate, kind in properties:
            found = list(graph.objects(page, predicate))
            wanted = [kind(document[key])] if key in document else []
            if found != wanted:
                yield f"{predicate} is {found}, not {wanted}"
    for relation in document.get("relations", []):
        verb = {"repeals": PROPERTY.legislationRepeals, "replaces": PROPERTY.legislationRepeals, "amends": PROPERTY.legislationAmends,
                "corrects": PROPERTY.legislationCorrects, "implements": SDO.legislationApplies,
                "forwards": SDO.citation}[relation["verb"]]
        if "document" in relation:
            expected.add((verb, address(relation["document"])))
    for predicate, value in expected:
        if (page, predicate, value) not in graph:
            yield f"lacks {predicate} {value}"
    names = [str(graph.value(o, SDO.name)) for o in graph.objects(page, SDO.legislationPassedBy)]
    if sorted(names) != sorted(document.get("departments", [])):
        yield f"is passed by {names}"
    issue = graph.value(page, SDO.isPartOf)
    if (issue, RDF.type, SDO.PublicationIssue) not in graph or str(graph.value(issue, SDO.issueNumber)) != document["issue"]["number"]:
        yield f"is part of {issue}"
    gone = any(effect["verb"] in ("repealed_by", "replaced_by") for effect in document.get("effects", []))
    if ((page, SDO.legislationLegalForce, SDO.NotInForce) in graph) != gone or set(graph.objects(page, SDO.legislationLegalForce)) - FORCE:
        yield f"has the force {list(graph.objects(page, SDO.legislationLegalForce))}"
    urls = {str(url) for url in graph.objects(None, SDO.contentUrl)}
    for url in urls:
        local = url.removeprefix(base)
        if not url.startswith(base) or not site.has(local):
            yield f"{url} is no file of the site"
    if not re.match(r"[a-z]{2}(-[a-z0-9]+)?$", str(graph.value(page, SDO.legislationJurisdiction))):
        yield "has no jurisdiction"
