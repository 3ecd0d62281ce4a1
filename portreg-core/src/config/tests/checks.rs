//! What `config --check` sees of a file as a whole, at its place.

use super::super::check::Known;
use super::{Folder, fault};
use crate::error::Result;

fn check(text: &str) -> Result<()> {
    let folder = Folder::new();
    folder.write("shop/.portreg.json", text);
    let known = Known {
        pool: &|name| Ok(name == "review"),
        service: &|identity| Ok(identity.stack() == Some("queue")),
    };
    folder.load("shop").unwrap().check(&known)
}

#[track_caller]
fn wrong(text: &str, at: &str, words: &str) {
    let (line, column, message) = fault(check(text));
    let before = &text[..text.find(at).unwrap()];
    let wanted = (
        before.matches('\n').count() + 1,
        before.len() - before.rfind('\n').map_or(0, |end| end + 1) + 1,
    );
    assert_eq!((line, column), wanted, "{message}");
    assert!(message.contains(words), "{message}");
}

#[test]
fn keys_that_tie_are_found_where_the_second_stands() {
    wrong(
        "{\n  \"shop:*:main\": {},\n  \"shop:blog:*\": {},\n  \"shop:*:mai*\": {}\n}",
        "\"shop:blog:*\"",
        "both apply to shop:blog:main",
    );
    // Another length, another number of `*`, no name in common, a third that is nearer.
    check("{\"shop:*:main\": {}, \"shop:web:*\": {}}").unwrap();
    check("{\"shop:*\": {}, \"shop:*:*\": {}}").unwrap();
    check("{\"shop:a*\": {}, \"shop:b*\": {}}").unwrap();
    check("{\"shop:*b:x\": {}, \"shop:a*:x\": {}, \"shop:ab:x\": {}}").unwrap();
}

#[test]
fn pools_that_nobody_set_are_found() {
    wrong(
        "{\"shop:web\": {\n \"pool\": \"tset\"}}",
        "\"tset\"",
        "there is no pool \"tset\" (there are dev,",
    );
    check("{\"shop:web\": {\"pool\": \"test\"}, \"shop:api\": {\"pool\": \"review\"}}").unwrap();
}

#[test]
fn references_that_nothing_answers_are_found() {
    let all = "\"shop:web:*\": {}, \"shop:db\": {}, \"shop:worker\": {\"port\": false}";
    for (settings, at) in [
        ("\"needs\": [\"web\", \"apl\"]", "\"apl\""),
        ("\"pair\": \"shop:apl\"", "\"shop:apl\""),
        ("\"env\": {\"URL\": \"{url:web}/{port:apl}\"}", "\"{url:web}"),
        ("\"cmd\": [\"serve\", \"{port:apl}\"]", "\"{port:apl}"),
    ] {
        let text = format!("{{{all},\n  \"shop:api:*\": {{{settings}}}}}");
        wrong(&text, at, "no key of this file describes");
    }
    let settings = "\"needs\": [\"web\", \"db\", \"shop:worker\", \"queue\", \"blog:web:main\"], \
        \"env\": {\"A\": \"{url:web} ${HOME}\"}, \"metadata\": {\"a\": \"{port:none}\"}";
    check(&format!("{{{all}, \"shop:api:*\": {{{settings}}}}}")).unwrap();
}

#[test]
fn circles_of_needs_are_found() {
    wrong(
        "{\"shop:web\": {\n\"needs\": [\"web\"]}}",
        "\"web\"]",
        "\"shop:web\" needs \"shop:web\": none",
    );
    wrong(
        "{\"shop:web:*\": {\"needs\": [\"api\"]},\n \"shop:api:*\": {\"needs\": [\"db\"]},\n \
         \"shop:db\": {},\n \"shop:mail\": {\"needs\": [\"db\", \"post\"]},\n \
         \"shop:post\": {\"needs\": [\"mail\"]}}",
        "\"mail\"]",
        "\"shop:mail\" needs \"shop:post\" needs \"shop:mail\"",
    );
    // One that two need is no circle.
    check("{\"shop:a\": {\"needs\": [\"b\", \"c\"]}, \"shop:b\": {\"needs\": [\"c\"]}, \"shop:c\": {}}").unwrap();
}

#[test]
fn settings_that_contradict_each_other_are_found() {
    wrong("{\"shop\": {\"persistent\": true, \"expires\": \"2h\"}}", "\"2h\"", "never ends");
    wrong("{\"shop\": {\"range\": \"4000-4009\", \"pool\": \"test\"}}", "\"test\"", "not both");
}
