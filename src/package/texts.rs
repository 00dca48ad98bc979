//! What packages say to people, in the archive's language.

/// The archive's name and the words of its language.
pub struct Texts<'w> {
    /// The archive's name.
    pub title: &'w str,
    /// BCP 47 tag of its language.
    pub language: &'w str,
    /// A phrase by its key, with its blanks filled.
    pub word: &'w Word<'w>,
}

/// Gives a phrase by its key, with its blanks filled.
pub type Word<'w> = dyn Fn(&str, &[(&str, &str)]) -> String + 'w;

/// A page of a package, with `{{name}}` where something goes.
#[derive(Clone, Copy, Debug)]
pub struct Page(pub &'static str);

impl Texts<'_> {
    /// A phrase, by its key without `package_`.
    #[must_use]
    pub fn phrase(&self, key: &str, values: &[(&str, &str)]) -> String {
        (self.word)(&format!("package_{key}"), values)
    }

    /// A phrase as HTML, where the values are HTML already.
    #[must_use]
    pub fn html(&self, key: &str, values: &[(&str, &str)]) -> String {
        // Characters of private use hold the places while the words are escaped.
        let places: Vec<String> =
            (0xe000..).filter_map(char::from_u32).map(String::from).take(values.len()).collect();
        let blanks: Vec<(&str, &str)> =
            values.iter().zip(&places).map(|((name, _), place)| (*name, place.as_str())).collect();
        let mut html = escaped(&self.phrase(key, &blanks));
        for ((_, value), place) in values.iter().zip(&places) {
            html = html.replace(place, value);
        }
        html
    }

    /// A phrase that there may be none of.
    #[must_use]
    pub fn known(&self, key: &str) -> Option<String> {
        let phrase = self.phrase(key, &[]);
        (!phrase.ends_with(key)).then_some(phrase)
    }

    /// A page with its blanks filled: `{{title}}`, `{{language}}`, those of `values`, whose values are
    /// HTML already, and the phrases by their keys.
    #[must_use]
    pub fn page(&self, page: Page, values: &[(&str, &str)]) -> String {
        let mut out = String::with_capacity(page.0.len() * 2);
        let mut rest = page.0;
        while let Some((before, blank)) = rest.split_once("{{") {
            let (name, after) = blank.split_once("}}").unwrap_or((blank, ""));
            out.push_str(before);
            match (name, values.iter().find(|(key, _)| *key == name)) {
                (_, Some((_, html))) => out.push_str(html),
                ("title", None) => out.push_str(&escaped(self.title)),
                ("language", None) => out.push_str(&escaped(self.language)),
                (key, None) => out.push_str(&escaped(&self.phrase(key, &[]))),
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }

    /// A plain text as old editors of Windows show it: UTF-8 with its mark, lines ended by CR LF.
    #[must_use]
    pub fn plain(&self, text: &str) -> Vec<u8> {
        format!("\u{feff}{}\r\n", text.trim_end().replace("\r\n", "\n").replace('\n', "\r\n")).into_bytes()
    }
}

/// Text within HTML, also within an attribute.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}
