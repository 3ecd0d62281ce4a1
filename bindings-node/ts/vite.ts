// The Vite plugin: the dev server has the port of its name, and its proxy follows the services behind it.

import type { ServerResponse } from 'node:http';
import type { Logger, Plugin, ProxyOptions, UserConfig } from 'vite';
import type { Claim } from './claim.js';
import { PortregError } from './errors.js';
import { isSwitchedOff, isUnusable } from './fallback.js';
import type { ClaimOptions, LaunchOptions } from './options.js';
import { Registry } from './registry.js';
import { service, type Whose } from './sisters.js';

/** Options of the plugin: those of a claim, and what follows. */
export interface PortregOptions extends Omit<ClaimOptions, keyof LaunchOptions> {
  /** The name; the one that the folder has by itself where nothing is said. */
  identity?: string;
  /** Services whose ports and URLs the page sees, as `import.meta.env.VITE_SHOP_API_URL`. */
  env?: string[];
  /** Paths that go to services, such as `{ '/api': 'shop:api' }`: to the port that they have by then. */
  proxy?: Record<string, string | (Omit<ProxyOptions, 'target'> & { service: string })>;
  /** Whether the browser is opened, and where. */
  open?: boolean | string;
  /** The registry file; the user's where nothing is said. */
  registry?: string;
}

/** The port of the dev server and of the preview comes from the registry. */
export default function portreg(options: PortregOptions = {}): Plugin {
  const { identity, env, proxy, open, registry: file, ...wishes } = options;
  let held: Held | undefined;
  let banner: string | undefined;

  return {
    name: 'portreg',
    async config(user, { command, isPreview }) {
      if (command !== 'serve' || process.env['VITEST'] || isSwitchedOff()) return;
      const section = (isPreview ? user.preview : user.server) ?? {};
      const config: UserConfig = {};
      try {
        const registry = new Registry(file);
        // Under `portreg run` and `up` it has a name already.
        const given = process.env['PORTREG_IDENTITY'] || identity;
        const name = given ?? (await registry.infer(user.root)).identity;
        if (!isPreview && user.server?.middlewareMode) {
          config.server = await beside(registry, name, user);
        } else {
          const explicit = onCommandLine(section.port);
          const port = explicit ?? wishes.port ?? section.port;
          const claim = await registry.claim(name, {
            onConflict: 'next',
            ...wishes,
            ...(port === undefined ? {} : { port }),
          });
          if (claim.outcome === 'shared') await notShared(registry, claim);
          held = { registry, claim, isPreview: isPreview === true };
          banner = await told(claim, explicit);
          const server = {
            port: explicit ?? claim.port,
            strictPort: true,
            ...(open === undefined ? {} : { open }),
          };
          Object.assign(config, isPreview ? { preview: server } : { server });
        }
        const whose = { registry, name: speaker(identity, held?.claim.identity ?? name) };
        await share(whose, env ?? []);
        const followed = Object.fromEntries(
          Object.entries(proxy ?? {}).map(([path, to]) => [path, follow(whose, to)]),
        );
        const part = isPreview ? (config.preview ??= {}) : (config.server ??= {});
        if (proxy) part.proxy = followed;
      } catch (error) {
        if (!isUnusable(error) || wishes.strict) throw error;
        console.warn(`portreg: ${error.message}; Vite goes on without it`);
      }
      return config;
    },
    // Before, it is not known whether another plugin gives the server its certificate.
    configResolved({ server, preview }) {
      if (held) answersBy((held.isPreview ? preview : server).https ? 'https' : 'http', held);
    },
    configureServer: (server) => announce(server, server.config.logger),
    configurePreviewServer: (server) => announce(server, server.config.logger),
  };

  function announce(server: { printUrls(): void }, logger: Logger): void {
    const print = server.printUrls.bind(server);
    server.printUrls = () => {
      print();
      if (banner) logger.info(`  \u279c  portreg: ${banner}`);
    };
  }
}

/** What the plugin has for the server. */
interface Held {
  registry: Registry;
  claim: Claim;
  isPreview: boolean;
}

/** Lets the URL of the service begin with what the server speaks. */
function answersBy(scheme: 'http' | 'https', { registry, claim: { identity, url } }: Held): void {
  const wanted = url.replace(/^https?(?=:)/, scheme);
  try {
    if (wanted !== url) registry.setEndpointSync(identity, 'local', wanted);
  } catch (error) {
    if (!isUnusable(error)) throw error;
    console.warn(`portreg: ${error.message}; ${identity} is still said to be at ${url}`);
  }
}

/** The port that was given with `--port`: nobody overrides it. */
function onCommandLine(port: number | undefined): number | undefined {
  const said = process.argv.some((word) => word === '--port' || word.startsWith('--port='));
  return said ? port : undefined;
}

/** The line below Vite's own: which name has which port, and why another one than was asked for. */
async function told(claim: Claim, explicit: number | undefined): Promise<string> {
  const { identity, port } = claim;
  if (explicit !== undefined && explicit !== port) {
    return `${identity} has ${port}; ${explicit} is used because --port says so`;
  }
  const note = await claim.note();
  return note?.replace(/^Using port/, `${identity} on`) ?? `${identity} on ${port}`;
}

/** Two servers may share a name, and not a port: who listens on it already is told. */
async function notShared(registry: Registry, { identity, port }: Claim): Promise<void> {
  const [listener] = await registry.listeners({ port });
  // A server that starts anew listens itself still.
  if (!listener || listener.pid === process.pid) return;
  const { process: name, pid, label = name ?? 'another process' } = listener;
  throw new PortregError(
    'PORT_IN_USE',
    `${identity} has ${port}, on which ${label} (pid ${pid}) listens: end it, or leave onConflict at 'next'`,
    { port, identity },
  );
}

/** In middleware mode the server is somebody else's; only the socket of HMR has a port of its own. */
async function beside(
  registry: Registry,
  name: string,
  user: UserConfig,
): Promise<NonNullable<UserConfig['server']>> {
  const { hmr, ws } = (user.server ?? {}) as { hmr?: unknown; ws?: unknown };
  if (hmr !== undefined || ws === false) return {};
  const { port } = await registry.claim(`${name}.hmr`, { onConflict: 'next' });
  return { hmr: { port } };
}

/** Who speaks of `api`: the configuration, where it has a name of another project than it was given. */
function speaker(configured: string | undefined, name: string): string {
  const [own, given] = [configured ?? name, name].map((of) => of.split(':')[0]);
  return configured !== undefined && own !== given ? configured : name;
}

/** Ports and URLs of other services, where Vite looks for what a page may see. */
async function share(whose: Whose, names: string[]): Promise<void> {
  const own = new Set(['PORT', 'HOST', 'URL']);
  for (const name of names) {
    const found = sister(whose, name);
    if (!found) continue;
    const variables = await whose.registry.env(found.identity);
    for (const [key, value] of Object.entries(variables)) {
      if (!own.has(key)) process.env[`VITE_${key}`] = value;
    }
  }
}

/** A service, or a warning where there is none yet: the page is worked on without it. */
function sister(whose: Whose, name: string): { identity: string } | undefined {
  try {
    return service(whose, name);
  } catch (error) {
    if (!(error instanceof PortregError && error.code === 'NOT_FOUND')) throw error;
    console.warn(`portreg: ${error.message}; the page is not told where it is`);
    return undefined;
  }
}

type Web = (req: unknown, res: ServerResponse, options?: object) => unknown;
type Upgrade = (req: unknown, socket: unknown, head: unknown, options?: object) => unknown;

/** A proxy whose target is looked up with each request, so that it follows a service that moves. */
function follow(whose: Whose, to: string | { service: string }): ProxyOptions {
  const { service: name, ...rest } = typeof to === 'string' ? { service: to } : to;
  const target = () => ({ target: service(whose, name).url });
  const given = rest as ProxyOptions;
  return {
    changeOrigin: true,
    ws: true,
    ...given,
    // Only so that Vite has one before the first request.
    target: 'http://localhost',
    configure(proxy, options) {
      given.configure?.(proxy, options);
      const ways = proxy as unknown as { web: Web; ws: Upgrade };
      const { web, ws } = { web: ways.web.bind(proxy), ws: ways.ws.bind(proxy) };
      ways.web = (req, res, options) => {
        try {
          return web(req, res, { ...options, ...target() });
        } catch (error) {
          if (!(error instanceof PortregError)) throw error;
          res.writeHead(502, { 'content-type': 'text/plain' }).end(`portreg: ${error.message}\n`);
          return undefined;
        }
      };
      ways.ws = (req, socket, head, options) => {
        try {
          return ws(req, socket, head, { ...options, ...target() });
        } catch (error) {
          if (!(error instanceof PortregError)) throw error;
          return (socket as { destroy(): void }).destroy();
        }
      };
    },
  };
}
