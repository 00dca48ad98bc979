#!/usr/bin/env python3
"""What everything besides the pages costs: builds with all of it off, each alone, what is made by default,
and all of it; and, to compare with, the pages with their search index.

    benches/exports.py --synth synth_archive.py --docs 10000 --runs 3 [--gongbao target/release/gongbao]

Turn by turn in one run, so that what else the machine does falls on all alike. Prints the median of
processor time (user and system), of wall time, and the bytes of the site, each against all off.
"""

import argparse
import os
import pathlib
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

KEYS = "metadata catalogue full_text markdown json akoma_ntoso epub feeds sitemap robots opensearch manifest".split()


# The only one that is made when asked for.
DEFAULT = [key for key in KEYS if key != "akoma_ntoso"]


def book(on, search=False):
    switches = "".join(f"{key} = {'true' if key in on else 'false'}\n" for key in KEYS)
    return f"\n[search]\nenabled = {'true' if search else 'false'}\n[export]\n{switches}"


def built(program, archive, settings):
    """Processor seconds, wall seconds, bytes."""
    (archive / "book.toml").write_text(settings, encoding="utf-8")
    for name in ("public", ".public.gongbao"):
        shutil.rmtree(archive / name, ignore_errors=True)
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run([program, "build", "--quiet", "-C", archive], check=True)
    wall, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    files = (pathlib.Path(folder) / name for folder, _, names in os.walk(archive / "public") for name in names)
    size = sum(file.stat().st_size for file in files)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall, size


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--synth", type=pathlib.Path, required=True)
    arguments.add_argument("--docs", type=int, default=10000)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--gongbao", default="target/release/gongbao")
    options = arguments.parse_args()
    program = pathlib.Path(options.gongbao).resolve()
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        archive = pathlib.Path(folder)
        subprocess.run([sys.executable, options.synth, "--docs", str(options.docs), "--out", folder], check=True)
        head = (archive / "book.toml").read_text(encoding="utf-8")
        head = re.sub(r"^\[book\]$", '[book]\nbase_url = "https://gazette.example/"', head, flags=re.M)
        variants = {"off": book([]), "search": book([], search=True), **{key: book([key]) for key in KEYS},
                    "default": book(DEFAULT), "all": book(KEYS)}
        figures = {name: [] for name in variants}
        for _ in range(options.runs):
            for name, settings in variants.items():
                figures[name].append(built(program, archive, head + settings))
    medians = {name: [statistics.median(column) for column in zip(*runs)] for name, runs in figures.items()}
    off = medians["off"]
    for name, (cpu, wall, size) in medians.items():
        print(f"{name:12} {cpu:6.2f} s ({cpu / off[0]:.2f})  {wall:6.2f} s ({wall / off[1]:.2f})  "
              f"{size / 1e6:7.1f} MB ({size / off[2]:.2f})")


if __name__ == "__main__":
    main()
