//! How good the import is, on real texts. They lie beside the repository and not in it, so each test
//! that needs them says so and passes where they are not.

#![expect(clippy::disallowed_methods, reason = "the corpora are read from the disk")]

mod accounts;
mod corpus;
mod documents;
mod forms;
mod hostile;
mod linzi;
mod pdf;
mod records;
mod review;
mod state_council;
mod taiwan;
