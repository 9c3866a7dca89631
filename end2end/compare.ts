// The page that compares plans: its parts by the words on it, and its figures in cents.
import type { TestInfo } from '@playwright/test';
import { expect, open, send, type Group, type Locator, type Page, type Quote, type QuotedPlan } from './fixture.ts';
import { COLUMNS, file } from './rosters.ts';

/** The invented employers, smallest first. */
export const DEMOS = ['Tidewater Bicycle Works', 'Bayside Dental Group', 'Cypress Freight & Logistics'] as const;

/** Premium, company's part, people's part; in cents. */
export type Figures = [number, number, number];

export const plans = (page: Page) => page.getByRole('region', { name: 'Every plan for your group' }).locator('table');
// Those that are written: once the page answers, the ones in sight and a few beyond.
export const planRows = (page: Page) => plans(page).locator('tr[data-plan]');
export const people = (page: Page) => page.getByRole('region', { name: 'What each person would pay' }).locator('table');
export const sideBySide = (page: Page) => page.getByRole('region', { name: 'Plans side by side' });
// Those too that a narrow screen leaves out.
export const columns = (page: Page) => sideBySide(page).locator('thead th');
export const slider = (page: Page, name: string) => page.getByRole('slider', { name, exact: true });
export const percent = (page: Page, name: string) => page.getByRole('textbox', { name: `${name}, percent` });
export const amount = (page: Page, name: string) => page.getByRole('textbox', { name: `${name}, dollars a month` });
export const compareBox = (page: Page, plan: string) =>
  page.getByRole('checkbox', { name: `Compare ${plan}`, exact: true });
export const chooser = (page: Page) => page.locator('details').filter({ hasText: 'Bring your own roster' });

/** The form for another place or date, opened. */
export async function placeForm(page: Page): Promise<Locator> {
  const form = chooser(page).locator('form').filter({ has: page.getByRole('heading', { name: 'Another place or date' }) });
  if (!(await form.isVisible())) await chooser(page).locator('summary').click();
  return form;
}

/** The form for a roster, opened. */
export async function rosterForm(page: Page): Promise<Locator> {
  const form = chooser(page).locator('form').filter({ has: page.getByRole('heading', { name: 'Bring your own roster' }) });
  if (!(await form.isVisible())) await chooser(page).locator('summary').click();
  return form;
}

/** Fills in the form for a roster. */
export async function fillIn(form: Locator, group: Group) {
  await form.getByLabel(/^Roster/).setInputFiles(group.census);
  await form.getByLabel('ZIP code of the business').fill(group.zip);
  await form.getByLabel('First day of coverage').fill(group.effective);
}

/** Brings a roster. */
export async function bring(page: Page, group: Group) {
  await open(page, '/compare');
  const form = await rosterForm(page);
  await fillIn(form, group);
  await send(page, form.getByRole('button', { name: 'Price the plans' }));
}

/** Opens an invented employer by its address, with whatever else the address is to say. */
export async function openDemo(page: Page, query = '', demo: string = DEMOS[0]) {
  await open(page, `${await addressOf(page, demo)}${query && `&${query}`}`);
}

/** The address of an invented employer. */
export async function addressOf(page: Page, demo: string): Promise<string> {
  await page.goto('/compare');
  const address = await page.getByRole('link', { name: demo }).getAttribute('href');
  expect(address).toContain('/compare?employer=');
  return address ?? '';
}

export function cents(text: string): number {
  const amount = /\$([\d,]+)\.(\d\d)/.exec(text);
  if (!amount) throw new Error(`not an amount: ${text}`);
  return Number(amount[1]?.replaceAll(',', '') + (amount[2] ?? ''));
}

export function dollars(cents: number): string {
  return (cents / 100).toLocaleString('en-US', { style: 'currency', currency: 'USD' });
}

/** A row of a table: which plan it is, and the texts of its cells. */
interface Written {
  plan: string;
  name: string;
  cells: string[];
}

/** Every row of the list of plans, in its order. Where not all are written, the list is scrolled through. */
export async function allRows(page: Page): Promise<Written[]> {
  return plans(page).evaluate(async (table) => {
    const frame = table.parentElement as HTMLElement;
    const count = Number(table.getAttribute('aria-rowcount')) - 1;
    const found = new Map<number, { plan: string; name: string; cells: string[] }>();
    const note = () => {
      for (const row of table.querySelectorAll('tr[data-plan]')) {
        found.set(Number(row.getAttribute('aria-rowindex')), {
          plan: row.getAttribute('data-plan') ?? '',
          name: row.querySelector('[aria-label^="Compare "]')?.getAttribute('aria-label')?.slice('Compare '.length) ?? '',
          cells: [...row.children].map((cell) => cell.textContent ?? ''),
        });
      }
    };
    const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    note();
    const from = frame.scrollTop;
    for (let top = 0; found.size < count && top <= frame.scrollHeight; top += frame.clientHeight / 2) {
      frame.scrollTop = top;
      await drawn();
      note();
    }
    if (frame.scrollTop !== from) {
      frame.scrollTop = from;
      await drawn();
    }
    return [...found].sort(([a], [b]) => a - b).map(([, row]) => row);
  });
}

/** The amounts of some rows below three column heads, found by their words. */
async function amounts(
  table: Locator,
  rows: string[][],
  heads: [RegExp, RegExp, RegExp],
): Promise<Figures[]> {
  const titles = await table.locator('thead th').allTextContents();
  const at = heads.map((head) => titles.findIndex((title) => head.test(title)));
  expect(Math.min(...at), `columns ${heads.join(', ')} in ${titles.join(', ')}`).toBeGreaterThan(-1);
  return rows.map((cells) => at.map((i) => cents(cells[i] ?? '')) as Figures);
}

/** The figures of the plans that are listed, by plan id, in their order. */
export async function listed(page: Page): Promise<[string, Figures][]> {
  const rows = await allRows(page);
  const cells = rows.map((row) => row.cells);
  const figures = await amounts(plans(page), cells, [/^Premium/, /^Your company/, /^Your people/]);
  return rows.map(({ plan }, i) => [plan, figures[i] as Figures]);
}

/** The figures of each employee, by name, in their order. */
export async function paid(page: Page): Promise<[string, Figures][]> {
  const rows = people(page).locator('tbody tr').filter({ has: page.getByRole('rowheader') });
  const names = await rows.getByRole('rowheader').allTextContents();
  const cells = await rows.evaluateAll((rows) =>
    rows.map((row) => [...row.children].map((cell) => cell.textContent ?? '')),
  );
  const figures = await amounts(people(page), cells, [/^Premium/, /^Company pays/, /^Employee pays/]);
  return names.map((name, i) => [name.trim(), figures[i] as Figures]);
}

const figuresOf = (plan: QuotedPlan): [string, Figures] => [
  plan.plan_id,
  [plan.monthly_premium_cents, plan.employer_cents, plan.employee_cents],
];

/** A quote's medical plans, cheapest first as the page lists them. */
export const medical = (quoted: Quote) => quoted.plans.filter((plan) => plan.line === 'Medical');

/** Every listed plan stands at the figures of a quote, and no medical plan of the quote is missing. */
export async function expectAllFiguresOf(page: Page, quoted: Quote) {
  const wanted = Object.fromEntries(medical(quoted).map(figuresOf));
  expect(Object.keys(wanted).length, 'plans in the quote').toBeGreaterThan(4);
  await expect.poll(async () => Object.fromEntries(await listed(page))).toEqual(wanted);
}

/** Every listed plan stands at the figures of a quote; the list may be shorter than the quote. */
export async function expectListedFiguresOf(page: Page, quoted: Quote) {
  const all = Object.fromEntries(quoted.plans.map(figuresOf));
  await expect(planRows(page).first()).toBeVisible();
  await expect
    .poll(async () => {
      const shown = await listed(page);
      return shown.filter(([id, figures]) => String(all[id]) !== String(figures));
    })
    .toEqual([]);
}

/** The names of the plans that are listed. */
export async function listedNames(page: Page): Promise<string[]> {
  return (await allRows(page)).map(({ name }) => name);
}

/** Picks the first plans of the list, and tells their names. */
export async function pickFirst(page: Page, count: number): Promise<string[]> {
  const names = (await listedNames(page)).slice(0, count);
  for (const name of names) await compareBox(page, name).check();
  await expect(columns(page)).toHaveCount(count);
  return names;
}

/** Each employee's row with the rows of the family below it. */
export const families = (page: Page) => people(page).locator('tbody');

/** Opens every employee. */
export async function openFamilies(page: Page) {
  const buttons = families(page).getByRole('button');
  const count = await buttons.count();
  for (let i = 0; i < count; i++) await buttons.nth(i).click();
  await expect(families(page).locator('button[aria-expanded="true"]')).toHaveCount(count);
}

/** A family's members, with premium, company's part, employee's part: the page has them the other way round. */
export async function members(family: Locator) {
  const rows = family.locator('tr').filter({ hasText: /Age \d+/ });
  const cells = await rows.evaluateAll((rows) =>
    rows.map((row) => [...row.children].map((cell) => cell.textContent ?? '')),
  );
  return cells.map(([who = '', age = '', ...sums]) => ({
    relationship: /\((spouse|domestic partner|child)\)$/.exec(who)?.[1] ?? 'employee',
    age: Number(/Age (\d+)/.exec(age)?.[1]),
    figures: sums.map(cents).reverse() as Figures,
  }));
}

/**
 * The people that a page shows, as a roster for the command line, with the place and date that it was
 * asked for. Ages are what counts, so each birthday is put on the first day of coverage.
 */
export async function groupOnPage(page: Page, info: TestInfo): Promise<Group> {
  await openFamilies(page);
  const form = chooser(page).locator('form').first();
  const effective = await form.getByLabel('First day of coverage').inputValue();
  const zip = await form.getByLabel('ZIP code of the business').inputValue();
  const rows = [COLUMNS];
  const names = (await paid(page)).map(([name]) => name);
  for (const [i, name] of names.entries()) {
    for (const { relationship, age } of await members(families(page).nth(i))) {
      const born = `${Number(effective.slice(0, 4)) - age}${effective.slice(4)}`;
      // Who is still covered as a child after 26 is so because of a disability.
      const disabled = relationship === 'child' && age >= 26 ? 'Yes' : 'No';
      const [first, ...last] = name.split(' ');
      rows.push([i + 1, relationship, first, last.join(' '), born, disabled, 'Enrolled'].join(','));
    }
  }
  return { census: file(info, 'people.csv', `${rows.join('\n')}\n`), zip, effective };
}
