//! `env`: how variables are named, and what `--write` leaves as it is.

use serde_json::json;

use super::Home;

fn home() -> Home {
    let home = Home::new();
    let config = json!({ "shop:web": { "needs": ["api"] }, "shop:api": {} });
    std::fs::write(home.path().join(".portreg.json"), config.to_string()).unwrap();
    home.ok(&["claim", "shop:api", "shop:web"]);
    home
}

#[test]
fn variables_are_named_after_their_services() {
    let home = home();
    let api = home.json(&["find", "shop:api"])[0]["port"].to_string();
    let web = home.json(&["find", "shop:web"])[0]["port"].to_string();
    let all = home.json(&["env", "shop"]);
    let expected = json!({
        "SHOP_API_PORT": api, "SHOP_API_URL": format!("http://localhost:{api}"),
        "SHOP_WEB_PORT": web, "SHOP_WEB_URL": format!("http://localhost:{web}"),
    });
    assert_eq!(all, expected);
    let own = home.json(&["env", "shop:web"]);
    let place = ["PORT", "HOST", "URL"].map(|name| own[name].as_str().unwrap().to_owned());
    assert_eq!(place, [web.clone(), "localhost".into(), format!("http://localhost:{web}")]);
    assert_eq!(own["API_URL"], format!("http://localhost:{api}"));
    assert_eq!(home.error(&["env", "shop:nobody"], 3)["code"], "NOT_FOUND");

    home.ok(&["claim", "shop:web:main", "4you"]);
    let names: Vec<String> = home
        .json(&["env"])
        .as_object()
        .unwrap()
        .keys()
        .filter(|name| name.ends_with("_PORT"))
        .cloned()
        .collect();
    let expected = ["_4YOU_PORT", "SHOP_API_PORT", "SHOP_WEB_PORT", "SHOP_WEB_MAIN_PORT"];
    assert_eq!(names, expected, "the context where they would be equal");
    home.ok(&["claim", "my-shop:web", "my.shop:web"]);
    let error = home.error(&["env"], 2);
    let message = error["message"].as_str().unwrap();
    assert!(message.contains("my-shop:web and my.shop:web"), "{message}");
}

#[test]
fn a_file_keeps_everything_but_the_lines_between_the_markers() {
    let home = home();
    let file = home.path().join(".env.local");
    let link = home.path().join("link");
    std::fs::write(&file, b"SECRET=\xff\xfe\r\nB=2").unwrap();
    std::os::unix::fs::symlink(&file, &link).unwrap();
    let mode = |bits| std::os::unix::fs::PermissionsExt::from_mode(bits);
    std::fs::set_permissions(&file, mode(0o640)).unwrap();
    let write = |pattern| home.json(&["env", pattern, "--write", "link"])["changed"].clone();
    assert_eq!(write("shop"), true);
    let first = std::fs::read(&file).unwrap();
    assert!(first.starts_with(b"SECRET=\xff\xfe\r\nB=2\r\n"));
    assert!(link.is_symlink(), "a link stays one");
    let kept = std::os::unix::fs::PermissionsExt::mode(&file.metadata().unwrap().permissions());
    assert_eq!(kept & 0o777, 0o640);

    let touched = file.metadata().unwrap().modified().unwrap();
    assert_eq!(write("shop"), false);
    assert_eq!(file.metadata().unwrap().modified().unwrap(), touched, "it is not touched");
    assert_eq!(write("shop:api"), true);
    let second = std::fs::read(&file).unwrap();
    assert!(second.starts_with(b"SECRET=\xff\xfe\r\nB=2\r\n") && second.len() < first.len() + 80);

    home.error(&["env", "shop", "--write", "link", "--format", "json"], 2);
    let nowhere = home.error(&["env", "shop", "--write", "no/such/folder/.env"], 2);
    assert!(nowhere["message"].as_str().unwrap().contains("no/such/folder"), "{nowhere}");
}
