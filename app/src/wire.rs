//! How everything that pages need travels: packed by postcard, in the answers of server functions and in
//! the page itself. JSON could be read by people, but what reads it weighs as much as a page.

use codee::binary::PostcardCodec;
use leptos::prelude::*;
use leptos::server_fn::Http;
use leptos::server_fn::codec::{Postcard, PostcardEncoding};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The protocol of a server function that browsers call: `#[server(protocol = Packed, …)]`.
pub type Packed = Http<Postcard, Postcard>;

/// How an error travels.
pub type PackedError = PostcardEncoding;

/// What a page waits for on the server; the page carries it to the browser.
pub type Loaded<T> = Resource<T, PostcardCodec>;

/// Loads what a page cannot be rendered without, and again when what it is asked by changes.
pub fn load<S, T, F>(
    asked: impl Fn() -> S + Send + Sync + 'static,
    answer: impl Fn(S) -> F + Send + Sync + 'static,
) -> Loaded<T>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = T> + Send + 'static,
{
    Loaded::new_with_options(asked, answer, true)
}

/// What the server knows when it renders a page, and the browser reads in it.
pub fn carried<T: Serialize + DeserializeOwned>(known: impl FnOnce() -> T) -> T {
    SharedValue::<T, PostcardCodec>::new_with_encoding(known).into_inner()
}
