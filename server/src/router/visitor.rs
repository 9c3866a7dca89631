//! The comparison as visitors see it, kept as it was rendered.
//!
//! A visitor's page is a function of its address and of an [`Edition`], so it is rendered once and then
//! served until the edition is another. Only whoever sends no cookie is a visitor: the pages of those who
//! are signed in, and what was said about an upload, are never kept here. A page is found by its whole
//! address, which has the prospect's random id in it, so that nobody is shown another prospect's.
//!
//! The nonce is drawn anew for each answer: a page is kept in the pieces between its nonces. So that they
//! need not be compressed for each answer, each piece is kept compressed as well, as deflate blocks that end
//! at a whole byte and refer to nothing before them; nonces go between them uncompressed.

use super::{AppState, policy};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, SET_COOKIE,
    VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, TimeDelta, Utc};
use flate2::{Compress, Compression, Crc, FlushCompress};
use leptos::nonce::Nonce;
use operations::Edition;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

/// The longest query of a page that is kept, in bytes.
const QUERY_MAX: usize = 1_000;
/// The largest page that is kept, in bytes.
const PAGE_MAX: usize = 4 * 1024 * 1024;
/// How much is kept of all pages, in bytes.
const SHELF_MAX: usize = 64 * 1024 * 1024;
/// How long a page is kept: tables of ZIP codes and names of issuers have no edition.
const KEPT: TimeDelta = TimeDelta::seconds(60);
/// How long an edition that was looked up is taken for true.
const LOOKED_UP: TimeDelta = TimeDelta::seconds(1);

/// A page's part between two nonces.
#[derive(Debug)]
struct Piece {
    plain: Box<[u8]>,
    packed: Box<[u8]>,
    crc: Crc,
}

/// A page that was rendered.
#[derive(Debug)]
struct Kept {
    edition: Edition,
    rendered_at: DateTime<Utc>,
    looked_up_at: Mutex<DateTime<Utc>>,
    pieces: Vec<Piece>,
}

impl Kept {
    fn size(&self) -> usize {
        self.pieces.iter().map(|piece| piece.plain.len() + piece.packed.len()).sum()
    }
}

/// The pages that are kept. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct Shelf(Arc<Mutex<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    pages: HashMap<String, Arc<Kept>>,
    /// The addresses, the one that was kept longest first.
    order: VecDeque<String>,
    size: usize,
}

impl Shelf {
    fn find(&self, address: &str) -> Option<Arc<Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pages.get(address).cloned()
    }

    /// Keeps a page, and forgets the oldest where there is no room.
    fn keep(&self, address: &str, kept: Arc<Kept>) {
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        inner.size += kept.size();
        match inner.pages.insert(address.to_owned(), kept) {
            Some(before) => inner.size -= before.size(),
            None => inner.order.push_back(address.to_owned()),
        }
        while inner.size > SHELF_MAX
            && let Some(oldest) = inner.order.pop_front()
        {
            let gone = inner.pages.remove(&oldest);
            inner.size -= gone.map_or(0, |page| page.size());
        }
    }
}

/// Serves a visitor's comparison: as it is kept, or rendered and then kept.
pub(super) async fn serve(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let Some((address, prospect)) = asked(&request) else { return next.run(request).await };
    let gzip = accepts_gzip(request.headers());
    let now = state.operations.now();
    let found = state.shelf.find(&address).filter(|kept| now - kept.rendered_at < KEPT);
    if let Some(kept) = &found
        && now - *kept.looked_up_at.lock().unwrap_or_else(PoisonError::into_inner) < LOOKED_UP
    {
        return answer(kept, gzip);
    }
    // Where it cannot be looked up, the page says so.
    let Ok(Some(edition)) = state.operations.edition(prospect.as_deref()).await else {
        return next.run(request).await;
    };
    if let Some(kept) = found.filter(|kept| kept.edition == edition) {
        *kept.looked_up_at.lock().unwrap_or_else(PoisonError::into_inner) = now;
        return answer(&kept, gzip);
    }
    let response = next.run(request).await;
    match rendered(response, edition, now).await {
        Ok(kept) => {
            let kept = Arc::new(kept);
            state.shelf.keep(&address, Arc::clone(&kept));
            answer(&kept, gzip)
        }
        Err(response) => response,
    }
}

/// The address of a comparison that a visitor asks for, and the prospect that it names. `None` of anything
/// else, and where the address is not plain enough to tell.
fn asked(request: &Request) -> Option<(String, Option<String>)> {
    let query = request.uri().query().unwrap_or_default();
    let visitor = request.method() == Method::GET && !request.headers().contains_key(COOKIE);
    if !visitor || request.uri().path() != app::paths::COMPARE || query.len() > QUERY_MAX {
        return None;
    }
    let mut employers =
        form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == "employer");
    match (employers.next(), employers.next()) {
        (None, _) => Some((query.to_owned(), None)),
        (Some((_, id)), None) => Some((query.to_owned(), Some(id.into_owned()))),
        _ => None,
    }
}

fn accepts_gzip(headers: &HeaderMap) -> bool {
    let said = headers.get(ACCEPT_ENCODING).and_then(|said| said.to_str().ok()).unwrap_or_default();
    // What a browser wants less of it says with a weight; none says that of gzip.
    said.split(',').any(|coding| coding.trim() == "gzip")
}

/// A page to keep. An answer that is no such page is given back.
async fn rendered(
    response: Response,
    edition: Edition,
    rendered_at: DateTime<Utc>,
) -> Result<Kept, Response> {
    let headers = response.headers();
    let nonce = headers.get(CONTENT_SECURITY_POLICY).and_then(nonce_in).map(str::to_owned);
    let (StatusCode::OK, Some(nonce), false) =
        (response.status(), nonce, headers.contains_key(SET_COOKIE))
    else {
        return Err(response);
    };
    let (parts, body) = response.into_parts();
    // It was rendered as a whole: this only takes it out.
    let Ok(page) = to_bytes(body, usize::MAX).await else {
        tracing::error!("a page broke off while it was rendered");
        return Err(StatusCode::INTERNAL_SERVER_ERROR.into_response());
    };
    let pieces: Option<Vec<Piece>> =
        pieces(&page, nonce.as_bytes()).into_iter().map(pack).collect();
    let Some(pieces) = pieces.filter(|pieces| pieces.len() > 1 && page.len() <= PAGE_MAX) else {
        return Err(Response::from_parts(parts, Body::from(page)));
    };
    Ok(Kept { edition, rendered_at, looked_up_at: Mutex::new(rendered_at), pieces })
}

/// The nonce that a page's policy names.
fn nonce_in(policy: &HeaderValue) -> Option<&str> {
    let (_, rest) = policy.to_str().ok()?.split_once("'nonce-")?;
    Some(rest.split_once('\'')?.0)
}

/// What stands between the nonces of a page.
fn pieces<'a>(page: &'a [u8], nonce: &[u8]) -> Vec<&'a [u8]> {
    let mut pieces = Vec::new();
    let (mut begin, mut at) = (0, 0);
    while at + nonce.len() <= page.len() {
        if page[at..].starts_with(nonce) {
            pieces.push(&page[begin..at]);
            at += nonce.len();
            begin = at;
        } else {
            at += 1;
        }
    }
    pieces.push(&page[begin..]);
    pieces
}

/// A piece with its deflate blocks.
fn pack(plain: &[u8]) -> Option<Piece> {
    let mut packed = Vec::with_capacity(plain.len() / 2 + 64);
    let mut deflate = Compress::new(Compression::new(7), false);
    loop {
        let read = usize::try_from(deflate.total_in()).ok()?;
        deflate.compress_vec(&plain[read..], &mut packed, FlushCompress::Sync).ok()?;
        // With room left nothing more is to come.
        if packed.len() < packed.capacity() {
            break;
        }
        packed.reserve(plain.len() / 4 + 64);
    }
    let mut crc = Crc::new();
    crc.update(plain);
    Some(Piece { plain: plain.into(), packed: packed.into(), crc })
}

/// A page with a nonce of its own.
fn answer(kept: &Kept, gzip: bool) -> Response {
    let nonce = Nonce::new();
    let nonce = nonce.as_inner();
    let body = if gzip { gzipped(kept, nonce) } else { plain(kept, nonce) };
    let mut response = Body::from(body).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if gzip {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    if let Some(policy) = policy(nonce) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

fn plain(kept: &Kept, nonce: &str) -> Bytes {
    let size = kept.pieces.iter().map(|piece| piece.plain.len() + nonce.len()).sum();
    let mut page = Vec::with_capacity(size);
    for (place, piece) in kept.pieces.iter().enumerate() {
        if place > 0 {
            page.extend_from_slice(nonce.as_bytes());
        }
        page.extend_from_slice(&piece.plain);
    }
    page.into()
}

/// The page as gzip (RFC 1952): a head, deflate blocks, checksum and length.
fn gzipped(kept: &Kept, nonce: &str) -> Bytes {
    const HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
    /// The last block, which is empty (RFC 1951, 3.2.4).
    const END: [u8; 5] = [1, 0, 0, 0xff, 0xff];
    let size = kept.pieces.iter().map(|piece| piece.packed.len() + nonce.len() + 5).sum::<usize>();
    let mut page = Vec::with_capacity(size + HEAD.len() + END.len() + 8);
    let mut crc = Crc::new();
    page.extend_from_slice(&HEAD);
    for (place, piece) in kept.pieces.iter().enumerate() {
        if place > 0 {
            // A block that is not compressed says its length twice.
            let length = u16::try_from(nonce.len()).unwrap_or_default();
            page.push(0);
            page.extend_from_slice(&length.to_le_bytes());
            page.extend_from_slice(&(!length).to_le_bytes());
            page.extend_from_slice(nonce.as_bytes());
            crc.update(nonce.as_bytes());
        }
        page.extend_from_slice(&piece.packed);
        crc.combine(&piece.crc);
    }
    page.extend_from_slice(&END);
    page.extend_from_slice(&crc.sum().to_le_bytes());
    page.extend_from_slice(&crc.amount().to_le_bytes());
    page.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use flate2::read::GzDecoder;
    use std::io::Read;

    fn kept(page: &str, nonce: &str) -> Kept {
        let edition = Edition { day: NaiveDate::MIN, catalogue: None };
        let (at, pieces) = (DateTime::UNIX_EPOCH, pieces(page.as_bytes(), nonce.as_bytes()));
        let pieces = pieces.into_iter().map(|piece| pack(piece).unwrap()).collect();
        Kept { edition, rendered_at: at, looked_up_at: Mutex::new(at), pieces }
    }

    #[test]
    fn a_page_is_the_same_but_for_its_nonces_compressed_or_not() {
        let long = "<td>$1,234.56</td>".repeat(20_000);
        for page in ["ONE", "ONEONE", "<s ONE>a</s><s ONE>b</s>", &format!("<s ONE>{long}</s ONE>")]
        {
            let kept = kept(page, "ONE");
            let expect = page.replace("ONE", "TWO-2");
            assert_eq!(plain(&kept, "TWO-2"), expect.as_bytes());
            let packed = gzipped(&kept, "TWO-2");
            let mut read = String::new();
            GzDecoder::new(&packed[..]).read_to_string(&mut read).unwrap();
            assert_eq!(read, expect);
        }
    }

    #[test]
    fn the_oldest_page_goes_where_there_is_no_room() {
        let shelf = Shelf::default();
        let page = "x".repeat(PAGE_MAX);
        let addresses: Vec<String> = (0..40).map(|n| n.to_string()).collect();
        for address in &addresses {
            shelf.keep(address, Arc::new(kept(&page, "ONE")));
            assert!(shelf.0.lock().unwrap().size <= SHELF_MAX);
        }
        assert!(shelf.find("0").is_none());
        assert!(shelf.find("39").is_some());
    }

    #[test]
    fn only_visitors_are_served_from_here_and_only_where_the_prospect_is_told_beyond_doubt() {
        let ask = |uri: &str| Request::get(uri).body(Body::empty()).unwrap();
        let named = |uri: &str| asked(&ask(uri)).map(|(_, prospect)| prospect);
        assert_eq!(named("/compare"), Some(None));
        assert_eq!(named("/compare?employer=a&sort=name"), Some(Some("a".to_owned())));
        assert_eq!(named("/compare?%65mployer=a"), Some(Some("a".to_owned())));
        for uri in ["/compare?employer=a&employer=b", "/renewals", "/compare/"] {
            assert_eq!(named(uri), None, "{uri}");
        }
        let mut signed_in = ask("/compare");
        signed_in.headers_mut().insert(COOKIE, HeaderValue::from_static("a=b"));
        assert_eq!(asked(&signed_in), None);
    }
}
