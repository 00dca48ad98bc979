//! `package usb`.

use std::io;
use std::path::Path;
use std::time::Instant;

use super::super::Ending;
use super::super::arguments::UsbArguments;
use super::super::report::{Speaker, size};
use crate::diagnostics::text;
use crate::package::{Fit, Packed, Usb, usb as pack};

/// Makes a stick.
pub fn usb(root: &Path, arguments: &UsbArguments, quiet: bool) -> anyhow::Result<Ending> {
    let start = Instant::now();
    let Some(built) = super::build(root, &arguments.settings)? else { return Ok(Ending::ContentErrors) };
    let sources = if arguments.sources { built.sources()? } else { Vec::new() };
    let site = built.site.clone();
    let (packed, fit) = built.with_texts(|texts| pack(Usb { site, sources, texts }, &arguments.out))?;
    let speaker = built.speaker();
    if !quiet {
        print(packed, &fit, &arguments.out, start, speaker)?;
    }
    for only_exfat in &fit.only_exfat {
        eprintln!("{}", speaker.say(&text!("warning: {}; format the stick as exFAT", only_exfat)));
    }
    Ok(Ending::Good)
}

/// Tells what was made, and how it fits on sticks.
fn print(packed: Packed, fit: &Fit, out: &Path, start: Instant, speaker: Speaker) -> io::Result<()> {
    super::print_packed(packed, out, start, speaker)?;
    for (cluster, occupied) in &fit.occupied {
        let kilobytes = cluster >> 10;
        let on = match kilobytes {
            4 => text!("FAT32 to 8 GB"),
            8 => text!("FAT32 to 16 GB"),
            32 => text!("FAT32 over 16 GB, exFAT to 32 GB"),
            _ => text!("exFAT over 32 GB"),
        };
        let line = text!("  takes {} in clusters of {} KB ({})", size(*occupied), kilobytes, on);
        speaker.last_line(&line)?;
    }
    speaker.last_line(&text!("  longest path: {} characters of the 256 that Windows opens", fit.longest_path))
}
