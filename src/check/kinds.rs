//! What 《党政机关公文处理工作条例》 (中办发〔2012〕14号) says of kinds: articles 9 (7) and 15 (4).

use super::{Finding, Subject};
use crate::config::Config;
use crate::diagnostics::{Code, Diagnostic, text};

/// What a request ends with.
const REQUESTS: [&str; 6] = ["请批示", "请审批", "请批准", "请予批复", "请予审批", "请指示"];

/// How many blocks at the end of a report may hold a request.
const LAST_BLOCKS: usize = 4;

/// A title says who, about what, and which kind of document.
pub(super) fn title_kind(subject: &Subject<'_>, _: &Config, findings: &mut Vec<Finding>) {
    if subject.record.kind.is_some() {
        return;
    }
    let span = subject.record.title.span;
    let message = text!("this title does not end with a kind of document");
    let diagnostic = Diagnostic::new(Code::StyleTitleKind, subject.path, span, message);
    findings.push(Finding::told(diagnostic.help(text!("let it end with 通知, 意见, 公告 or the like, or give `kind` (《党政机关公文处理工作条例》 article 9)"))));
}

/// A report may not carry a request.
pub(super) fn request_in_a_report(subject: &Subject<'_>, _: &Config, findings: &mut Vec<Finding>) {
    if subject.record.kind.as_ref().is_none_or(|kind| kind.as_str() != "报告") {
        return;
    }
    let text = subject.text();
    for block in subject.blocks.iter().rev().take(LAST_BLOCKS) {
        let words = block.words(text);
        if REQUESTS.iter().any(|request| words.contains(request)) {
            let (Some(first), Some(last)) = (block.runs.first(), block.runs.last()) else { continue };
            let message = text!("a report carries no request");
            let diagnostic = subject.in_text(Code::StyleReportRequest, first.start..last.end, message);
            findings.push(Finding::told(diagnostic.help(text!(
                "issue it as a 请示, or leave the request out (《党政机关公文处理工作条例》 article 15)"
            ))));
        }
    }
}
