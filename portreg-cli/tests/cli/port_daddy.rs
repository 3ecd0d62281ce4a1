//! Lists of the older tool, in each of its shapes.

use portreg_cli::port_daddy::{is_port_list, read};
use portreg_core::{ErrorCode, RestartPolicy};
use serde_json::json;

use crate::records::{HOUR, NOW};

#[test]
fn the_list_of_find_becomes_services_and_endpoints() {
    let text = json!({
        "success": true,
        "count": 2,
        "services": [
            {
                "id": "shop:web:main", "port": 3100, "pid": 4711, "status": "running", "cmd": "npm start",
                "createdAt": NOW - HOUR, "lastSeen": NOW, "expiresAt": null, "tunnelUrl": null,
                "pairedWith": "shop:api:main", "metadata": { "team": "web" },
                "urls": { "local": "http://localhost:3100", "staging": "https://staging.shop.example" },
            },
            {
                "id": "shop:api:main", "port": 3101, "pid": null, "status": "assigned", "cmd": null,
                "createdAt": "2025-01-01T00:00:00Z", "lastSeen": NOW, "expiresAt": NOW + HOUR,
                "urls": {}, "metadata": null,
            },
        ],
    });
    let list = read(&text.to_string(), NOW).unwrap();
    assert_eq!(list.refused, []);
    let [web, api] = list.document.services.as_slice() else { panic!("{list:?}") };
    assert_eq!((web.identity.as_str(), web.port), ("shop:web:main", Some(3100)));
    assert_eq!(
        (web.cmd.as_deref(), web.pair.as_deref()),
        (Some("npm start"), Some("shop:api:main"))
    );
    assert_eq!((web.created_at_ms, web.last_seen_ms), (NOW - HOUR, NOW));
    assert_eq!(web.metadata["team"], "web");
    assert_eq!(web.pid, None, "processes are seen anew");
    assert!(web.persistent, "it had no end there");
    assert_eq!((api.persistent, api.expires_at_ms), (false, Some(NOW + HOUR)));
    assert_eq!(api.created_at_ms, 1_735_689_600_000);
    let [endpoint] = list.document.endpoints.as_slice() else { panic!("{list:?}") };
    assert_eq!(
        (endpoint.env.as_str(), endpoint.url.as_str()),
        ("staging", "https://staging.shop.example")
    );
}

#[test]
fn one_service_brings_its_launch() {
    let text = json!({ "success": true, "service": {
        "id": "shop:api", "port": 3101, "cwd": "/shop/api", "restartPolicy": "on-failure",
        "healthUrl": "http://localhost:3101/health", "tunnelUrl": "https://x.ngrok.example",
    }});
    let list = read(&text.to_string(), NOW).unwrap();
    let service = &list.document.services[0];
    assert_eq!(service.dir.as_ref().unwrap().to_str(), Some("/shop/api"));
    assert_eq!(service.restart, RestartPolicy::OnFailure);
    assert_eq!(service.ready, Some("http://localhost:3101/health".into()));
    assert_eq!(service.endpoints["tunnel"], "https://x.ngrok.example");
}

#[test]
fn active_ports_bare_lists_and_rows_are_read_too() {
    let active = json!({ "ports": [{ "port": 3100, "project": "shop", "pid": 1, "started": NOW, "last_seen": NOW, "alive": true }], "count": 1 });
    let bare = json!([{ "id": "shop", "port": 3100, "created_at": NOW, "metadata": "{\"a\":1}" }]);
    for text in [active, bare] {
        let list = read(&text.to_string(), NOW + HOUR).unwrap();
        let service = &list.document.services[0];
        assert_eq!(
            (service.identity.as_str(), service.port, service.created_at_ms),
            ("shop", Some(3100), NOW)
        );
    }
}

#[test]
fn malformed_entries_are_refused_by_name() {
    let text = json!({ "services": [
        { "id": "good", "port": 3100 },
        { "id": "_odd", "port": 3101 },
        { "id": "a:b:c:d", "port": 3102 },
        { "id": "high", "port": 70000 },
        { "id": "text", "port": "3103" },
        { "port": 3104 },
        "nothing",
        { "id": "good", "port": 3105 },
        { "id": "twin", "port": 3100 },
        { "id": "meta", "port": 3106, "metadata": [1] },
        { "id": "time", "port": 3107, "createdAt": "yesterday" },
        { "id": "urls", "port": 3108, "urls": { "dev": 5 } },
    ]});
    let list = read(&text.to_string(), NOW).unwrap();
    assert_eq!(list.document.services.len(), 1);
    let lines: Vec<String> = list
        .refused
        .iter()
        .map(|refusal| {
            format!("{} {:?} {}: {}", refusal.identity, refusal.port, refusal.code, refusal.reason)
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn what_is_no_list_is_an_error() {
    let mut text = String::new();
    for input in ["no json", "{}", "5", r#"{"success":false,"error":"service not found"}"#] {
        let failure = read(input, NOW).unwrap_err();
        assert_eq!(failure.code(), ErrorCode::InvalidOption);
        text.push_str(&format!("{}\n", failure.line()));
    }
    insta::assert_snapshot!(text);
}

#[test]
fn lists_that_are_kept_by_hand_are_read_too() {
    let text = json!({ "services": [
        { "name": "web", "port": 3100, "environment": "dev", "process_name": "node", "description": "the shop",
          "startup_cmd": "npm start", "health_endpoint": "/health", "enabled": false },
        { "name": "api", "port": 3101, "environment": "dev", "health_endpoint": "http://localhost:3101/up" },
        { "name": "api", "port": 7101, "environment": "test", "startup_cmd": null },
    ]});
    let text = text.to_string();
    assert!(is_port_list(&text));
    let list = read(&text, NOW).unwrap();
    assert_eq!(list.refused, []);
    let [web, dev, test] = list.document.services.as_slice() else { panic!("{list:?}") };
    assert_eq!((web.identity.as_str(), web.port, web.enabled), ("web", Some(3100), false));
    assert_eq!(web.description.as_deref(), Some("the shop"));
    assert_eq!(web.cmd.as_deref(), Some("npm start"));
    assert_eq!(web.ready, Some("http://localhost:{port}/health".into()));
    assert_eq!(web.metadata["process_name"], "node");
    assert_eq!((dev.identity.as_str(), test.identity.as_str()), ("api:dev", "api:test"));
    assert_eq!((dev.enabled, test.port), (true, Some(7101)));
    for other in
        [r#"{"version":1,"services":[{"name":"a"}]}"#, r#"{"services":[{"id":"a"}]}"#, "[]"]
    {
        assert!(!is_port_list(other), "{other}");
    }
}
