//! A file that a theme gives to the site, such as a style sheet.

use std::sync::OnceLock;

use xxhash_rust::xxh3::Xxh3;

use super::minify;
use crate::config::Minify;

/// A file of a theme that is copied into the site. It is minified when its bytes are first asked for, and that
/// takes longer than all else of loading a theme: a run that finds it in its place never asks.
#[derive(Debug)]
pub struct Asset {
    /// Its path in the site.
    pub path: String,
    written: Vec<u8>,
    minify: Minify,
    bytes: OnceLock<Vec<u8>>,
}

impl Asset {
    /// A file as it is written in the theme.
    #[must_use]
    pub fn new(path: String, written: Vec<u8>, minify: Minify) -> Self {
        Self { path, written, minify, bytes: OnceLock::new() }
    }

    /// The hash of all that its bytes are made of.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        let mut hasher = Xxh3::new();
        hasher.update(env!("GONGBAO_SOURCE_HASH").as_bytes());
        hasher.update(&[self.minify as u8, u8::from(cfg!(feature = "minify"))]);
        hasher.update(&self.written);
        hasher.digest()
    }

    /// Its bytes in the site.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.bytes.get_or_init(|| self.small().unwrap_or_else(|| self.written.clone()))
    }

    fn small(&self) -> Option<Vec<u8>> {
        let text = std::str::from_utf8(&self.written).ok().filter(|_| self.minify != Minify::No)?;
        match self.path.rsplit('.').next() {
            Some("css") => Some(minify::style(text).into_bytes()),
            Some("js") => Some(minify::script(text).into_bytes()),
            _ => None,
        }
    }
}
