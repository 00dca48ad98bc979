//! What machines read in the head of a page: Highwire and Dublin Core for reference managers, the
//! names of 国办发〔2017〕47号 for Chinese government sites, schema.org and ELI as JSON-LD, and the ways
//! to the same document in other forms.
//!
//! It is written here and not in a template: it is on every document's page, is the same in every
//! theme, and takes a fraction of the time.

use std::fmt::Write;

use super::Exporter;
use super::json_ld;
use super::record::Record;
use super::xml::push_escaped;
use crate::archive::DocumentIndex;
use crate::config::Artefact;
use crate::pages::{Page, PlannedPage, SitePath};

impl Exporter<'_> {
    /// What stands in the head of a page for machines; empty for a draft.
    #[must_use]
    pub fn head(&self, planned: &PlannedPage) -> String {
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
                let record = self.record(index);
                self.site_names(&mut head);
                self.article_names(&record, &mut head);
                self.references(&record, &mut head);
                Self::dublin_core(&record, &mut head);
                self.other_forms(index, &mut head);
                json_ld::push_document(self, index, &record, &mut head.0);
            }
            Page::NotFound | Page::Redirect(_) => {}
            _ => self.site_names(&mut head),
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

    /// What 47号 wants of the page of an article.
    fn article_names(&self, record: &Record<'_>, head: &mut Head) {
        if !self.site.is_mainland() {
            return;
        }
        head.name("ColumnName", &self.issue_name(record));
        head.name("ColumnType", "政府公报");
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

    /// DCMI Metadata Terms, as DCMI writes them into HTML.
    fn dublin_core(record: &Record<'_>, head: &mut Head) {
        head.0.push_str("<link rel=\"schema.dcterms\" href=\"http://purl.org/dc/terms/\">");
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
        let valid = match (record.effective, record.expires) {
            (None, None) => None,
            (from, to) => Some((from, to)),
        };
        if let Some((from, to)) = valid {
            let day = |day: Option<_>| day.map_or_else(String::new, |day| format!("{day}"));
            // A period after the DCMI encoding: https://www.dublincore.org/specifications/dublin-core/dcmi-period/
            let start = from.map_or_else(String::new, |_| format!("start={}; ", day(from)));
            let end = to.map_or_else(String::new, |_| format!("end={}; ", day(to)));
            head.name("dcterms.valid", &format!("{start}{end}scheme=W3C-DTF"));
        }
        head.some("dcterms.type", record.kind);
        for topic in &record.topics {
            head.name("dcterms.subject", topic);
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

    /// The address of the root, as metadata names the archive as a whole.
    pub(super) fn home_address(&self) -> String {
        self.site.address(&SitePath::new("index.html"))
    }
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
