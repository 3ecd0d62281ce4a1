//! Where services answer: by port, by hand, by configuration.

use serde_json::json;

use super::Home;

#[test]
fn local_follows_the_port() {
    let home = Home::new();
    let claim = home.json(&["claim", "shop:web", "--port", "4410"]);
    assert_eq!(home.ok(&["url", "shop:web"]).trim(), claim["url"]);
    home.ok(&["reassign", "shop:web", "4411"]);
    let expected =
        json!({ "identity": "shop:web", "env": "local", "url": "http://localhost:4411" });
    assert_eq!(home.json(&["url", ":4411"]), expected);
    for act in [&["set", "shop:web", "local", "http://x"][..], &["rm", "shop:web", "local"]] {
        let error = home.error(&[&["endpoint"], act].concat(), 2);
        assert_eq!((&error["code"], &error["option"]), (&json!("INVALID_OPTION"), &json!("env")));
    }
}

/// A server with a certificate of its own: whoever asks where it answers is told https, also after it has moved.
#[test]
fn the_scheme_and_host_of_local_can_be_set() {
    let home = Home::new();
    home.ok(&["claim", "shop:web", "--port", "4412"]);
    home.ok(&["endpoint", "set", "shop:web", "local", "https://web.shop.localhost:4412"]);
    home.ok(&["reassign", "shop:web", "4413"]);
    let url = "https://web.shop.localhost:4413";
    assert_eq!(home.ok(&["url", "shop:web"]).trim(), url);
    assert_eq!(home.json(&["claim", "shop:web"])["url"], url);
    let variables = home.json(&["env", "shop:web"]);
    assert_eq!((&variables["URL"], &variables["SHOP_WEB_URL"]), (&json!(url), &json!(url)));
    assert_eq!(variables["HOST"], "web.shop.localhost");
    for wrong in ["https://localhost:4412", "https://localhost/x:4413", "https://a@b:4413"] {
        let error = home.error(&["endpoint", "set", "shop:web", "local", wrong], 2);
        assert_eq!(error["option"], "env", "{wrong}");
    }
    home.ok(&["endpoint", "set", "shop:web", "local", "http://localhost:4413"]);
    assert_eq!(home.ok(&["url", "shop:web"]).trim(), "http://localhost:4413");
}

#[test]
fn endpoints_are_set_listed_shown_and_removed() {
    let home = Home::new();
    home.ok(&["claim", "shop:web", "shop:api"]);
    let prod = json!({ "identity": "shop:web", "env": "prod", "url": "https://shop.example.com" });
    let set = ["endpoint", "set", "shop:web", "prod", "https://shop.example.com"];
    assert_eq!(home.json(&set), prod);
    assert_eq!(home.json(&["url", "shop:web", "--env", "prod"]), prod);
    let envs = |pattern: &str| -> Vec<String> {
        let all = home.json(&["endpoint", "list", pattern]);
        all.as_array().unwrap().iter().map(|one| one["env"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(envs("shop"), ["local", "local", "prod"]);
    assert_eq!(envs("shop:web"), ["local", "prod"]);
    let found = home.json(&["find", "shop:web"]);
    assert_eq!(found[0]["endpoints"]["prod"], "https://shop.example.com");

    home.ok(&["rename", "shop:web", "shop:front"]);
    assert_eq!(envs("shop:front"), ["local", "prod"], "they go with the name");
    assert_eq!(home.json(&["endpoint", "rm", "shop:front", "prod"])["env"], "prod");
    let error = home.error(&["url", "shop:front", "--env", "prod"], 3);
    assert_eq!((&error["kind"], &error["env"]), (&json!("endpoint"), &json!("prod")));
    home.ok(&["endpoint", "set", "shop:front", "dev", "https://dev.example.com"]);
    home.ok(&["release", "shop:front"]);
    home.ok(&["claim", "shop:front"]);
    assert_eq!(envs("shop:front"), ["local"], "they end with the service");
}

#[test]
fn what_is_no_url_or_no_environment_is_refused_with_the_reason() {
    let home = Home::new();
    home.ok(&["claim", "shop:web"]);
    for (env, url, option, part) in [
        ("prod", "shop.example.com", "url", "scheme and a host"),
        ("prod", "https://a b", "url", "no spaces"),
        ("prod", "https://a:99999", "url", "1 to 65535"),
        ("Prod", "https://a", "env", "a-z 0-9 -"),
        ("", "https://a", "env", "a-z 0-9 -"),
    ] {
        let error = home.error(&["endpoint", "set", "shop:web", env, url], 2);
        assert_eq!((&error["code"], &error["option"]), (&json!("INVALID_OPTION"), &json!(option)));
        assert!(error["message"].as_str().unwrap().contains(part), "{error}");
    }
    home.error(&["endpoint", "set", "shop:nobody", "prod", "https://a"], 3);
    assert_eq!(home.json(&["endpoint", "list"]).as_array().unwrap().len(), 1);
}

#[test]
fn the_configuration_sets_endpoints_too() {
    let home = Home::new();
    let config = json!({ "shop:web": {
        "port": 4420,
        "endpoints": { "dev": "https://dev.example.com", "lan": "http://192.168.1.2:{port}/" },
    } });
    std::fs::write(home.path().join(".portreg.json"), config.to_string()).unwrap();
    let claim = home.json(&["claim", "shop:web"]);
    let lan = home.json(&["url", "shop:web", "--env", "lan"]);
    assert_eq!(lan["url"], format!("http://192.168.1.2:{}/", claim["port"]));
    let error = home.error(&["endpoint", "rm", "shop:web", "dev"], 2);
    assert!(error["message"].as_str().unwrap().contains("configuration"), "{error}");
    home.ok(&["endpoint", "set", "shop:web", "dev", "https://mine.example.com"]);
    assert_eq!(home.json(&["find"])[0]["endpoints"]["dev"], "https://mine.example.com");
    home.ok(&["endpoint", "rm", "shop:web", "dev"]);
    assert_eq!(home.ok(&["url", "shop:web", "--env", "dev"]), "https://dev.example.com\n");
}
