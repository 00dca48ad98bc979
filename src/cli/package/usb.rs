//! `package usb`.

use std::path::Path;
use std::time::Instant;

use super::super::Ending;
use super::super::arguments::UsbArguments;
use super::super::report::size;
use crate::package::{Fit, Packed, Usb, usb as pack};

/// Makes a stick.
pub fn usb(root: &Path, arguments: &UsbArguments, quiet: bool) -> anyhow::Result<Ending> {
    let start = Instant::now();
    let Some(built) = super::build(root, &arguments.settings)? else { return Ok(Ending::ContentErrors) };
    let sources = if arguments.sources { built.sources()? } else { Vec::new() };
    let site = built.site.clone();
    let (packed, fit) = built.with_texts(|texts| pack(Usb { site, sources, texts }, &arguments.out))?;
    if !quiet {
        print(packed, &fit, &arguments.out, start);
    }
    for only_exfat in &fit.only_exfat {
        eprintln!("warning: {only_exfat}; format the stick as exFAT");
    }
    Ok(Ending::Good)
}

/// Tells what was made, and how it fits on sticks.
fn print(packed: Packed, fit: &Fit, out: &Path, start: Instant) {
    super::print_packed(packed, out, start);
    let on = |cluster: u64| match cluster >> 10 {
        4 => "FAT32 to 8 GB",
        8 => "FAT32 to 16 GB",
        32 => "FAT32 over 16 GB, exFAT to 32 GB",
        _ => "exFAT over 32 GB",
    };
    for (cluster, occupied) in &fit.occupied {
        println!("  takes {} in clusters of {} KB ({})", size(*occupied), cluster >> 10, on(*cluster));
    }
    println!("  longest path: {} characters of the 256 that Windows opens", fit.longest_path);
}
