// One of the processes of tests/tests/all/languages.rs: `peer.mjs REGISTRY NAME`, a request a line in, JSON out.

import { createInterface } from 'node:readline';
import { Registry } from '../../bindings-node/dist/index.js';

const [path, me] = process.argv.slice(2);
const registry = new Registry(path);
let messages;

function claim(names) {
  const ports = {};
  for (const name of names) {
    try {
      ports[name] = registry.claimSync(name, { onConflict: 'fail' }).port;
    } catch (error) {
      if (error.code !== 'IDENTITY_HELD') throw error;
    }
  }
  return ports;
}

const verbs = {
  subscribe: () => {
    messages = registry.subscribe('talk:*');
    return true;
  },
  claim: (...names) => claim(names),
  publish: (count) => {
    for (let number = 0; number < Number(count); number++) registry.publishSync(`talk:${me}`, number);
    return true;
  },
  receive: async (count) => {
    const seen = [];
    while (seen.length < Number(count)) {
      const { value } = await messages.next();
      seen.push([value.channel, value.payload]);
    }
    return seen;
  },
  find: () => registry.findSync(),
};

// Keys as every other language writes them, but not those that are names of the caller's own.
const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const written = (value) =>
  Array.isArray(value)
    ? value.map(written)
    : value && typeof value === 'object'
      ? Object.fromEntries(Object.entries(value).map(([name, one]) => [snake(name), written(one)]))
      : value;

for await (const line of createInterface({ input: process.stdin })) {
  const [verb, ...words] = line.split(' ');
  const answer = await verbs[verb](...words);
  console.log(JSON.stringify(verb === 'find' ? written(answer) : answer));
}
