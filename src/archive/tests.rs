//! The rules of the join, on archives in one string.

use super::*;
use crate::config::SeriesSettings;
use crate::diagnostics::{Diagnostics, Span, Spanned};
use crate::gazette::NumberKinds;
use crate::parse::Role;

/// Joins documents that are given as (number, date), all in one issue.
fn joined(numbers: &[&str], coverage: Coverage) -> (Archive, Vec<String>) {
    let records = numbers.iter().enumerate().map(|(index, number)| {
        let role = Role::Document { year: 2018, folder: "10", stem: "01" };
        let path = format!("content/2018/10/{index:02}.md");
        let text = format!("---\ntitle: 甲{index}\nnumber: {number}\n---\n");
        let record = parse::file(&path, &role, text.as_bytes(), &NumberKinds::default())
            .record
            .expect("the text is well-formed");
        SourceRecord::new(path.into(), role, record, 0).expect("a document has the record of one")
    });
    let series = [SeriesSettings {
        prefix: Spanned::new("云政发".into(), Span::new(0..9)),
        department: None,
        coverage,
        slug: None,
        aliases: vec!["云溪政发".into()],
    }];
    let options = JoinOptions {
        gazette: "云溪区人民政府公报",
        content: "content",
        series: &series,
        kinds: &NumberKinds::default(),
        drafts: false,
    };
    let mut found = Diagnostics::default();
    let archive = join(records.collect(), Vec::new(), &options, &mut found);
    let messages = found.iter().map(|found| format!("{}: {}", found.code, found.message)).collect();
    (archive, messages)
}

#[test]
fn a_register_that_is_declared_complete_reports_its_gaps() {
    let numbers = ["云政发〔2017〕5号", "云政发〔2017〕6号", "云政发〔2018〕2号", "云政发〔2018〕5号"];
    let (_, found) = joined(&numbers, Coverage::Complete);
    assert_eq!(
        found,
        ["number-gap: the register `云政发` of 2018 lacks 1, 3—4, and it is declared complete"],
        "what came before the archive's first number is not missed"
    );
    assert!(joined(&numbers, Coverage::Selective).1.is_empty());
    assert!(joined(&numbers, Coverage::Unknown).1.is_empty());
}

#[test]
fn a_register_counts_what_it_holds_under_all_its_names() {
    let (archive, _) = joined(&["云政发〔2018〕1号", "云溪政发〔2018〕4号"], Coverage::Selective);
    let years = archive.register_years(&archive.series[0]);
    assert_eq!((years[0].held, years[0].highest), (2, 4));
}

#[test]
fn an_order_counts_on_from_year_to_year() {
    let (archive, _) = joined(&["云溪市人民政府令第7号", "云溪市人民政府令第9号"], Coverage::Unknown);
    let years = archive.register_years(&archive.series[0]);
    assert_eq!((years[0].year, years[0].gaps.as_slice()), (None, &[(8, 8)][..]));
}

#[test]
fn a_number_keeps_its_address_when_registers_that_sound_alike_come() {
    let (alone, _) = joined(&["郑发〔2018〕1号"], Coverage::Unknown);
    let (both, _) = joined(&["郑发〔2018〕1号", "政发〔2018〕1号"], Coverage::Unknown);
    assert_eq!(alone.number_folder("郑发"), both.number_folder("郑发"));
    assert_ne!(both.number_folder("郑发"), both.number_folder("政发"));
}
