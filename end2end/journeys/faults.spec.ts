// Wrong input: what is wrong is said beside its field, and nothing else is lost.
import {
  amount, bring, columns, expectAllFiguresOf, fillIn, groupOnPage, listed, openDemo, percent, placeForm, planRows,
  rosterForm, slider,
} from '../compare.ts';
import { expect, open, quote, send, test, type Page } from '../fixture.ts';
import { COLUMNS, file, sample, sampleGroup } from '../rosters.ts';

const zip = 'ZIP code of the business';
const day = 'First day of coverage';

async function showPlans(page: Page, values: Record<string, string>) {
  const form = await placeForm(page);
  for (const [label, value] of Object.entries(values)) await form.getByLabel(label).fill(value);
  await send(page, form.getByRole('button', { name: 'Show the plans' }));
  return placeForm(page);
}

test('a ZIP code in several counties asks for the county beside it, then prices', async ({ page }, info) => {
  await openDemo(page);
  const group = await groupOnPage(page, info);
  const form = await showPlans(page, { [zip]: '94506' });
  const county = form.getByLabel('County');
  await expect(county).toBeVisible();
  await expect(county).toHaveAccessibleDescription(/several counties. Choose the one your business is in/);
  await expect(planRows(page)).toHaveCount(0);
  await county.selectOption('Contra Costa');
  await send(page, form.getByRole('button', { name: 'Show the plans' }));
  await expect(page).toHaveURL(/county=Contra\+Costa/);
  await expectAllFiguresOf(page, await quote({ ...group, zip: '94506', county: 'Contra Costa' }));
});

test('a roster for a ZIP code in several counties is kept while the county is asked for', async ({ page }, info) => {
  await open(page, '/compare');
  const form = await rosterForm(page);
  const people = [COLUMNS, '1,Employee,Ana,Lima,1990-02-03,No,Enrolled', ''].join('\n');
  const today = new Date();
  const effective = `${today.getUTCFullYear()}-12-01`;
  const group = { census: file(info, 'small shop.csv', people), zip: '94506', effective };
  await fillIn(form, group);
  await send(page, form.getByRole('button', { name: 'Price the plans' }));
  const ask = await placeForm(page);
  await ask.getByLabel('County').selectOption('Alameda');
  await send(page, ask.getByRole('button', { name: 'Show the plans' }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('small shop');
  await expectAllFiguresOf(page, await quote({ ...group, county: 'Alameda' }));
});

test('an unknown ZIP code is refused beside its field and kept', async ({ page }) => {
  await openDemo(page);
  const form = await showPlans(page, { [zip]: '99999' });
  await expect(form.getByLabel(zip)).toHaveAccessibleDescription(/No plans are sold at this ZIP code/);
  await expect(form.getByLabel(zip)).toHaveAttribute('aria-invalid', 'true');
  await expect(form.getByLabel(zip)).toHaveValue('99999');
  await expect(planRows(page)).toHaveCount(0);
});

test('a day that is not a first is refused beside its field and kept', async ({ page }) => {
  await openDemo(page);
  const form = await showPlans(page, { [day]: `${sample.effective.slice(0, 8)}15` });
  await expect(form.getByLabel(day)).toHaveAccessibleDescription(/first of a month/);
  await expect(form.getByLabel(day)).toHaveAttribute('aria-invalid', 'true');
  await expect(form.getByLabel(day)).toHaveValue(`${sample.effective.slice(0, 8)}15`);
});

for (const typed of ['162', '-5', 'lots', '']) {
  test(`the percentage “${typed}” is refused beside its field, and the figures stay`, async ({ page }) => {
    await openDemo(page, 'ee=70');
    const before = await listed(page);
    const field = percent(page, 'Employee');
    await field.fill(typed);
    await expect(field).toHaveAccessibleDescription(/from 0 to 100/);
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await field.blur();
    await expect(field).toHaveValue(typed);
    expect(await listed(page)).toEqual(before);
    expect(page.url()).toContain('ee=70');

    // The slider mends it.
    await slider(page, 'Employee').focus();
    await page.keyboard.press('ArrowRight');
    await expect(field).toHaveValue('71');
    await expect(field).not.toHaveAttribute('aria-invalid', 'true');
    await expect(field).toHaveAccessibleDescription('');
  });
}

test('an amount that cannot be is refused beside its field, and the figures stay', async ({ page }) => {
  await openDemo(page, 'pay=fixed');
  const before = await listed(page);
  const field = amount(page, 'Employee');
  for (const typed of ['-1', 'four hundred', '100000.01']) {
    await field.fill(typed);
    await expect(field).toHaveAccessibleDescription(/Write an amount in dollars/);
    expect(await listed(page)).toEqual(before);
  }
});

test('bad rows of a roster are named by row and column, and the rest is priced', async ({ page }, info) => {
  const good = ['1,Employee,Ana,Lima,1980-06-01,No,Enrolled', '4,Employee,Bo,Ray,1975-01-15,No,Enrolled'];
  const rows = [
    COLUMNS,
    good[0],
    '2,Employee,Cy,Fox,the third of May,No,Enrolled',
    '3,Employee,Di,Orr,,No,Enrolled',
    good[1],
    '5,Neighbour,Ed,Poe,1970-01-01,No,Enrolled',
  ];
  const group = { census: file(info, 'mixed.csv', `${rows.join('\n')}\n`), zip: sample.zip, effective: sample.effective };
  await bring(page, group);
  const items = page.getByRole('region', { name: 'Rows that need attention' }).getByRole('listitem');
  await expect(items).toHaveCount(3);
  await expect(items.nth(0)).toContainText('Row 3, Date of Birth');
  await expect(items.nth(1)).toContainText('Row 4, Date of Birth');
  await expect(items.nth(2)).toContainText('Row 6, Relationship');
  // What stood in the cells is about people: it is not repeated where it is not needed.
  await expect(page.locator('main header')).toContainText('2 employees enrolled, 2 people with their families');
  const rest = { ...group, census: file(info, 'good.csv', `${[COLUMNS, ...good].join('\n')}\n`) };
  await expectAllFiguresOf(page, await quote(rest));
});

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
for (const [name, content, message] of [
  ['people.pdf', Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n<< >>\nendobj\n'), /PDF.*not a roster/i],
  ['people.png', PNG, /(picture|image).*not a roster/i],
  ['people.csv', Buffer.from(''), /file is empty/i],
  ['nobody.csv', Buffer.from(`${COLUMNS}\n`), /(no row|no people|empty|nobody)/i],
] as const) {
  test(`${name} of ${content.length} bytes is refused beside the file field, and place and day are kept`, async ({ page }, info) => {
    const census = file(info, name, content);
    await bring(page, { census, zip: sample.zip, effective: sample.effective });
    const form = await rosterForm(page);
    await expect(form.getByLabel(/^Roster/)).toHaveAccessibleDescription(message);
    await expect(form.getByLabel(zip)).toHaveValue(sample.zip);
    await expect(form.getByLabel(day)).toHaveValue(sample.effective);

    // Bring the right file instead: the fault is gone.
    await form.getByLabel(/^Roster/).setInputFiles(sampleGroup(info).census);
    await send(page, form.getByRole('button', { name: 'Price the plans' }));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('roster sample');
    await expect(planRows(page).first()).toBeVisible();
    await expect(columns(page)).toHaveCount(0);
    await expect(page.getByText(/not a roster|file is empty/)).toHaveCount(0);
  });
}

for (const [what, address] of [
  ['an employer that does not exist', '/compare?employer=00000000-0000-4000-8000-000000000000'],
  ['an employer id that is none', '/compare?employer=1'],
  ['an unknown address', '/nowhere/at/all'],
] as const) {
  test(`${what} is answered with status 404 and a way back`, async ({ page, expected }) => {
    expected.add(404);
    const response = await open(page, address);
    expect(response?.status()).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is nothing at this address');
    await expect(page).toHaveTitle(/^Not found/);
    await page.getByRole('main').getByRole('link', { name: 'Compare plans' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Compare plans for your group');
  });
}
