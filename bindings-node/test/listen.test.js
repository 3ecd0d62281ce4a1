// Servers of every kind on the sockets of a claim.

import assert from 'node:assert/strict';
import http from 'node:http';
import http2 from 'node:http2';
import net from 'node:net';
import { test } from 'node:test';
import { atEnd, registry } from './support.js';

const HOSTS = ['127.0.0.1', '::1'];

/** What is said to who connects. */
async function said(port, host) {
  let text = '';
  for await (const chunk of net.connect(port, host)) text += chunk;
  return text;
}

/** The answer to GET /. */
async function got(port, host) {
  const response = await new Promise((resolve, reject) =>
    http.get({ port, host, path: '/', agent: false }, resolve).once('error', reject),
  );
  let text = '';
  for await (const chunk of response) text += chunk;
  return text;
}

test('a server of net listens on both loopbacks, and nobody can come between', async () => {
  const all = registry();
  const claim = await all.claim('shop:web');
  const server = await claim.listen(net.createServer((socket) => socket.end('hello')));
  for (const host of HOSTS) assert.equal(await said(claim.port, host), 'hello', host);
  const other = { port: claim.port, strict: true };
  await assert.rejects(all.claim('shop:api', other), { code: 'PORT_IN_USE' });
  await new Promise((resolve) => server.close(resolve));
  for (const host of HOSTS) await assert.rejects(said(claim.port, host), { code: 'ECONNREFUSED' });
});

const hello = (request, response) => response.end(`hello ${request.url}`);
const kinds = {
  'a server of http': () => http.createServer(hello),
  'a function, as Express makes one': () => hello,
  'what has a server, as Fastify does': () => ({ server: http.createServer(hello) }),
};
for (const [kind, make] of Object.entries(kinds)) {
  test(`${kind} answers on both loopbacks`, async () => {
    const claim = await registry().claim('shop:web');
    const server = await claim.listen(make());
    atEnd(() => server.close());
    for (const host of HOSTS) assert.equal(await got(claim.port, host), 'hello /', host);
  });
}

test('a server of http2 answers on both loopbacks', async () => {
  const claim = await registry().claim('shop:web');
  const server = await claim.listen(http2.createServer(hello));
  atEnd(() => server.close());
  for (const host of ['127.0.0.1', '[::1]']) {
    const session = http2.connect(`http://${host}:${claim.port}`);
    const stream = session.request({ ':path': '/' });
    let text = '';
    for await (const chunk of stream) text += chunk;
    assert.equal(text, 'hello /', host);
    session.close();
  }
});

test('a port on which somebody listens by now is told', async () => {
  const claim = await registry().claim('shop:web');
  const stranger = net.createServer().listen(claim.port, '127.0.0.1');
  await new Promise((resolve) => stranger.once('listening', resolve));
  atEnd(() => stranger.close());
  await assert.rejects(claim.listen(net.createServer()), { code: 'PORT_IN_USE', port: claim.port });
});
