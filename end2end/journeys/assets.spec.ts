// Built files: named by their content they are kept; the loader is asked for again each time.
import { DEMOS, addressOf } from '../compare.ts';
import { expect, open, test, type Page } from '../fixture.ts';

/** What of each built file came over the wire, by kind. */
async function transfers(page: Page) {
  const files = await page.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).map((entry) => ({
      name: new URL(entry.name).pathname,
      transferred: entry.transferSize,
      size: entry.encodedBodySize,
    })),
  );
  const of = (pattern: RegExp) => files.filter(({ name }) => pattern.test(name));
  return { chunk: of(/\/split_.*\.wasm$/), loader: of(/\/groupcover\.[^/]+\.(js|wasm)$/), style: of(/\.css$/) };
}

test('a second visit takes the chunk from the cache and asks whether the loader is still the same', async ({ page, context }) => {
  await open(page, '/compare');
  const first = await transfers(page);
  for (const kind of [first.chunk, first.loader, first.style]) {
    expect(kind.length).toBeGreaterThan(0);
  }
  expect(first.chunk.some(({ transferred }) => transferred > 10_000), 'the chunk came over the wire').toBe(true);

  const second = await context.newPage();
  await open(second, '/compare');
  const again = await transfers(second);
  for (const { name, transferred } of [...again.chunk, ...again.style]) expect(transferred, name).toBe(0);
  const asked = again.loader.filter(({ transferred }) => transferred > 0);
  expect(asked.length, 'the loader is asked for').toBeGreaterThan(0);
  for (const { name, transferred, size } of asked) expect(transferred, name).toBeLessThan(Math.min(size, 2_000));
});

test('built files say how long they are kept, and pages are not kept at all', async ({ request }) => {
  const page = await request.get('/compare');
  expect(page.headers()['cache-control']).toBe('no-store');
  const names = [...new Set((await page.text()).match(/\/pkg\/[\w.-]+\.(?:js|wasm|css)/g) ?? [])];
  expect(names.length).toBeGreaterThan(2);
  for (const name of names) {
    const answer = await request.get(name);
    const loader = /\/groupcover\.[^/]+\.(js|wasm)$/.test(name);
    expect(answer.headers()['cache-control'], name).toBe(loader ? 'no-cache' : 'public, max-age=31536000, immutable');
    expect(answer.headers()['vary'], name).toContain('accept-encoding');
    expect(answer.headers()['content-encoding'], name).toMatch(/^(br|gzip)$/);
  }
});

test('the roster template is what the page takes in', async ({ page }) => {
  await open(page, '/compare');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download a template' }).click();
  expect((await download).suggestedFilename()).toBe('roster-template.csv');
});

test('pages and files asked for at the same time each carry a policy of their own', async ({ page, request }) => {
  const group = await addressOf(page, DEMOS[0]);
  // An address that leads nowhere stands for a file that is not there.
  const addresses = ['/compare', group, '/', `${group}&zip=94506`, '/nowhere', '/favicon.ico', '/compare?employer=1'];
  const wrong: string[] = [];
  const policies = new Set<string>();
  const ask = async (address: string) => {
    const answer = await request.get(address);
    const text = await answer.text();
    const policy = answer.headers()['content-security-policy'] ?? '';
    const nonce = /'nonce-([\w-]+)'/.exec(policy)?.[1];
    policies.add(policy);
    if (!nonce || !text.includes(`nonce="${nonce}"`)) wrong.push(`${address}: policy ${policy.slice(0, 60)}`);
  };
  const rounds = 60;
  for (let i = 0; i < rounds; i++) await Promise.all(addresses.map(ask));
  expect(wrong).toEqual([]);
  expect(policies.size, 'no nonce comes twice').toBe(rounds * addresses.length);
});
