//! Keys: what was sealed with a former one opens with today's alone, once it was sealed again.

use crate::world::World;
use credential::vault::{IndexKey, Vault};
use operations::mail::{Letter, Link, Recipient};
use operations::{Operations, Resealed, Secrets, Settings};

const OLD: &str = "ZGVtby1rZXktd2hpY2gtaXMtbm90LXNlY3JldC1hdCE=";
const NEW: &str = "YW5vdGhlci1rZXktd2hpY2gtaXMtYWxzby1rbm93biE=";

fn with(world: &World, keys: &str) -> Operations {
    let vault = Vault::parse(keys).unwrap();
    let secrets = Some(Secrets { vault, index: IndexKey::parse(OLD).unwrap() });
    let settings = Settings { secrets, keeps_mail: true, ..World::settings() };
    world.without_demo().with(settings).showing_demo()
}

#[tokio::test]
async fn a_key_is_left_away_once_everything_was_sealed_again() {
    let world = World::new().await;
    let staff = world.staff().await;
    let before = with(&world, &format!("old:{OLD}"));
    let mut unit = world.write().await;
    let to = Recipient {
        name: "Ana Lee".to_owned(),
        email: "ana@example.com".to_owned(),
        account: None,
        employer: None,
    };
    let letter = Letter::NewPassword { link: Link::new("https://renew.example.com/x") };
    before.post(&mut *unit, &to, &letter).await.unwrap();
    unit.commit().await.unwrap();

    let after = with(&world, &format!("new:{NEW}"));
    let id = after.mails(&staff, None).await.unwrap()[0].id;
    assert!(after.read_mail(&staff, id).await.is_err(), "it was sealed with another key");
    let closed = Resealed { resealed: 0, current: 0, closed: 3 };
    assert_eq!(after.reseal().await.unwrap(), closed, "and is left as it is");

    let both = with(&world, &format!("new:{NEW},old:{OLD}"));
    assert_eq!(both.reseal().await.unwrap(), Resealed { resealed: 3, current: 0, closed: 0 });
    assert_eq!(both.reseal().await.unwrap(), Resealed { resealed: 0, current: 3, closed: 0 });
    let (_, paper) = after.read_mail(&staff, id).await.unwrap();
    assert!(paper.text.contains("https://renew.example.com/x"));
    assert!(before.read_mail(&staff, id).await.is_err());
}
