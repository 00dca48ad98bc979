//! Which addresses lead to a place within the project, and which lead out without harm.

/// Whether an address leads to a place within the project.
#[must_use]
pub fn is_local(address: &str) -> bool {
    !address.starts_with("//") && scheme(address).is_none()
}

/// The scheme of an address, in lower case. Blanks and control characters, which browsers skip, do
/// not hide it.
pub(super) fn scheme(address: &str) -> Option<String> {
    let clean: String = address.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let (scheme, _) = clean.split_once(':')?;
    let valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    valid.then(|| scheme.to_ascii_lowercase())
}

pub(super) fn is_harmless(address: &str) -> bool {
    matches!(scheme(address).as_deref(), Some("http" | "https" | "mailto" | "tel"))
}
