// Before WASM arrives, and where it never does: the same page is a form.
import {
  DEMOS, addressOf, chooser, columns, expectAllFiguresOf, expectListedFiguresOf, fillIn, groupOnPage, listed, listedNames,
  percent, planRows,
} from '../compare.ts';
import { expect, quote, signIn, test, type Group, type Page } from '../fixture.ts';
import { sampleGroup } from '../rosters.ts';

/** The people of the smallest invented group, as a browser with WASM shows them. */
const withGroup = test.extend<{ group: Group }>({
  group: async ({ browser, baseURL }, use, info) => {
    const context = await browser.newContext({ baseURL: baseURL ?? '', javaScriptEnabled: true });
    await signIn(context, 'primary', baseURL ?? '');
    const page = await context.newPage();
    await page.goto(await addressOf(page, DEMOS[0]));
    await expect(page.locator('html')).toHaveAttribute('data-hydrated', 'true');
    await use(await groupOnPage(page, info));
    await context.close();
  },
});

const update = (page: Page) => page.getByRole('button', { name: 'Update the figures' }).click();

withGroup('a group is chosen, and what the company pays is changed by the form', async ({ page, group }) => {
  await page.goto('/compare');
  await page.getByRole('link', { name: DEMOS[0] }).click();
  await expectAllFiguresOf(page, await quote(group));
  await expect(page.getByRole('slider')).toHaveCount(0);

  await percent(page, 'Employee').fill('82.5');
  await percent(page, 'Children').fill('5');
  await update(page);
  await expect(percent(page, 'Employee')).toHaveValue('82.5');
  await expectAllFiguresOf(page, await quote(group, { employee: '82.5%', spouse: '30%', child: '5%' }));

  await page.getByRole('radio', { name: 'Fixed $' }).check();
  await update(page);
  await expectAllFiguresOf(page, await quote(group, { employee: '$400', spouse: '$150', child: '$75' }));

  await page.getByRole('radio', { name: 'Reference' }).check();
  await update(page);
  const reference = (await listed(page))[3]?.[0] ?? '';
  await page.getByLabel('Reference plan').selectOption(reference);
  await percent(page, 'Employee').fill('50');
  await percent(page, 'Spouse or partner').fill('30');
  await percent(page, 'Children').fill('30');
  await update(page);
  await expectAllFiguresOf(page, await quote(group, { employee: '50%', spouse: '30%', child: '30%', reference }));
});

withGroup('plans are filtered, sorted and put side by side by the form', async ({ page, group }) => {
  await page.goto(await addressOf(page, DEMOS[0]));
  const all = await planRows(page).count();
  await page.getByRole('group', { name: 'Show only' }).getByRole('checkbox', { name: 'Gold' }).check();
  await page.getByLabel('Sort by').selectOption('Name');
  await update(page);
  expect(await planRows(page).count()).toBeLessThan(all);
  for (const row of await planRows(page).all()) await expect(row).toContainText('Gold');
  const names = await listedNames(page);
  expect(names).toEqual([...names].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
  await expectListedFiguresOf(page, await quote(group));

  for (const name of names.slice(0, 2)) {
    await page.getByRole('checkbox', { name: `Compare ${name}`, exact: true }).check();
  }
  await update(page);
  await expect(columns(page)).toHaveCount(2);
  for (const [i, name] of names.slice(0, 2).entries()) await expect(columns(page).nth(i)).toContainText(name);
});

withGroup('plans side by side stay there when a filter hides them from the list', async ({ page }) => {
  await page.goto(await addressOf(page, DEMOS[0]));
  const names = await listedNames(page);
  await page.getByRole('checkbox', { name: `Compare ${names[0]}`, exact: true }).check();
  await update(page);
  await page.getByRole('searchbox', { name: 'Name' }).fill(names.at(-1) ?? '');
  await update(page);
  await expect(planRows(page)).toHaveCount(1);
  await expect(columns(page)).toHaveCount(1);
  await expect(columns(page).first()).toContainText(names[0] ?? '');
});

test('a roster is brought', async ({ page }, info) => {
  const group = sampleGroup(info);
  await page.goto('/compare');
  const form = chooser(page).locator('form').filter({ hasText: 'Bring your own roster' });
  await fillIn(form, group);
  await form.getByRole('button', { name: 'Price the plans' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('roster sample');
  await expectAllFiguresOf(page, await quote(group));
});
