"""Writes an archive of what is odd but allowed: every format has to carry it.

    odd_archive.py FOLDER [--without-address]

Titles and texts with what XML, HTML, JSON, CSV and YAML mean something by; documents that say next to
nothing of themselves; tables with merged cells, lists in lists, footnotes in headings and cells,
pictures, raw HTML, code; Han characters beyond the first plane, scripts that run from the right, a text
of one line, many documents in one issue, an issue that has no date.
"""

import argparse
import json
import pathlib
import struct
import zlib

BOOK = """[book]
title = "怪 & <异> \\"公报\\" '试'"
language = "zh-Hans"
publisher = "怪市 <办公室> & \\"署\\""
description = "描述 <b>粗</b> & \\"引\\""
{address}legal_value = "official"
site_id = "3703050001"

[build]
whole_issues = true

[export]
akoma_ntoso = true
jurisdiction = "cn-370305"
"""

TITLES = [
    "A & B <script>alert(1)</script> \"双\" '单' ]]> --> <!-- x",
    "=HYPERLINK(\"http://example.invalid\",\"按\")",
    "-2+3+cmd|' /C calc'!A0",
    "＝全角公式",
    "逗号, 分号; 引号\" 换\t表",
    "𠮷野家（𡈽𠀋㐂）与𪚥的通知",
    "قرار بشأن الشروط العامة",
    "དབུས་གཞུང་གི་བརྡ་ཐོ་སྤེལ་བ།",
    "很" + "长" * 900 + "的通知",
    "零宽\u200b连\u200d字\ufeff与\u00ad软连字的通知",
    "emoji 👩‍👩‍👧‍👦 与组合 e\u0301 的通告",
    "&lt;already&gt; &amp; &#60;escaped&#62;",
    "%20 ?query=1#hash \\反斜杠\\ /斜杠/",
]

TEXTS = {
    "merged cells": """<table>
<thead><tr><th colspan="2" rowspan="2">单位 &amp; 部门</th><th>一<br>季</th></tr><tr><th>二季</th></tr></thead>
<tbody><tr><td rowspan="3">甲</td><td>乙</td><td></td></tr><tr><td colspan="2">丙<ul><li>丁</li><li>戊<ol><li>己</li></ol></li></ul></td></tr>
<tr><td><p>段一</p><p>段二</p></td><td><table><tr><td>表中表</td></tr></table></td></tr></tbody>
<tfoot><tr><td colspan="3">合计 &lt; 5</td></tr></tfoot>
</table>

| 左 | 中 | 右 |
|:---|:---:|---:|
| a \\| b | **粗** | `<code>` |
|  | [链](01.md) |  |
""",
    "footnotes": """## 一、标题里的注[^a]

正文[^b]再次[^b]，多段注[^c]。

| 表[^a] | 头 |
|---|---|
| 格[^d] | 子 |

- 项[^e]
  > 引用[^f]

[^a]: 标题注。
[^b]: 正文注 <b>粗</b> & 更多。
[^c]: 第一段。

    第二段，含列表：

    - 一
    - 二
[^d]: 格注。
[^e]: 项注。
[^f]: 引注。
""",
    "structure": """开头一段。

## 第一章　总则

第一条 甲。

（一）子；

（二）子。

第二条 乙。

### 第一节 分节

第三条 丙。

## 没有编号的标题

##### 跳级标题

###### 更深

段。

## 一、

## （二）

# 附件 1 <方案> & "计划"

## 一、目标

1. 列表
   1. 里层

      段落在里层

      > 引文在里层

      | 表 | 在里层 |
      |---|---|
      | 甲 | 乙 |

      ```
      代码 <在> 里层
      ```
2. 列表

# 附件 1 <方案> & "计划"

同名附件。

# 空附件
""",
    "raw": """<div class="x" id="带 空格" style="color:red" onclick="x()">块<p>段<p>段</div>

<p>未闭<b>粗<i>斜</b>错套</i>

<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>，H<sub>2</sub>O，m<sup>2</sup>，<del>删</del><ins>增</ins>，<u>线</u>。

<dl><dt>词<dd>释</dl>

<center>居中</center> <font color="red">字体</font> <tt>等宽</tt> <big>大</big>

<details><summary>折</summary>叠</details>

<p lang="ar" dir="rtl">نص عربي مع (أقواس) و123</p>

<a name="old">旧锚</a><a href="mailto:a@b.example">信</a><a href="https://example.org/?a=1&b=2">外链</a>

<img src="picture.png" alt="图 &quot;一&quot; <甲>" width="10"><img src="picture.png">

![图](picture.png "题名") ![画](drawing.svg) ![老格式](old.bmp)

<hr><br>

<script>alert(1)</script><style>p{}</style>

<blockquote>引<blockquote>引中引</blockquote></blockquote>
""",
    "marks": """<!-- p7 -->页在段首。段中<!-- p8 -->分页，又<!-- p9 -->分。

- 项中<!-- p10 -->分页

| 表 | 中 |
|---|---|
| 甲<!-- p11 --> | 乙 |

## 题中<!-- p12 -->分页

<!-- p13 -->
""",
    "controls": "退格\u0008、换页\u000c、删\u007f、下一行\u0085、私用\ue000、非字符\ufffe、行分隔\u2028段分隔\u2029、方向\u202e反\u202c。\n",
    "one line": "句子很长，没有换行。" * 3000 + "\n",
    "code": "```rust\nfn main() { println!(\"<>&'\\\"\"); }\n```\n\n    缩进代码 ]]>\n\n`行内 <b>`\n\n空行之后  \n硬换行\\\n又换行\n",
    "links": "[自己](#p_1)、[别的](02.md)、[别的段](03.md#p_1)、[撤下的](../1/13.md)、[卷首](../1/issue.md)、[附件](表.xlsx)、<https://example.org/甲?乙=丙&丁>、〔2019〕1号、《A & B》。\n\n第二段。\n",
    "empty": "",
    "only a mark": "<!-- p3 -->\n",
    "only a picture": "![](picture.png)\n",
    "definition": "1\\. 不是列表\n\n* * *\n\n\\# 不是标题 \\<b\\> \\& &nbsp;&copy;&#x4e2d;&#0;\n",
}


def document(folder, name, text, **front):
    """JSON is YAML, so that a value is what it is whatever it holds."""
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in front.items()]
    (folder / f"{name}.md").write_text("---\n" + "\n".join(lines) + "\n---\n" + text, encoding="utf-8")


def picture():
    """One white dot, as PNG."""
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\xff")) + chunk(b"IEND", b"")


def files(folder):
    (folder / "picture.png").write_bytes(picture())
    (folder / "drawing.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>')
    (folder / "old.bmp").write_bytes(b"BM")
    (folder / "表.xlsx").write_bytes(b"PK")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=pathlib.Path)
    arguments.add_argument("--without-address", action="store_true")
    options = arguments.parse_args()
    address = "" if options.without_address else 'base_url = "https://gazette.example/odd/"\n'
    root = options.folder
    first, second, third = (root / "content" / path for path in ("2018/1", "2018/增刊 & 1", "2019/02"))
    for folder in (first, second, third, root / "content/departments"):
        folder.mkdir(parents=True, exist_ok=True)
    (root / "book.toml").write_text(BOOK.format(address=address), encoding="utf-8")
    (first / "issue.md").write_text("---\ndate: 2018-01-31\ntotal_number: 1\npdf: scan.pdf\n---\n卷首语 & <b>粗</b>。\n")
    (first / "scan.pdf").write_bytes(b"%PDF-1.4\n")
    files(first)
    files(second)
    for number, title in enumerate(TITLES, 1):
        front = {"title": title, "department": ["怪市 <府> & \"办\"", "=局"], "number": f"怪发〔2018〕{number}号",
                 "date": f"2018-01-{number:02}", "topics": ["<题> & \"材\"", "+加", "a;b,c"], "page": f"{number}-{number + 1}",
                 "recipients": "各县 & 区：", "part": "部 <分> & \"一\""}
        if number == len(TITLES):
            document(first, f"{number:02}", "撤下的文字不该在任何文件里。", **front, withdrawn={"date": "2019-01-01", "reason": "涉及 <隐私> & \"其他\""})
        else:
            document(first, f"{number:02}", f"第 {number} 篇。\n", **front)
    for number, (name, text) in enumerate(TEXTS.items(), 1):
        document(second, f"{number:02}", text, title=f"{name} 的文字")
    document(second, "20", "草稿的文字不该在任何文件里。", title="草稿", draft=True)
    languages = {"en": "Notice on water", "ar": "إشعار", "bo": "བརྡ་ཐོ།", "mn-Mong": "ᠮᠡᠳᠡᠭᠳᠡᠯ", "ug": "ئۇقتۇرۇش", "ja": "水道の告示", "zh-Hant": "關於水務的公告"}
    for number, (language, title) in enumerate(languages.items(), 1):
        document(third, f"{number:02}", f"{title}.\n\n## 1. {title}\n\n{title}\n", title=title, language=language,
                 effective="2019-03-01", expires="2024-02-29", index_number=f"000014349/2019-{number:05}",
                 repeals=["怪发〔2018〕1号"] if number == 1 else [], amends=["怪发〔2018〕2号"] if number == 2 else [])
    for number in range(10, 260):
        document(third, f"{number}", f"第{number}号公告。\n", title=f"公告第{number}号", department="=局", date="2019-02-01")


if __name__ == "__main__":
    main()
