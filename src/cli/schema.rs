//! `schema`: what editors complete and check front matter and book.toml by.

use std::io::{self, Write};

use serde_json::{Map, Value};

use super::Ending;
use super::arguments::{SchemaArgument, SchemaArguments};
use crate::schema::Subject;

/// Prints one schema, or all of them by name.
pub fn schema(arguments: &SchemaArguments) -> anyhow::Result<Ending> {
    let schema = match arguments.subject {
        Some(subject) => subject_of(subject).schema(),
        None => all(),
    };
    writeln!(io::stdout(), "{}", pretty(&schema))?;
    Ok(Ending::Good)
}

/// A schema as it is printed and written.
pub fn pretty(schema: &Value) -> String {
    format!("{schema:#}")
}

fn all() -> Value {
    let named = Subject::ALL.map(|subject| (subject.word().to_owned(), subject.schema()));
    Value::Object(Map::from_iter(named))
}

fn subject_of(argument: SchemaArgument) -> Subject {
    match argument {
        SchemaArgument::Document => Subject::Document,
        SchemaArgument::Issue => Subject::Issue,
        SchemaArgument::Department => Subject::Department,
        SchemaArgument::Page => Subject::Page,
        SchemaArgument::Book => Subject::Book,
    }
}
