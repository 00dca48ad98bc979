#!/usr/bin/env python3
"""What packages cost: making a stick as a folder and as a zip file, checking both, and what others need to
read and to sum up the same files.

    benches/packages.py --synth synth_archive.py --docs 10000 --runs 3 [--gongbao target/release/gongbao]

The site is built before, outside the clock; making a package looks it over again, which is counted. Turn
by turn in one run, so that what else the machine does falls on all alike. Prints medians of wall time,
processor time (user and system) and the most memory, and bytes a second.
"""

import argparse
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

MEASURE = """
import resource, subprocess, sys, time
began = time.monotonic()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss, code)
"""


def measured(command, folder):
    """Wall seconds, processor seconds, and kilobytes of memory at most."""
    run = subprocess.run([sys.executable, "-c", MEASURE, *map(str, command)], cwd=folder,
                         capture_output=True, text=True, check=True)
    wall, cpu, memory, code = map(float, run.stdout.split())
    if code:
        sys.exit(f"{command}: exit code {code}\n{run.stderr}")
    return wall, cpu, memory


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--synth", type=pathlib.Path, required=True)
    arguments.add_argument("--docs", type=int, default=10000)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--folder", default="/dev/shm", help="where to work: a memory file system, or a disk")
    arguments.add_argument("--gongbao", default="target/release/gongbao")
    options = arguments.parse_args()
    program = pathlib.Path(options.gongbao).resolve()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        root = pathlib.Path(folder)
        subprocess.run([sys.executable, options.synth, "--docs", str(options.docs), "--out", root / "archive"], check=True)
        package = [program, "package", "usb", "--quiet", "-C", "archive", "--out"]
        subprocess.run([program, "build", "--quiet", "-C", root / "archive"], check=True)
        subprocess.run([*package, "stick"], cwd=root, check=True)
        figures = {}
        for _ in range(options.runs):
            for name, prepare, command, at in [
                ("package usb, a folder", "new", [*package, "new"], "."),
                ("package usb, nothing changed", None, [*package, "new"], "."),
                ("package usb, a zip file", "new.zip", [*package, "new.zip"], "."),
                ("verify, a folder", None, [program, "verify", "stick"], "."),
                ("verify, a zip file", None, [program, "verify", "new.zip"], "."),
                ("sha256sum -c", None, ["sha256sum", "--check", "--quiet", "manifest.txt"], "stick"),
                ("reading alone (tar)", None, ["sh", "-c", "tar --create --file - . | cat > /dev/null"], "stick"),
            ]:
                if prepare:
                    shutil.rmtree(root / prepare, ignore_errors=True)
                    (root / prepare).unlink(missing_ok=True)
                figures.setdefault(name, []).append(measured(command, root / at))
        files = [file for file in (root / "stick").rglob("*") if file.is_file()]
        size = sum(file.stat().st_size for file in files)
        print(f"{len(files)} files, {size / 1e6:.0f} MB; as a zip file {(root / 'new.zip').stat().st_size / 1e6:.0f} MB")
        for name, runs in figures.items():
            wall, cpu, memory = (statistics.median(column) for column in zip(*runs))
            print(f"{name:30} {wall:6.2f} s  {cpu:6.2f} s of processor  {memory / 1e3:5.0f} MB of memory  {size / wall / 1e6:6.0f} MB/s")


if __name__ == "__main__":
    main()
