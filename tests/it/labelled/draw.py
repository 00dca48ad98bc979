"""Draws the sentences of the labelled sample from the corpora, always the same ones, and prints where
each stands: collection/file, byte offset, length in bytes. No text is printed unless --text is given."""
import pathlib, random, re, sys

CORPUS = pathlib.Path(sys.argv[1])
SENTENCE = re.compile(r"[^。！？!?\n\r\\\"]+[。！？!?]?")
NUMBER = re.compile(r"[号號]")
TITLE = re.compile(r"《")
TRAP = re.compile(r"总第|總第|GB|ISO|DB\d|民初|民终|民終|刑[初终上]|判字|電話|电话|傳真|传真|[号號](楼|樓|码|碼|牌|文件|窗|井|线)|[证證][号號]|帐号|账号|[路街段巷弄]\d+[号號]|第\d+期|专利|字号|編號|编号|代號|代号|年第")
RUNNING = re.compile(r".{6}[〕\]］)）] ?第?\d+号|.{6}令第\d+|.{12}字第 ?\w+ ?號.{4}")
PLAN = [  # collection, files, and how many sentences: with 号, with 《, with a trap, any, with a number amid words
    ("cn-state-council", "text/*.txt", 45, 45, 18, 12, 20),
    ("linzi-2018-10", "raw.txt", 30, 30, 15, 10, 4),
    ("cn-laws-markdown", "**/*.md", 60, 60, 60, 20, 25),
    ("tw-ey-gazette-2014", "issues/*.jsonl", 70, 15, 70, 15, 30),
    ("tw-laws-json", "*.json", 25, 0, 25, 10, 5),
]

def sentences(path):
    raw = path.read_bytes()
    text = raw.decode("utf-8")
    at = 0
    done = 0
    for found in SENTENCE.finditer(text):
        at += len(text[done:found.start()].encode())
        done = found.start()
        words = found.group()
        if 6 <= len(words) <= 220:
            yield at, len(words.encode()), words

seed = random.Random(20181001)
running = random.Random(20181002)
for collection, pattern, *counts in PLAN:
    folder = CORPUS / collection
    pools = [[], [], [], [], []]
    for path in sorted(folder.glob(pattern)):
        name = str(path.relative_to(CORPUS))
        for at, length, words in sentences(path):
            for pool, wanted in zip(pools, (NUMBER, TITLE, TRAP, None, RUNNING)):
                if wanted is None or wanted.search(words):
                    pool.append((name, at, length, words))
    taken = set()
    texts = set()
    for pool, count in zip(pools, counts):
        (running if pool is pools[4] else seed).shuffle(pool)
        left = count
        for place in pool:
            if left and place[:2] not in taken and place[3] not in texts:
                taken.add(place[:2])
                texts.add(place[3])
                left -= 1
    found = {p[:2]: p for pool in pools for p in pool if p[:2] in taken}
    for key in sorted(found):
        name, at, length, words = found[key]
        with open(CORPUS / name, "rb") as file:
            file.seek(max(at - 1, 0))
            if file.read(1) == b"\\":  # the letter of an escape in JSON
                at, length, words = at + 1, length - 1, words[1:]
        print(f"{name}\t{at}\t{length}" + (f"\t{words}" if "--text" in sys.argv else ""))
