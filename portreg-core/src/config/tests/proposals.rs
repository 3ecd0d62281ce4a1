//! `init`: what is proposed loads, and says what the folder says.

use super::{Folder, project};
use crate::config::launch::Command;
use crate::config::project::ProjectFile;
use crate::config::{PortSetting, ServiceConfig, propose};

fn proposed(folder: &Folder, dir: &str) -> (String, ProjectFile) {
    let text = propose(&folder.path.join(dir)).unwrap();
    let file = project(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    (text, file)
}

fn service<'a>(file: &'a ProjectFile, name: &str) -> &'a ServiceConfig {
    file.service(&name.parse().unwrap()).unwrap().unwrap()
}

#[test]
fn an_empty_folder_gets_an_example() {
    let folder = Folder::new();
    folder.folder("shop");
    let (text, file) = proposed(&folder, "shop");
    assert_eq!(file.project.as_deref(), Some("shop"));
    assert!(file.services.is_empty() && text.contains("// \"shop:web:*\""), "{text}");
    // The example itself is right as well.
    let example =
        text.replace("  //   ", "    ").replace("  // \"", "  \"").replace("  // }", "  }");
    assert_eq!(
        service(&project(&example).unwrap(), "shop:web").port,
        PortSetting::Ports(vec![3000])
    );
}

#[test]
fn scripts_procfiles_django_and_compose_are_recognised() {
    let folder = Folder::new();
    folder.write("shop/package.json", r#"{"name": "shop", "scripts": {"dev": "vite"}}"#);
    folder.write(
        "shop/Procfile",
        "# all\nweb: gunicorn -b :$PORT\nworker: celery \"a\\b\"\nworker: again\n",
    );
    folder.write("shop/manage.py", "");
    folder.write("shop/compose.yaml", "services:\n  db:\n    image: postgres\n    ports: ['127.0.0.1:${DB:-5433}:5432']\n  cache:\n    ports:\n      - published: \"6380\"\n        target: 6379\n  none:\n    ports: ['80']\n");
    let (text, file) = proposed(&folder, "shop");
    let app = service(&file, "shop:app:main");
    assert_eq!(app.port, PortSetting::Ports(vec![5173]));
    assert_eq!(app.cmd, Some(Command::Shell("npm run dev -- --port {port} --strictPort".into())));
    assert_eq!(service(&file, "shop:web").cmd, Some(Command::Shell("gunicorn -b :$PORT".into())));
    assert_eq!(service(&file, "shop:worker").port, PortSetting::None);
    assert_eq!(service(&file, "shop:django").port, PortSetting::Ports(vec![8000]));
    assert_eq!(service(&file, "shop:db").port, PortSetting::Ports(vec![5433]));
    assert!(!service(&file, "shop:cache").is_enabled());
    assert!(file.service(&"shop:none".parse().unwrap()).unwrap().is_none());
    assert!(text.contains("// package.json, script dev\n"), "{text}");
}

#[test]
fn workspaces_give_a_service_each() {
    let folder = Folder::new();
    folder.write("shop/pnpm-lock.yaml", "");
    folder.write(
        "shop/package.json",
        r#"{"name": "shop", "workspaces": ["apps/*"], "scripts": {"dev": "turbo dev"}}"#,
    );
    folder.write(
        "shop/apps/web/package.json",
        r#"{"name": "@acme/web", "scripts": {"dev": "next dev"}}"#,
    );
    folder.write(
        "shop/apps/api/package.json",
        r#"{"scripts": {"start": "node server.js --port 4000"}}"#,
    );
    folder.write("shop/apps/lib/package.json", "{}");
    let (_, file) = proposed(&folder, "shop");
    assert_eq!(file.services.len(), 3);
    let web = service(&file, "shop:web:main");
    assert_eq!(web.dir.as_deref(), Some(std::path::Path::new("apps/web")));
    assert_eq!(web.cmd, Some(Command::Shell("pnpm run dev --port {port}".into())));
    assert_eq!(service(&file, "shop:api").port, PortSetting::Ports(vec![4000]));
}
