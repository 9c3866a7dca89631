// An invented employer: find it, filter, sort, pick, fold; and the address always tells.
import {
  DEMOS, addressOf, allRows, columns, compareBox, dollars, expectAllFiguresOf, expectListedFiguresOf, groupOnPage, listed, listedNames,
  medical, openDemo, pickFirst, planRows, plans, sideBySide, slider, percent,
} from '../compare.ts';
import { expect, hydrated, open, quiet, quote, test, type Page } from '../fixture.ts';

const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const chips = (page: Page) => page.getByRole('group', { name: 'Show only' });
const chip = (page: Page, name: string) => chips(page).getByRole('checkbox', { name: new RegExp(`${name}$`) });

test('from the front page two clicks lead to a group, and the page’s chunk is loaded once', async ({ page }) => {
  await open(page, '/');
  const chunks: string[] = [];
  const documents: string[] = [];
  page.on('request', (request) => {
    if (/\/split_.*\.wasm$/.test(request.url())) chunks.push(request.url());
    if (request.isNavigationRequest()) documents.push(request.url());
  });
  await page.getByRole('main').getByRole('link', { name: 'Compare plans' }).click();
  await expect(heading(page)).toHaveText('Compare plans for your group');
  await page.getByRole('link', { name: DEMOS[1] }).click();
  await expect(heading(page)).toHaveText(DEMOS[1]);
  await expect(planRows(page).first()).toBeVisible();
  await page.getByRole('link', { name: 'Home' }).click();
  await expect(heading(page)).toContainText('What do we offer next year');
  await page.goBack();
  await expect(heading(page)).toHaveText(DEMOS[1]);
  expect(chunks).toHaveLength(1);
  expect(documents, 'pages asked of the server').toEqual([]);
});

test('each invented group is priced as the command line prices its people', async ({ page }, info) => {
  await openDemo(page);
  const group = await groupOnPage(page, info);
  await expectAllFiguresOf(page, await quote(group));
  await slider(page, 'Children').focus();
  await page.keyboard.press('End');
  await expectAllFiguresOf(page, await quote(group, { employee: '60%', spouse: '30%', child: '100%' }));
});

test('the list is filtered by level, network, savings account, deductible and name', async ({ page }, info) => {
  await openDemo(page);
  const quoted = await quote(await groupOnPage(page, info));
  const ids = async () => (await listed(page)).map(([id]) => id).sort();
  const wanted = (keep: (plan: (typeof quoted.plans)[number]) => boolean) =>
    medical(quoted).filter(keep).map((plan) => plan.plan_id).sort();
  const counted = () => plans(page).locator('xpath=ancestor::section').getByRole('status');
  await quiet(page, async () => {
    await chip(page, 'Gold').check();
    const gold = wanted((plan) => plan.metal === 'Gold');
    expect(gold.length).toBeGreaterThan(1);
    await expect.poll(ids).toEqual(gold);
    await expect(counted()).toHaveText(`${gold.length} of ${medical(quoted).length} plans`);

    await chip(page, 'Silver').check();
    await expect.poll(ids).toEqual(wanted((plan) => ['Gold', 'Silver'].includes(plan.metal)));
    await chip(page, 'HMO').check();
    const hmo = wanted((plan) => ['Gold', 'Silver'].includes(plan.metal) && plan.plan_type === 'HMO');
    await expect.poll(ids).toEqual(hmo);
    for (const name of ['Gold', 'Silver', 'HMO']) await chip(page, name).uncheck();
    await expect.poll(ids).toEqual(wanted(() => true));

    await chip(page, 'HSA').check();
    await expect.poll(async () => (await listed(page)).length).toBeLessThan(medical(quoted).length);
    for (const row of await planRows(page).all()) await expect(row).toContainText('HSA');
    await chip(page, 'HSA').uncheck();

    await page.getByLabel('Deductible', { exact: true }).selectOption('Up to $1,000');
    await expect.poll(async () => (await listed(page)).length).toBeLessThan(medical(quoted).length);
    const deductible = /\$([\d,]+)/;
    for (const row of await planRows(page).all()) {
      const text = await row.getByRole('cell').nth(1).innerText();
      expect(Number(deductible.exec(text)?.[1]?.replaceAll(',', '') ?? 0)).toBeLessThanOrEqual(1000);
    }
    await page.getByLabel('Deductible', { exact: true }).selectOption('Any');

    const word = medical(quoted)[0]?.name.split(' ')[1] ?? '';
    await page.getByRole('searchbox', { name: 'Name' }).fill(word.toUpperCase());
    await expect.poll(ids).toEqual(wanted((plan) => plan.name.toLowerCase().includes(word.toLowerCase())));

    await page.getByRole('searchbox', { name: 'Name' }).fill('no plan is called this');
    await expect(planRows(page)).toHaveCount(0);
    await expect(page.getByText('No plans match.')).toBeVisible();
    await page.getByRole('searchbox', { name: 'Name' }).fill('');
    await expect.poll(ids).toEqual(wanted(() => true));
  });
  await expectAllFiguresOf(page, quoted);
});

test('a choice has the same name on and off: that it is on is said by its state', async ({ page }) => {
  await openDemo(page);
  await chip(page, 'Gold').check();
  await expect(chip(page, 'Gold')).toHaveAccessibleName('Gold');
});

test('dental plans are listed on their own and priced', async ({ page }, info) => {
  await openDemo(page);
  const quoted = await quote(await groupOnPage(page, info));
  await page.getByRole('radio', { name: 'Dental' }).check();
  const dental = quoted.plans.filter((plan) => plan.line === 'Dental').map((plan) => plan.plan_id);
  expect(dental.length).toBeGreaterThan(0);
  await expect.poll(async () => (await listed(page)).map(([id]) => id).sort()).toEqual(dental.sort());
  await expectListedFiguresOf(page, quoted);
});

test('the list is sorted by each of its orders', async ({ page }) => {
  await openDemo(page);
  const sort = page.getByLabel('Sort by');
  const column = async (at: number) => (await listed(page)).map(([, figures]) => figures[at] ?? NaN);
  const rising = (numbers: number[]) => numbers.every((n, i) => i === 0 || (numbers[i - 1] ?? n) <= n);
  for (const [label, at] of [
    ['Employees', 2],
    ['Your company', 1],
    ['Premium', 0],
  ] as const) {
    const option = await sort.locator('option').filter({ hasText: label }).innerText();
    await sort.selectOption(option);
    await expect.poll(async () => rising(await column(at)), { message: option }).toBe(true);
  }
  await sort.selectOption('Name');
  await expect.poll(() => listedNames(page)).toEqual([...(await listedNames(page))].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
  await sort.selectOption('Deductible, lowest first');
  const dollarsOf = async (at: number) =>
    (await planRows(page).locator(`:nth-child(${at})`).allInnerTexts())
      .filter((text) => /^(\$[\d,]+|—)$/.test(text))
      .map((text) => (text === '—' ? Infinity : Number(text.replace(/[$,]/g, ''))));
  await expect.poll(async () => rising(await dollarsOf(3))).toBe(true);
  await sort.selectOption('Most one person can pay, lowest first');
  await expect.poll(async () => rising(await dollarsOf(4))).toBe(true);
});

test('the heads of the columns order the list, and again the other way', async ({ page }) => {
  await openDemo(page);
  const premiums = async () => (await listed(page)).map(([, [premium]]) => premium);
  const rising = await premiums();
  const head = plans(page).getByRole('columnheader', { name: 'Premium' });
  await expect(head).toHaveAttribute('aria-sort', 'ascending');
  await quiet(page, async () => {
    await head.getByRole('button').click();
    await expect(head).toHaveAttribute('aria-sort', 'descending');
    await expect(head.getByRole('button')).toBeFocused();
    await expect.poll(premiums).toEqual(rising.toReversed());
    await expect(page.getByLabel('Sort by')).toHaveValue('premium');
    await expect(page.getByRole('checkbox', { name: 'Reversed' })).toBeChecked();
    await plans(page).getByRole('columnheader', { name: 'Plan' }).getByRole('button').click();
    await expect(head).not.toHaveAttribute('aria-sort');
    await expect(page.getByLabel('Sort by')).toHaveValue('name');
    const names = await listedNames(page);
    expect(names).toEqual([...names].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
  });
  await expect(page).toHaveURL(/sort=name/);
});

test('the list is filtered by a range of deductibles, by the most a person pays, and by a budget', async ({ page }) => {
  await openDemo(page);
  const all = await listed(page);
  const dollarsIn = async (cell: number) =>
    (await allRows(page)).map(({ cells }) => Number(cells[cell]?.replace(/[$,]/g, '').replace('—', '0')));
  await quiet(page, async () => {
    await page.getByLabel('Deductible from').selectOption('$500');
    await page.getByLabel('Deductible', { exact: true }).selectOption('Up to $2,500');
    await page.getByLabel('Most a person pays').selectOption('Up to $8,000');
    await expect.poll(async () => (await listed(page)).length).toBeLessThan(all.length);
    expect((await dollarsIn(2)).every((amount) => 500 <= amount && amount <= 2500)).toBe(true);
    expect((await dollarsIn(3)).every((amount) => 0 < amount && amount <= 8000)).toBe(true);
    for (const label of ['Deductible from', 'Deductible', 'Most a person pays']) {
      await page.getByLabel(label, { exact: true }).selectOption('Any');
    }
    await expect.poll(() => listed(page)).toEqual(all);

    const budget = page.getByLabel('Group’s month up to $');
    const middle = all[Math.floor(all.length / 2)]?.[1][0] ?? NaN;
    await budget.fill(dollars(middle));
    await expect.poll(() => listed(page)).toEqual(all.filter(([, [premium]]) => premium <= middle));
    await budget.fill('lots');
    await expect(budget).toHaveAccessibleDescription(/Write an amount in dollars/);
    await budget.fill('1');
    await expect(page.getByText('No plans match.')).toBeVisible();
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await expect(budget).toHaveValue('');
    await expect.poll(() => listed(page)).toEqual(all);
  });
});

test('four plans stand side by side; a fifth is refused and told why; one is taken away', async ({ page }) => {
  await openDemo(page);
  await quiet(page, async () => {
    const names = await pickFirst(page, 4);
    const fifth = compareBox(page, (await listedNames(page))[4] ?? '');
    await expect(fifth).toBeDisabled();
    await expect(fifth).toHaveAccessibleDescription(/four plans are ticked.*untick one/i);

    await page.getByRole('button', { name: `Remove ${names[1]} from the comparison` }).click();
    await expect(columns(page)).toHaveCount(3);
    await expect(compareBox(page, names[1] ?? '')).not.toBeChecked();
    await expect(fifth).toBeEnabled();
    for (const [i, name] of [names[0], names[2], names[3]].entries()) {
      await expect(columns(page).nth(i)).toContainText(name ?? '');
    }
    await expect(page).toHaveURL((url) => url.searchParams.getAll('compare').length === 3);
  });
});

test('only differences leaves out what is the same, and groups fold', async ({ page }) => {
  await openDemo(page);
  await pickFirst(page, 3);
  const rows = sideBySide(page).locator('tbody tr:visible').filter({ has: page.getByRole('cell') });
  const all = await rows.count();
  const level = sideBySide(page).getByRole('row', { name: /^Level / });
  await expect(level).toBeVisible();
  await page.getByRole('checkbox', { name: 'Only differences' }).check();
  await expect.poll(() => rows.count()).toBeLessThan(all);
  for (const row of await rows.all()) {
    const cells = await row.getByRole('cell').allInnerTexts();
    expect(new Set(cells).size, cells.join(' | ')).toBeGreaterThan(1);
  }
  await expect(page).toHaveURL(/differences=1/);
  await page.getByRole('checkbox', { name: 'Only differences' }).uncheck();
  await expect(rows).toHaveCount(all);

  const group = sideBySide(page).getByRole('button', { name: 'The plan' });
  await expect(group).toHaveAttribute('aria-expanded', 'true');
  await group.click();
  await expect(group).toHaveAttribute('aria-expanded', 'false');
  await expect(level).toBeHidden();
  await group.click();
  await expect(level).toBeVisible();
});

/** Everything that a view of the page consists of. */
async function view(page: Page) {
  return {
    listed: await listed(page),
    columns: await columns(page).allInnerTexts(),
    shares: await Promise.all(['Employee', 'Spouse or partner', 'Children'].map((who) => percent(page, who).inputValue())),
    gold: await chip(page, 'Gold').isChecked(),
    sort: await page.getByLabel('Sort by').inputValue(),
    name: await page.getByRole('searchbox', { name: 'Name' }).inputValue(),
    deductible: await page.getByLabel('Deductible', { exact: true }).inputValue(),
    differences: await page.getByRole('checkbox', { name: 'Only differences' }).isChecked(),
  };
}

/** Changes a bit of everything, and waits until the address tells it. */
async function changeEverything(page: Page) {
  await percent(page, 'Employee').fill('72.5');
  await percent(page, 'Children').fill('10');
  await pickFirst(page, 3);
  await chip(page, 'Gold').check();
  await page.getByLabel('Sort by').selectOption('Name');
  await page.getByLabel('Deductible', { exact: true }).selectOption('Up to $2,500');
  await page.getByRole('searchbox', { name: 'Name' }).fill('a');
  await page.getByRole('checkbox', { name: 'Only differences' }).check();
  await expect(page).toHaveURL(/differences=1/);
  return view(page);
}

test('the address tells the whole view: reloaded, left and returned to, opened elsewhere, it is the same', async ({ page, context }) => {
  await openDemo(page);
  const before = await changeEverything(page);
  const address = page.url();

  await page.reload();
  await hydrated(page);
  expect(await view(page)).toEqual(before);
  expect(page.url()).toBe(address);

  await page.getByRole('link', { name: 'Home' }).click();
  await expect(heading(page)).toContainText('What do we offer next year');
  await page.goBack();
  await expect(heading(page)).toHaveText(DEMOS[0]);
  expect(page.url()).toBe(address);
  await expect.poll(() => view(page)).toEqual(before);
  await page.goForward();
  await expect(heading(page)).toContainText('What do we offer next year');

  const second = await context.newPage();
  await open(second, address);
  expect(await view(second)).toEqual(before);
});

test('back and forth between two groups gives each its own view', async ({ page }) => {
  await openDemo(page, 'ee=90');
  const first = await listed(page);
  const address = page.url();
  await page.getByRole('link', { name: 'Compare plans' }).click();
  await page.getByRole('link', { name: DEMOS[1] }).click();
  await expect(heading(page)).toHaveText(DEMOS[1]);
  await expect(percent(page, 'Employee')).toHaveValue('60');
  const second = await listed(page);
  expect(second).not.toEqual(first);
  await page.goBack();
  await page.goBack();
  await expect(heading(page)).toHaveText(DEMOS[0]);
  expect(page.url()).toBe(address);
  await expect(percent(page, 'Employee')).toHaveValue('90');
  await expect.poll(() => listed(page)).toEqual(first);
  await page.goForward();
  await page.goForward();
  await expect(heading(page)).toHaveText(DEMOS[1]);
  await expect.poll(() => listed(page)).toEqual(second);
});

test('what is changed just before leaving is there on return', async ({ page }) => {
  await openDemo(page);
  await percent(page, 'Employee').fill('88');
  await page.getByRole('link', { name: 'Home' }).click();
  await expect(heading(page)).toContainText('What do we offer next year');
  await page.goBack();
  await expect(heading(page)).toHaveText(DEMOS[0]);
  await expect(percent(page, 'Employee')).toHaveValue('88');
});

test('a damaged address still opens, with what can be read of it', async ({ page }) => {
  const address = await addressOf(page, DEMOS[0]);
  await open(page, `${address}&ee=lots&pay=magic&sort=upside&metal=Wood&compare=nonsense&deductible=x&sp=20`);
  await expect(percent(page, 'Employee')).toHaveValue('60');
  await expect(percent(page, 'Spouse or partner')).toHaveValue('20');
  await expect(columns(page)).toHaveCount(0);
  await expect(planRows(page).first()).toBeVisible();
});
