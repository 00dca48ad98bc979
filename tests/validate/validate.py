"""Reads built sites with other people's readers and validators, and says what is wrong.

    validate.py SITE... [--books N] [--damage]

With --damage, files are damaged one after the other, and each time something has to be found: a
validator that lets everything pass proves nothing.
"""

import argparse
import sys
import time

from damage import undetected
from validators import akoma_ntoso, books, catalogue, feeds, finding, heads, linked_data, words
from validators.site import Site

VALIDATORS = [akoma_ntoso, catalogue, feeds, finding, heads, linked_data, words]


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("site", nargs="+")
    arguments.add_argument("--books", type=int, help="how many books of a site EPUBCheck sees")
    arguments.add_argument("--most", type=int, default=20, help="how many lines of each validator are printed")
    arguments.add_argument("--damage", action="store_true")
    options = arguments.parse_args()
    found = 0
    for folder in options.site:
        site = Site(folder)
        for name, lines in [*((v.__name__, v.wrong(site)) for v in VALIDATORS),
                            (books.__name__, books.wrong(site, options.books))]:
            began, lines = time.monotonic(), list(lines)
            print(f"{folder}: {name.removeprefix('validators.')}: {len(lines) or 'nothing'} wrong, "
                  f"{time.monotonic() - began:.1f} s")
            for line in lines[:options.most]:
                print("   ", line)
            found += len(lines)
        if options.damage:
            lines = list(undetected(site))
            print(f"{folder}: damage: {len(lines) or 'all'} {'missed' if lines else 'found'}")
            for line in lines:
                print("   ", line)
            found += len(lines)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
