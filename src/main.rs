//! The command `gongbao`.

use std::process::ExitCode;

/// Pages are made of many small strings on many threads; this allocator takes a fifth off a build.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    gongbao::cli::run()
}
