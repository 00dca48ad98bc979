//! The copy for a host: the site, and beside each file that shrinks the same file compressed, for hosts
//! that send such files as they are (`brotli_static`, `gzip_static`).
//!
//! Made like the site itself: staged, shown when it is whole, and only what changed is written, so that
//! what uploads by times and sizes has little to do.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, GzBuilder};
use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use crate::build::Sink;
use crate::source::{Folder, stamp};
use crate::write::{MachineError, Output, Written, at};

/// Files below this size travel in one packet anyway.
const SMALL: usize = 1 << 10;
/// Brotli's quality, from 0 to 11. 9 is a third of the way from 5 to 11 in size and takes a tenth of the
/// time of 11; figures in benches/README.md.
const BROTLI_QUALITY: i32 = 9;
/// The binary logarithm of Brotli's window: the largest that every browser takes.
const BROTLI_WINDOW: i32 = 22;
/// gzip's level, from 1 to 9.
const GZIP_LEVEL: u32 = 9;

/// A way of compressing.
type Compress = fn(&[u8]) -> io::Result<Vec<u8>>;

/// Makes the copy for a host in a folder, from a site and the paths of its files.
///
/// # Errors
/// When the folder is not ours, or the disk fails. The copy is then as it was.
pub fn web(site: &Path, files: &[String], compress: bool, out: &Path) -> Result<Written, MachineError> {
    let output = Output::open(out, Folder::new(site))?;
    let one = |path: &String| -> Result<(), MachineError> {
        let place = site.join(path);
        let metadata = fs::metadata(&place).map_err(at(&place, "read"))?;
        output.copy(path, path, stamp(&metadata)).map_err(at(&place, "copy"))?;
        if compress && shrinks(path) {
            let bytes = fs::read(&place).map_err(at(&place, "read"))?;
            put_compressed(&output, path, &bytes).map_err(at(&place, "compress"))?;
        }
        Ok(())
    };
    match files.par_iter().try_for_each(one) {
        Ok(()) => output.commit(&[]),
        Err(error) => {
            output.abandon()?;
            Err(error)
        }
    }
}

fn put_compressed(output: &Output, path: &str, bytes: &[u8]) -> io::Result<()> {
    if bytes.len() < SMALL {
        return Ok(());
    }
    let forms: [(&str, Compress, u64); 2] =
        [("br", brotli, (BROTLI_WINDOW * 16 + BROTLI_QUALITY) as u64), ("gz", gzip, u64::from(GZIP_LEVEL))];
    for (ending, compress, settings) in forms {
        let path = format!("{path}.{ending}");
        let fingerprint = u128::from(xxh3_64(bytes)) << 64 | u128::from(settings);
        if output.is_current(&path, fingerprint)? {
            continue;
        }
        let compressed = compress(bytes)?;
        if compressed.len() < bytes.len() {
            output.put(&path, fingerprint, &compressed)?;
        }
    }
    Ok(())
}

/// Whether a file is text, which compressing makes smaller. Pictures and books are compressed already.
fn shrinks(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let text = ["html", "css", "js", "json", "jsonl", "md", "xml", "csv", "txt", "svg", "webmanifest"];
    text.contains(&ending)
}

/// The bytes in Brotli's format (RFC 7932).
pub fn brotli(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let params = BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        lgwin: BROTLI_WINDOW,
        size_hint: bytes.len(),
        ..BrotliEncoderParams::default()
    };
    let mut out = Vec::with_capacity(bytes.len() / 4);
    brotli::BrotliCompress(&mut &*bytes, &mut out, &params)?;
    Ok(out)
}

/// The bytes in gzip's format (RFC 1952), with no time and no name.
pub fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let out = Vec::with_capacity(bytes.len() / 4);
    // 255: of no system in particular.
    let mut encoder = GzBuilder::new().operating_system(255).write(out, Compression::new(GZIP_LEVEL));
    encoder.write_all(bytes)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn what_is_compressed_is_read_back_and_the_same_each_time() {
        let text = "各学校应当按照校车办法执行。".repeat(500);
        let packed = brotli(text.as_bytes()).unwrap();
        let mut read = String::new();
        brotli::Decompressor::new(&*packed, 4096).read_to_string(&mut read).unwrap();
        assert!(read == text && packed == brotli(text.as_bytes()).unwrap());
        let packed = gzip(text.as_bytes()).unwrap();
        let mut read = String::new();
        flate2::read::GzDecoder::new(&*packed).read_to_string(&mut read).unwrap();
        assert!(read == text && packed == gzip(text.as_bytes()).unwrap());
        assert_eq!(&packed[4..8], [0; 4], "no time");
    }
}
