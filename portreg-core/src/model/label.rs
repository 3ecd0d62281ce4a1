//! What a server is called, recognised from its command line.

/// What tells a server in a command line.
enum Sign {
    /// The program itself: `redis-server`.
    Program(&'static str),
    /// A word in any place, or the last part of a path: `node_modules/.bin/vite`, `vite.js`.
    Word(&'static str),
    /// Two words side by side: `manage.py runserver`, `-m http.server`.
    Pair(&'static str, &'static str),
    /// A folder on the way to a script: `node_modules/vite/bin/vite.js`.
    Folder(&'static str),
}

use Sign::{Folder, Pair, Program, Word};

/// The servers of a developer's day; the first that fits is the one, so what runs inside another
/// program stands before that.
const LABELS: [(&str, &[Sign]); 75] = [
    ("Vitest", &[Word("vitest"), Folder("vitest")]),
    ("Storybook", &[Word("storybook"), Word("start-storybook"), Folder("storybook")]),
    ("Next.js", &[Word("next"), Word("next-server"), Folder("next")]),
    ("Nuxt", &[Word("nuxt"), Word("nuxi"), Folder("nuxt"), Folder("nuxi")]),
    ("Astro", &[Word("astro"), Folder("astro")]),
    ("Remix", &[Word("remix"), Word("remix-serve"), Folder("@remix-run")]),
    ("SvelteKit", &[Word("svelte-kit"), Folder("@sveltejs")]),
    ("Gatsby", &[Word("gatsby"), Folder("gatsby")]),
    ("Angular", &[Word("ng"), Folder("@angular")]),
    ("Expo", &[Word("expo"), Folder("expo")]),
    ("Metro", &[Word("metro"), Pair("react-native", "start"), Folder("metro")]),
    ("Vite", &[Word("vite"), Folder("vite")]),
    (
        "webpack",
        &[Word("webpack-dev-server"), Pair("webpack", "serve"), Folder("webpack-dev-server")],
    ),
    ("Parcel", &[Word("parcel"), Folder("parcel")]),
    ("esbuild", &[Word("esbuild")]),
    ("Create React App", &[Word("react-scripts"), Folder("react-scripts")]),
    ("Vue CLI", &[Word("vue-cli-service")]),
    ("Wrangler", &[Word("wrangler"), Word("workerd"), Folder("wrangler")]),
    ("NestJS", &[Word("nest"), Folder("@nestjs")]),
    ("json-server", &[Word("json-server")]),
    ("http-server", &[Word("http-server")]),
    ("live-server", &[Word("live-server")]),
    ("Browsersync", &[Word("browser-sync")]),
    ("Jupyter", &[Word("jupyter"), Word("jupyter-lab"), Word("jupyter-notebook")]),
    ("Streamlit", &[Word("streamlit")]),
    ("Gunicorn", &[Word("gunicorn")]),
    ("Hypercorn", &[Word("hypercorn")]),
    ("Daphne", &[Word("daphne")]),
    ("Uvicorn", &[Word("uvicorn")]),
    ("FastAPI", &[Word("fastapi")]),
    (
        "Django",
        &[
            Pair("manage.py", "runserver"),
            Pair("manage.py", "runserver_plus"),
            Pair("-m", "django"),
            Word("django-admin"),
        ],
    ),
    ("Flask", &[Word("flask")]),
    ("Celery Flower", &[Word("flower")]),
    ("MkDocs", &[Word("mkdocs")]),
    ("Python http.server", &[Pair("-m", "http.server")]),
    ("pytest", &[Word("pytest"), Word("py.test")]),
    ("Rails", &[Pair("rails", "server"), Pair("rails", "s")]),
    ("Puma", &[Word("puma")]),
    ("Jekyll", &[Word("jekyll")]),
    ("Hugo", &[Program("hugo")]),
    ("Laravel", &[Pair("artisan", "serve")]),
    ("PHP", &[Pair("php", "-S")]),
    ("PHP-FPM", &[Program("php-fpm")]),
    ("Phoenix", &[Word("phx.server")]),
    ("Spring Boot", &[Word("spring-boot:run"), Word("bootRun")]),
    ("Elasticsearch", &[Word("org.elasticsearch.bootstrap.Elasticsearch")]),
    ("Kafka", &[Word("kafka.Kafka")]),
    ("PostgreSQL", &[Program("postgres"), Program("postmaster")]),
    ("MySQL", &[Program("mysqld")]),
    ("MariaDB", &[Program("mariadbd")]),
    ("Redis", &[Program("redis-server")]),
    ("Valkey", &[Program("valkey-server")]),
    ("MongoDB", &[Program("mongod")]),
    ("Memcached", &[Program("memcached")]),
    ("RabbitMQ", &[Word("rabbit")]),
    ("NATS", &[Program("nats-server")]),
    ("MinIO", &[Program("minio")]),
    ("ClickHouse", &[Program("clickhouse-server")]),
    ("InfluxDB", &[Program("influxd")]),
    ("etcd", &[Program("etcd")]),
    ("Consul", &[Program("consul")]),
    ("Vault", &[Program("vault")]),
    ("Grafana", &[Program("grafana"), Program("grafana-server")]),
    ("Prometheus", &[Program("prometheus")]),
    ("nginx", &[Program("nginx")]),
    ("Caddy", &[Program("caddy")]),
    ("Apache", &[Program("apache2"), Program("httpd")]),
    ("Traefik", &[Program("traefik")]),
    ("ngrok", &[Program("ngrok")]),
    ("cloudflared", &[Program("cloudflared")]),
    ("Docker", &[Program("docker-proxy"), Program("dockerd"), Program("com.docker.backend")]),
    ("Ollama", &[Program("ollama")]),
    ("OpenSSH", &[Program("sshd")]),
    ("Deno", &[Program("deno")]),
    ("Java", &[Program("java")]),
];

/// The name people have for what a command line runs, where the table knows it.
///
/// ```
/// let argv = ["python3", "manage.py", "runserver", "3000"].map(str::to_owned);
/// assert_eq!(portreg_core::label_of(&argv), Some("Django"));
/// assert_eq!(portreg_core::label_of(&["./my-server".to_owned()]), None);
/// ```
pub fn label_of(argv: &[String]) -> Option<&'static str> {
    // Some servers write a sentence over their arguments: `nginx: master process ...`.
    let words: Vec<&str> = match argv {
        [title] => title.split_whitespace().collect(),
        _ => argv.iter().map(String::as_str).collect(),
    };
    let line = CommandLine::read(&words[..words.len().min(LOOKED_AT)]);
    let fits = |sign: &Sign| line.bears(sign);
    LABELS.iter().find(|(_, signs)| signs.iter().any(fits)).map(|(label, _)| *label)
}

/// Command lines of Java and of browsers are long; what a program is stands in front.
const LOOKED_AT: usize = 24;

/// What of a command line can tell the program, taken apart once for all of the table.
struct CommandLine<'w> {
    program: &'w str,
    /// What an option is given says nothing of the program, a script's own words do.
    naming: Vec<&'w str>,
    /// The folders below a `node_modules` on the way to a script.
    folders: Vec<&'w str>,
    /// Each word with the one behind it.
    pairs: Vec<[&'w str; 2]>,
}

impl<'w> CommandLine<'w> {
    fn read(words: &[&'w str]) -> Self {
        let naming = naming(words);
        let on_the_way = |word: &&'w str| {
            let folders = word.rsplit_once('/').map_or("", |(folders, _)| folders);
            folders.split('/').skip_while(|part| *part != "node_modules").skip(1)
        };
        Self {
            program: words.first().map_or("", |word| base(word)),
            folders: naming.iter().flat_map(on_the_way).collect(),
            naming: naming.into_iter().map(base).collect(),
            pairs: words.windows(2).map(|pair| [pair[0], pair[1]]).collect(),
        }
    }

    fn bears(&self, sign: &Sign) -> bool {
        match sign {
            Program(name) => self.program == *name,
            Word(name) => self.naming.contains(name),
            Pair(first, second) => self
                .pairs
                .iter()
                .any(|[word, next]| next == second && (word == first || base(word) == *first)),
            Folder(name) => self.folders.contains(name),
        }
    }
}

/// The words of a command line that may name what runs: the program, and of an interpreter those up to
/// its script, which has a path or an ending; not what that script is given.
fn naming<'w>(words: &[&'w str]) -> Vec<&'w str> {
    const INTERPRETERS: [&str; 11] =
        ["node", "python", "ruby", "bun", "deno", "php", "java", "perl", "beam.smp", "sh", "npx"];
    let Some((program, rest)) = words.split_first() else { return Vec::new() };
    let name = base(program);
    let version = |rest: &str| rest.chars().all(|c| c.is_ascii_digit() || c == '.');
    let interprets = |known: &&str| name.strip_prefix(*known).is_some_and(version);
    let mut naming = vec![*program];
    if INTERPRETERS.iter().any(interprets) {
        for word in rest.iter().filter(|word| !word.starts_with('-')) {
            naming.push(word);
            if name != "java" && word.contains(['/', '.']) {
                break;
            }
        }
    }
    naming
}

/// The last part of a path, without what says its language or that it is a title.
fn base(word: &str) -> &str {
    let name = word.rsplit('/').next().unwrap_or(word).trim_start_matches('-');
    let name = name.trim_end_matches(':');
    let script = [".js", ".mjs", ".cjs", ".exe"].iter().find_map(|end| name.strip_suffix(end));
    script.unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(line: &str) -> Option<&'static str> {
        let argv: Vec<String> = line.split(' ').map(str::to_owned).collect();
        label_of(&argv)
    }

    #[test]
    fn servers_are_recognised_from_real_command_lines() {
        for (line, expected) in [
            ("node /srv/shop/node_modules/.bin/vite --port 3000", "Vite"),
            ("node /srv/shop/node_modules/vite/bin/vite.js", "Vite"),
            ("/usr/bin/node --import tsx node_modules/.bin/vite", "Vite"),
            ("node /srv/node_modules/vitest/vitest.mjs", "Vitest"),
            ("node /srv/node_modules/.bin/next dev -p 3000", "Next.js"),
            ("next-server (v15.1.0)", "Next.js"),
            ("node /srv/node_modules/@angular/cli/bin/ng.js serve", "Angular"),
            ("python3 manage.py runserver 3000", "Django"),
            ("/venv/bin/python /venv/bin/uvicorn app:app --reload", "Uvicorn"),
            ("python3.11 -m uvicorn app:app", "Uvicorn"),
            ("/venv/bin/python3 /venv/bin/gunicorn app:app", "Gunicorn"),
            ("gunicorn: master [app:app]", "Gunicorn"),
            ("python -m flask run", "Flask"),
            ("python3 -m http.server 3000", "Python http.server"),
            ("ruby bin/rails server -p 3000", "Rails"),
            ("puma 6.4.2 (tcp://localhost:3000) [shop]", "Puma"),
            ("php artisan serve", "Laravel"),
            ("php -S localhost:3000", "PHP"),
            ("python3 -m django runserver", "Django"),
            ("java -Xmx1g -jar app.jar", "Java"),
            ("/usr/lib/postgresql/15/bin/postgres -D /var/lib/postgresql", "PostgreSQL"),
            ("redis-server *:6379", "Redis"),
            ("nginx: master process /usr/sbin/nginx", "nginx"),
            ("/usr/bin/docker-proxy -proto tcp -host-port 8080", "Docker"),
        ] {
            let argv = if line.contains(": ") || line.contains(" (") {
                vec![line.to_owned()]
            } else {
                line.split(' ').map(str::to_owned).collect()
            };
            assert_eq!(label_of(&argv), Some(expected), "{line}");
        }
    }

    #[test]
    fn arguments_that_only_mention_a_server_are_no_server() {
        for line in [
            "vim vite",
            "tail -f vite.log",
            "./server --watch next",
            "grep flask",
            "less nginx",
            "",
        ] {
            assert_eq!(label(line), None, "{line}");
        }
        for line in
            ["node server.js --env next", "node app.js vite", "python3 server.py --log uvicorn"]
        {
            assert_eq!(label(line), None, "{line}");
        }
        assert_eq!(label("node server.js"), None);
        assert_eq!(label_of(&[]), None);
    }
}
