// An officer names an administrator, staff check it, and the administrator is invited by mail.
import { axe, expect, open, send, signIn, test, type Page } from '../fixture.ts';

const heading = (page: Page) => page.getByRole('heading', { level: 1 });

/** Fills the form in; each test for an officer of its own, since forms are counted by officer. */
async function fill(page: Page, officer: string, over: Record<string, string> = {}) {
  const answers = {
    'Company’s name': 'Cypress Freight & Logistics',
    'Employer identification number (EIN)': '94-0000025',
    'Group number': 'HH-117805',
    'Amount of your last bill': '38,712.15',
    'Your name': 'Rosa Diaz',
    'Your title': 'President',
    'Your e-mail address': `${officer}@example.com`,
    'Your phone number': '415-555-0100',
    'Administrator’s name': 'Ana Lee',
    'Administrator’s e-mail address': `ana.${officer}@example.com`,
    'Type your full name to sign': 'Rosa Diaz',
    ...over,
  };
  for (const [label, value] of Object.entries(answers)) await page.getByLabel(label).fill(value);
  await page.getByRole('checkbox', { name: /I am an officer of this company/ }).check();
}

const sign = (page: Page) => send(page, page.getByRole('button', { name: 'Sign and send' }));

test.use({ person: 'nobody' });

test('what is all on file of a group that somebody manages is approved by staff, and all are told', async ({ page, browser, baseURL }) => {
  await open(page, '/register');
  await axe(page);
  await fill(page, 'rosa', { 'Company’s name': 'Cypress Freight by Rosa' });
  await sign(page);
  await expect(heading(page)).toHaveText('We have your form');

  const context = await browser.newContext({ baseURL: baseURL ?? '' });
  await signIn(context, 'staff', baseURL ?? '');
  const staff = await context.newPage();
  await open(staff, '/staff/designations');
  await staff.getByRole('row').filter({ hasText: 'Waits for you' }).getByRole('link', { name: 'Cypress Freight by Rosa' }).click();
  await send(staff, staff.getByRole('button', { name: 'Approve and invite the administrator' }));
  await expect(staff.getByRole('main')).toContainText('Approved by Kim Doyle.');
  await page.reload();
  await expect(heading(page)).toHaveText('Approved');
  await expect(page.getByRole('list').filter({ hasText: 'You sent the form.' })).toContainText('approved the form');
  await axe(page);

  await open(staff, '/staff/mails');
  await expect(staff.getByRole('listitem').filter({ hasText: 'pat.reyes@example.com' }).first()).toContainText('Administrator added');
  const mail = staff.getByRole('listitem').filter({ hasText: 'ana.rosa@example.com' });
  await expect(mail).toContainText('Kept here');
  await axe(staff);
  await mail.getByRole('link', { name: 'Read the mail to Ana Lee' }).click();
  await expect(heading(staff)).toHaveText('You can now manage Cypress Freight by Rosa\'s coverage');
  await expect(staff.getByRole('main').getByRole('link', { name: /\/invitation\?token=/ })).toBeVisible();
  await axe(staff);
  await staff.getByRole('link', { name: 'See it with its looks' }).click();
  await expect(staff.getByRole('link', { name: 'Accept and set up sign-in' })).toBeVisible();
  await context.close();
});

test('what is not is checked by staff, who ask, and the officer answers', async ({ page, browser, baseURL }) => {
  await open(page, '/register');
  await fill(page, 'rita', { 'Amount of your last bill': '' });
  await sign(page);
  await expect(heading(page)).toHaveText('We have your form');
  await axe(page);

  const context = await browser.newContext({ baseURL: baseURL ?? '' });
  await signIn(context, 'staff', baseURL ?? '');
  const staff = await context.newPage();
  await open(staff, '/staff/designations');
  await axe(staff);
  await staff.getByRole('row').filter({ hasText: 'Waits for you' }).filter({ hasText: 'HH117805' }).getByRole('link').first().click();
  await expect(heading(staff)).toHaveText('Cypress Freight & Logistics');
  await expect(staff.getByRole('main')).toContainText('Group number and EIN are those on file.');
  await axe(staff);
  const late = await context.newPage();
  await open(late, staff.url());
  await late.getByLabel('What the officer should send or explain').fill('Since when </textarea> is she with you?');
  await staff.getByLabel('What the officer should send or explain').fill('Who is Ana Lee to you?');
  await send(staff, staff.getByRole('button', { name: 'Ask for more' }));
  await expect(staff.getByRole('status').filter({ hasText: 'Done.' })).toBeVisible();
  // Who comes second is told, and what they wrote is still there.
  await send(late, late.getByRole('button', { name: 'Ask for more' }));
  await expect(late.getByRole('alert')).toContainText('Somebody decided meanwhile.');
  await expect(late.getByLabel('What the officer should send or explain')).toHaveValue('Since when </textarea> is she with you?');
  await axe(late);

  await page.reload();
  await expect(heading(page)).toHaveText('Please answer');
  await expect(page.getByRole('main')).toContainText('Who is Ana Lee to you?');
  await axe(page);
  // Each end of a line is sent as two letters: what was just short enough to be typed is too long.
  const long = 'She is our office manager.\n'.repeat(74);
  await page.getByLabel('Your answer').fill(long);
  await send(page, page.getByRole('button', { name: 'Send the answer' }));
  await expect(page.getByLabel('Your answer')).toHaveAccessibleDescription(/at most 2,000 letters/);
  await expect(page.getByLabel('Your answer')).toHaveValue(long);
  await axe(page);
  await page.getByLabel('Your answer').fill('Our office manager.');
  await send(page, page.getByRole('button', { name: 'Send the answer' }));
  await expect(heading(page)).toHaveText('We have your form');

  await staff.reload();
  await expect(staff.getByRole('main')).toContainText('Our office manager.');
  await send(staff, staff.getByRole('button', { name: 'Approve and invite the administrator' }));
  await expect(staff.getByRole('main')).toContainText('Approved by Kim Doyle.');
  await page.reload();
  await expect(heading(page)).toHaveText('Approved');
  await context.close();
});

test('what is wrong is said beside each field, and what was typed is still there', async ({ page }) => {
  await open(page, '/register');
  await fill(page, 'rhea', { 'Employer identification number (EIN)': '00-0000025', 'Type your full name to sign': 'Somebody Else' });
  await sign(page);
  await expect(page.getByRole('alert')).toContainText('Nothing was sent yet.');
  await expect(page.getByLabel('Employer identification number (EIN)')).toHaveAccessibleDescription(/No employer identification number begins with these two digits/);
  await expect(page.getByLabel('Type your full name to sign')).toHaveAccessibleDescription(/Type your name as above/);
  await expect(page.getByLabel('Company’s name')).toHaveValue('Cypress Freight & Logistics');
  await expect(page.getByLabel('Employer identification number (EIN)')).toHaveValue('');
  await axe(page);
  await page.reload();
  await expect(page.getByLabel('Company’s name')).toHaveValue('');
});

test('an officer signs on paper, sends it, and staff take it away', async ({ page, browser, baseURL }) => {
  await open(page, '/register');
  await fill(page, 'rachel', { 'Company’s name': 'Cypress Freight on Paper', 'Type your full name to sign': '' });
  await send(page, page.getByRole('button', { name: 'Print and sign on paper' }));
  await expect(heading(page)).toHaveText('Sign your form on paper');
  await axe(page);
  const [form] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download the form' }).click()]);
  expect(form.suggestedFilename()).toBe('naming-an-administrator.pdf');

  const file = page.getByLabel('The signed form');
  await file.setInputFiles({ name: 'signed.pdf', mimeType: 'application/pdf', buffer: Buffer.from('<html>') });
  await send(page, page.getByRole('button', { name: 'Send the signed form' }));
  await expect(file).toHaveAccessibleDescription(/no PDF, PNG or JPEG/);
  await axe(page);
  await file.setInputFiles(await form.path());
  await send(page, page.getByRole('button', { name: 'Send the signed form' }));
  await expect(heading(page)).toHaveText('We have your form');
  await expect(page.getByRole('list').filter({ hasText: 'You sent the form.' })).toContainText('You sent the signed form.');
  await axe(page);

  const context = await browser.newContext({ baseURL: baseURL ?? '' });
  await signIn(context, 'staff', baseURL ?? '');
  const staff = await context.newPage();
  await open(staff, '/staff/designations');
  await staff.getByRole('row').filter({ hasText: 'Waits for you' }).getByRole('link', { name: 'Cypress Freight on Paper' }).click();
  await expect(staff.getByRole('main')).toContainText('Signed on paper, came on');
  await axe(staff);
  const [signed] = await Promise.all([staff.waitForEvent('download'), staff.getByRole('link', { name: 'Download the signed form' }).click()]);
  expect(signed.suggestedFilename()).toBe('signed-form.pdf');
  await context.close();
});

test('a link that leads to no form is not found', async ({ page, expected }) => {
  expected.add(404);
  await open(page, '/register/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA');
  await expect(heading(page)).toHaveText('There is nothing at this address');
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [390, 1024, 1440]) {
    test(`${colorScheme}, at ${width} pixels the form fits and axe finds nothing`, async ({ page }) => {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await open(page, '/register');
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      await axe(page);
    });
  }
}

test.describe('without WASM', () => {
  test.use({ javaScriptEnabled: false });

  test('the form is sent and answered all the same', async ({ page }) => {
    await page.goto('/register');
    await fill(page, 'ramona', { 'Employer identification number (EIN)': '94-0000033', 'Group number': 'HH-120946' });
    await page.getByRole('button', { name: 'Sign and send' }).click();
    await expect(heading(page)).toHaveText('We have your form');
  });
});
