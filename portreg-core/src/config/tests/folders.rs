//! Names that folders and git give, with real repositories.

use super::{Folder, git, repository};
use crate::config::infer::segment;
use crate::config::suffix_of;

#[test]
fn a_repository_gives_project_app_and_branch() {
    let folder = Folder::new();
    repository(&folder.path.join("shop"));
    folder.folder("shop/src");
    let inferred = folder.infer("shop/src");
    assert_eq!(inferred.identity().unwrap().as_str(), "shop:app:main");
    assert_eq!(inferred.root, folder.path.join("shop"));
    assert_eq!(inferred.main_root, inferred.root);
    assert_eq!(inferred.sources["project"], "folder name");
    assert_eq!(inferred.sources["stack"], "default");
    assert_eq!(inferred.sources["context"], "git branch");
    assert_eq!(inferred.inference().unwrap().context.as_deref(), Some("main"));
}

#[test]
fn before_the_first_commit_there_is_a_branch_already() {
    let folder = Folder::new();
    let shop = folder.folder("shop");
    git(&shop, &["init", "-q", "-b", "trunk"]);
    assert_eq!(folder.name("shop"), "shop:app:trunk");
}

#[test]
fn a_linked_worktree_has_the_main_ones_project_and_its_own_branch() {
    let folder = Folder::new();
    let shop = folder.path.join("shop");
    repository(&shop);
    folder.write("shop/package.json", r#"{"name": "@acme/shop"}"#);
    git(&shop, &["worktree", "add", "-q", "-b", "feature/ABC-123_x", "../elsewhere"]);
    folder.write("elsewhere/package.json", r#"{"name": "renamed-on-branch"}"#);
    let inferred = folder.infer("elsewhere");
    assert_eq!(inferred.identity().unwrap().as_str(), "acme-shop:app:feature-ABC-123_x");
    assert_eq!(inferred.context_raw.as_deref(), Some("feature/ABC-123_x"));
    assert_eq!(inferred.root, folder.path.join("elsewhere"));
    assert_eq!(inferred.main_root, shop);
    assert_eq!(inferred.common_dir, Some(shop.join(".git")));
    assert_eq!(inferred.sources["project"], "package.json");
}

#[test]
fn a_detached_head_gives_the_short_commit() {
    let folder = Folder::new();
    let shop = folder.path.join("shop");
    repository(&shop);
    git(&shop, &["checkout", "-q", "--detach"]);
    let inferred = folder.infer("shop");
    let commit = std::fs::read_to_string(shop.join(".git/HEAD")).unwrap();
    assert_eq!(inferred.context.as_deref(), Some(&commit[..7]));
    assert_eq!(inferred.sources["context"], "git commit");
}

/// A repository in which a rebase of `topic` stops on a conflict.
fn conflict(shop: &std::path::Path) {
    repository(shop);
    git(shop, &["checkout", "-q", "-b", "topic"]);
    std::fs::write(shop.join("file"), "topic\n").unwrap();
    git(shop, &["commit", "-qam", "topic"]);
    git(shop, &["checkout", "-q", "main"]);
    std::fs::write(shop.join("file"), "main\n").unwrap();
    git(shop, &["commit", "-qam", "main"]);
    git(shop, &["checkout", "-q", "topic"]);
}

#[test]
fn during_a_rebase_it_is_the_branch_being_rebased() {
    for backend in ["--merge", "--apply"] {
        let folder = Folder::new();
        let shop = folder.path.join("shop");
        conflict(&shop);
        git(&shop, &["rebase", backend, "main"]);
        let head = std::fs::read_to_string(shop.join(".git/HEAD")).unwrap();
        assert!(!head.starts_with("ref:"), "the rebase did not stop");
        let inferred = folder.infer("shop");
        assert_eq!(inferred.context.as_deref(), Some("topic"), "{backend}");
        assert_eq!(inferred.sources["context"], "git branch being rebased");
    }
    let folder = Folder::new();
    let shop = folder.path.join("shop");
    conflict(&shop);
    git(&shop, &["checkout", "-q", "--detach"]);
    let before = std::fs::read_to_string(shop.join(".git/HEAD")).unwrap();
    git(&shop, &["rebase", "main"]);
    assert_eq!(folder.infer("shop").context.as_deref(), Some(&before[..7]));
}

#[test]
fn worktrees_of_a_bare_repository_share_its_name() {
    let folder = Folder::new();
    repository(&folder.path.join("origin"));
    git(&folder.path, &["clone", "-q", "--bare", "origin", "shop.git"]);
    git(&folder.path.join("shop.git"), &["worktree", "add", "-q", "../trees/main", "main"]);
    let inferred = folder.infer("trees/main");
    assert_eq!(inferred.identity().unwrap().as_str(), "shop:app:main");
    assert_eq!(inferred.main_root, folder.path.join("shop.git"));

    folder.folder("bank");
    git(&folder.path.join("bank"), &["clone", "-q", "--bare", "../origin", ".bare"]);
    folder.write("bank/.git", "gitdir: ./.bare\n");
    git(&folder.path.join("bank"), &["worktree", "add", "-q", "-b", "x", "x"]);
    assert_eq!(folder.name("bank/x"), "bank:app:x");
}

#[test]
fn a_submodule_is_a_repository_of_its_own() {
    let folder = Folder::new();
    repository(&folder.path.join("library"));
    repository(&folder.path.join("shop"));
    let shop = folder.path.join("shop");
    git(&shop, &["submodule", "--quiet", "add", "../library", "vendor/lib"]);
    let module = shop.join("vendor/lib");
    git(&module, &["checkout", "-q", "-B", "patch"]);
    let inferred = folder.infer("shop/vendor/lib");
    assert_eq!(inferred.identity().unwrap().as_str(), "lib:app:patch");
    assert_eq!(inferred.root, module);
    git(&module, &["worktree", "add", "-q", "-b", "second", "../../../second"]);
    let linked = folder.infer("second");
    assert_eq!(linked.identity().unwrap().as_str(), "lib:app:second");
    assert_eq!(linked.main_root, module);
}

#[test]
fn outside_git_there_is_no_context() {
    let folder = Folder::new();
    folder.folder("My Shop/src");
    assert_eq!(folder.name("My Shop"), "My-Shop:app");
    folder.write("bank/pyproject.toml", "[project]\nname = \"bank-api\"\n");
    folder.folder("bank/src/deep");
    assert_eq!(folder.name("bank/src/deep"), "bank-api:app");
    assert_eq!(folder.infer("bank/src/deep").root, folder.path.join("bank"));
}

#[test]
fn the_projects_name_comes_from_the_first_that_has_one() {
    let folder = Folder::new();
    let shop = folder.path.join("shop");
    repository(&shop);
    folder.write("shop/Cargo.toml", "[package]\nname = \"in-cargo\"\n");
    assert_eq!(folder.infer("shop").project, "in-cargo");
    folder.write("shop/pyproject.toml", "[tool.poetry]\nname = \"in-poetry\"\n");
    assert_eq!(folder.infer("shop").project, "in-poetry");
    folder.write("shop/package.json", "{ broken");
    assert_eq!(folder.infer("shop").project, "in-poetry");
    folder.write("shop/package.json", "\u{feff}{\"name\": \"in-npm\"}");
    assert_eq!(folder.infer("shop").project, "in-npm");
    folder.write("shop/.portreg.json", r#"{"project": "said"}"#);
    let inferred = folder.infer("shop");
    assert_eq!(inferred.project, "said");
    assert!(inferred.sources["project"].as_str().unwrap().ends_with(".portreg.json"));
}

#[test]
fn branches_that_no_segment_can_hold_still_give_names() {
    let folder = Folder::new();
    let shop = folder.path.join("shop");
    repository(&shop);
    let context = |branch: &str| {
        git(&shop, &["checkout", "-q", "-B", branch]);
        let inferred = folder.infer("shop");
        assert!(inferred.identity().is_ok());
        assert_eq!(inferred.context_raw.as_deref(), Some(branch));
        inferred.context.unwrap()
    };
    assert_eq!(context("größe"), "gr--e");
    let (japanese, korean) = (context("日本"), context("한국"));
    assert!(japanese.starts_with("x-") && japanese != korean);
    // Two branches that clean to the same: the raw names tell them apart.
    assert_eq!(context("feat/a"), context("feat-a"));
    let long = "x".repeat(70);
    let (a, b) = (context(&format!("{long}a")), context(&format!("{long}b")));
    assert!(a != b && a.len() == 64, "{a} {b}");
}

#[test]
fn damaged_repositories_do_not_fail() {
    let folder = Folder::new();
    folder.folder("shop/.git");
    assert_eq!(folder.name("shop"), "shop:app");
    folder.write("shop/.git/HEAD", "");
    assert_eq!(folder.name("shop"), "shop:app");
    folder.write("shop/.git/HEAD", "ref: refs/heads/.invalid\n");
    assert_eq!(folder.name("shop"), "shop:app");
    folder.write("lost/.git", "gitdir: /nowhere/at/all\n");
    assert_eq!(folder.name("lost"), "lost:app");
}

#[test]
fn reftable_repositories_give_their_branch_too() {
    let folder = Folder::new();
    let shop = folder.folder("shop");
    git(&shop, &["init", "-q", "--ref-format=reftable"]);
    assert_eq!(folder.name("shop"), "shop:app:main");
    git(&shop, &["commit", "-q", "--allow-empty", "-m", "one"]);
    assert_eq!(folder.name("shop"), "shop:app:main");
    for number in 0..20 {
        git(&shop, &["branch", &format!("b{number}")]);
    }
    git(&shop, &["checkout", "-q", "-b", "feature/x"]);
    assert_eq!(folder.name("shop"), "shop:app:feature-x");
    git(&shop, &["worktree", "add", "-q", "-b", "topic", "../tree"]);
    assert_eq!(folder.name("tree"), "shop:app:topic");
    git(&shop, &["pack-refs"]);
    git(&shop, &["checkout", "-q", "--detach"]);
    let inferred = folder.infer("shop");
    assert_eq!(inferred.sources["context"], "git commit");
    assert_eq!(inferred.context.unwrap().len(), 7);
    // What cannot be understood is passed over.
    let tables = shop.join(".git/worktrees/tree/reftable/tables.list");
    std::fs::write(tables, "nothing\n").unwrap();
    assert_eq!(folder.name("tree"), "shop:app:tree");
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_the_tables_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..100)) {
        let folder = Folder::new();
        let table = [&b"REFT\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0r\0\0"[..], &bytes].concat();
        folder.folder("reftable");
        std::fs::write(folder.path.join("reftable/t"), table).unwrap();
        folder.write("reftable/tables.list", "t");
        let _ = super::super::reftable::head(&folder.path);
    }
}

#[test]
fn suffixes_and_segments_are_stable() {
    let suffix = suffix_of(std::path::Path::new("/home/me/shop"));
    assert_eq!(suffix, suffix_of(std::path::Path::new("/home/me/shop")));
    assert_ne!(suffix, suffix_of(std::path::Path::new("/home/me/shop2")));
    assert!(suffix.len() == 4 && suffix.bytes().all(|b| b.is_ascii_hexdigit()));
    assert_eq!(segment("feature/x"), "feature-x");
}
