// What a person waits for, in one table. In the renewal workspace: from a trusted key or pointer event
// to the task after the first frame in which the watched number has changed. A page with one slider and
// one number is measured in the same run: that is the floor. Run it by ./bench.
import { chromium } from '@playwright/test';
import { pages } from './pages.mjs';

const base = process.env.GROUPCOVER_URL;
const server = process.env.GROUPCOVER_PID;
const lines = process.argv.slice(2).map((line) => line.split(/\s+/));
const groups = lines.filter(([employees]) => employees !== 'prospect').map(([employees, id, effective]) => {
  return { employees, id, path: `/employers/${id}/renewals/${effective}` };
});
const [, prospect] = lines.find(([employees]) => employees === 'prospect');
const MOVES = 50;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
});

/** Notes when an event came and when what is watched had changed on the screen. */
function watch(selectors) {
  const read = () => selectors.map((s) => document.querySelector(s)?.textContent).join('|');
  const waits = [];
  let began = 0;
  window.waits = waits;
  const start = (event) => { began = event.timeStamp; };
  for (const type of ['keydown', 'pointermove', 'pointerdown', 'click']) addEventListener(type, start, true);
  let before = read();
  const look = () => {
    const now = read();
    if (now !== before) {
      before = now;
      const from = began;
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => waits.push(performance.now() - from);
      port2.postMessage(0);
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  // What moves right after a key or a press was asked for: browsers tell it apart.
  window.shift = { all: 0, unasked: 0 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      window.shift.all += entry.value;
      if (!entry.hadRecentInput) window.shift.unasked += entry.value;
    }
  }).observe({ type: 'layout-shift' });
}

const quantile = (list, q) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * q))];
const rows = [];
function row(name, waits, target = '') {
  const text = waits.length ? `median ${quantile(waits, 0.5).toFixed(1)}, p95 ${quantile(waits, 0.95).toFixed(1)}` : 'nothing changed';
  rows.push([name, `${text} ms (${waits.length})`, target]);
}

async function newPage(slow, setUp) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  // The groups are for those alone who were granted them.
  await context.request.post(`${base}/api/session/demo`, { form: { key: 'primary' } });
  const page = await context.newPage();
  await setUp(page);
  const cdp = await context.newCDPSession(page);
  if (slow > 1) await cdp.send('Emulation.setCPUThrottlingRate', { rate: slow });
  return page;
}

/** Moves a slider by keys, then by the pointer; answers with the waits of both. */
async function move(page, slider, selectors) {
  await slider.scrollIntoViewIfNeeded();
  await slider.focus();
  await page.keyboard.press('ArrowLeft');
  await page.waitForTimeout(300);
  await page.evaluate(watch, selectors);
  for (let i = 0; i < MOVES; i++) {
    await page.keyboard.press(i % 20 < 10 ? 'ArrowLeft' : 'ArrowRight');
    await page.waitForTimeout(60);
  }
  const keys = await page.evaluate(() => window.waits.splice(0));
  const box = await slider.boundingBox();
  const y = box.y + box.height / 2;
  const value = await slider.evaluate((s) => s.value / s.max);
  await page.mouse.move(box.x + 8 + (box.width - 16) * value, y);
  await page.mouse.down();
  for (let i = 0; i < MOVES; i++) {
    await page.mouse.move(box.x + box.width * (0.3 + 0.008 * i), y);
    await page.waitForTimeout(60);
  }
  await page.mouse.up();
  const pointer = await page.evaluate(() => window.waits.splice(0));
  return { keys, pointer, shift: await page.evaluate(() => window.shift) };
}

const FLOOR = `<label for=s>Employee</label><input id=s type=range max=10000 step=100 value=7000><p id=n>7000</p>
<script>s.addEventListener('input', () => { n.firstChild.data = s.value; });</script>`;

async function workspace(path, slow) {
  return newPage(slow, async (page) => {
    // Others' news would be measured as well.
    await page.route('**/changes', (route) => route.fulfill({ status: 204 }));
    await page.goto(base + path);
    await page.waitForSelector('html[data-hydrated]');
  });
}

for (const slow of [1, 4]) {
  const when = slow === 1 ? '' : `, ${slow} times slower`;
  const floor = await newPage(slow, (page) => page.setContent(FLOOR));
  const least = await move(floor, floor.locator('#s'), ['#n']);
  row(`floor: one slider, one number, keys${when}`, least.keys);
  row(`floor: one slider, one number, pointer${when}`, least.pointer);
  await floor.context().close();
  for (const { employees, path } of groups) {
    for (const view of ['plans', 'people']) {
      const page = await workspace(`${path}/${view}`, slow);
      const name = `${view}, ${employees} employees`;
      const slider = page.getByRole('slider', { name: 'Employee', exact: true });
      const selectors = ['.scoreboard .figure:nth-child(4) .amount', '.rows tbody tr:nth-child(8) td:last-child'];
      const waits = await move(page, slider, selectors);
      const target = slow === 1 ? 'median <= 11, p95 <= 20' : 'median <= 50';
      row(`${name}, keys${when}`, waits.keys, target);
      row(`${name}, pointer${when}`, waits.pointer, target);
      const { all, unasked } = waits.shift;
      rows.push([`  layout shift, of that unasked`, `${all.toFixed(4)}, ${unasked.toFixed(4)}`, '0']);
      if (view === 'plans') await picking(page, name, when);
      await page.context().close();
    }
  }
}

/** Sorting, filtering and picking in the list of plans. */
async function picking(page, name, when) {
  const acts = {
    // By name and by deductible: the company's part of each plan often stands in the order of the premium.
    sort: async (i) => page.getByLabel('Sort by').selectOption(i % 2 ? 'name' : 'deductible'),
    filter: async () => page.locator('.chips label').first().click(),
    pick: async () => page.locator('.rows tbody .pick input').first().click(),
  };
  for (const [act, run] of Object.entries(acts)) {
    const waits = [];
    for (let i = 0; i < 10; i++) {
      await page.evaluate(() => {
        const before = document.querySelector('.plans').textContent;
        window.took = new Promise((done) => {
          const start = (event) => {
            const from = event.timeStamp;
            const look = () => {
              if (document.querySelector('.plans').textContent === before && performance.now() - from < 500) return requestAnimationFrame(look);
              const { port1, port2 } = new MessageChannel();
              port1.onmessage = () => done(performance.now() - from);
              port2.postMessage(0);
            };
            requestAnimationFrame(look);
          };
          addEventListener('click', start, { capture: true, once: true });
          addEventListener('change', start, { capture: true, once: true });
        });
      });
      await run(i + 1);
      waits.push(await page.evaluate(() => window.took));
    }
    row(`${act}, ${name}${when}`, waits, when ? '' : '<= 14');
  }
}

// Pages as the server makes them: a prospect's comparison, which is kept, and an employer's, which is not.
{
  const context = await browser.newContext();
  await context.request.post(`${base}/api/session/demo`, { form: { key: 'primary' } });
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const gzip = { 'accept-encoding': 'gzip, deflate, br' };
  const [{ id }] = groups;
  for (const [what, employer, count, headers, target] of [
    ["a prospect's comparison", prospect, 5_000, gzip, '>= 5000, <= 5 ms'],
    ["a prospect's comparison, not compressed", prospect, 5_000, {}, '>= 5000, <= 5 ms'],
    ["an employer's comparison, not compressed", id, 100, { cookie }, ''],
  ]) {
    const { perSecond, p99, bytes } = await pages(server, `${base}/compare?employer=${employer}`, count, headers);
    const text = `${perSecond.toFixed(0)} a second and core, p99 ${p99.toFixed(1)} ms`;
    rows.push([`${what} (${(bytes / 1000).toFixed(0)} KB)`, text, target]);
  }
  await context.close();
}

// A first visit: four times slower, on a slow mobile line.
{
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  await context.request.post(`${base}/api/session/demo`, { form: { key: 'primary' } });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 180_000, uploadThroughput: 84_000 });
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const sizes = { wasm: 0, js: 0, page: 0 };
  const kinds = new Map();
  cdp.on('Network.responseReceived', ({ requestId, response }) => {
    const url = new URL(response.url).pathname;
    kinds.set(requestId, url.endsWith('.wasm') ? 'wasm' : url.endsWith('.js') ? 'js' : url.includes('/employers/') ? 'page' : '');
  });
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId);
    if (kind) sizes[kind] += encodedDataLength;
  });
  await page.route('**/changes', (route) => route.fulfill({ status: 204 }));
  await page.goto(`${base}${groups[0].path}/plans`);
  await page.waitForFunction(() => performance.getEntriesByName('app-interactive').length > 0, null, { timeout: 60_000 });
  const times = await page.evaluate(() => ({
    painted: performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
    interactive: performance.getEntriesByName('app-interactive')[0].startTime,
  }));
  rows.push(['first visit, slow: numbers painted', `${(times.painted / 1000).toFixed(2)} s`, '<= 0.7 s']);
  rows.push(['first visit, slow: interactive', `${(times.interactive / 1000).toFixed(2)} s`, '<= 1.4 s']);
  rows.push(['first visit: WASM and JS', `${((sizes.wasm + sizes.js) / 1000).toFixed(0)} KB`, '<= 250 KB']);
  rows.push(['first visit: page with its figures', `${(sizes.page / 1000).toFixed(0)} KB`, '']);
}
await browser.close();

const widths = [0, 1].map((i) => Math.max(...rows.map((r) => r[i].length)));
for (const [what, figure, target] of rows) {
  console.log(`${what.padEnd(widths[0])}  ${figure.padStart(widths[1])}  ${target}`);
}
