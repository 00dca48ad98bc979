//! What machines read in the head of a page: Highwire and Dublin Core for reference managers, the
//! names of 国办发〔2017〕47号 for Chinese government sites, schema.org and ELI as JSON-LD, and the ways
//! to the same document in other forms.
//!
//! It is written here and not in a template: it is on every document's page, is the same in every
//! theme, and takes a fraction of the time.

use std::fmt::Write;

use super::json_ld;
use super::record::Record;
use super::xml::push_escaped;
use super::{Exporter, Known};
use crate::archive::DocumentIndex;
use crate::config::Artefact;
use crate::pages::{Page, PlannedPage};

impl Exporter<'_> {
    /// What stands in the head of a page for machines; empty for a draft. `known` tells of a document
    /// what is known of it, `title` the page's title in the reader's language.
    #[must_use]
    pub fn head<'k>(
        &self,
        planned: &PlannedPage,
        known: impl FnOnce(DocumentIndex) -> &'k Known<'k>,
        title: impl FnOnce() -> String,
    ) -> String {
        let mut head = Head(String::new());
        self.ways_to_find(planned, &mut head);
        if !self.plan.makes(Artefact::Metadata) {
            return head.0;
        }
        match planned.page {
            Page::Document(index) if self.plan.archive().document(index).record.draft => {
                return String::new();
            }
            Page::Document(index) => {
                head.0.reserve(4096);
                let known = known(index);
                self.site_names(&mut head);
                self.article_names(&known.record, &mut head);
                self.references(&known.record, &mut head);
                dublin_core(known, &mut head);
                self.other_forms(index, &mut head);
                json_ld::push_document(self, known, &mut head.0);
            }
            Page::NotFound | Page::Redirect(_) => {}
            page => {
                self.site_names(&mut head);
                if is_column(page) {
                    self.column_names(&title(), &mut head);
                }
            }
        }
        head.0
    }

    /// The manifest and the description for looking up, seen from the page.
    fn ways_to_find(&self, planned: &PlannedPage, head: &mut Head) {
        if planned.page != Page::Home {
            return;
        }
        if self.plan.makes(Artefact::Manifest) {
            head.0.push_str("<link rel=\"manifest\" href=\"manifest.webmanifest\">");
        }
        if self.plan.makes(Artefact::OpenSearch) {
            head.0.push_str(
                "<link rel=\"search\" type=\"application/opensearchdescription+xml\" href=\"opensearch.xml\" title=\"",
            );
            push_escaped(&mut head.0, self.site.title);
            head.0.push_str("\">");
        }
    }

    /// What 47号 wants of every page.
    fn site_names(&self, head: &mut Head) {
        if self.site.is_mainland() {
            head.name("SiteName", self.site.title);
            head.some("SiteDomain", self.site.host());
            head.some("SiteIDCode", self.site.site_id);
        }
    }

    /// What 47号 wants of the page of a column: one that lists articles.
    fn column_names(&self, column: &str, head: &mut Head) {
        if !self.site.is_mainland() {
            return;
        }
        let gazette = self.site.title;
        head.name("ColumnName", column);
        head.name("ColumnDescription", &format!("{gazette} · {column}"));
        head.name("ColumnKeywords", &format!("{gazette},{column}"));
        head.name("ColumnType", COLUMN_TYPE);
    }

    /// What 47号 wants of the page of an article.
    fn article_names(&self, record: &Record<'_>, head: &mut Head) {
        if !self.site.is_mainland() {
            return;
        }
        head.name("ColumnName", &self.issue_name(record));
        head.name("ColumnType", COLUMN_TYPE);
        head.name("ArticleTitle", record.title);
        if let Some(day) = record.published {
            head.name("PubDate", &format!("{day} 00:00"));
        }
        head.name("ContentSource", &self.source_of(record));
        if !record.topics.is_empty() {
            head.name("Keywords", &record.topics.join(","));
        }
        head.some("Author", self.site.publisher);
        if self.site.base_url.is_some() {
            head.name("Url", &record.url);
        }
    }

    /// Who a document comes from: who issued it, else who publishes the gazette.
    fn source_of(&self, record: &Record<'_>) -> String {
        match record.departments.as_slice() {
            [] => self.site.publisher.unwrap_or(self.site.title).to_owned(),
            departments => departments.join(" "),
        }
    }

    fn issue_name(&self, record: &Record<'_>) -> String {
        let issue = &record.issue;
        format!("{}{}年第{}期", self.site.title, issue.year, issue.number)
    }

    /// What reference managers read. Zotero takes the last of the journal and the institution for the
    /// kind of the item: a document with a number is a report of who issued it, one without is an
    /// article of the gazette.
    fn references(&self, record: &Record<'_>, head: &mut Head) {
        head.name("citation_title", record.title);
        for department in &record.departments {
            head.name("citation_author", department);
        }
        let date = record.date.or(record.published);
        if let Some(date) = date {
            head.name("citation_date", &date.to_string());
        }
        if let Some(date) = record.published {
            head.name("citation_publication_date", &date.to_string());
        }
        head.name("citation_journal_title", self.site.title);
        head.name("citation_volume", &record.issue.year.to_string());
        head.name("citation_issue", record.issue.number);
        if let Some(pages) = record.pages {
            head.name("citation_firstpage", &pages.first.to_string());
            head.name("citation_lastpage", &pages.last.to_string());
        }
        if let (Some(number), Some(department)) = (record.numbers.first(), record.departments.first()) {
            head.name("citation_technical_report_number", number.printed);
            head.name("citation_technical_report_institution", department);
        }
        head.some("citation_publisher", self.site.publisher);
        head.name("citation_language", record.language);
        if !record.topics.is_empty() {
            head.name("citation_keywords", &record.topics.join(";"));
        }
        if self.site.base_url.is_some() {
            head.name("citation_public_url", &record.url);
        }
    }

    /// The same document in other forms.
    fn other_forms(&self, index: DocumentIndex, head: &mut Head) {
        let page = self.plan.document_path(index);
        for format in self.plan.document_formats(index) {
            let address = crate::pages::relative(page, &self.plan.document_file(index, format), None);
            let _ = write!(head.0, "<link rel=\"alternate\" type=\"{}\" href=\"", format.media_type());
            push_escaped(&mut head.0, &address);
            head.0.push_str("\">");
        }
    }
}

/// The type that 47号 has for the column of a gazette.
const COLUMN_TYPE: &str = "政府公报";

/// Whether a page lists documents.
fn is_column(page: Page) -> bool {
    matches!(
        page,
        Page::Years
            | Page::Year(_)
            | Page::Issue(_)
            | Page::Collection(..)
            | Page::Term(..)
            | Page::TermYear(..)
            | Page::Expiring(_)
            | Page::Charges(..)
            | Page::Named(..)
    )
}

/// DCMI Metadata Terms, as DCMI writes them into HTML.
fn dublin_core(known: &Known<'_>, head: &mut Head) {
    let record = &known.record;
    head.0.push_str("<link rel=\"schema.dcterms\" href=\"http://purl.org/dc/terms/\">");
    head.name("dcterms.title", record.title);
    head.name("dcterms.language", record.language);
    for number in &record.numbers {
        head.name("dcterms.identifier", number.printed);
    }
    head.some("dcterms.identifier", record.index_number);
    for department in &record.departments {
        head.name("dcterms.creator", department);
    }
    if let Some(date) = record.date {
        head.name("dcterms.created", &date.to_string());
    }
    if let Some(date) = record.published {
        head.name("dcterms.issued", &date.to_string());
    }
    if let Some(period) = period(record) {
        head.name("dcterms.valid", &period);
    }
    head.some("dcterms.type", record.kind);
    for topic in &record.topics {
        head.name("dcterms.subject", topic);
    }
    for cited in &known.details.cites {
        head.some("dcterms.references", cited.number.as_deref().or(cited.title));
    }
}

/// From when to when a document applies, after the DCMI encoding of periods
/// (<https://www.dublincore.org/specifications/dublin-core/dcmi-period/>).
fn period(record: &Record<'_>) -> Option<String> {
    let start = record.effective.map(|day| format!("start={day}; "));
    let end = record.expires.map(|day| format!("end={day}; "));
    (start.is_some() || end.is_some())
        .then(|| format!("{}{}scheme=W3C-DTF", start.unwrap_or_default(), end.unwrap_or_default()))
}

/// The HTML of a head as it grows.
struct Head(String);

impl Head {
    fn name(&mut self, name: &str, content: &str) {
        self.0.push_str("<meta name=\"");
        self.0.push_str(name);
        self.0.push_str("\" content=\"");
        push_escaped(&mut self.0, content);
        self.0.push_str("\">");
    }

    fn some(&mut self, name: &str, content: Option<&str>) {
        if let Some(content) = content {
            self.name(name, content);
        }
    }
}
