// What people have next year: chosen for them, looked at first, and chosen by an employee by a link.
import { axe, expect, open, send, signIn, test, type Page } from '../fixture.ts';
import { firstOfMonth } from '../rosters.ts';

const BAYSIDE = '7d1e0a52-5b3c-4c61-9f0e-1d2c3b4a5902';
const address = (page = '') => `/employers/${BAYSIDE}/renewals/${firstOfMonth(2)}/next/choices${page}`;
const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const everybody = (page: Page) => page.getByRole('region', { name: 'Everybody’s choices' });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** The name of somebody who is covered, so many rows from the end: tests use different people. */
async function somebody(page: Page, fromEnd: number) {
  const rows = everybody(page).getByRole('row').filter({ hasNotText: /Declined|Chosen|Has not decided|Answered|Sent/ });
  return (await rows.nth((await rows.count()) - 1 - fromEnd).getByRole('rowheader').innerText()).trim();
}

// One after the other: all of them work on the same renewal.
test.describe.configure({ mode: 'default' });

test('a choice is looked at, kept, and taken back', async ({ page }) => {
  await open(page, address());
  await expect(heading(page)).toHaveText('People’s choices');
  await axe(page);
  const name = await somebody(page, 0);
  await everybody(page).getByRole('link', { name, exact: true }).click();
  await expect(heading(page)).toHaveText(name);
  await axe(page);
  await expect(page.getByLabel('Why it is declined')).toBeHidden();
  await page.getByRole('radio', { name: 'Declines coverage' }).check();
  await send(page, button(page, 'Save'));
  await expect(page.getByLabel('Why it is declined')).toHaveAccessibleDescription('Choose why it is declined.');
  await expect(page.getByLabel('Why it is declined')).toBeFocused();
  await page.reload();
  await expect(page.getByRole('radio', { name: 'Declines coverage' })).toBeChecked();
  await page.getByLabel('Why it is declined').selectOption('Covered by another group plan');
  await send(page, button(page, 'Preview'));
  const preview = page.getByRole('region', { name: 'Before and after' });
  await expect(preview.getByRole('row', { name: /Premium a month/ })).toContainText('$0.00 (changed)');
  await expect(page.getByRole('radio', { name: 'Declines coverage' })).toBeChecked();
  await axe(page);
  await send(page, button(page, 'Save'));
  await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
  await expect(everybody(page).getByRole('row').filter({ hasText: name })).toContainText('Declined: Covered by another group plan');

  await everybody(page).getByRole('link', { name, exact: true }).click();
  await send(page, button(page, 'Take this choice back'));
  await expect(everybody(page).getByRole('row').filter({ hasText: name })).not.toContainText('Declined');

  await everybody(page).getByRole('link', { name, exact: true }).click();
  await page.getByRole('radio', { name: 'Declines coverage' }).check();
  await page.getByLabel('Why it is declined').selectOption('Covered by another group plan');
  await send(page, button(page, 'Preview'));
  await send(page, page.getByRole('link', { name: 'Give up what was typed' }));
  await expect(page.getByRole('region', { name: 'Before and after' })).toBeHidden();
  await expect(page.getByRole('radio', { name: 'Covered', exact: true })).toBeChecked();
});

test('somebody new is added, and what is wrong is said beside the fields', async ({ page }) => {
  await open(page, address('/new'));
  await page.getByLabel('First and last name').first().fill('Mia Novak');
  await send(page, button(page, 'Preview'));
  await expect(page.getByRole('alert').first()).toContainText('Nothing is kept yet.');
  await expect(page.getByLabel('Date of birth').first()).toHaveAccessibleDescription(/Enter the date of birth/);
  await expect(page.getByLabel('First and last name').first()).toHaveValue('Mia Novak');
  await axe(page);
  await page.getByLabel('Date of birth').first().fill('1990-04-02');
  await page.getByLabel('First day of work').fill('2024-03-04');
  await page.getByLabel('Medical plan').selectOption({ index: 1 });
  await send(page, button(page, 'Preview'));
  await expect(page.getByRole('region', { name: 'Before and after' })).toContainText('Mia Novak');
  await send(page, button(page, 'Save'));
  await everybody(page).getByRole('link', { name: 'Mia Novak' }).click();
  await send(page, button(page, 'Remove Mia Novak'));
  await expect(everybody(page)).not.toContainText('Mia Novak');
});

test('an employee chooses by a link, without an account', async ({ page, browser, baseURL }) => {
  await open(page, address());
  const name = await somebody(page, 1);
  const send_links = page.getByRole('region', { name: 'Let employees choose' });
  await send_links.getByLabel(name, { exact: true }).fill('nonsense');
  await send(page, send_links.getByRole('button', { name: 'Send the links' }));
  await expect(send_links.getByLabel(name, { exact: true })).toHaveAccessibleDescription(/not an e-mail address/);
  await expect(send_links.getByLabel(name, { exact: true })).toHaveValue('nonsense');
  await send_links.getByLabel(name, { exact: true }).fill('elects@example.com');
  await send(page, send_links.getByRole('button', { name: 'Send the links' }));
  await expect(everybody(page).getByRole('row').filter({ hasText: name })).toContainText('Sent to elects@example.com');

  const carriers = await browser.newContext({ baseURL: baseURL ?? '' });
  await signIn(carriers, 'staff', baseURL ?? '');
  const staff = await carriers.newPage();
  await open(staff, '/staff/mails');
  await staff.getByRole('listitem').filter({ hasText: 'elects@example.com' }).getByRole('link').first().click();
  const link = staff.getByRole('main').getByRole('link', { name: /\/elect\// });
  const path = new URL((await link.getAttribute('href')) ?? '').pathname;
  await carriers.close();

  const theirs = await browser.newContext({ baseURL: baseURL ?? '' });
  const employee = await theirs.newPage();
  // As long as something stands submitted, which a journey beside this one does, no link can be answered.
  const choosing = async () => {
    await open(employee, path);
    await expect(heading(employee)).toHaveText('Choose your coverage at Bayside Dental Group', { timeout: 500 });
  };
  await expect(async () => {
    await choosing();
    await axe(employee);
    const medical = employee.getByRole('group', { name: 'Medical plan' });
    await expect(medical).toContainText('Generic drugs');
    await expect(medical).not.toContainText('Adult');
    await employee.getByRole('radio', { name: 'No, I decline coverage' }).check();
    // What does not count while somebody declines is not there to be chosen.
    await expect(medical).toBeHidden();
    await send(employee, employee.getByRole('button', { name: 'Send my choice' }));
    await expect(employee.getByLabel('Why you decline')).toHaveAccessibleDescription('Say why you decline.', { timeout: 500 });
    await axe(employee);
  }).toPass({ timeout: 30_000 });
  await expect(async () => {
    await choosing();
    await employee.getByRole('radio', { name: 'Yes, in the plans that I choose below' }).check();
    await employee.getByRole('group', { name: 'Medical plan' }).getByRole('radio', { name: /you pay/ }).last().check();
    await send(employee, employee.getByRole('button', { name: 'Send my choice' }));
    await expect(heading(employee)).toHaveText('Thank you: your choice is taken', { timeout: 500 });
  }).toPass({ timeout: 30_000 });
  await expect(employee.getByRole('main')).toContainText(/Your medical plan: .+ You pay \$[\d,.]+ a month\./);
  await axe(employee);
  await employee.reload();
  await expect(heading(employee)).toHaveText('Thank you: your choice is taken');
  await theirs.close();

  await page.reload();
  await expect(everybody(page).getByRole('row').filter({ hasText: name })).toContainText('Chosen by the employee, by the link');
  await everybody(page).getByRole('link', { name, exact: true }).click();
  await send(page, button(page, 'Take this choice back'));
});

test('many are moved at once, and back', async ({ page }) => {
  await open(page, address());
  const rule = page.getByRole('region', { name: 'Move many at once' });
  await send(page, rule.getByRole('button', { name: 'Move them' }));
  await expect(rule.getByLabel('goes to', { exact: true })).toHaveAccessibleDescription('Choose the plan that they are to go to.');
  await axe(page);
  const from = rule.getByLabel('Everybody who would go to');
  const plan = ((await from.locator('option').first().innerText()).match(/^(.*) \(\d+ employees?\)$/) ?? [])[1] ?? '';
  await rule.getByLabel('goes to', { exact: true }).selectOption({ label: plan });
  await send(page, rule.getByRole('button', { name: 'Move them' }));
  await expect(rule.getByLabel('goes to', { exact: true })).toHaveAccessibleDescription(/the plan that they would go to anyway/);
});

test('a link that leads to nothing is not found', async ({ page, expected }) => {
  expected.add(404);
  await open(page, '/elect/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA');
  await expect(heading(page)).toHaveText('There is nothing at this address');
});

test.describe('without WASM', () => {
  test.use({ javaScriptEnabled: false });

  test('a choice is looked at all the same', async ({ page }) => {
    await page.goto(address());
    const name = await somebody(page, 2);
    await everybody(page).getByRole('link', { name, exact: true }).click();
    await page.getByRole('radio', { name: 'Declines coverage' }).check();
    await page.getByLabel('Why it is declined').selectOption('Covered by another group plan');
    await button(page, 'Preview').click();
    await expect(page.getByRole('region', { name: 'Before and after' })).toContainText('$0.00 (changed)');
  });
});
