//! Linux: which file systems are not this machine's own, by the magic number of statfs, and which
//! descriptors of this process refer to a file.

use std::io;
use std::mem::MaybeUninit;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use rustix::fs::{AtFlags, Mode, OFlags, RawDir};

use crate::machine::files::FileSystem::{Local, Network, Shared};
use crate::machine::files::{FileId, FileSystem};

const FUSE: u32 = 0x6573_5546;

/// The magic numbers of file systems whose locks do not reach everybody who writes, as
/// `linux/magic.h` and coreutils list them.
const NOT_LOCAL: [(u32, FileSystem); 24] = [
    (0x0000_6969, Network("NFS")),
    (0x0000_517b, Network("SMB")),
    (0xff53_4d42, Network("CIFS")),
    (0xfe53_4d42, Network("SMB2")),
    (0x0000_564c, Network("NCP")),
    (0x5346_414f, Network("AFS")),
    (0x6b41_4653, Network("AFS")),
    (0x7375_7245, Network("Coda")),
    (0x00c3_6400, Network("Ceph")),
    (0x7461_636f, Network("OCFS2")),
    (0x0116_1970, Network("GFS2")),
    (0x0bd0_0bd0, Network("Lustre")),
    (0x4750_4653, Network("GPFS")),
    (0x1983_0326, Network("BeeGFS")),
    (0xaad7_aaea, Network("PanFS")),
    (0x6163_6673, Network("ACFS")),
    (0xbeef_dead, Network("SNFS")),
    (0x0131_11a8, Network("IBRIX")),
    (0x0102_1997, Shared("9p")),
    (0x786f_4256, Shared("vboxsf")),
    (0x7c7c_6673, Shared("prl_fs")),
    (0xbacb_acbc, Shared("vmhgfs")),
    (0x6a65_6a63, Shared("fakeowner")),
    (FUSE, Shared("FUSE")),
];

/// The kind of file system a path lies on, or will lie on once it exists.
///
/// # Errors
///
/// What the system says.
pub(crate) fn file_system(path: &Path) -> io::Result<FileSystem> {
    let path = std::path::absolute(path)?;
    let there = path.ancestors().find(|place| place.exists()).unwrap_or(Path::new("/"));
    let magic = rustix::fs::statfs(there)?.f_type as u32;
    if magic == FUSE {
        return Ok(of_fuse(&type_in_mounts(there.metadata()?.dev()).unwrap_or_default()));
    }
    Ok(of_magic(magic))
}

/// The descriptors of this process that refer to the file.
///
/// They are looked at, not opened: closing another descriptor of a file drops this process's locks.
pub(crate) fn descriptors_of(file: FileId) -> Vec<i32> {
    let mut found = Vec::new();
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let Ok(folder) = rustix::fs::open("/proc/self/fd", flags, Mode::empty()) else { return found };
    let mut buffer = [MaybeUninit::uninit(); 1024];
    let mut entries = RawDir::new(&folder, &mut buffer);
    while let Some(Ok(entry)) = entries.next() {
        let name = entry.file_name();
        let leads_to = rustix::fs::statat(&folder, name, AtFlags::empty())
            .map(|stat| FileId { device: stat.st_dev, inode: stat.st_ino });
        if leads_to == Ok(file)
            && let Some(descriptor) = name.to_str().ok().and_then(|name| name.parse().ok())
        {
            found.push(descriptor);
        }
    }
    found.sort_unstable();
    found
}

fn of_magic(magic: u32) -> FileSystem {
    NOT_LOCAL.iter().find(|(known, _)| *known == magic).map_or(Local, |(_, kind)| *kind)
}

/// FUSE is one magic number for disks, hosts and networks; the mount table tells them apart.
fn of_fuse(kind: &str) -> FileSystem {
    match kind {
        "fuseblk" => Local,
        "virtiofs" => Shared("virtiofs"),
        "fuse.sshfs" => Network("sshfs"),
        "fuse.grpcfuse" => Shared("gRPC FUSE"),
        "fuse.vmhgfs-fuse" => Shared("vmhgfs"),
        _ => Shared("FUSE"),
    }
}

/// The type that the mount table gives for a device.
fn type_in_mounts(device: u64) -> Option<String> {
    let (major, minor) = (rustix::fs::major(device), rustix::fs::minor(device));
    let text = std::fs::read_to_string("/proc/self/mountinfo").ok()?;
    find_type(&text, &format!("{major}:{minor}"))
}

fn find_type(mounts: &str, device: &str) -> Option<String> {
    let line = mounts.lines().find(|line| line.split(' ').nth(2) == Some(device))?;
    // Optional fields of any number end with a dash; the type follows.
    line.split(" - ").nth(1)?.split(' ').next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_systems_are_known_by_their_number() {
        for (magic, kind) in [
            (0xef53, Local),      // ext4
            (0x9123_683e, Local), // btrfs
            (0x5846_5342, Local), // xfs
            (0x0102_1994, Local), // tmpfs
            (0x794c_7630, Local), // overlay
            (0x2fc1_2fc1, Local), // zfs
            (0x6969, Network("NFS")),
            (0xff53_4d42, Network("CIFS")),
            (0xfe53_4d42, Network("SMB2")),
            (0x0102_1997, Shared("9p")),
            (0x786f_4256, Shared("vboxsf")),
        ] {
            assert_eq!(of_magic(magic), kind, "{magic:x}");
        }
    }

    #[test]
    fn fuse_is_told_apart_by_the_mount_table() {
        let mounts = "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw\n\
                      41 35 0:52 / /home/u/remote rw shared:2 master:7 - fuse.sshfs host: rw\n\
                      42 35 8:17 / /media/disk rw - fuseblk /dev/sdb1 rw\n";
        assert_eq!(of_fuse(&find_type(mounts, "0:52").unwrap()), Network("sshfs"));
        assert_eq!(of_fuse(&find_type(mounts, "8:17").unwrap()), Local);
        assert_eq!(find_type(mounts, "9:9"), None);
        assert_eq!(of_fuse("fuse.unheard-of"), Shared("FUSE"));
        assert_eq!(of_fuse("virtiofs"), Shared("virtiofs"));
    }

    #[test]
    fn a_path_that_is_not_there_yet_is_judged_by_its_folder() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(file_system(dir.path()).unwrap(), Local);
        assert_eq!(file_system(&dir.path().join("not/yet/registry.db")).unwrap(), Local);
    }
}
