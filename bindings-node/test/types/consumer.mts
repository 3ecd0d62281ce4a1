// An ES module in strict TypeScript that uses the package: it only has to compile.

import portreg from 'portreg/vite';
import { fixtures, withPort } from 'portreg/testing';
import {
  type Claim,
  type ErrorCode,
  PortregError,
  Registry,
  type Service,
  claim,
  port,
  subscribe,
} from 'portreg';

const registry = new Registry('/tmp/registry.db');
const web: Claim = await claim('shop:web', {
  port: [3000, 3001],
  onConflict: 'fail',
  expiresIn: '2h',
});
const number: number = await port();
const services: Service[] = registry.findSync({ status: 'running' });
const names: string[] = services.map((service) => service.identity);
const moved: number | undefined = web.movedFrom;
const started: number | undefined = services[0]?.owner?.startedAtMs;

async function blocks(): Promise<void> {
  await using api = await registry.claim('shop:api');
  using lock = await registry.lock('deploy', { wait: 1000, signal: AbortSignal.timeout(10) });
  for await (const message of subscribe('build:*', { since: 'start' })) {
    if ('payload' in message) console.log(message.payload, api.port, lock.generation);
    else console.log(message.missedFrom);
  }
}

function code(error: unknown): ErrorCode | undefined {
  return error instanceof PortregError ? error.code : undefined;
}

// @ts-expect-error: a port is a number
registry.claimSync('shop:web', { port: '3000' });
// @ts-expect-error: no such option
registry.claimSync('shop:web', { onConflct: 'share' });
// @ts-expect-error: what waits has no form that blocks
registry.pollSync('build');

await withPort((any) => any.port);
export default { plugins: [portreg({ identity: 'shop:web', proxy: { '/api': 'api' } })] };
export { blocks, code, fixtures, moved, names, number, started };
