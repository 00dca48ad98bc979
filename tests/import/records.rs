//! Lists that offices keep in spreadsheets, from the file to a site.

use std::fs;
use std::path::Path;
use std::process::Command;

/// A table as a spreadsheet saves it: a byte order mark, a comma and a line break within quotes, a
/// document of another issue, and a column that no field takes.
const TABLE: &str = "\u{feff}标题,文号,机关,成文日期,期,正文,备注\r\n\
    \"关于甲、乙两事的通知\",云政发〔2020〕3号,云溪市人民政府,2020-03-05,2,\"各区县人民政府：\n为做好工作，现通知如下：\n一、加强领导\n要抓好落实，不得拖延。\",内部\r\n\
    关于丙事的意见,云政发〔2020〕4号,云溪市人民政府;云溪市财政局,2020年4月1日,3,\"第一段，说明情况。\",\r\n";

const MAPPING: &str = "profile = 'cn'\nsplit = ';'\n[fields]\ntitle = '标题'\nnumber = '文号'\n\
    department = '机关'\ndate = '成文日期'\ntext = '正文'\n[issue]\nyear = '成文日期'\nnumber = '期'\n";

fn gongbao(arguments: &[&str], within: &Path) -> (bool, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_gongbao")).args(arguments).current_dir(within).output().unwrap();
    let said =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.success(), said)
}

#[test]
fn a_spreadsheet_becomes_issues_that_build() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("list.csv"), TABLE).unwrap();
    fs::write(folder.path().join("mapping.toml"), MAPPING).unwrap();
    let arguments = ["import", "list.csv", "--into", "archive", "--mapping", "mapping.toml"];
    let (done, said) = gongbao(&arguments, folder.path());
    assert!(done, "{said}");
    let read = |issue: &str| -> String {
        let path = folder.path().join("archive/content/2020").join(issue);
        let names = fs::read_dir(path).unwrap().flatten().map(|entry| entry.path());
        let document = names
            .into_iter()
            .find(|path| path.file_name().unwrap().to_string_lossy().starts_with("01-"))
            .unwrap();
        fs::read_to_string(document).unwrap()
    };
    let first = read("02");
    assert!(first.contains("关于甲、乙两事的通知") && first.contains("云政发〔2020〕3号"), "{first}");
    assert!(first.contains("要抓好落实，不得拖延。"), "{first}");
    let second = read("03");
    assert!(second.contains("云溪市财政局") && second.contains("2020-04-01"), "{second}");
    assert!(second.contains("第一段，说明情况。"), "{second}");
    let (built, said) = gongbao(&["build"], &folder.path().join("archive"));
    assert!(built, "{said}");
    let (_, again) = gongbao(&arguments, folder.path());
    assert!(!again.contains(": new") && again.contains("unchanged"), "{again}");
}

#[test]
fn a_spreadsheet_without_a_mapping_is_told_what_it_needs() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("list.csv"), TABLE).unwrap();
    let (done, said) = gongbao(&["import", "list.csv", "--into", "archive"], folder.path());
    assert!(!done && said.contains("--mapping"), "{said}");
}
