//! Lists of document numbers that name their series once: 国发〔2018〕8号、9号.

use std::ops::Range;

use super::number::NumberForm;
use super::number_tail::{Serials, TailKind, is_range};

/// Each serial with its span: the first reaches back to the series, the last on to 号.
pub(super) fn spread(serials: &Serials, start: usize, end: usize) -> Vec<(Range<usize>, u32)> {
    let (Some(first), Some(last)) = (serials.first(), serials.last()) else { return Vec::new() };
    let place = |span: &Range<usize>| {
        (if *span == first.0 { start } else { span.start })..(if *span == last.0 { end } else { span.end })
    };
    serials.iter().map(|(span, serial)| (place(span), *serial)).collect()
}

/// What a number becomes with the year and serials of a tail that has no series of its own.
pub(super) fn with_tail<'t>(form: &NumberForm, kind: &'t TailKind<'_>) -> Option<(NumberForm, &'t Serials)> {
    let mut form = form.clone();
    match (&mut form, kind) {
        (NumberForm::Annual { year, .. }, TailKind::Bracketed { year: new, serials })
        | (NumberForm::Notice { year, .. }, TailKind::Written { year: new, serials }) => {
            *year = *new;
            Some((form, serials))
        }
        (
            NumberForm::Annual { .. } | NumberForm::Notice { .. } | NumberForm::Order { .. },
            TailKind::Bare { serials } | TailKind::Ordinal { serials },
        ) => Some((form, serials)),
        _ => None,
    }
}

/// The same number with another serial.
pub(super) fn with_serial(form: &NumberForm, new: u32) -> NumberForm {
    let mut form = form.clone();
    if let NumberForm::Annual { serial, .. }
    | NumberForm::Notice { serial, .. }
    | NumberForm::Order { serial, .. } = &mut form
    {
        *serial = new;
    }
    form
}

/// What may stand between the numbers of a list.
pub(super) fn is_joint(text: &str) -> bool {
    let range = text.strip_prefix(is_range).is_some_and(str::is_empty);
    range
        || matches!(
            text,
            "、" | "，" | "," | "和" | "及" | "与" | "與" | "以及" | "或" | "、和" | "，和" | "；" | "暨"
        )
}
