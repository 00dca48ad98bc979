//! The site as others name it: whole addresses, ids that stay, moments of days.

use crate::config::{Config, LegalValue};
use crate::gazette::GazetteDate;
use crate::pages::SitePath;

/// What everything that is made besides the pages may say of the site.
#[derive(Clone, Debug)]
pub struct Site<'a> {
    /// The gazette's name.
    pub title: &'a str,
    /// BCP 47 tag of the language of the text.
    pub language: &'a str,
    /// Who publishes the gazette.
    pub publisher: Option<&'a str>,
    /// One or two sentences about it.
    pub description: Option<&'a str>,
    /// The address of the published site, with a slash at its end.
    pub base_url: Option<&'a str>,
    /// What the published text is worth in law.
    pub legal_value: LegalValue,
    /// 政府网站标识码.
    pub site_id: Option<&'a str>,
    /// Whose law it is: an ISO 3166 code in small letters.
    pub jurisdiction: String,
    /// The domain and year that ids begin with.
    authority: String,
    has_authority: bool,
}

impl<'a> Site<'a> {
    /// The site that book.toml describes.
    #[must_use]
    pub fn new(config: &'a Config) -> Self {
        let book = &config.book;
        let host = book.base_url.as_deref().and_then(host).unwrap_or("gazette.invalid");
        let authority = config.export.authority.clone();
        let has_authority = authority.is_some() || book.base_url.is_some();
        let jurisdiction = config.export.jurisdiction.clone();
        Self {
            title: &book.title,
            language: &book.language,
            publisher: book.publisher.as_deref(),
            description: book.description.as_deref(),
            base_url: book.base_url.as_deref(),
            legal_value: book.legal_value,
            site_id: book.site_id.as_deref(),
            // RFC 4151 wants a day on which the domain was the publisher's. The first that there can be
            // for an archive of this program.
            authority: authority.unwrap_or_else(|| format!("{host},2026")),
            has_authority,
            jurisdiction: jurisdiction.unwrap_or_else(|| country_of(&book.language)),
        }
    }

    /// The address of a file of the site: whole when the site has one, else from its root.
    #[must_use]
    pub fn address(&self, path: &SitePath) -> String {
        format!("{}{path}", self.base_url.unwrap_or_default())
    }

    /// An id that stays when the site moves (RFC 4151).
    #[must_use]
    pub fn tag(&self, name: &str) -> String {
        format!("tag:{}:{name}", self.authority)
    }

    /// Whether [`Self::tag`] names a domain that is somebody's.
    #[must_use]
    pub fn has_authority(&self) -> bool {
        self.has_authority
    }

    /// The host, without a port.
    #[must_use]
    pub fn host(&self) -> Option<&'a str> {
        self.base_url.and_then(host)
    }

    /// Whether the rules for Chinese government sites are meant for it.
    #[must_use]
    pub fn is_mainland(&self) -> bool {
        matches!(self.language, "zh" | "zh-Hans" | "zh-CN" | "zh-Hans-CN") || self.site_id.is_some()
    }

    /// The first moment of a day, as feeds write it. A day begins where it is read, and a Chinese
    /// gazette is read in China; for others nothing is known, so it is that of UTC.
    #[must_use]
    pub fn moment(&self, day: GazetteDate) -> String {
        let offset = if self.language.starts_with("zh") { "+08:00" } else { "Z" };
        format!("{day}T00:00:00{offset}")
    }
}

fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split('/').next().unwrap_or(rest);
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    Some(host.split(':').next().unwrap_or(host))
}

/// The country that a language's tag speaks of, in small letters; `zz` (ISO 3166: none) when it does
/// not.
fn country_of(language: &str) -> String {
    let region = language.split('-').skip(1).find(|part| part.len() == 2);
    match (region, language) {
        (Some(region), _) => region.to_lowercase(),
        (None, tag) if tag.starts_with("zh-Hant") => "tw".into(),
        (None, tag) if tag.starts_with("zh") => "cn".into(),
        _ => "zz".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;

    fn with_site<T>(book: &str, look: impl Fn(&Site<'_>) -> T) -> T {
        let (config, _) = config::read(&format!("[book]\ntitle = \"甲\"\n{book}"), &[]);
        look(&Site::new(&config))
    }

    #[test]
    fn ids_begin_with_the_domain_or_what_the_settings_say() {
        let at_home = "base_url = \"https://gazette.example:8080/g/\"\n";
        assert_eq!(with_site(at_home, |site| site.tag("2018/10/01")), "tag:gazette.example,2026:2018/10/01");
        let moved = format!("{at_home}[export]\nauthority = \"old.example,2019-05\"\n");
        assert_eq!(with_site(&moved, |site| site.tag("x")), "tag:old.example,2019-05:x");
    }

    #[test]
    fn a_country_is_read_off_the_language_or_none() {
        for (language, country) in [("zh-Hans", "cn"), ("zh-Hant", "tw"), ("en-GB", "gb"), ("de", "zz")] {
            assert_eq!(country_of(language), country);
        }
    }
}
