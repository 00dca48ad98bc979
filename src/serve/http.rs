//! HTTP as far as a preview needs it: GET and HEAD, one thread a connection, and a stream of events.
//!
//! Must not know: what is answered.

use std::fmt::Write as _;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::guard::Request;

/// How long a request's head may be.
const LONGEST_HEAD: usize = 16 << 10;
/// How many connections are open at once.
const MOST_CONNECTIONS: usize = 64;
/// How long nobody may say anything.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often a waiting page is told that the preview is still there.
const HEARTBEAT: Duration = Duration::from_secs(10);

/// What is sent back.
pub struct Response {
    /// The status.
    pub status: u16,
    /// The media type.
    pub media_type: &'static str,
    /// Where to go instead.
    pub location: Option<String>,
    /// What follows the head.
    pub body: Body,
}

/// What follows the head of a response.
pub enum Body {
    /// Bytes, and more bytes behind them.
    Bytes(Arc<[u8]>, String),
    /// Messages, for as long as somebody listens.
    Events(Box<dyn Events>),
}

/// A stream of messages.
pub trait Events {
    /// The next message, or none when there is none for so long.
    fn next(&mut self, longest: Duration) -> Option<String>;
}

/// Answers requests.
pub trait Answers: Send + Sync + 'static {
    /// The response to a request.
    fn answer(&self, request: &Request<'_>) -> Response;
}

/// Answers whoever connects, until the program ends.
pub fn serve(listener: &TcpListener, answers: &Arc<dyn Answers>) {
    let open = Arc::new(AtomicUsize::new(0));
    for stream in listener.incoming() {
        // A connection that is gone before it is taken up is no news.
        let Ok(stream) = stream else { continue };
        if open.fetch_add(1, Ordering::AcqRel) >= MOST_CONNECTIONS {
            open.fetch_sub(1, Ordering::AcqRel);
            continue;
        }
        let (answers, leaving) = (Arc::clone(answers), Leaving(Arc::clone(&open)));
        let thread = std::thread::Builder::new().name("connection".into());
        // Without a thread the connection is closed, and the browser asks again.
        let _ = thread.spawn(move || {
            let _leaving = leaving;
            // Whoever went away does not hear that it failed.
            let _ = connection(&stream, &*answers);
        });
    }
}

/// Counts a connection off when it ends, in whatever way.
struct Leaving(Arc<AtomicUsize>);

impl Drop for Leaving {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

/// Answers one request after the other.
fn connection(mut stream: &TcpStream, answers: &dyn Answers) -> io::Result<()> {
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut received = Vec::new();
    loop {
        let mut headers = [httparse::EMPTY_HEADER; 64];
        let mut head = httparse::Request::new(&mut headers);
        match head.parse(&received) {
            Ok(httparse::Status::Complete(length)) => {
                let asked = asked(&head);
                // No request that is answered has a body, so what follows one is not another request.
                let stay = asked.stays && !asked.has_body;
                let response = answers.answer(&asked.request);
                let with_body = asked.request.method != "HEAD";
                let stay = stay && !matches!(response.body, Body::Events(_));
                respond(stream, response, with_body, stay)?;
                if !stay {
                    return Ok(());
                }
                received.drain(..length);
            }
            Ok(httparse::Status::Partial) if received.len() < LONGEST_HEAD => {
                let mut bytes = [0; 4096];
                let count = stream.read(&mut bytes)?;
                if count == 0 {
                    return Ok(());
                }
                received.extend_from_slice(&bytes[..count]);
            }
            Ok(httparse::Status::Partial) => {
                return respond(stream, Response::text(431, "this request is too long"), true, false);
            }
            Err(_) => return respond(stream, Response::text(400, "this is no request"), true, false),
        }
    }
}

struct Asked<'r> {
    request: Request<'r>,
    stays: bool,
    has_body: bool,
}

fn asked<'r>(head: &httparse::Request<'_, 'r>) -> Asked<'r> {
    let all = |name: &str| -> Vec<&'r str> {
        let named = head.headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
        named.map(|header| std::str::from_utf8(header.value).unwrap_or("\u{fffd}").trim()).collect()
    };
    // Two of a kind are as bad as a wrong one.
    let single = |name: &str| match all(name).as_slice() {
        [] => None,
        [one] => Some(*one),
        _ => Some("\u{fffd}"),
    };
    let says_close = all("connection").iter().any(|value| value.to_ascii_lowercase().contains("close"));
    Asked {
        request: Request {
            method: head.method.unwrap_or_default(),
            target: head.path.unwrap_or_default(),
            host: single("host"),
            origin: single("origin"),
            fetch_site: single("sec-fetch-site"),
        },
        stays: head.version == Some(1) && !says_close,
        has_body: !all("transfer-encoding").is_empty()
            || all("content-length").iter().any(|length| *length != "0"),
    }
}

fn respond(mut stream: &TcpStream, response: Response, with_body: bool, stay: bool) -> io::Result<()> {
    let Response { status, media_type, location, body } = response;
    let mut head = format!("HTTP/1.1 {status} {}\r\ncontent-type: {media_type}\r\n", reason(status));
    if let Body::Bytes(bytes, more) = &body {
        let _ = write!(head, "content-length: {}\r\n", bytes.len() + more.len());
    }
    if let Some(location) = location {
        let _ = write!(head, "location: {location}\r\n");
    }
    if status == 405 {
        head += "allow: GET, HEAD\r\n";
    }
    // Nothing is kept by the browser, guessed at, shown within other sites or read by them.
    head += "cache-control: no-store\r\nx-content-type-options: nosniff\r\n";
    head +=
        "content-security-policy: frame-ancestors 'self'\r\ncross-origin-resource-policy: same-origin\r\n";
    head += "cross-origin-opener-policy: same-origin\r\nreferrer-policy: same-origin\r\n";
    head += if stay { "connection: keep-alive\r\n\r\n" } else { "connection: close\r\n\r\n" };
    match body {
        Body::Bytes(bytes, more) => {
            let mut all = head.into_bytes();
            if with_body {
                all.reserve(bytes.len() + more.len());
                all.extend_from_slice(&bytes);
                all.extend_from_slice(more.as_bytes());
            }
            stream.write_all(&all)
        }
        Body::Events(mut events) => {
            stream.write_all(head.as_bytes())?;
            if !with_body {
                return Ok(());
            }
            loop {
                match events.next(HEARTBEAT) {
                    Some(message) => stream.write_all(format!("data: {message}\n\n").as_bytes())?,
                    None => stream.write_all(b":\n\n")?,
                }
            }
        }
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        302 => "Found",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        421 => "Misdirected Request",
        431 => "Request Header Fields Too Large",
        _ => "Internal Server Error",
    }
}

impl Response {
    /// A line of words.
    pub fn text(status: u16, words: &str) -> Self {
        Self::of(status, "text/plain; charset=utf-8", words.as_bytes().into())
    }

    /// Bytes of a media type.
    pub fn of(status: u16, media_type: &'static str, bytes: Arc<[u8]>) -> Self {
        Self { status, media_type, location: None, body: Body::Bytes(bytes, String::new()) }
    }

    /// The way to another address.
    pub fn elsewhere(location: String) -> Self {
        Self { location: Some(location), ..Self::text(302, "") }
    }
}
