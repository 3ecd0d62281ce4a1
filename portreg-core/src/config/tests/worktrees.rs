//! When a worktree counts as gone.

use super::{Folder, git, repository};
use crate::config::is_worktree_gone;

#[test]
fn a_worktree_is_gone_when_git_forgot_it_too() {
    let folder = Folder::new();
    let shop = folder.path.join("shop");
    repository(&shop);
    let tree = folder.path.join("tree");
    git(&shop, &["worktree", "add", "-q", "../tree"]);
    let common = shop.join(".git");
    folder.folder("tree/src");
    assert_eq!(folder.load("tree/src").unwrap().root, tree);
    assert!(!is_worktree_gone(&tree, Some(&common)));

    std::fs::remove_dir_all(&tree).unwrap();
    assert!(!is_worktree_gone(&tree, Some(&common)), "git still lists it");
    assert!(!is_worktree_gone(&tree, None), "found beside it");
    git(&shop, &["worktree", "prune"]);
    assert!(is_worktree_gone(&tree, Some(&common)) && is_worktree_gone(&tree, None));
}

#[test]
fn what_may_only_be_away_is_not_gone() {
    let folder = Folder::new();
    assert!(!is_worktree_gone(&folder.path.join("disk/shop"), None), "its parent is away too");
    assert!(!is_worktree_gone(&folder.path, None));
    assert!(is_worktree_gone(&folder.path.join("shop"), None));
    let common = folder.path.join("disk/shop/.git");
    assert!(!is_worktree_gone(&folder.path.join("tree"), Some(&common)), "the repository is away");
    let own = folder.path.join("shop/.git");
    assert!(is_worktree_gone(&folder.path.join("shop"), Some(&own)), "a main worktree");
}

#[test]
fn worktrees_inside_their_repository_and_of_bare_ones_are_found() {
    let folder = Folder::new();
    let shop = folder.path.join("shop");
    repository(&shop);
    git(&shop, &["worktree", "add", "-q", "trees/a"]);
    std::fs::remove_dir_all(shop.join("trees/a")).unwrap();
    assert!(!is_worktree_gone(&shop.join("trees/a"), None));
    git(&folder.path, &["clone", "-q", "--bare", "shop", "bank.git"]);
    git(&folder.path.join("bank.git"), &["worktree", "add", "-q", "../bank-main", "main"]);
    std::fs::remove_dir_all(folder.path.join("bank-main")).unwrap();
    assert!(!is_worktree_gone(&folder.path.join("bank-main"), None));
}
