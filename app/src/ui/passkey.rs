//! Puts questions to passkeys. The browser's own words for it are reached by name, since they are younger
//! than the bindings.

use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::{Function, JSON, Object, Promise, Reflect};

/// What is wanted of a passkey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    /// That one which is there proves itself.
    Proof,
    /// That a new one is made.
    New,
}

/// Puts a question to a passkey. Answers in JSON; nothing where the person gave up, or the browser knows
/// no passkeys.
pub async fn ask(options: &str, want: Want) -> Option<String> {
    answer(options, want).await.ok()
}

async fn answer(options: &str, want: Want) -> Result<String, JsValue> {
    let (parse, call) = match want {
        Want::Proof => ("parseRequestOptionsFromJSON", "get"),
        Want::New => ("parseCreationOptionsFromJSON", "create"),
    };
    let window = window();
    let class = member(&window, "PublicKeyCredential")?;
    let parse: Function = member(&class, parse)?.dyn_into()?;
    let public_key = parse.call1(&class, &JSON::parse(options)?)?;
    let request = Object::new();
    Reflect::set(&request, &"publicKey".into(), &public_key)?;
    let container = member(&member(&window, "navigator")?, "credentials")?;
    let call: Function = member(&container, call)?.dyn_into()?;
    let promise: Promise = call.call1(&container, &request)?.dyn_into()?;
    let credential: JsValue = JsFuture::from(promise).await?;
    let to_json: Function = member(&credential, "toJSON")?.dyn_into()?;
    let json = JSON::stringify(&to_json.call0(&credential)?)?;
    json.as_string().ok_or(JsValue::NULL)
}

fn member(of: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    Reflect::get(of, &name.into())
}
