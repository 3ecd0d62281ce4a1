//! A disk without room: lines are left out and counted, and everything goes on.

use std::process::Command;

use super::*;

/// A small disk; unmounted when the test ends. None where this user may not mount anything.
struct SmallDisk(Place);

impl SmallDisk {
    fn mount() -> Option<Self> {
        let place = Place::new();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=256k", "tmpfs"])
            .arg(place.dir.path())
            .output();
        mounted.is_ok_and(|output| output.status.success()).then_some(Self(place))
    }

    fn ballast(&self) -> PathBuf {
        self.0.dir.path().join("ballast")
    }

    fn fill(&self) {
        use std::io::Write as _;
        let mut file = std::fs::File::create(self.ballast()).unwrap();
        while file.write_all(&[1; 1024]).is_ok() {}
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.dir.path()).status();
    }
}

#[test]
fn a_full_disk_loses_whole_lines_and_tells_how_many() {
    let Some(disk) = SmallDisk::mount() else { return };
    let place = &disk.0;
    let mut writer = place.writer();
    let lines = numbered(0..40_000);
    writer.write(Out, &printed(&lines[..100]), 0);
    disk.fill();
    for chunk in printed(&lines[100..30_000]).chunks(10_007) {
        writer.write(Out, chunk, 0);
    }
    let kept = place.all().len();
    assert!((100..30_000).contains(&kept), "{kept}");
    assert_eq!(place.all(), lines[..kept]);
    std::fs::remove_file(disk.ballast()).unwrap();
    writer.write(Out, &printed(&lines[30_000..30_100]), 0);
    let after = place.all();
    let note = format!("portreg: {} lines lost: no space left on device", 30_000 - kept);
    assert_eq!(after[..kept], lines[..kept]);
    assert_eq!(after[kept], note);
    assert_eq!(after[kept + 1..], lines[30_000..30_100]);
}

#[test]
fn a_line_that_was_lost_in_part_ends_where_it_was_lost() {
    let Some(disk) = SmallDisk::mount() else { return };
    let place = &disk.0;
    let mut writer = place.writer();
    writer.write(Out, &[b'x'; 100_000], 0);
    disk.fill();
    for _ in 0..20 {
        writer.write(Out, &[b'y'; 50_000], 0);
    }
    std::fs::remove_file(disk.ballast()).unwrap();
    writer.write(Out, b"the rest of it\nnext\n", 0);
    writer.write(Out, b"last\n", 0);
    let all = place.all();
    assert!(all[0].starts_with("xxx"), "{:.20}", all[0]);
    assert_eq!(all[1..], ["portreg: 1 line lost: no space left on device", "next", "last"]);
}

#[test]
fn a_log_can_be_opened_on_a_full_disk() {
    let Some(disk) = SmallDisk::mount() else { return };
    let place = &disk.0;
    drop(place.writer());
    // Half a record, up to the end of a page.
    let half = [b"5 o. ".as_slice(), &[b'x'; 4091]].concat();
    std::fs::write(file_of(&place.folder(), 0), half).unwrap();
    disk.fill();
    let mut writer = place.writer();
    writer.write(Out, b"lost\n", 0);
    std::fs::remove_file(disk.ballast()).unwrap();
    writer.write(Out, b"kept\n", 0);
    assert_eq!(place.all()[1..], ["portreg: 1 line lost: no space left on device", "kept"]);
}
