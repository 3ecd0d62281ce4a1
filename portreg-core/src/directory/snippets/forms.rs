//! The text for each tool. What is put into it are numbers, names of services, and hosts: letters, digits and
//! `. - _ :`, which mean themselves in every string of these languages.

use super::site::{Peer, Site};

pub(super) fn vite(site: &Site) -> String {
    let Peer { identity, port, .. } = &site.own;
    let mut lines = vec![
        format!("// {identity}, in vite.config.js"),
        "export default {".to_owned(),
        "  server: {".to_owned(),
        format!("    port: {port},"),
        "    strictPort: true,".to_owned(),
    ];
    lines.extend(site.strange_host().map(|host| format!("    allowedHosts: [\"{host}\"],")));
    if !site.partners.is_empty() {
        lines.push("    proxy: {".to_owned());
        for peer in &site.partners {
            let (path, target) = (peer.short(), local(peer));
            lines.push(format!("      \"/{path}\": {{ target: \"http://{target}\", ws: true }},"));
        }
        lines.push("    },".to_owned());
    }
    lines.extend(["  },", "};"].map(str::to_owned));
    text(&lines)
}

pub(super) fn next(site: &Site) -> String {
    let Peer { identity, port, .. } = &site.own;
    let mut lines =
        vec![format!("// {identity}, in package.json: \"dev\": \"next dev --port {port}\"")];
    if site.strange_host().is_none() && site.partners.is_empty() {
        return text(&lines);
    }
    lines.extend(["// and in next.config.mjs", "export default {"].map(str::to_owned));
    lines.extend(site.strange_host().map(|host| format!("  allowedDevOrigins: [\"{host}\"],")));
    if !site.partners.is_empty() {
        lines.push("  rewrites: async () => [".to_owned());
        for peer in &site.partners {
            let (path, target) = (format!("/{}/:path*", peer.short()), local(peer));
            lines.push(format!(
                "    {{ source: \"{path}\", destination: \"http://{target}{path}\" }},"
            ));
        }
        lines.push("  ],".to_owned());
    }
    lines.push("};".to_owned());
    text(&lines)
}

pub(super) fn express(site: &Site) -> String {
    let Peer { identity, port, .. } = &site.own;
    let mut lines = vec![format!("// {identity}")];
    for Peer { prefix, url, .. } in &site.partners {
        lines.push(format!("const {prefix}_URL = process.env.{prefix}_URL ?? \"{url}\";"));
    }
    lines.push(format!("app.listen(process.env.PORT ?? {port});"));
    text(&lines)
}

pub(super) fn django(site: &Site) -> String {
    let Peer { identity, port, url, .. } = &site.own;
    let known = ["localhost", ".localhost", "127.0.0.1", "[::1]"];
    let hosts = known.into_iter().chain(site.strange_host());
    let mut origins = vec![url.as_str()];
    origins.extend(site.callers.iter().map(|caller| caller.url.as_str()));
    text(&[
        format!("# {identity}, in settings.py; it starts by: python manage.py runserver {port}"),
        format!("ALLOWED_HOSTS = [{}]", quoted(hosts)),
        format!("CSRF_TRUSTED_ORIGINS = [{}]", quoted(origins.into_iter())),
    ])
}

pub(super) fn flask(site: &Site) -> String {
    let Peer { identity, port, .. } = &site.own;
    let mut lines = vec![
        format!("# {identity}; it starts by this file, or by: flask run --port {port}"),
        "import os".to_owned(),
        String::new(),
    ];
    if !site.partners.is_empty() {
        for Peer { prefix, url, .. } in &site.partners {
            lines.push(format!("{prefix}_URL = os.environ.get(\"{prefix}_URL\", \"{url}\")"));
        }
        lines.push(String::new());
    }
    lines.push("if __name__ == \"__main__\":".to_owned());
    lines.push(format!("    app.run(port=int(os.environ.get(\"PORT\", {port})))"));
    text(&lines)
}

/// One document for all services. In a container `localhost` is the container: services of the file are asked
/// by their names, others through the host's gateway.
pub(super) fn compose(sites: &[Site]) -> String {
    const HOST: &str = "host.docker.internal";
    let name = |peer: &Peer| {
        let alike = sites.iter().filter(|site| site.own.short() == peer.short()).count();
        match alike {
            1 => peer.short().to_owned(),
            _ => peer.identity.segments().collect::<Vec<_>>().join("-"),
        }
    };
    let key = |name: String| if is_word(&name) { name } else { format!("\"{name}\"") };
    let mut lines = vec!["services:".to_owned()];
    for Site { own, partners, .. } in sites {
        let port = own.port;
        lines.push(format!("  {}:", key(name(own))));
        lines.push("    ports:".to_owned());
        lines.push(format!("      - \"127.0.0.1:{port}:{port}\""));
        lines.push("    environment:".to_owned());
        lines.push(format!("      PORT: \"{port}\""));
        lines.push("      HOST: \"0.0.0.0\"".to_owned());
        let mut is_outside = false;
        for peer in partners {
            let is_here = sites.iter().any(|site| site.own.identity == peer.identity);
            let host = if is_here { name(peer) } else { HOST.to_owned() };
            is_outside |= !is_here;
            let (prefix, port) = (&peer.prefix, peer.port);
            lines.push(format!("      {prefix}_URL: \"http://{host}:{port}\""));
        }
        if is_outside {
            lines.push("    extra_hosts:".to_owned());
            lines.push(format!("      - \"{HOST}:host-gateway\""));
        }
    }
    text(&lines)
}

pub(super) fn caddy((site, host): &(&Site, String)) -> String {
    text(&[
        format!("# {}", site.own.identity),
        format!("http://{host} {{"),
        "\tbind 127.0.0.1".to_owned(),
        format!("\treverse_proxy {}", local(&site.own)),
        "}".to_owned(),
    ])
}

pub(super) fn nginx((site, host): &(&Site, String)) -> String {
    text(&[
        format!("# {}", site.own.identity),
        "server {".to_owned(),
        "    listen 127.0.0.1:80;".to_owned(),
        format!("    server_name {host};"),
        "    location / {".to_owned(),
        format!("        proxy_pass http://{};", local(&site.own)),
        "        proxy_http_version 1.1;".to_owned(),
        "        proxy_set_header Host $http_host;".to_owned(),
        "        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;".to_owned(),
        "        proxy_set_header X-Forwarded-Proto $scheme;".to_owned(),
        // What the client sends: a WebSocket asks for its upgrade by these two.
        "        proxy_set_header Upgrade $http_upgrade;".to_owned(),
        "        proxy_set_header Connection $http_connection;".to_owned(),
        "    }".to_owned(),
        "}".to_owned(),
    ])
}

/// Whether YAML reads a name as a word, and not as a number, a date or a truth.
fn is_word(name: &str) -> bool {
    const OTHERS: [&str; 9] = ["true", "false", "yes", "no", "on", "off", "y", "n", "null"];
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && !OTHERS.iter().any(|other| name.eq_ignore_ascii_case(other))
}

/// Where a program of this machine reaches a service: on one of its two loopbacks.
fn local(peer: &Peer) -> String {
    format!("localhost:{}", peer.port)
}

fn quoted<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ")
}

fn text(lines: &[String]) -> String {
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::super::site::tests::{peer, site};
    use super::*;

    #[test]
    fn servers_are_told_of_hosts_that_they_do_not_know() {
        for host in [None, Some("localhost"), Some("main.shop.localhost"), Some("127.0.0.1")] {
            let site = site("shop:web", 4480, host);
            assert!(!vite(&site).contains("allowedHosts"), "{host:?}");
            assert_eq!(next(&site).lines().count(), 1, "{host:?}");
        }
        let site = site("shop:web", 4480, Some("shop.test"));
        assert!(vite(&site).contains("    allowedHosts: [\"shop.test\"],\n"));
        assert!(next(&site).contains("  allowedDevOrigins: [\"shop.test\"],\n"));
        assert!(django(&site).contains("\"[::1]\", \"shop.test\"]"));
    }

    #[test]
    fn services_of_a_compose_file_have_names_of_their_own() {
        let mut web = site("shop:web", 4480, None);
        web.partners = vec![peer("shop:on", 4482), peer("shop:db", 4483)];
        let sites = [web, site("shop:web:next", 4481, None), site("shop:on", 4482, None)];
        let text = compose(&sites);
        let names: Vec<&str> = text
            .lines()
            .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
            .collect();
        assert_eq!(names, ["  shop-web:", "  shop-web-next:", "  \"on\":"]);
        assert!(text.contains("      ON_URL: \"http://on:4482\"\n"), "{text}");
        assert!(text.contains("      DB_URL: \"http://host.docker.internal:4483\"\n"), "{text}");
    }
}
