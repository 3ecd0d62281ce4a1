// The shop's web front: one page with what the API has. Takes its sockets from its supervisor, or else
// listens on PORT.

import http from 'node:http';

const api = process.env.API_URL;
const title = process.env.SHOP_TITLE ?? 'The shop';

async function page() {
  const answer = await fetch(`${api}/products`, { signal: AbortSignal.timeout(2000) });
  const products = await answer.json();
  const rows = products.map((one) =>
    `<tr><td>${one.name}</td><td>${one.price.toFixed(2)}</td><td>${one.stock || 'sold out'}</td></tr>`);
  return `<!doctype html><title>${title}</title><h1>${title}</h1>
<table><tr><th>product</th><th>price</th><th>stock</th></tr>
${rows.join('\n')}
</table>
`;
}

async function handle(request, response) {
  try {
    const body = await page();
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(body);
  } catch (error) {
    console.error(`the api does not answer: ${error.cause?.code ?? error.message}`);
    response.writeHead(503, { 'Content-Type': 'text/plain' }).end('The shop is closed for a moment.\n');
  }
}

// `"listen": "inherit"`: descriptors from 3 on listen already, one for each loopback address.
const inherited = Number(process.env.LISTEN_PID) === process.pid ? Number(process.env.LISTEN_FDS) : 0;
const places = inherited > 0
  ? Array.from({ length: inherited }, (_, n) => ({ fd: 3 + n }))
  : [{ port: Number(process.env.PORT), host: process.env.HOST }];
const servers = places.map((place) => http.createServer(handle).listen(place));
console.log(`${process.env.PORTREG_IDENTITY ?? 'the web'} shows ${api}`);

// Who is being answered gets the whole answer; idle connections are closed.
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, () => servers.forEach((server) => server.close()));
}
