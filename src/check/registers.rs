//! 《党政机关公文处理工作条例》 article 9 (5): a number has the code of the department that issues the
//! document, and of the lead where several do.

use super::{Finding, Subject};
use crate::config::Config;
use crate::diagnostics::{Code, Diagnostic, text};

pub(super) fn departments(subject: &Subject<'_>, config: &Config, findings: &mut Vec<Finding>) {
    let issuers = &subject.record.departments;
    if issuers.is_empty() {
        return;
    }
    for number in &subject.record.numbers {
        let Some(series) = number.value.series() else { continue };
        let described = config.series.iter().find(|described| *described.prefix.value == *series);
        let Some(keeper) = described.and_then(|described| described.department.as_deref()) else { continue };
        if issuers.iter().any(|issuer| *issuer.value == *keeper) {
            continue;
        }
        let message = text!("`{}` is the code of {}, which did not issue this document", series, keeper);
        let diagnostic = Diagnostic::new(Code::StyleNumberDepartment, subject.path, number.span, message);
        findings.push(Finding::told(diagnostic.help(text!("correct the number or the department; who keeps a register is said in book.toml, under [[series]]"))));
    }
}
