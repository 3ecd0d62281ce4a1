//! The stack in workspaces of npm, pnpm, Cargo and uv.

use super::{Folder, repository};

#[test]
fn npm_workspaces_give_the_package_of_the_folder() {
    let folder = Folder::new();
    repository(&folder.path.join("shop"));
    folder.write(
        "shop/package.json",
        r#"{"name": "shop", "workspaces": ["packages/*", "./apps/**/", "!packages/old"]}"#,
    );
    folder.write("shop/packages/web/package.json", r#"{"name": "@acme/web"}"#);
    folder.write("shop/packages/api/package.json", "{}");
    folder.write("shop/packages/old/package.json", r#"{"name": "old"}"#);
    folder.write("shop/apps/a/b/package.json", r#"{"name": "deep"}"#);
    folder.folder("shop/packages/web/src/pages");
    folder.folder("shop/docs");
    assert_eq!(folder.name("shop/packages/web/src/pages"), "shop:web:main");
    let inferred = folder.infer("shop/packages/web");
    assert_eq!(
        (inferred.stack_raw.as_str(), &inferred.sources["stack"]),
        ("@acme/web", &"package.json".into())
    );
    assert_eq!(folder.name("shop/packages/api"), "shop:api:main");
    assert_eq!(folder.infer("shop/packages/api").sources["stack"], "folder name");
    assert_eq!(folder.name("shop/apps/a/b"), "shop:deep:main");
    for outside in ["shop", "shop/docs", "shop/packages", "shop/packages/old"] {
        assert_eq!(folder.name(outside), "shop:app:main", "{outside}");
    }
}

#[test]
fn yarn_packages_and_pnpm_work_alike() {
    let folder = Folder::new();
    repository(&folder.path.join("shop"));
    folder
        .write("shop/package.json", r#"{"name": "shop", "workspaces": {"packages": ["libs/*"]}}"#);
    folder.write("shop/libs/x/package.json", r#"{"name": "x-lib"}"#);
    folder.write("shop/pnpm-workspace.yaml", "packages:\n  - 'apps/*'\n  - '!**/test'\n");
    folder.write("shop/apps/web/package.json", r#"{"name": "web"}"#);
    folder.write("shop/apps/test/package.json", r#"{"name": "test"}"#);
    assert_eq!(folder.name("shop/libs/x"), "shop:x-lib:main");
    assert_eq!(folder.name("shop/apps/web"), "shop:web:main");
    assert_eq!(folder.name("shop/apps/test"), "shop:app:main");
}

#[test]
fn cargo_and_uv_workspaces_exclude() {
    let folder = Folder::new();
    repository(&folder.path.join("shop"));
    folder.write(
        "shop/Cargo.toml",
        "[workspace]\nmembers = [\"crates/*\"]\nexclude = [\"crates/old\"]\n",
    );
    folder.write("shop/crates/server/Cargo.toml", "[package]\nname = \"shop-server\"\n");
    folder.write("shop/crates/old/Cargo.toml", "[package]\nname = \"old\"\n");
    assert_eq!(folder.name("shop/crates/server"), "shop:shop-server:main");
    assert_eq!(folder.name("shop/crates/old"), "shop:app:main");
    folder.write("shop/pyproject.toml", "[tool.uv.workspace]\nmembers = [\"py/*\"]\n");
    folder.write("shop/py/jobs/pyproject.toml", "[project]\nname = \"jobs\"\n");
    assert_eq!(folder.name("shop/py/jobs"), "shop:jobs:main");
}

#[test]
fn the_innermost_package_counts_and_worktrees_have_their_own() {
    let folder = Folder::new();
    let shop = folder.path.join("shop");
    repository(&shop);
    folder.write("shop/package.json", r#"{"name": "shop", "workspaces": ["apps/*"]}"#);
    folder.write("shop/apps/web/package.json", r#"{"name": "web", "workspaces": ["parts/*"]}"#);
    folder.write("shop/apps/web/parts/cart/package.json", r#"{"name": "cart"}"#);
    assert_eq!(folder.name("shop/apps/web/parts/cart"), "shop:cart:main");
    super::git(&shop, &["add", "."]);
    super::git(&shop, &["commit", "-qm", "two"]);
    super::git(&shop, &["worktree", "add", "-q", "-b", "topic", "../topic"]);
    assert_eq!(folder.name("topic/apps/web"), "shop:web:topic");
}

#[test]
fn a_workspace_outside_git_is_the_project() {
    let folder = Folder::new();
    folder.write("shop/package.json", r#"{"name": "shop", "workspaces": ["apps/*"]}"#);
    folder.write("shop/apps/web/package.json", r#"{"name": "web"}"#);
    assert_eq!(folder.name("shop/apps/web"), "shop:web");
}
