"""The catalogue: JSON after our schemas, CSV as RFC 4180 and a spreadsheet have it, a text a line."""

import csv
import io
import json

import jsonschema
import referencing

# What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection).
FORMULA = tuple("=+-@\t\r＝＋－＠")
DISCLOSURE = "索引号 主题分类 发文机关 成文日期 标题 发文字号 发布日期 施行日期 失效日期 有效性 文种 网址".split()


def wrong(site):
    schemas = {name: site.json(f"data/{name}") for name in ("catalogue.schema.json", "document.schema.json")}
    for name, schema in schemas.items():
        try:
            jsonschema.Draft202012Validator.check_schema(schema)
        except jsonschema.SchemaError as error:
            yield f"data/{name}: {error.message}"
    registry = referencing.Registry().with_resources(
        (name, referencing.Resource.from_contents(schema)) for name, schema in schemas.items()
    )
    validators = {name: jsonschema.Draft202012Validator(schema, registry=registry,
                                                        format_checker=jsonschema.FormatChecker())
                  for name, schema in schemas.items()}
    yield from broken(validators["catalogue.schema.json"], "data/catalogue.json", site.catalogue)
    yield from files(site, validators["document.schema.json"])
    yield from lines(site, validators["document.schema.json"])
    yield from sheets(site)


def broken(validator, path, value):
    for error in list(validator.iter_errors(value))[:5]:
        yield f"{path}: {error.json_path}: {error.message[:200]}"


def files(site, validator):
    """The file beside each page says what the catalogue says, and more."""
    for document in site.open_documents:
        path = document["id"] + ".json"
        if not site.has(path):
            yield f"{path}: is missing"
            continue
        value = site.json(path)
        yield from broken(validator, path, value)
        if {key: value.get(key) for key in document} != document:
            yield f"{path}: is not what the catalogue says"
        for file in value.get("formats", []) + value.get("attachments", []):
            local = site.path_of(file["url"]) if site.base_url else file["url"]
            if not local or not site.has(local):
                yield f"{path}: {file['url']} is no file of the site"


def lines(site, validator):
    """Every text once, in the file of its year."""
    seen = []
    for path in site.matching("data/text/", ".jsonl"):
        for number, line in enumerate(site.text(path).split("\n")[:-1], 1):
            value = json.loads(line)
            yield from broken(validator, f"{path}:{number}", value)
            if not isinstance(value.get("text"), str):
                yield f"{path}:{number}: has no text"
            if value["id"].split("/")[0] not in path:
                yield f"{path}:{number}: {value['id']} is of another year"
            seen.append(value["id"])
    if sorted(seen) != sorted(document["id"] for document in site.open_documents):
        yield "data/text: does not hold every open document once"


def sheets(site):
    rows = yield from sheet(site, "data/catalogue.csv")
    for row, document in zip(rows, site.documents):
        expected = {
            "id": document["id"], "title": document["title"], "date": document.get("date", ""),
            "number": "; ".join(number["printed"] for number in document.get("numbers", [])),
            "department": "; ".join(document.get("departments", [])),
            "withdrawn": "true" if "withdrawn" in document else "", "url": document["url"],
        }
        yield from (f"data/catalogue.csv: {document['id']}: {key} is {row.get(key)!r}, not {value!r}"
                    for key, value in expected.items() if unguarded(row.get(key)) != value)
    rows = yield from sheet(site, "data/disclosure.csv")
    if rows and list(rows[0]) != DISCLOSURE:
        yield f"data/disclosure.csv: has the columns {list(rows[0])}"
    for row, document in zip(rows, site.documents):
        if unguarded(row["索引号"]) != document.get("index_number", "") or unguarded(row["标题"]) != document["title"]:
            yield f"data/disclosure.csv: {document['id']} is {row}"


def unguarded(cell):
    return cell[1:] if cell and cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def sheet(site, path):
    """The rows of a CSV file, with what is wrong in how it is written."""
    data = site.bytes(path)
    if not data.startswith(b"\xef\xbb\xbf"):
        yield f"{path}: has no byte order mark, so Excel reads it in the encoding of the system"
    text = data.decode("utf-8-sig")
    outside = "".join(text.split('"')[::2])
    if "\n" in outside.replace("\r\n", "") or "\r" in outside.replace("\r\n", ""):
        yield f"{path}: a line does not end as RFC 4180 wants it"
    if not text.endswith("\r\n"):
        yield f"{path}: the last line has no end"
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    head, rows = rows[0], rows[1:]
    for number, row in enumerate(rows, 2):
        if len(row) != len(head):
            yield f"{path}: row {number} has {len(row)} cells, not {len(head)}"
        yield from (f"{path}: row {number}: a spreadsheet runs {cell!r}" for cell in row if cell.startswith(FORMULA))
    if len(rows) != len(site.documents):
        yield f"{path}: has {len(rows)} rows for {len(site.documents)} documents"
    return [dict(zip(head, row)) for row in rows]
