//! The older tool's files are read as they are.

use std::time::Duration;

use super::Folder;
use crate::config::PortSetting;
use crate::config::launch::Command;
use crate::config::ready::Probe;
use crate::model::PortRange;

const PROJECT: &str = r#"{"windags:frontend:*":{"port":3000,"range":[3000,3099],"cmd":"npm run dev -- --port {port}","ready":"http://localhost:{port}","env":{"NODE_ENV":"development"},"endpoints":{"dev":"https://app-dev.windags.com","prod":"https://app.windags.com"}},"windags:api:*":{"port":3100,"range":[3100,3199],"cmd":"cargo run -- --port {port}","ready":"http://localhost:{port}/health","pair":"windags:frontend","tunnel":{"provider":"ngrok","subdomain":"windags-api"}}}"#;
const USER: &str = r#"{"defaultRange":[3100,9999],"reservedPorts":[8080,8000,9876],"defaultExpires":"8h","tunnelProviders":{"ngrok":{"authtoken":"..."},"cloudflare":{"certPath":"~/.cloudflared/cert.pem"}}}"#;

#[test]
fn its_documents_are_read_unchanged() {
    let folder = Folder::new();
    folder.write(".port-daddy.json", PROJECT);
    folder.write("home/.port-daddy/config.json", USER);
    let config = folder.load(".").unwrap();
    assert_eq!(config.ignored, []);

    let frontend = config.service(&"windags:frontend:main".parse().unwrap()).unwrap().unwrap();
    assert_eq!(frontend.port, PortSetting::Ports(vec![3000]));
    assert_eq!(frontend.range, Some(PortRange { first: 3000, last: 3099 }));
    assert_eq!(frontend.cmd, Some(Command::Shell("npm run dev -- --port {port}".into())));
    assert_eq!(frontend.env["NODE_ENV"], "development");
    assert_eq!(frontend.endpoints["prod"], "https://app.windags.com");
    let api = config.service(&"windags:api".parse().unwrap()).unwrap().unwrap();
    assert_eq!(api.pair.as_deref(), Some("windags:frontend"));
    assert_eq!(api.tunnel.as_ref().unwrap().subdomain.as_deref(), Some("windags-api"));
    let probe = Probe::Http("http://localhost:{port}/health".into());
    assert_eq!(api.ready.as_ref().unwrap().probe, probe);

    assert_eq!(config.default_expires, Duration::from_secs(8 * 3600));
    assert_eq!(config.reserved.iter().map(|r| r.first).collect::<Vec<_>>(), [8000, 8080, 9876]);
    let report = config.report();
    assert_eq!(report.values["tunnelProviders"]["ngrok"]["authtoken"], "***");
    assert_eq!(
        report.values["tunnelProviders"]["cloudflare"]["certPath"],
        "~/.cloudflared/cert.pem"
    );
    assert_eq!(config.tunnel_providers["ngrok"]["authtoken"], "...");
}

#[test]
fn keys_that_only_it_knows_are_passed_over_and_named() {
    let folder = Folder::new();
    let file = folder.write(
        ".port-daddy.json",
        r#"{"project": "shop", "portRange": [1, 2], "services": {"api": {}},
            "shop:web:*": {"port": 3000, "healthPath": "/", "noPort": false, "dns": true, "dev": "x"}}"#,
    );
    let user = folder.write("home/.port-daddy/config.json", r#"{"logging": {"level": "info"}}"#);
    let config = folder.load(".").unwrap();
    let ignored = |file: &std::path::Path| {
        let of = config.ignored.iter().filter(|(at, _)| at == file);
        of.map(|(_, key)| key.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(ignored(&user), ["logging"]);
    assert_eq!(
        ignored(&file),
        [
            "portRange",
            "services",
            "shop:web:*.healthPath",
            "shop:web:*.noPort",
            "shop:web:*.dns",
            "shop:web:*.dev"
        ]
    );
}

#[test]
fn what_looks_like_a_slip_is_an_error_there_too() {
    let folder = Folder::new();
    folder.write(".port-daddy.json", r#"{"shop:web:*": {"prot": 3000}}"#);
    let (line, column, message) = super::fault(folder.load("."));
    assert_eq!((line, column), (1, 17));
    assert!(message.contains("did you mean \"port\"?"), "{message}");
}
