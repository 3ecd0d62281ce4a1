//! Placeholders and references.

use crate::config::template::{complete, placeholders};
use crate::config::{Quoting, substitute};

fn put(template: &str, quoting: Quoting) -> String {
    let value = |kind: &str, of: Option<&str>| match (kind, of) {
        ("port", None) => Some("3000".to_owned()),
        ("port", Some("api")) => Some("3001".to_owned()),
        ("host", None) => Some("it's \"$HOME\"".to_owned()),
        _ => None,
    };
    substitute(template, |placeholder| value(placeholder.kind, placeholder.of), quoting)
}

#[test]
fn placeholders_are_replaced_and_other_braces_stay() {
    let plain = |template| put(template, Quoting::None);
    assert_eq!(plain("-p {port} {port:api} {port:db}"), "-p 3000 3001 {port:db}");
    assert_eq!(
        plain("{a,b} ${port} {prot} {{port}} {\"x\": {port}}"),
        "{a,b} ${port} {prot} {3000} {\"x\": 3000}"
    );
    assert_eq!(plain("{port"), "{port");
    let found = placeholders("{url:shop:api} {port} {nothing}");
    assert_eq!(
        found.iter().map(|p| (p.kind, p.of)).collect::<Vec<_>>(),
        [("url", Some("shop:api")), ("port", None)]
    );
}

#[cfg(unix)]
#[test]
fn a_shell_sees_each_value_as_it_is() {
    for template in
        ["printf %s {host}", "printf %s \"{host}\"", "printf %s '{host}'", "printf %s a\\'{host}"]
    {
        let line = put(template, Quoting::Shell);
        let output = std::process::Command::new("sh").args(["-c", &line]).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert_eq!(said.trim_start_matches("a'"), "it's \"$HOME\"", "{line}");
    }
    assert_eq!(put("npm run dev -- --port {port}", Quoting::Shell), "npm run dev -- --port 3000");
}

#[test]
fn references_are_completed_from_the_service_that_makes_them() {
    let from = |reference: &str, service: &str| {
        complete(reference, &service.parse().unwrap()).unwrap().to_string()
    };
    assert_eq!(from("api", "shop:web:main"), "shop:api:main");
    assert_eq!(from("shop:api", "shop:web:main"), "shop:api:main");
    assert_eq!(from("bank:api", "shop:web"), "bank:api");
    assert_eq!(from("bank:api:dev", "shop:web:main"), "bank:api:dev");
    assert_eq!(from("api", "shop"), "shop:api");
}
