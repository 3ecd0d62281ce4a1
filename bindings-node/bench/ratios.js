// Measures the package beside the core, and beside get-port.
//
//     npx napi build --release --platform --no-const-enum --output-dir native --js binding.cjs --dts binding.d.cts
//     cargo build --release -p portreg-python --bench core --message-format short
//     npm install --no-save get-port
//     node bench/ratios.js PATH-OF-THE-BENCH-core
//
// Core and package take turns in one run, each in a registry of its own.

import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Registry } from '../dist/index.js';

const [ROUNDS, RENEWS, CLAIMS] = [40, 500, 25];
const [PROCESSES, PORTS] = [8, 50];

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

async function hold(way, file) {
  const registry = new Registry(file);
  const other = way === 'get-port' ? await import('get-port') : undefined;
  const ask = other
    ? () => other.default({ port: other.portNumbers(3100, 9999) })
    : async () => (await registry.claimAny()).port;
  const [ports, times] = [[], []];
  for (let count = 0; count < PORTS; count++) {
    const begun = process.hrtime.bigint();
    ports.push(await ask());
    times.push(Number(process.hrtime.bigint() - begun));
  }
  process.send({ ports, times });
  setInterval(() => {}, 60_000);
}

if (process.argv[2] === 'hold') {
  await hold(process.argv[3], process.argv[4]);
} else {
  const folder = mkdtempSync(join(tmpdir(), 'portreg-bench-'));
  try {
    await besideCore(process.argv[2], folder);
    for (const way of ['portreg', 'get-port']) await together(way, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
