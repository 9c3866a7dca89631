// The ways to a renewal, what stands there before it opens, and what happens if nothing is done: every
// figure is checked against the others on the page.
import { DEMOS, cents } from '../compare.ts';
import { alone, axe, expect, hydrated, open, quiet, send, test, type Locator, type Page } from '../fixture.ts';

const BAYSIDE = '7d1e0a52-5b3c-4c61-9f0e-1d2c3b4a5902';
const CYPRESS = '7d1e0a52-5b3c-4c61-9f0e-1d2c3b4a5903';

const renewals = (employer: string) => `/employers/${employer}/renewals`;
const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const cards = (page: Page) => region(page, 'What becomes of your plans').getByRole('article');
const dates = (page: Page) => page.locator('ol.key-dates > li');
const causes = (page: Page) => region(page, 'Where the change comes from, a month');
const people = (page: Page) => region(page, 'Everybody, if you do nothing').getByRole('table');

/** The address of the renewal of the employer whose renewal is open. */
async function openRenewal(page: Page): Promise<string> {
  await open(page, renewals(BAYSIDE));
  const address = await page.getByRole('link', { name: 'Open the renewal' }).getAttribute('href');
  expect(address).toMatch(new RegExp(`^${renewals(BAYSIDE)}/\\d{4}-\\d\\d-01$`));
  return address ?? '';
}

/** What happens if nothing is done, opened by its address. */
async function openNothing(page: Page) {
  await open(page, await openRenewal(page));
  await expect(region(page, 'If you do nothing')).toBeVisible();
}

/** A difference as it is written, with its sign: `+$12.30`, `−$0.50`, `no change`. */
function difference(text: string): number {
  if (/^(no change|the same)/.test(text.trim())) return 0;
  return text.trim().startsWith('−') ? -cents(text) : cents(text);
}

/** Every amount of a text, in cents. */
const amounts = (text: string) => (text.match(/\$[\d,]+\.\d\d/g) ?? []).map(cents);

const sum = (numbers: number[]) => numbers.reduce((all, one) => all + one, 0);

/** The figures of the causes: for each column the steps from now to what happens if nothing is done. */
async function columns(page: Page): Promise<number[][]> {
  await causes(page).getByText('The figures of these charts').click();
  const rows = causes(page).locator('tbody tr');
  await expect(rows).toHaveCount(5);
  const cells = await rows.evaluateAll((rows) =>
    rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '')),
  );
  return [0, 1, 2].map((column) => cells.map((row) => difference(row[column] ?? '')));
}

/** Everybody's row, also those that are not in sight: paper shows them all. */
async function everybody(page: Page): Promise<{ name: string; now: number; then: number; change: number }[]> {
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  const rows = people(page).locator('tbody tr:not(.spacer)');
  await expect.poll(() => rows.count()).toBeGreaterThan(20);
  return (await rows.evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent ?? '')))).map(
    ([name = '', , now = '', then = '', change = '']) => ({
      name: name.trim(),
      now: cents(now),
      then: cents(then),
      change: difference(change),
    }),
  );
}

test.beforeEach(({ page }) => alone(page));

test.describe('a visitor', () => {
  test.use({ person: 'nobody' });
  test('from the front page the way leads to an employer, its renewal, and what happens if nothing is done', async ({ page }) => {
    await open(page, '/');
    const people = region(page, 'Look around as an invented person');
    await send(page, people.getByRole('button', { name: 'Sign in as Dana Whitfield' }));
    await expect(heading(page)).toHaveText('Renewals');
    await page.getByRole('main').getByRole('link', { name: DEMOS[1] }).click();
    await reachesItsRenewal(page);
  });
});

async function reachesItsRenewal(page: Page) {
  await expect(heading(page)).toHaveText(DEMOS[1]);
  await page.getByRole('link', { name: 'Open the renewal' }).click();
  await expect(heading(page)).toHaveText(/^Your renewal on \w{3}, \w{3} 1, \d{4}$/);
  await expect(region(page, 'If you do nothing')).toContainText('Your plans renew on');
}

test('the renewals of all employers are found by the menu', async ({ page }) => {
  await open(page, '/');
  const menu = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Renewal' });
  await menu.click();
  await expect(heading(page)).toHaveText('Renewals');
  await expect(menu).toHaveAttribute('aria-current', 'page');
  const main = page.getByRole('main');
  for (const demo of DEMOS) await expect(main.getByRole('link', { name: demo })).toBeVisible();
  const row = (demo: string) => main.getByRole('listitem').filter({ hasText: demo });
  await expect(row(DEMOS[1])).toContainText(/Open|Closing soon/);
  await expect(row(DEMOS[2])).toContainText('Not yet open');
  await main.getByRole('link', { name: DEMOS[2] }).click();
  await expect(heading(page)).toHaveText(DEMOS[2]);
  await expect(menu).toHaveAttribute('aria-current', 'page');
});

test('an employer’s dates stand in their order with what each means, and the contract beside them', async ({ page }) => {
  const effective = (await openRenewal(page)).slice(-10);
  await expect(dates(page)).toHaveCount(4);
  const days = await dates(page).locator('time').evaluateAll((times) => times.map((time) => time.getAttribute('datetime') ?? ''));
  expect(days).toEqual([...days].sort());
  expect(days.at(-1)).toBe(effective);
  const [opens = ''] = days;
  expect((Date.parse(effective) - Date.parse(opens)) / 86_400_000).toBe(75);
  // Changes end in the month before, and the plans renew as they are on the day after.
  expect((Date.parse(days[2] ?? '') - Date.parse(days[1] ?? '')) / 86_400_000).toBe(1);
  await expect(dates(page).nth(0)).toContainText(/ago|today|yesterday/);
  await expect(page.locator('ol.key-dates [aria-current="step"]')).toHaveCount(1);
  await expect(page.getByRole('link', { name: 'Add the dates to your calendar' })).toHaveAttribute(
    'href',
    new RegExp(`${effective}.*calendar\\.ics$`),
  );
  const current = region(page, 'Your contracts').getByRole('row').filter({ hasText: 'Current' });
  await expect(current).toHaveCount(1);
  // Twelve months, of which the renewal takes effect after the last.
  await expect(current.getByRole('rowheader')).toHaveText(/^\w{3} 1, \d{4} to \w{3} \d\d, \d{4}$/);
  await expect(current.getByRole('rowheader')).toContainText(` 1, ${Number(effective.slice(0, 4)) - 1} to `);
});

test('before it opens a renewal counts the days and says what to prepare', async ({ page }) => {
  await open(page, renewals(CYPRESS));
  await expect(page.getByText(/^Your renewal opens/).first()).toBeVisible();
  const days = /in (\d+) days|tomorrow/.exec(await dates(page).first().innerText());
  const button = page.getByRole('button', { name: 'Open the renewal' });
  await expect(button).toBeDisabled();
  await expect(button).toHaveAccessibleDescription(/It can be opened from \w{3}, /);
  await page.getByRole('link', { name: 'What to prepare' }).click();
  await expect(heading(page)).toHaveText(/^Your renewal on /);
  await expect(page.getByRole('heading', { name: /until it opens, on/ })).toContainText(`${days?.[1] ?? 1} day`);
  await expect(region(page, 'What you can prepare').getByRole('listitem')).toHaveCount(5);
  await page.getByRole('link', { name: `All renewals and contracts of ${DEMOS[2]}` }).click();
  await expect(heading(page)).toHaveText(DEMOS[2]);
});

test('an employer that is not there has no renewals', async ({ page, expected }) => {
  expected.add(404);
  const response = await open(page, renewals('7d1e0a52-5b3c-4c61-9f0e-1d2c3b4a59ff'));
  expect(response?.status()).toBe(404);
  await expect(heading(page)).toHaveText('There is nothing at this address');
});

test('the sentence, the plans, the causes and the people tell the same figures', async ({ page }) => {
  await openNothing(page);
  const headline = region(page, 'If you do nothing');
  const [then = NaN, more = NaN, company = NaN, companyMore = NaN, own = NaN, ownMore = NaN] = amounts(await headline.innerText());
  expect(company + own, 'the two parts are the whole').toBe(then);
  expect(companyMore + ownMore, 'as long as both rise').toBe(more);

  const [premium = [], companys = [], peoples = []] = await columns(page);
  for (const steps of [premium, companys, peoples]) {
    expect(sum(steps.slice(0, 4)), 'causes add up').toBe(steps[4]);
  }
  for (const [i, whole] of premium.entries()) {
    expect((companys[i] ?? NaN) + (peoples[i] ?? NaN), `step ${i}`).toBe(whole);
  }
  expect([premium[4], companys[4], peoples[4]]).toEqual([then, company, own]);
  expect(then - (premium[0] ?? NaN)).toBe(more);

  const glance = region(page, 'The figures at a glance').locator('.figure');
  const figure = async (name: string) =>
    cents(await glance.filter({ has: page.getByRole('heading', { name, exact: true }) }).locator('.amount').innerText());
  expect(await figure('Now')).toBe(premium[0]);
  expect(await figure('If you do nothing')).toBe(then);

  const ofCard = async (card: Locator) => {
    const part = async (term: RegExp) => {
      const line = card.locator('dl > div').filter({ hasText: term });
      return (await line.count()) ? cents(await line.getByRole('definition').innerText()) : 0;
    };
    return [await part(/^Now/), await part(/^From/)];
  };
  const plans = await Promise.all((await cards(page).all()).map(ofCard));
  expect(sum(plans.map(([now = NaN]) => now)), 'plans now').toBe(premium[0]);
  expect(sum(plans.map(([, next = NaN]) => next)), 'plans next').toBe(then);

  const rows = await everybody(page);
  expect(sum(rows.map((row) => row.now)), 'people now').toBe(peoples[0]);
  expect(sum(rows.map((row) => row.then)), 'people then').toBe(peoples[4]);
  for (const row of rows) expect(row.then - row.now, row.name).toBe(row.change);
  const changes = rows.map((row) => row.change);
  expect(changes, 'hit most first').toEqual([...changes].sort((a, b) => b - a));
});

test('each chart says in words what it shows', async ({ page }) => {
  await openNothing(page);
  const steps = await columns(page);
  for (const [i, title] of ['The whole premium', "Your company's part", "Your people's part"].entries()) {
    const chart = causes(page).getByRole('img', { name: new RegExp(`^${title}: Now `) });
    const said = (await chart.getAttribute('aria-label')) ?? '';
    expect(amounts(said)).toEqual((steps[i] ?? []).filter((step) => step !== 0).map(Math.abs));
  }
});

test('each plan says what becomes of it, why, and which benefits change', async ({ page }) => {
  await openNothing(page);
  // This group has a plan that is filed anew.
  const replaced = cards(page).filter({ hasText: 'Replaced' }).first();
  await expect(replaced).toContainText('Your carrier says:');
  await expect(replaced).toContainText('takes its place');
  await expect(replaced.locator('.to')).toContainText('→');
  await quiet(page, async () => {
    const card = cards(page).filter({ hasText: 'for the worse' }).first();
    const more = card.locator('summary');
    if (await more.count()) await more.click();
    const changes = card.locator('ul.changes > li:visible');
    const said = /(\d+) benefits? changes?:/.exec(await card.innerText());
    await expect(changes).toHaveCount(Number(said?.[1]));
    const words = await changes.locator('.word').allInnerTexts();
    expect(new Set(words).size).toBeGreaterThan(0);
    for (const word of words) expect(['better', 'worse', 'differs']).toContain(word);
    const worse = /(\d+) for the worse/.exec(await card.innerText());
    expect(words.filter((word) => word === 'worse')).toHaveLength(Number(worse?.[1]));
    for (const change of await changes.all()) await expect(change).toContainText('→');
  });
});

test('from here the way leads to other plans and to any person, and the scenario stays', async ({ page }) => {
  const address = await openRenewal(page);
  await open(page, `${address}?pay=biweekly`);
  await expect(page.getByRole('heading', { name: 'What each person pays, every two weeks' })).toBeVisible();
  const explore = page.getByRole('link', { name: 'Explore other plans' });
  for (const link of await explore.all()) await expect(link).toHaveAttribute('href', `${address}/plans?pay=biweekly`);
  const person = page.getByRole('link', { name: 'Open any person in detail' });
  await expect(person).toHaveAttribute('href', `${address}/people?pay=biweekly`);
  await quiet(page, () => explore.first().click());
  await expect(page).toHaveURL(new RegExp(`${address}/plans`));
});

/** Every state of these pages. */
const states: Record<string, (page: Page) => Promise<unknown>> = {
  'all employers': (page) => open(page, '/renewals'),
  'an employer’s renewals': (page) => open(page, renewals(BAYSIDE)),
  'an employer whose renewal is not yet open': (page) => open(page, renewals(CYPRESS)),
  'a renewal that is not yet open': async (page) => {
    await open(page, renewals(CYPRESS));
    await page.getByRole('link', { name: 'What to prepare' }).click();
    await expect(region(page, 'What you can prepare')).toBeVisible();
  },
  'what happens if nothing is done': async (page) => {
    await openNothing(page);
    const folded = page.getByRole('main').locator('.nothing summary');
    for (const summary of await folded.all()) await summary.click();
  },
};

for (const [state, reach] of Object.entries(states)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`${state}, ${colorScheme}: axe finds nothing`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await reach(page);
      await axe(page);
    });
  }

  for (const width of [390, 1024, 1440]) {
    test(`${state}: at ${width} pixels the page does not scroll sideways`, async ({ page }) => {
      await page.setViewportSize({ width, height: 900 });
      await reach(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    });
  }

  test(`${state}: what the server wrote is taken over as it stands`, async ({ page, browser }) => {
    await reach(page);
    const address = page.url();
    const plain = await browser.newContext({ javaScriptEnabled: false, storageState: await page.context().storageState() });
    const before = await plain.newPage();
    await before.goto(address);
    // Menus that need the page's handlers are not written before; what is said and reckoned is.
    const read = (page: Page) => page.getByRole('main').locator('h1, h2, h3, td, dd, li, text').allTextContents();
    const written = await read(before);
    await plain.close();
    await page.goto(address);
    await hydrated(page);
    expect(written.length).toBeGreaterThan(0);
    // A list of which only the rows in sight are written may be longer before.
    expect((await read(page)).filter((text) => !written.includes(text))).toEqual([]);
  });
}
