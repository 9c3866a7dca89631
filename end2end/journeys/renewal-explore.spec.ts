// A renewal: every plan that may be offered, compared with the present one, offered and taken back.
import { allRows, cents, columns, compareBox, listedNames, plans, sideBySide } from '../compare.ts';
import { axe, expect, hydrated, open, test, type Page } from '../fixture.ts';
import { firstOfMonth } from '../rosters.ts';

/** The invented employer whose renewal is open. */
const EMPLOYER = '7d1e0a52-5b3c-4c61-9f0e-1d2c3b4a5902';
const address = (query = '') => `/employers/${EMPLOYER}/renewals/${firstOfMonth(2)}/plans${query && `?${query}`}`;

const offerBox = (page: Page, plan: string) => page.getByRole('checkbox', { name: `Offer ${plan}`, exact: true });
const status = (page: Page) =>
  page.getByRole('region', { name: 'Every plan for your group' }).getByRole('status').filter({ hasText: / of \d+ plans$/ });
const aftermath = (page: Page) => page.getByRole('status').filter({ has: page.getByRole('button', { name: 'Undo' }) });
const head = (page: Page, name: string) => plans(page).getByRole('columnheader', { name });

/** A plan as the list shows it. Counts are employees. */
interface Listed {
  name: string;
  plan: string;
  deductible: number;
  most: number;
  premium: number;
  company: number;
  people: number;
  /** Against now, in cents. */
  change: number;
  next: number;
  now: number;
}

const dollarsOf = (text: string) => Number(text.replace(/[$,]/g, '').replace('—', '0'));

async function all(page: Page): Promise<Listed[]> {
  const titles = await plans(page).locator('thead th').allTextContents();
  const at = (title: RegExp) => titles.findIndex((text) => title.test(text));
  return (await allRows(page)).map(({ name, cells }) => {
    const cell = (title: RegExp) => cells[at(title)] ?? '';
    const month = cell(/^Premium/);
    const [, sign, amount = ''] = /([+−])(\$[\d,]+\.\d\d) \(/.exec(month) ?? [];
    const inside = /^(—|\d+)\s*(?:as now|nobody now|now (\d+))?$/.exec(cell(/^Employees in it/).trim());
    const next = Number(inside?.[1]?.replace('—', '0'));
    return {
      name,
      plan: cell(/^Plan/).replace(/\s+/g, ''),
      deductible: dollarsOf(cell(/^Deductible/)),
      most: dollarsOf(cell(/^Most/)),
      premium: cents(month),
      company: cents(cell(/^Your company/)),
      people: cents(cell(/^Your people/)),
      change: amount ? (sign === '+' ? cents(amount) : -cents(amount)) : 0,
      next,
      now: /as now/.test(cell(/^Employees in it/)) ? next : Number(inside?.[2] ?? 0),
    };
  });
}

const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
const rising = (numbers: number[]) => numbers.every((n, i) => i === 0 || (numbers[i - 1] ?? n) <= n);

/** How many employees the comparison counts. */
async function covered(page: Page): Promise<number> {
  const corner = await sideBySide(page).locator('.corner').innerText();
  return Number(/For your (\d+) covered employees/.exec(corner)?.[1]);
}

test('every plan stands with what it would cost, against now, and with the people in it', async ({ page }) => {
  await open(page, address());
  const listed = await all(page);
  expect(listed.length).toBeGreaterThan(20);
  await expect(status(page)).toHaveText(`${listed.length} of ${listed.length} plans`);
  const meaning = await page.getByText('Figures are a month if everybody').innerText();
  const now = cents(meaning);
  for (const plan of listed) {
    expect(plan.company + plan.people, plan.name).toBe(plan.premium);
    expect(plan.change, plan.name).toBe(plan.premium - now);
  }
  const people = await covered(page);
  expect(sum(listed.map((plan) => plan.next)), 'everybody is in one plan').toBe(people);
  // Whoever is in a plan that nothing takes the place of is in none of the list now.
  expect(sum(listed.map((plan) => plan.now))).toBeLessThanOrEqual(people);
  const marked = listed.filter((plan) => /Yourplannow|Takestheplaceof/.test(plan.plan));
  expect(marked.length).toBeGreaterThan(1);
  expect(listed.filter((plan) => plan.now > 0).every((plan) => marked.includes(plan))).toBe(true);
  await axe(page);
});

test('the list is narrowed by budget, deductible, most a person pays and name, and what is offered', async ({ page }) => {
  await open(page, address());
  const listed = await all(page);
  const names = async () => (await all(page)).map(({ name }) => name).sort();
  const wanted = (keep: (plan: Listed) => boolean) => listed.filter(keep).map(({ name }) => name).sort();

  const middle = listed[Math.floor(listed.length / 2)]?.premium ?? NaN;
  await page.getByLabel('Group’s month up to $').fill((middle / 100).toFixed(2));
  await expect.poll(names).toEqual(wanted((plan) => plan.premium <= middle));
  await expect(page).toHaveURL(/budget=/);
  await page.getByLabel('Group’s month up to $').fill('');

  await page.getByLabel('Deductible from').selectOption('$500');
  await page.getByLabel('Deductible', { exact: true }).selectOption('Up to $2,500');
  await expect.poll(names).toEqual(wanted((plan) => 500 <= plan.deductible && plan.deductible <= 2500));
  await page.getByLabel('Most a person pays').selectOption('Up to $8,000');
  await expect
    .poll(names)
    .toEqual(wanted((plan) => 500 <= plan.deductible && plan.deductible <= 2500 && plan.most <= 8000));
  for (const label of ['Deductible from', 'Deductible', 'Most a person pays']) {
    await page.getByLabel(label, { exact: true }).selectOption('Any');
  }

  const chips = page.getByRole('group', { name: 'Show only' });
  await chips.getByRole('checkbox', { name: 'Offered' }).check();
  await expect.poll(async () => (await all(page)).length).toBeLessThan(10);
  for (const name of await names()) await expect(offerBox(page, name)).toBeChecked();
  await chips.getByRole('checkbox', { name: 'Offered' }).uncheck();

  await page.getByRole('searchbox', { name: 'Name' }).fill('no plan is called this');
  await expect(page.getByText('No plans match.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await expect(page.getByRole('searchbox', { name: 'Name' })).toHaveValue('');
  await expect.poll(names).toEqual(wanted(() => true));
});

test('the heads of the columns order the list, both ways', async ({ page }) => {
  await open(page, address());
  for (const [title, of] of [
    ['Deductible', (plan: Listed) => plan.deductible],
    ['Most a person pays', (plan: Listed) => plan.most],
    ['Your company', (plan: Listed) => plan.company],
    ['Your people', (plan: Listed) => plan.people],
    ['Premium', (plan: Listed) => plan.premium],
  ] as const) {
    await head(page, title).getByRole('button').click();
    await expect(head(page, title)).toHaveAttribute('aria-sort', 'ascending');
    await expect.poll(async () => rising((await all(page)).map(of)), { message: title }).toBe(true);
    await head(page, title).getByRole('button').click();
    await expect(head(page, title)).toHaveAttribute('aria-sort', 'descending');
    await expect.poll(async () => rising((await all(page)).map(of).reverse()), { message: title }).toBe(true);
  }
  await head(page, 'Employees in it').getByRole('button').click();
  await expect(head(page, 'Employees in it')).toHaveAttribute('aria-sort', 'descending');
  await expect.poll(async () => rising((await all(page)).map(({ next }) => -next))).toBe(true);
});

test('the present plan is pinned with this year’s month, and what is picked is measured against it', async ({ page }) => {
  await open(page, address());
  const first = columns(page).first();
  await expect(first).toContainText('Your plan now');
  // For a beginning what is offered stands beside it.
  await expect(columns(page).nth(1)).toContainText('In this scenario');

  const names = (await listedNames(page)).slice(0, 4);
  for (const name of names) await compareBox(page, name).check();
  await expect(columns(page)).toHaveCount(5);
  await expect(first).toContainText('Your plan now');
  const now = cents(await first.innerText());
  for (const [i, name] of names.entries()) {
    const text = await columns(page).nth(i + 1).innerText();
    expect(text).toContain(name);
    const [, sign, amount = ''] = /([+−])(\$[\d,]+\.\d\d) \(/.exec(text) ?? [];
    expect(cents(text) - now).toBe(sign === '+' ? cents(amount) : -cents(amount));
  }
  const fifth = compareBox(page, (await listedNames(page))[4] ?? '');
  await expect(fifth).toBeDisabled();
  await expect(fifth).toHaveAccessibleDescription(/four plans are ticked/i);

  const rows = sideBySide(page).locator('tbody tr:visible').filter({ has: page.getByRole('cell') });
  const count = await rows.count();
  await page.getByRole('checkbox', { name: 'Only differences' }).check();
  await expect.poll(() => rows.count()).toBeLessThan(count);

  // What is folded stays folded when another plan is taken away.
  const fold = sideBySide(page).getByRole('button', { name: 'The yearly limits' });
  await fold.click();
  await page.getByRole('button', { name: `Remove ${names[3]} from the comparison` }).click();
  await expect(columns(page)).toHaveCount(4);
  await expect(fold).toHaveAttribute('aria-expanded', 'false');

  // Another of the present plans can be what the others are measured against.
  const against = page.getByLabel('Measure against');
  const other = (await against.locator('option').allInnerTexts())[1] ?? '';
  await against.selectOption(other);
  await expect(first).toContainText(other.replace(/ \(.*$/, ''));
  await axe(page);

  const before = await columns(page).allInnerTexts();
  await expect(page).toHaveURL(/against=.*differences=1/);
  await page.reload();
  await hydrated(page);
  expect(await columns(page).allInnerTexts()).toEqual(before);
});

test('dental plans are compared with the present dental plan', async ({ page }) => {
  await open(page, address());
  const medical = await covered(page);
  await page.getByRole('radio', { name: 'Dental' }).check();
  await expect(columns(page).first()).toContainText('Your plan now');
  await expect(columns(page).first()).toContainText('Dental');
  const listed = await all(page);
  expect(listed.length).toBeGreaterThan(1);
  const people = await covered(page);
  expect(people).toBeLessThanOrEqual(medical);
  expect(sum(listed.map((plan) => plan.next))).toBe(people);
  const now = cents(await page.getByText('Figures are a month if everybody').innerText());
  for (const plan of listed) {
    expect(plan.company + plan.people, plan.name).toBe(plan.premium);
    expect(plan.change, plan.name).toBe(plan.premium - now);
  }
});

test('a plan is no longer offered: it is said where its people go, and taken back', async ({ page }) => {
  await open(page, address());
  const before = await all(page);
  const crowded = before.reduce((a, b) => (a.next < b.next ? b : a));
  await page.getByRole('searchbox', { name: 'Name' }).fill(crowded.name);
  await offerBox(page, crowded.name).uncheck();
  await expect(aftermath(page)).toContainText(`${crowded.name} is no longer offered.`);
  await expect(aftermath(page)).toContainText(/\d+ employees? go(es)? to /);
  await page.getByRole('searchbox', { name: 'Name' }).fill('');

  const after = await all(page);
  const in_ = (rows: Listed[], name: string) => rows.find((row) => row.name === name)?.next ?? NaN;
  expect(in_(after, crowded.name)).toBe(0);
  expect(sum(after.map(({ next }) => next)), 'nobody is lost').toBe(sum(before.map(({ next }) => next)));
  const said = await aftermath(page).innerText();
  for (const [, count, name = ''] of said.matchAll(/(\d+) employees? go(?:es)? to ([^,:.]+)/g)) {
    expect(in_(after, name) - in_(before, name), name).toBe(Number(count));
  }

  await aftermath(page).getByRole('button', { name: 'Undo' }).click();
  await expect(aftermath(page)).toHaveCount(0);
  await expect.poll(() => all(page)).toEqual(before);
});

/** Takes plans away while only those offered are listed: each leaves the list. */
async function takeAway(page: Page, names: string[]) {
  for (const name of names) {
    await offerBox(page, name).click();
    await expect(offerBox(page, name)).toHaveCount(0);
  }
  for (const box of await plans(page).getByRole('checkbox', { name: /^Offer / }).all()) await expect(box).toBeChecked();
}

test('another plan is offered beside the others, and the only one cannot be taken away', async ({ page }) => {
  await open(page, address('offered=1'));
  const offered = await listedNames(page);
  await page.getByRole('group', { name: 'Show only' }).getByRole('checkbox', { name: 'Offered' }).uncheck();
  const more = (await listedNames(page)).find((name) => !offered.includes(name)) ?? '';
  await offerBox(page, more).check();
  await expect(aftermath(page)).toContainText(`${more} is offered.`);
  await page.getByRole('group', { name: 'Show only' }).getByRole('checkbox', { name: 'Offered' }).check();
  await expect.poll(async () => (await listedNames(page)).sort()).toEqual([...offered, more].sort());

  await page.getByRole('radio', { name: 'Dental' }).check();
  await page.getByRole('group', { name: 'Show only' }).getByRole('checkbox', { name: 'Offered' }).check();
  await expect.poll(async () => (await listedNames(page)).length).toBeLessThan(4);
  await takeAway(page, await listedNames(page));
  await page.getByRole('radio', { name: 'Medical' }).check();
  await page.getByRole('group', { name: 'Show only' }).getByRole('checkbox', { name: 'Offered' }).check();
  await takeAway(page, offered);
  await expect(offerBox(page, more)).toBeChecked();
  await expect(offerBox(page, more)).toBeDisabled();
  await expect(offerBox(page, more)).toHaveAccessibleDescription(/only plan you offer/);
});

test('on a telephone the list shows the plan, its month and whether it is offered; two plans stand beside each other', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, address());
  const visible = await plans(page).locator('thead th:visible').allInnerTexts();
  expect(visible.map((text) => text.trim())).toEqual(['Compare', 'Offered', 'Plan', 'Premium /mo']);
  await expect(columns(page).and(page.locator(':visible'))).toHaveCount(2);
  const beside = page.getByLabel('Compare with');
  const option = (await beside.locator('option').allInnerTexts()).at(-1) ?? '';
  await beside.selectOption(option);
  await expect(columns(page).and(page.locator(':visible')).nth(1)).toContainText(option);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await axe(page);
});

test('where the people of a plan that is left out go is chosen, and what is usual is said', async ({ page }) => {
  await open(page, address('offered=1'));
  await page.getByRole('button', { name: /New scenario/ }).click();
  await expect(page).toHaveURL(/scenario=/);
  const scenario = new URL(page.url());
  const offered = await all(page);
  const left = offered.filter((plan) => plan.next > 0 && plan.plan.includes('Gold')).at(0) ?? offered.filter((plan) => plan.next > 0)[0];
  if (!left) throw new Error('nobody is in a plan');
  await offerBox(page, left.name).click();
  const card = page.getByRole('region', { name: 'Where do they go?' });
  const select = card.getByRole('combobox').first();
  await expect(select.locator('option:checked')).toContainText('(most like it)');
  const others = await select.locator('option').allInnerTexts();
  const other = others.find((text) => !text.includes('(most like it)'));
  if (!other) throw new Error('nothing else is offered');
  const figure = page.getByRole('region', { name: 'The figures at a glance' }).locator('.chosen .amount');
  const before = await figure.innerText();
  await select.selectOption({ label: other });
  await expect(figure).not.toHaveText(before);
  const chosen = await figure.innerText();
  await expect(page.getByRole('group', { name: 'Scenarios', exact: true }).getByRole('status')).toHaveText('Saved');
  await page.reload();
  await hydrated(page);
  await expect(select.locator('option:checked')).toHaveText(other);
  await expect(figure).toHaveText(chosen);
  expect(new URL(page.url()).searchParams.get('scenario')).toBe(scenario.searchParams.get('scenario'));
  await page.getByRole('group', { name: 'Scenarios', exact: true }).getByRole('button', { name: 'Delete' }).click();
  await expect(card).toHaveCount(0);
});

test('plans that are picked stand in cost at use, too, and in its address', async ({ page }) => {
  await open(page, address());
  // One that nobody is offered, which is not listed there by itself.
  const rows = await all(page);
  const first = rows.slice(0, 8).find((plan) => plan.next === 0)?.name;
  if (!first) throw new Error('no plan is listed');
  await compareBox(page, first).check();
  await page.getByRole('link', { name: /Cost at use/ }).click();
  const table = page.getByRole('region', { name: 'Table of plans and years' });
  await expect(table.getByRole('rowheader', { name: first }).first()).toBeVisible();
  await expect(page).toHaveURL(/compare=/);
  await page.reload();
  await hydrated(page);
  await expect(table.getByRole('rowheader', { name: first }).first()).toBeVisible();
});
