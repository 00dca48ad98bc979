//! Signatures over manifests: Ed25519 in the format of minisign, so that `minisign -Vm manifest.txt`
//! checks them as well.
//!
//! Keys are made for the user and kept by the user; nothing here knows where.

use std::fs;
use std::io::Cursor;
use std::path::Path;

use ct_codecs::{Base64, Decoder};
use minisign::{KeyPair, PublicKeyBox, SecretKeyBox, SignatureBox};
use zip::ZipWriter;

use super::contents::Contents;
use super::manifest::{MANIFEST, Manifest, SIGNATURE};
use super::target::is_zip;
use super::zipped;
use crate::write::{MachineError, at, replace_file};

/// A pair of keys, as the texts of their files.
pub struct Keys {
    /// What whoever checks has to have.
    pub public: String,
    /// What only the signer may have.
    pub secret: String,
}

/// Makes a pair of keys. The secret one is encrypted with the password, after minisign's manner; without
/// a password it is as good as whoever can read its file.
///
/// # Errors
/// When the system gives no randomness or memory.
pub fn make_keys(password: Option<String>) -> Result<Keys, MachineError> {
    let pair = match password {
        Some(password) => KeyPair::generate_encrypted_keypair(Some(password)),
        None => KeyPair::generate_unencrypted_keypair(),
    };
    let text = |pair: KeyPair| -> minisign::Result<Keys> {
        let public = pair.pk.to_box()?.into_string();
        Ok(Keys { public, secret: pair.sk.to_box(Some("gongbao secret key"))?.into_string() })
    };
    pair.and_then(text).map_err(|error| MachineError::new(format!("cannot make keys: {error}")))
}

/// A secret key that is ready to sign.
pub struct SecretKey(minisign::SecretKey);

/// Opens a secret key. `ask` gives the password of one that is encrypted.
///
/// # Errors
/// When the text is no secret key, or the password is not its own.
pub fn open_secret_key(
    text: &str,
    ask: &dyn Fn() -> Result<String, MachineError>,
) -> Result<SecretKey, MachineError> {
    let no_key = |error| MachineError::new(format!("this is no secret key of minisign's kind: {error}"));
    let boxed = SecretKeyBox::from_string(text).map_err(no_key)?;
    let bytes = text.lines().nth(1).and_then(|line| Base64::decode_to_vec(line.trim(), None).ok());
    let bytes = bytes.filter(|bytes| bytes.len() == KEY_BYTES).unwrap_or_default();
    let opened = match bytes.get(KDF) {
        Some([0, 0]) if bytes[CHECKSUM..].iter().all(|byte| *byte == 0) => {
            // `minisign -G -W` leaves the checksum out, where nothing but a password could be wrong.
            minisign::SecretKey::from_bytes(&bytes)
        }
        Some([0, 0]) => boxed.into_unencrypted_secret_key(),
        _ => boxed.into_secret_key(Some(ask()?)),
    };
    opened.map(SecretKey).map_err(|error| MachineError::new(format!("the key does not open: {error}")))
}

/// minisign's format of secret keys: how long one is, where it says how its password is used (zeros for
/// not at all), and where the checksum begins.
const KEY_BYTES: usize = 158;
const KDF: std::ops::Range<usize> = 2..4;
const CHECKSUM: usize = KEY_BYTES - 32;

/// Signs the manifest of a package, and puts the signature beside it. `comment` is signed with it.
///
/// # Errors
/// When the package has no manifest, or the disk fails. An earlier signature is then as it was.
pub fn sign(place: &Path, key: &SecretKey, comment: Option<&str>) -> Result<(), MachineError> {
    let contents = Contents::open(place)?;
    let manifest = contents.read(MANIFEST)?.filter(|bytes| Manifest::is_meant(bytes)).ok_or_else(|| {
        MachineError::new(format!(
            "{} has no {MANIFEST} of gongbao, so there is nothing to sign",
            place.display()
        ))
    })?;
    let text = sign_text(&manifest, key, comment)?;
    if is_zip(place) {
        sign_zip(place, &contents, &text)
    } else {
        replace_file(&place.join(SIGNATURE), text.as_bytes())
    }
}

/// The signature of a manifest, as the text of its file.
pub fn sign_text(manifest: &[u8], key: &SecretKey, comment: Option<&str>) -> Result<String, MachineError> {
    let comment = comment.unwrap_or("gongbao manifest");
    let signature = minisign::sign(None, &key.0, Cursor::new(manifest), Some(comment), None);
    let signature = signature.map_err(|error| MachineError::new(format!("cannot sign: {error}")))?;
    Ok(signature.into_string())
}

/// Copies a zip file as it is packed, with the signature at its end.
fn sign_zip(place: &Path, contents: &Contents, signature: &str) -> Result<(), MachineError> {
    let mut name = place.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let new = place.with_file_name(name);
    let write = || -> std::io::Result<()> {
        let mut zip = ZipWriter::new(std::io::BufWriter::new(fs::File::create(&new)?));
        contents.copy_packed(&mut zip, SIGNATURE)?;
        zip.start_file(SIGNATURE, zipped::options(SIGNATURE))?;
        std::io::Write::write_all(&mut zip, signature.as_bytes())?;
        zip.finish()?.into_inner()?.sync_all()
    };
    write().map_err(at(&new, "write"))?;
    fs::rename(&new, place).map_err(at(place, "write"))
}

/// What a check of a signature came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signed {
    /// The manifest is signed by the key; with the comment that is signed with it.
    By(String),
    /// There is no signature.
    Not,
    /// The signature is not of this manifest by this key; with the reason.
    Otherwise(String),
}

/// Checks the signature of a package's manifest. `key` is the text of a public key's file, or its second
/// line alone.
///
/// # Errors
/// When `key` is no public key, or the package cannot be read.
pub fn signed(contents: &Contents, key: &str) -> Result<Signed, MachineError> {
    let no_key = |error| MachineError::new(format!("this is no public key of minisign's kind: {error}"));
    let key = match key.trim() {
        line if !line.contains('\n') => minisign::PublicKey::from_base64(line).map_err(no_key)?,
        text => PublicKeyBox::from_string(text).and_then(PublicKeyBox::into_public_key).map_err(no_key)?,
    };
    let (Some(manifest), Some(signature)) = (contents.read(MANIFEST)?, contents.read(SIGNATURE)?) else {
        return Ok(Signed::Not);
    };
    let check = || -> minisign::Result<String> {
        let signature = SignatureBox::from_string(&String::from_utf8_lossy(&signature))?;
        minisign::verify(&key, &signature, Cursor::new(&manifest), true, false, true)?;
        signature.trusted_comment()
    };
    Ok(match check() {
        Ok(comment) => Signed::By(comment),
        Err(error) => Signed::Otherwise(error.to_string()),
    })
}
