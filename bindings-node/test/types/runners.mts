// Tests in strict TypeScript that take their ports from the fixtures: they only have to compile.

import { createServer } from 'node:http';
import { test as playwright } from '@playwright/test';
import { Claim } from 'portreg';
import { type Fixtures, fixtures, withPort } from 'portreg/testing';
import { test as vitest } from 'vitest';

vitest.extend(fixtures)('by Vitest', async ({ portregClaim, portregPort }) => {
  const port: number = portregPort;
  await portregClaim.listen(createServer());
  console.log(port, portregClaim.url, portregClaim instanceof Claim && portregClaim.identity);
});

playwright.extend<Fixtures>(fixtures)('by Playwright', async ({ page, portregPort }) => {
  await page.goto(`http://localhost:${portregPort}`);
});

const port: number = await withPort(({ port }) => port, { range: '7000-7099', strict: true });
export { port };
