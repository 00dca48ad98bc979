//! `keygen` and `sign`. Keys lie where the user says, and never in an archive.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::Ending;
use super::arguments::{KeygenArguments, SignArguments};
use super::report::Speaker;
use crate::config::FILE_NAME;
use crate::diagnostics::text;
use crate::package::{self, Contents, SecretKey};
use crate::write::MachineError;

/// Makes a pair of keys.
pub fn keygen(arguments: &KeygenArguments, quiet: bool) -> anyhow::Result<Ending> {
    let named = |ending: &str| {
        let mut name = arguments.name.clone().into_os_string();
        name.push(ending);
        PathBuf::from(name)
    };
    let (public, secret) = (named(".pub"), named(".key"));
    if let Some(folder) = repository_of(&secret)? {
        anyhow::bail!(
            "{} lies in {}, which is published or shared; keep the secret key elsewhere, such as on a stick of its own",
            secret.display(),
            folder.display()
        );
    }
    for place in [&public, &secret] {
        anyhow::ensure!(!place.exists(), "{} is there already, so nothing was made", place.display());
    }
    let password = match (arguments.no_password, &arguments.password_file) {
        (true, _) => None,
        (false, Some(file)) => Some(password_in(file)?),
        (false, None) => Some(new_password()?),
    };
    let keys = package::make_keys(password)?;
    write_new(&secret, &keys.secret, true)?;
    write_new(&public, &keys.public, false)?;
    if !quiet {
        println!("{}: keep it secret, and keep a copy of it in a safe place", secret.display());
        println!("{}: make it known wherever the archive is known", public.display());
    }
    Ok(Ending::Good)
}

/// Signs a package that is whole.
pub fn sign(arguments: &SignArguments, quiet: bool) -> anyhow::Result<Ending> {
    let contents = Contents::open(&arguments.path)?;
    let speaker = Speaker::of_package(&contents);
    let report = package::verify(&contents, &|_| ())?;
    let place = arguments.path.display().to_string();
    if !report.findings.is_empty() {
        speaker.print_wrong(&report.findings)?;
        speaker.last_line(&text!("{} is not what its manifest says, so it was not signed", place))?;
        return Ok(Ending::NotProven);
    }
    let key = secret_key(&arguments.key, arguments.password_file.as_deref())?;
    package::sign(&arguments.path, &key, arguments.comment.as_deref())?;
    if !quiet {
        speaker.last_line(&text!("{}: signed", place))?;
    }
    Ok(Ending::Good)
}

/// Opens the secret key in a file, and asks for its password where it has one.
pub fn secret_key(file: &Path, password_file: Option<&Path>) -> anyhow::Result<SecretKey> {
    let text = fs::read_to_string(file)
        .map_err(|error| anyhow::anyhow!("cannot read {}: {error}", file.display()))?;
    let ask = || match password_file {
        Some(file) => password_in(file),
        None => rpassword_prompt("Password of the key: "),
    };
    Ok(package::open_secret_key(&text, &ask)?)
}

/// The first line of a file, or of what is typed for `-`.
fn password_in(file: &Path) -> Result<String, MachineError> {
    let mut text = String::new();
    let read = if file == Path::new("-") {
        io::stdin().read_to_string(&mut text).map(|_| ())
    } else {
        fs::read_to_string(file).map(|read| text = read)
    };
    read.map_err(|error| {
        MachineError::new(format!("cannot read the password from {}: {error}", file.display()))
    })?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

fn new_password() -> Result<String, MachineError> {
    let password = rpassword_prompt("Password for the new key: ")?;
    if password != rpassword_prompt("The same again: ")? {
        return Err(MachineError::new("the two are not the same, so no key was made"));
    }
    Ok(password)
}

fn rpassword_prompt(prompt: &str) -> Result<String, MachineError> {
    rpassword::prompt_password(prompt).map_err(|error| {
        MachineError::new(format!("cannot ask for the password: {error}; name a file with --password-file"))
    })
}

/// The archive or the version-controlled folder that a place lies in.
fn repository_of(place: &Path) -> io::Result<Option<PathBuf>> {
    let whole = std::env::current_dir()?.join(place);
    let holds = |folder: &&Path| folder.join(FILE_NAME).is_file() || folder.join(".git").exists();
    Ok(whole.ancestors().skip(1).find(holds).map(Path::to_owned))
}

/// Writes a file that is not there yet; a secret one for its owner alone.
fn write_new(place: &Path, text: &str, secret: bool) -> anyhow::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if secret {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    #[cfg(not(unix))]
    let _ = secret;
    let written = options.open(place).and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| anyhow::anyhow!("cannot write {}: {error}", place.display()))
}
