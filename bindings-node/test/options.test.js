// What cannot be used is refused by its name: every option and every argument of every verb.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { PortregError, Registry } from '../dist/index.js';
import { withPort } from '../dist/testing.js';
import { registry } from './support.js';

const vocabulary = JSON.parse(
  readFileSync(new URL('../../schema/vocabulary.json', import.meta.url), 'utf8'),
);

const DOCUMENT = {
  version: 1,
  services: [],
  endpoints: [],
  reserved: [],
  pools: [],
  memory: [],
};

/** Each verb: its arguments by name with values that are none of the wrong ones, and the options behind them. */
const VERBS = {
  claim: [{ identity: 'shop:web' }, 'ClaimOptions'],
  claimAny: [{}, 'ClaimOptions'],
  claimMany: [{ list: ['shop:web'] }, { contiguous: 'bool' }],
  release: [{ target: 'shop:web' }],
  releaseMatching: [{ pattern: 'shop' }, 'ReleaseOptions'],
  get: [{ target: 'shop:web' }],
  getPort: [{ target: 'shop:web' }],
  find: [{}, 'FindOptions'],
  listeners: [{}, 'ListenerOptions'],
  conflicts: [{ pattern: 'shop' }],
  explain: [{ port: 3000 }],
  status: [{ pattern: 'shop' }],
  kill: [{ target: 'shop:web' }, 'KillOptions'],
  reassign: [
    { target: 'shop:web', to: 3000 },
    { force: 'bool', restart: 'bool' },
  ],
  rename: [{ old: 'shop:web', new: 'shop:other', force: false }],
  available: [{}, 'AvailableOptions'],
  reserve: [{ ports: '3000-3001', reason: 'a reason' }],
  unreserve: [{ ports: 3000 }],
  setPool: [{ name: 'mine', ranges: '23000-23009' }],
  removePool: [{ name: 'mine' }],
  checkUp: [{ patterns: ['shop:web'] }, 'UpOptions'],
  up: [{ patterns: ['shop:web'] }, 'UpOptions'],
  down: [{ target: 'shop:web' }, 'DownOptions'],
  restart: [{ target: 'shop:web' }, 'DownOptions'],
  ps: [{ pattern: 'shop', all: true }],
  waitReady: [{ targets: ['shop:web'] }, 'WaitOptions'],
  logs: [{ target: 'shop:web' }, 'LogOptions'],
  url: [{ target: 'shop:web', env: 'prod' }],
  setEndpoint: [{ target: 'shop:web', env: 'prod', url: 'https://example.com' }],
  removeEndpoint: [{ target: 'shop:web', env: 'prod' }],
  endpoints: [{ pattern: 'shop' }],
  env: [{ pattern: 'shop' }],
  writeEnv: [{ file: '/nowhere/.env', pattern: 'shop', format: 'shell' }],
  watchEnv: [{ file: '/nowhere/.env', pattern: 'shop' }, { format: 'EnvFormat' }],
  snippet: [{ pattern: 'shop', tool: 'vite' }],
  publish: [{ channel: 'build', payload: 1 }, 'PublishOptions'],
  poll: [{ channel: 'build' }, { after: 'i64', timeout: 'Duration' }],
  subscribe: [{ pattern: 'build' }, 'SubscribeOptions'],
  clear: [{ channel: 'build' }],
  watch: [{ pattern: 'shop' }, { since: 'Since' }],
  lock: [{ name: 'deploy' }, 'LockOptions'],
  history: [{}, 'HistoryOptions'],
  cleanup: [{ dryRun: true }],
  export: [{ pattern: 'shop' }],
  import: [{ document: DOCUMENT }, 'ImportOptions'],
  infer: [{ dir: '/' }],
  config: [{ dir: '/' }],
  checkConfig: [{ dir: '/' }],
  doctor: [{ fix: false }],
};

const camel = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());

/** Options by name, with what they are in the core. What only the command may ask for is no option here. */
function fieldsOf(options) {
  if (typeof options !== 'string') return options ?? {};
  const fields = {};
  for (const [name, { type }] of Object.entries(vocabulary.options[options].fields)) {
    if (['adopt_orphans', 'keeper', 'patterns'].includes(name)) continue;
    if (type === 'Launch') Object.assign(fields, fieldsOf('Launch'));
    else fields[camel(name)] = type;
  }
  return fields;
}

/** Values that nothing of this type can have. */
function wrongFor(type) {
  const wrong = [null, Number.NaN, 1.5, 3000n, () => 1, Symbol('port')];
  if (/u16|usize|Duration|String|PathBuf|bool|Owner/.test(type)) wrong.push(-1);
  if (!/Map|Value|Tunnel/.test(type)) wrong.push({ of: 1 });
  if (/u16/.test(type)) wrong.push(0, 70000, '3000');
  if (/bool/.test(type)) wrong.push(0, 1, 'yes');
  if (/usize|i64|Duration|Since/.test(type)) wrong.push('soon', true);
  return wrong;
}

/** The call has to be refused, in each of its forms, with this name. */
async function refused(all, verb, args, name, tried) {
  const told = (error) => {
    const what = `${verb}: ${name}: ${String(tried)}: ${error.stack}`;
    assert.ok(error instanceof PortregError, what);
    assert.deepEqual(
      [error.code, error.option, error.data.option],
      ['INVALID_OPTION', name, name],
      what,
    );
    assert.ok(error.message.includes(name), what);
    return true;
  };
  await assert.rejects(async () => all[verb](...args), told, `${verb}: ${name}: ${String(tried)}`);
  const blocking = all[`${verb}Sync`];
  if (blocking) assert.throws(() => blocking.apply(all, args), told);
}

for (const [verb, [given, options]] of Object.entries(VERBS)) {
  test(`${verb} refuses what cannot be used, by its name`, async () => {
    const all = registry();
    const names = Object.keys(given);
    for (const [at, name] of names.entries()) {
      if (name === 'payload') continue;
      for (const wrong of [null, Number.NaN, 1.5, 3000n]) {
        const args = Object.values(given).with(at, wrong);
        await refused(all, verb, args, name, wrong);
      }
    }
    if (!options) return;
    const before = Object.values(given);
    for (const wrong of [null, [], () => 1, 5]) {
      const name = verb === 'find' && wrong === 5 ? 'pattern' : 'options';
      if (verb !== 'find' || typeof wrong !== 'function')
        await refused(all, verb, [...before, wrong], name, wrong);
    }
    await refused(all, verb, [...before, { bogus: 1 }], 'bogus', 1);
    for (const [name, type] of Object.entries(fieldsOf(options))) {
      for (const wrong of wrongFor(type)) {
        await refused(all, verb, [...before, { [name]: wrong }], name, wrong);
      }
    }
    assert.deepEqual(all.findSync(), [], 'nothing was done');
  });
}

test('every verb that takes something is looked at here', () => {
  const all = registry();
  const others = ['adopt', 'withClaim', 'port', 'upDetached', 'constructor'];
  const own = Object.getOwnPropertyNames(Registry.prototype).filter(
    (name) => !name.startsWith('_') && !name.endsWith('Sync') && typeof all[name] === 'function',
  );
  const nothingToSay = ['reservations', 'pools', 'channels', 'locks', 'check'];
  const known = [...Object.keys(VERBS), ...others, ...nothingToSay];
  assert.deepEqual(
    own.filter((name) => !known.includes(name)),
    [],
  );
});

test('what is missing, or in a list, or beside the registry has its name too', async () => {
  const all = registry();
  await refused(all, 'get', [], 'target');
  await refused(all, 'claim', ['shop:web', { port: [3000, 1.5] }], 'port', 1.5);
  const list = ['shop:web', { identity: 'shop:api', options: { port: -1 } }];
  await refused(all, 'claimMany', [list], 'port', -1);
  await refused(all, 'claim', ['shop:web', { range: '3000-3009,4000-4009' }], 'range', 'two');
  await refused(
    all,
    'claim',
    ['shop:web', { metadata: { deep: [Number.NaN] } }],
    'metadata',
    'NaN',
  );
  await refused(all, 'claim', ['shop:web', { env: { A: 1 } }], 'env.A', 1);
  await refused(all, 'publish', ['build', { deep: Number.NaN }], 'payload', 'NaN');
  await refused(all, 'publish', ['build', 1n], 'payload', 1n);
  await refused(all, 'adopt', ['shop:web', { port: 3000, pid: 1.5 }], 'pid', 1.5);
  await refused(all, 'adopt', ['shop:web', { prot: 3000 }], 'prot', 3000);
  for (const verb of ['subscribe', 'watch', 'logs', 'poll', 'lock', 'waitReady', 'down', 'up']) {
    await refused(all, verb, ['shop', { signal: 5 }], 'signal', 5);
  }
  for (const path of [null, 5, {}]) {
    assert.throws(() => new Registry(path), { code: 'INVALID_OPTION', option: 'path' });
  }
  await assert.rejects(
    withPort(() => {}, null),
    { code: 'INVALID_OPTION', option: 'options' },
  );
  const claim = all.claimSync('shop:web');
  for (const wrong of [null, 5, {}]) {
    await assert.rejects(claim.listen(wrong), { code: 'INVALID_OPTION', option: 'server' });
  }
});
