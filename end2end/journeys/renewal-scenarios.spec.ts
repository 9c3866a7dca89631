// A renewal's scenarios: begun by moving anything, kept by themselves, seen by others, and never lost.
import AxeBuilder from '@axe-core/playwright';
import { expect, hydrated, open, quiet, test, type Page } from '../fixture.ts';
import { firstOfMonth } from '../rosters.ts';

const BAYSIDE = '7d1e0a52-5b3c-4c61-9f0e-1d2c3b4a5902';

const address = (view = 'plans', query = '') => `/employers/${BAYSIDE}/renewals/${firstOfMonth(2)}/${view}${query}`;

const tabs = (page: Page) => page.getByRole('group', { name: 'Scenarios', exact: true });
const tab = (page: Page, name: string) => tabs(page).getByRole('button', { name, exact: true });
const saved = (page: Page) => tabs(page).getByRole('status');
const slider = (page: Page, name: string) => page.getByRole('slider', { name, exact: true });
const figures = (page: Page) => page.getByRole('region', { name: 'The figures at a glance' });
const cents = (text: string) => Math.round(Number(text.replace(/[^\d.]/g, '')) * 100);

/** The amount under a heading of the scoreboard. */
async function figure(page: Page, name: RegExp) {
  const of = figures(page).locator('.figure').filter({ has: page.getByRole('heading', { name }) });
  return cents((await of.locator('.amount').innerText()).replace('/mo', ''));
}

/** Begins a scenario of its own under a name that no other test uses. */
async function begin(page: Page, name: string) {
  await tab(page, 'As is').click();
  await page.getByRole('button', { name: /New scenario/ }).click();
  await expect(saved(page)).toHaveText('Saved');
  await tabs(page).getByRole('button', { name: 'Rename' }).click();
  await page.getByLabel('Name of this scenario').fill(name);
  await page.getByRole('button', { name: 'Save the name' }).click();
  await expect(tab(page, name)).toHaveAttribute('aria-pressed', 'true');
  await expect(saved(page)).toHaveText('Saved');
}

/** Takes it away again: a renewal has room for 26. */
async function end(page: Page, name: string) {
  await tab(page, name).click();
  const kept = page.waitForResponse((response) => response.url().endsWith('/renewal/save'));
  await tabs(page).getByRole('button', { name: 'Delete' }).click();
  await expect(tab(page, name)).toHaveCount(0);
  await kept;
}

// One after the other: all of them work on the same renewal, and count its scenarios.
test.describe.configure({ mode: 'default' });

test('moving a slider begins a scenario, which is kept, named in the address, and there after a reload', async ({ page }) => {
  await open(page, address());
  const company = await figure(page, /Your company pays/);
  await slider(page, 'Employee').focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(saved(page)).toHaveText('Saved');
  await expect(page).toHaveURL(/scenario=[0-9a-f-]{36}/);
  const less = await figure(page, /Your company pays/);
  expect(less).toBeLessThan(company);
  await page.reload();
  await hydrated(page);
  expect(await figure(page, /Your company pays/)).toBe(less);
  const name = await tabs(page).locator('[aria-pressed="true"]').innerText();
  await tab(page, 'As is').click();
  expect(await figure(page, /Your company pays/)).toBe(company);
  await end(page, name);
});

test('every figure answers without a request but the one that keeps the scenario', async ({ page }) => {
  await page.route('**/changes', (route) => route.fulfill({ status: 204 }));
  await open(page, address());
  await begin(page, 'Quiet');
  await quiet(page, async () => {
    const before = await figure(page, /Your company pays/);
    await slider(page, 'Employee').focus();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => figure(page, /Your company pays/)).toBeLessThan(before);
  });
  await expect(saved(page)).toHaveText('Saved');
  await end(page, 'Quiet');
});

test('two windows see each other within a second, and what both changed is decided without loss', async ({ page, context }) => {
  await open(page, address());
  await begin(page, 'Shared');
  const other = await context.newPage();
  await open(other, page.url());
  await slider(other, 'Children').focus();
  await other.keyboard.press('ArrowRight');
  const children = page.getByRole('textbox', { name: 'Children, percent' });
  await expect(saved(other)).toHaveText('Saved');
  await expect(children).toHaveValue('51', { timeout: 1_000 });

  // The second to save is told, and keeps both.
  await slider(page, 'Employee').focus();
  await slider(other, 'Employee').focus();
  await Promise.all([page.keyboard.press('ArrowLeft'), other.keyboard.press('ArrowRight')]);
  const told = (window: Page) => window.getByRole('alert').filter({ hasText: 'Somebody else changed this scenario' });
  await expect.poll(async () => (await told(page).count()) + (await told(other).count())).toBe(1);
  const second = (await told(page).count()) === 1 ? page : other;
  const mine = await second.getByRole('textbox', { name: 'Employee, percent' }).inputValue();
  await second.getByRole('button', { name: 'Keep both' }).click();
  await expect(tab(second, 'Shared (my version)')).toHaveAttribute('aria-pressed', 'true');
  await expect(second.getByRole('textbox', { name: 'Employee, percent' })).toHaveValue(mine);
  await expect(saved(second)).toHaveText('Saved');
  await tab(second, 'Shared').click();
  const theirs = await second.getByRole('textbox', { name: 'Employee, percent' }).inputValue();
  expect([mine, theirs].sort()).toEqual(['84', '86']);
  await expect(tab(second === page ? other : page, 'Shared (my version)')).toBeVisible();
  await end(second, 'Shared (my version)');
  await end(second, 'Shared');
});

test('a scenario is duplicated, renamed, deleted and brought back', async ({ page }) => {
  await open(page, address());
  await begin(page, 'First draft');
  await tabs(page).getByRole('button', { name: 'Rename' }).click();
  await page.getByLabel('Name of this scenario').fill('   ');
  await page.getByRole('button', { name: 'Save the name' }).click();
  await expect(page.getByText('Give the scenario a name.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByLabel('Name of this scenario')).toHaveCount(0);

  await slider(page, 'Employee').focus();
  await page.keyboard.press('ArrowLeft');
  await expect(saved(page)).toHaveText('Saved');
  const company = await figure(page, /Your company pays/);
  await tabs(page).getByRole('button', { name: 'Delete' }).click();
  await expect(tab(page, 'First draft')).toHaveCount(0);
  await expect(tab(page, 'As is')).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(tab(page, 'First draft')).toHaveAttribute('aria-pressed', 'true');
  await expect(saved(page)).toHaveText('Saved');
  // It comes back with what was in it.
  expect(await figure(page, /Your company pays/)).toBe(company);
  await page.reload();
  await hydrated(page);
  await expect(tab(page, 'First draft')).toHaveAttribute('aria-pressed', 'true');
  expect(await figure(page, /Your company pays/)).toBe(company);
  await end(page, 'First draft');
});

test('who leaves the page right after an edit finds it kept', async ({ page }) => {
  await open(page, address());
  await begin(page, 'In a hurry');
  const there = page.url();
  await page.getByRole('textbox', { name: 'Employee, percent' }).fill('77');
  await page.getByRole('link', { name: 'Home', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('What do we offer next year');
  await expect(async () => {
    await open(page, there);
    await expect(page.getByRole('textbox', { name: 'Employee, percent' })).toHaveValue('77', { timeout: 500 });
  }).toPass();
  await end(page, 'In a hurry');
});

test('an edit made right before a reload is kept', async ({ page }) => {
  await open(page, address());
  await begin(page, 'Reloaded');
  await page.getByRole('textbox', { name: 'Employee, percent' }).fill('71');
  await page.reload();
  await hydrated(page);
  await expect(tab(page, 'Reloaded')).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('textbox', { name: 'Employee, percent' })).toHaveValue('71');
  await end(page, 'Reloaded');
});

test('a scenario that was begun right before the window closes is there, once', async ({ page, context }) => {
  await open(page, address());
  await tab(page, 'As is').click();
  await page.getByRole('textbox', { name: 'Employee, percent' }).fill('43');
  await expect(page).toHaveURL(/scenario=[0-9a-f-]{36}/);
  const there = page.url();
  await page.close();
  const other = await context.newPage();
  await open(other, there);
  await expect(other.getByRole('textbox', { name: 'Employee, percent' })).toHaveValue('43');
  const name = await tabs(other).locator('[aria-pressed="true"]').innerText();
  await expect(tab(other, name)).toHaveCount(1);
  await end(other, name);
});

test('a request whose answer is lost makes no second scenario', async ({ page }) => {
  await open(page, address());
  let lost = 0;
  await page.route('**/renewal/save', async (route) => {
    // The first one arrives, and nobody hears of it.
    if (lost++ > 0) return route.continue();
    await route.fetch();
    await route.abort('aborted');
  });
  await tab(page, 'As is').click();
  const before = await tabs(page).locator('.tab').count();
  await page.getByRole('button', { name: /New scenario/ }).click();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(saved(page)).toHaveText('Saved');
  await page.reload();
  await hydrated(page);
  await expect(tabs(page).locator('.tab')).toHaveCount(before + 1);
  await end(page, await tabs(page).locator('[aria-pressed="true"]').innerText());
});

test('contributions by amount, by tier, with a limit and for a benefit class move the figures', async ({ page }) => {
  await open(page, address());
  await begin(page, 'Ways to pay');
  const company = () => figure(page, /Your company pays/);
  await page.getByRole('radio', { name: 'Percent', exact: true }).check();
  const percent = await company();
  await page.getByText('Limits in dollars a month').click();
  const limit = page.locator('#cap-employee');
  await limit.fill('1x');
  await limit.blur();
  await expect(page.getByText('Write an amount in dollars')).toBeVisible();
  await limit.fill('200');
  await limit.blur();
  await expect.poll(company).toBeLessThan(percent);

  await page.getByRole('radio', { name: 'By tier' }).check();
  await page.getByRole('textbox', { name: 'Family, dollars a month' }).fill('0');
  const tiers = await company();
  await page.getByRole('textbox', { name: 'Family, dollars a month' }).fill('900');
  await expect.poll(company).toBeGreaterThan(tiers);

  await page.getByRole('radio', { name: 'Fixed $' }).check();
  const fixed = await company();
  await page.getByRole('button', { name: /^Pay differently for/ }).click();
  await expect(page.getByRole('group', { name: 'For these benefit classes' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Employee, dollars a month' }).fill('0');
  await expect.poll(company).toBeLessThan(fixed);
  await page.getByRole('button', { name: 'Pay the same as for everyone else' }).click();
  await expect.poll(company).toBe(fixed);
  await end(page, 'Ways to pay');
});

test('each kind of person may have a way of paying, and going back brings the figures back', async ({ page }) => {
  await open(page, address());
  await begin(page, 'Mixed');
  const company = () => figure(page, /Your company pays/);
  await page.getByRole('radio', { name: 'Percent', exact: true }).check();
  await page.getByText('Limits in dollars a month').click();
  await page.locator('#cap-employee').fill('300');
  await page.locator('#cap-employee').blur();
  await page.getByRole('textbox', { name: 'Children, percent' }).fill('45');
  const percent = await company();
  await page.getByText('A way of paying for each').click();
  await page.locator('#kind-child').selectOption('Fixed $');
  await expect(page.getByRole('radiogroup').or(page.getByRole('group', { name: 'How the company pays' })).getByRole('radio', { checked: true })).toHaveCount(0);
  await page.getByRole('textbox', { name: 'Children, dollars a month' }).fill('0');
  await expect.poll(company).toBeLessThan(percent);
  await page.getByRole('radio', { name: 'By tier' }).check();
  await page.getByRole('radio', { name: 'Percent', exact: true }).check();
  await expect(page.getByRole('textbox', { name: 'Children, percent' })).toHaveValue('45');
  await expect(page.locator('#cap-employee')).toHaveValue('300.00');
  expect(await company()).toBe(percent);
  await end(page, 'Mixed');
});

test('a minimum that is not met is said on its meter, with what is missing and where the rule stands', async ({ page }) => {
  await open(page, address());
  await begin(page, 'Too little');
  await page.getByRole('radio', { name: 'Percent', exact: true }).check();
  await page.getByRole('textbox', { name: 'Employee, percent' }).fill('30');
  const meter = figures(page).locator('details').filter({ has: page.getByText('Contribution', { exact: true }) });
  await expect(meter).toContainText('Not met: 30% · 50% needed');
  await expect(meter).toContainText(/\$[\d,]+\.\d\d a month more is needed, for \d+ employees/);
  await meter.locator('summary').click();
  await expect(meter).toContainText('Source:');
  await end(page, 'Too little');
});

test('a budget is solved, and an answer is taken over as a scenario that keeps to it', async ({ page }) => {
  await open(page, address());
  await begin(page, 'To be cut');
  const budget = page.getByRole('region', { name: 'Have a budget?' });
  await budget.getByRole('textbox', { name: 'Percent more than now' }).fill('lots');
  await budget.getByRole('button', { name: 'Find ways' }).click();
  await expect(budget.getByText('Write a percentage from 0 to 100')).toBeVisible();
  await budget.getByRole('textbox', { name: 'Percent more than now' }).fill('5');
  await budget.getByRole('button', { name: 'Find ways' }).click();
  const sentence = await budget.getByText(/ways? to keep it under/).innerText();
  const limit = cents(/\$[\d,]+\.\d\d/.exec(sentence)?.[0] ?? '');
  const ways = budget.getByRole('listitem');
  expect(await ways.count()).toBe(Number(/^\d+/.exec(sentence)?.[0]));
  for (const text of await ways.allInnerTexts()) {
    expect(text).toMatch(/The deductible rises for|Nobody’s deductible rises/);
    expect(cents(/Your company pays (\$[\d,]+\.\d\d)/.exec(text)?.[1] ?? '')).toBeLessThanOrEqual(limit);
  }
  await ways.first().getByRole('button').click();
  await expect(tab(page, 'Under 5%')).toHaveAttribute('aria-pressed', 'true');
  await expect(ways.first()).toContainText('In use: this is the scenario that you look at.');
  expect(await figure(page, /Your company pays/)).toBeLessThanOrEqual(limit);
  await expect(saved(page)).toHaveText('Saved');
  await end(page, 'Under 5%');
  await end(page, 'To be cut');
});

test('the scenarios stand side by side, in a table and a chart', async ({ page }) => {
  await open(page, address());
  await begin(page, 'Beside');
  await page.getByRole('link', { name: /Scenarios/ }).click();
  const table = page.getByRole('region', { name: 'Table of the scenarios' });
  await expect(table.getByRole('columnheader', { name: /^Beside/ })).toBeVisible();
  const row = (await table.getByRole('row', { name: /^Your company pays/ }).innerText()).split('\t');
  expect(cents(row[1]?.split(',').slice(0, 2).join('') ?? '')).toBeGreaterThan(0);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);
  await end(page, 'Beside');
});

test('axe finds nothing beside a slider, with a meter and the menu open', async ({ page }) => {
  await open(page, address());
  await figures(page).locator('summary').first().click();
  await page.keyboard.press('Escape');
  await expect(figures(page).locator('details[open]')).toHaveCount(0);
  await expect(figures(page).locator('summary').first()).toBeFocused();
  await figures(page).locator('summary').first().click();
  await page.getByText('Take it away').click();
  await expect(figures(page).locator('details[open]')).toHaveCount(0);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);
});
