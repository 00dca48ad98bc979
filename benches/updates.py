#!/usr/bin/env python3
"""Times what an update costs: nothing changed, the text of one document, the title of one, turn by turn.

    benches/updates.py --synth PATH/TO/synth_archive.py [--docs 100000] [--runs 5] [--work /dev/shm/updates]

The archive is built once, pages only. The work folder should be on a memory file system. Each run is a
whole process; the last column is how many files of the site it wrote, the list of all files among them.
"""
import re
import statistics
import subprocess
import time

from peers import PAGES_ONLY, arguments, build_command, generate, run

# A file that changed within the resolution of the file system's clock is read again by the next run.
SETTLE = 2.2


def edit(document, pattern):
    """Writes something behind the first match, so that the file says something else each time."""
    text = document.read_text(encoding="utf-8")
    edited = re.sub(pattern, lambda found: found[0] + "甲", text, count=1, flags=re.MULTILINE)
    assert edited != text, f"{document} has nothing to change"
    document.write_text(edited, encoding="utf-8")


def newer(folder, mark):
    """How many files of a folder were written after a mark was."""
    found = ["find", folder, "-type", "f", "-newer", mark, "-printf", "x"]
    return len(subprocess.run(found, check=True, capture_output=True).stdout)


def main():
    options = arguments(__doc__, docs=100000, work="/dev/shm/updates").parse_args()
    build = build_command(options)
    generate(options, options.work, settings=PAGES_ONLY)
    documents = sorted((options.work / "content").rglob("[0-9][0-9].md"))
    document = documents[len(documents) // 3]
    edits = {"nothing": None, "a text": r"^各镇人民政府", "a title": r'^title: "关于'}

    took = {what: [] for what in edits}
    written = {}
    run(build, options.work)
    for turn in range(options.runs + 1):
        for what, pattern in edits.items():
            time.sleep(SETTLE)
            # Whatever an edit left in doubt is settled outside the clock.
            run(build, options.work)
            if pattern:
                edit(document, pattern)
            mark = options.work / "mark"
            mark.touch()
            figures = run(build, options.work)
            if turn == 0:  # The first turn warms up, and is looked at for what it writes.
                written[what] = newer(options.work / "public", mark)
            else:
                took[what].append(figures)
    for what, runs in took.items():
        wall, processor, memory = zip(*runs)
        print(
            f"{what:8} {statistics.median(wall):6.2f} s (min {min(wall):.2f}, max {max(wall):.2f}), "
            f"{statistics.median(processor):5.2f} s of processor time, {max(memory):4.0f} MB, {written[what]} files written"
        )
    for what in ("a text", "a title"):
        more = [changed[0] - nothing[0] for changed, nothing in zip(took[what], took["nothing"])]
        print(f"{what} more than nothing, pair by pair: {statistics.median(more):.2f} s")


if __name__ == "__main__":
    main()
