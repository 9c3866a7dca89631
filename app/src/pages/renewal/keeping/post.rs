//! How a change is sent: so that it arrives even if the page is left in the same moment.

use crate::api::ApiError;
use crate::api::renewal::{RenewalKey, SaveAnswer, SaveScenario, ScenarioEdit};
use crate::wire::PackedError;
use leptos::prelude::*;
use leptos::server_fn::{ContentType, ServerFn};
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::js_sys::{Promise, Reflect, Uint8Array};
use leptos::web_sys::{Headers, RequestInit, Response};
use wasm_bindgen_futures::JsFuture;

/// What a page that is left may still send, in bytes: browsers stop at 64 KiB.
const KEPT_ALIVE_MAX: usize = 60_000;

/// Sends a change before it returns; the answer can be awaited. `None` where nobody answered.
pub fn send(
    key: &RenewalKey,
    edit: &ScenarioEdit,
) -> impl Future<Output = Option<SaveAnswer>> + use<> {
    let sent = request(SaveScenario { key: key.clone(), edit: edit.clone() });
    async move {
        let response: Response = JsFuture::from(sent?).await.ok()?.dyn_into().ok()?;
        let bytes = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
        let bytes = Uint8Array::new(&bytes).to_vec();
        if response.ok() {
            return postcard::from_bytes(&bytes).ok();
        }
        refused(&postcard::from_bytes(&bytes).ok()?)
    }
}

/// What those are told whom the server does not let save. `None` where it failed: then it may work later.
fn refused(error: &ApiError) -> Option<SaveAnswer> {
    let why = match error {
        ApiError::SignedOut | ApiError::ProveAgain => {
            "You are signed out. Sign in in another window, then try again. Your changes are kept in this \
             window."
        }
        ApiError::Forbidden(_) | ApiError::NotFound => {
            "You may not change the scenarios of this renewal."
        }
        ApiError::Internal { .. } | ApiError::Transport(_) => return None,
    };
    Some(SaveAnswer::Refused(why.to_owned()))
}

fn request(call: SaveScenario) -> Option<Promise> {
    let body = postcard::to_allocvec(&call).ok()?;
    let headers = Headers::new().ok()?;
    headers.set("Content-Type", PackedError::CONTENT_TYPE).ok()?;
    headers.set("Accept", PackedError::CONTENT_TYPE).ok()?;
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_headers(&headers);
    let alive = body.len() < KEPT_ALIVE_MAX;
    init.set_body(&Uint8Array::from(body.as_slice()));
    Reflect::set(&init, &"keepalive".into(), &alive.into()).ok()?;
    Some(window().fetch_with_str_and_init(SaveScenario::PATH, &init))
}

/// An id for a new scenario: 122 random bits, which no other window has.
pub fn new_id() -> String {
    let mut bytes = [0; 16];
    // Every browser that runs WebAssembly has them. If not, a second scenario would be refused.
    if let Ok(crypto) = window().crypto() {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::access::Capability;

    #[test]
    fn whoever_may_not_save_is_told_why_and_a_failure_may_pass() {
        let told = |error: &ApiError| refused(error).is_some();
        let internal = ApiError::Internal { request_id: "1".to_owned() };
        let forbidden = ApiError::Forbidden(Capability::PlanRenewal);
        assert!([ApiError::SignedOut, forbidden].iter().all(told));
        assert!(![internal, ApiError::Transport("lost".to_owned())].iter().any(told));
    }
}
