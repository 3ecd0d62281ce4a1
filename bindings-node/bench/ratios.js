// Measures the package beside the core and beside get-port, and what the plugin adds to the start of Vite.
//
//     node build.js --release && npx tsc -p .
//     cargo build --release -p portreg-python --bench core --message-format short
//     npm install --no-save get-port
//     node bench/ratios.js PATH-OF-THE-BENCH-core
//
// What is compared takes turns in one run, each in a registry of its own.

import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Registry } from '../dist/index.js';

const [ROUNDS, RENEWS, CLAIMS] = [40, 500, 25];
const [PROCESSES, PORTS] = [8, 50];
const [BINDERS, PAUSE] = [20, 20];
const STARTS = 10;

const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];

async function timed(call) {
  const begun = process.hrtime.bigint();
  const answer = call();
  if (answer instanceof Promise) await answer;
  return Number(process.hrtime.bigint() - begun);
}

async function besideCore(core, folder) {
  const registry = new Registry(join(folder, 'node.db'));
  registry.claimSync('bench:renewed');
  const other = spawn(core, [join(folder, 'core.db')], { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface({ input: other.stdout })[Symbol.asyncIterator]();
  let fresh = 0;
  for (const [name, verb, count, call, bar] of [
    ['renewSync', 'renew', RENEWS, () => registry.claimSync('bench:renewed'), (us) => 2 * us + 3],
    ['new claim', 'claim', CLAIMS, () => registry.claim(`bench:new:${fresh++}`), (us) => us + 25],
  ]) {
    const [own, cores] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      for (let done = 0; done < count; done++) own.push(await timed(call));
      other.stdin.write(`${verb} ${count}\n`);
      cores.push(...(await answers.next()).value.split(' ').map(Number));
    }
    const [mine, its] = [median(own) / 1000, median(cores) / 1000];
    const verdict = mine <= bar(its) ? 'met' : 'MISSED';
    console.log(
      `${name}: ${mine.toFixed(2)} us, core ${its.toFixed(2)} us, bar ${bar(its).toFixed(2)} us: ${verdict}`,
    );
  }
  other.stdin.end();
}

/** Each of several processes holds its ports; how many of all were given twice, and the time a call. */
async function together(way, folder) {
  const children = Array.from({ length: PROCESSES }, () =>
    fork(fileURLToPath(import.meta.url), ['hold', way, join(folder, 'together.db')]),
  );
  const answers = await Promise.all(children.map((child) => once(child, 'message')));
  const ports = answers.flatMap(([{ ports }]) => ports);
  const times = answers.flatMap(([{ times }]) => times);
  children.forEach((child) => child.kill());
  const twice = ports.length - new Set(ports).size;
  console.log(
    `${way}: ${(median(times) / 1000).toFixed(0)} us a call, ${twice} of ${ports.length} given twice`,
  );
}

/** What gives a port, in one way or the other. */
async function asker(way, file) {
  if (way === 'get-port') {
    const { default: getPort, portNumbers } = await import('get-port');
    return () => getPort({ port: portNumbers(3100, 9999) });
  }
  const registry = new Registry(file);
  return async () => (await registry.claimAny()).port;
}

async function hold(way, file) {
  const ask = await asker(way, file);
  const [ports, times] = [[], []];
  for (let count = 0; count < PORTS; count++) {
    const begun = process.hrtime.bigint();
    ports.push(await ask());
    times.push(Number(process.hrtime.bigint() - begun));
  }
  process.send({ ports, times });
  setInterval(() => {}, 60_000);
}

/** Processes that ask for a port at once and bind it a moment later; how many of them cannot. */
async function binding(way, folder) {
  const children = Array.from({ length: BINDERS }, () =>
    fork(fileURLToPath(import.meta.url), ['bind', way, join(folder, 'binding.db')]),
  );
  await Promise.all(children.map((child) => once(child, 'message')));
  const answers = children.map((child) => once(child, 'message'));
  children.forEach((child) => child.send('now'));
  const failed = (await Promise.all(answers)).filter(([bound]) => !bound).length;
  children.forEach((child) => child.kill());
  console.log(`${way}: ${failed} of ${BINDERS} cannot bind ${PAUSE} ms later`);
}

async function bind(way, file) {
  const ask = await asker(way, file);
  process.send('ready');
  await once(process, 'message');
  const port = await ask();
  await new Promise((resolve) => setTimeout(resolve, PAUSE));
  const server = createServer().listen(port, '127.0.0.1');
  server.once('listening', () => process.send(true)).once('error', () => process.send(false));
}

/** How long Vite takes to be ready, as it says itself, in a project with the plugin or without. */
async function starts(folder) {
  const plugin = new URL('../dist/vite.js', import.meta.url).href;
  const configs = {
    without: 'export default {};',
    with: `import portreg from '${plugin}'; export default { plugins: [portreg({ identity: 'bench:web' })] };`,
  };
  const taken = { without: [], with: [] };
  for (const [name, config] of Object.entries(configs)) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'package.json'), '{"type":"module"}');
    writeFileSync(join(folder, name, 'index.html'), '<!doctype html>');
    writeFileSync(join(folder, name, 'vite.config.js'), config);
  }
  // The first start of each fills caches.
  for (let round = 0; round <= STARTS; round++) {
    for (const name of Object.keys(configs)) {
      const ms = await start(join(folder, name), join(folder, 'vite.db'));
      if (round > 0) taken[name].push(ms);
    }
  }
  const [bare, plugged] = [median(taken.without), median(taken.with)];
  const verdict = plugged - bare < 30 ? 'met' : 'MISSED';
  console.log(`Vite: ${bare} ms, with the plugin ${plugged} ms, bar ${bare + 30} ms: ${verdict}`);
}

async function start(cwd, registry) {
  const vite = fileURLToPath(new URL('../node_modules/vite/bin/vite.js', import.meta.url));
  const env = { ...process.env, PORTREG_REGISTRY: registry, NO_COLOR: '1' };
  const child = spawn(process.execPath, [vite], { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    const ready = /ready in (\d+) ms/.exec(line);
    if (!ready) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
    return Number(ready[1]);
  }
  throw new Error('Vite did not start');
}

if (process.argv[2] === 'hold') {
  await hold(process.argv[3], process.argv[4]);
} else if (process.argv[2] === 'bind') {
  await bind(process.argv[3], process.argv[4]);
} else {
  const folder = mkdtempSync(join(tmpdir(), 'portreg-bench-'));
  try {
    await besideCore(process.argv[2], folder);
    for (const way of ['portreg', 'get-port']) {
      await together(way, folder);
      await binding(way, folder);
    }
    await starts(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
