//! Ports of containers: which process publishes one, and for which container.

/// Programs that publish all ports of a user's containers by themselves.
const FOR_ALL: [&str; 5] =
    ["rootlessport", "rootlesskit", "pasta", "slirp4netns", "com.docker.backend"];

/// The container whose port the process of this command line publishes: its address and port, or the
/// program that stands for all of a user's containers.
pub(crate) fn published_by(argv: &[String], port: u16) -> Option<String> {
    let program = argv.first()?.rsplit('/').next()?;
    if FOR_ALL.contains(&program) {
        return Some(program.to_owned());
    }
    // One process for each published port.
    let said =
        |name: &str| argv.windows(2).find(|pair| pair[0] == name).map(|pair| pair[1].as_str());
    if program != "docker-proxy" || said("-host-port") != Some(port.to_string().as_str()) {
        return None;
    }
    Some(match (said("-container-ip"), said("-container-port")) {
        (Some(address), Some(port)) => format!("{address}:{port}"),
        _ => program.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn published(line: &str, port: u16) -> Option<String> {
        let argv: Vec<String> = line.split(' ').map(str::to_owned).collect();
        published_by(&argv, port)
    }

    #[test]
    fn proxies_are_known_by_what_they_publish() {
        let docker = "/usr/bin/docker-proxy -proto tcp -host-ip 0.0.0.0 -host-port 8080 -container-ip 172.17.0.2 -container-port 80";
        assert_eq!(published(docker, 8080).as_deref(), Some("172.17.0.2:80"));
        assert_eq!(published(docker, 8081), None);
        assert_eq!(published("rootlessport", 8080).as_deref(), Some("rootlessport"));
        assert_eq!(published("/usr/bin/node server.js", 8080), None);
        assert_eq!(published_by(&[], 8080), None);
    }
}
