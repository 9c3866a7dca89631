// Who may do what for an employer: given, changed and taken away, and told in the trail.
import { axe, expect, open, send, signIn, test, type Page } from '../fixture.ts';

const TIDEWATER = '7d1e0a52-5b3c-4c61-9f0e-1d2c3b4a5901';
const BAYSIDE = '7d1e0a52-5b3c-4c61-9f0e-1d2c3b4a5902';
const address = `/employers/${TIDEWATER}/users`;
const card = (page: Page, name: string) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name }) });

test('a broker’s access is revoked at once, given again for less, and all of it is told', async ({ page, browser, baseURL, expected }) => {
  expected.add(404).add(403);
  const theirs = await browser.newContext({ baseURL: baseURL ?? '' });
  await signIn(theirs, 'broker', baseURL ?? '');
  const broker = await theirs.newPage();
  await open(broker, `/employers/${TIDEWATER}/renewals`);
  await expect(broker.getByRole('heading', { level: 1 })).toHaveText('Tidewater Bicycle Works');

  await open(page, address);
  await axe(page);
  const firm = card(page, 'Northgate Benefits');
  await firm.getByText('Change what Northgate Benefits may do').click();
  await axe(page);
  await send(page, firm.getByRole('button', { name: 'Revoke Northgate Benefits’s access' }));
  await expect(page.getByRole('region', { name: 'Had access' })).toContainText('Northgate Benefits');
  await broker.reload();
  await expect(broker.getByRole('heading', { level: 1 })).toHaveText('There is nothing at this address');

  const give = page.getByRole('region', { name: 'Give a broker access' });
  await give.getByRole('checkbox', { name: 'Plan renewal' }).uncheck();
  await give.getByRole('checkbox', { name: 'View members' }).uncheck();
  await send(page, give.getByRole('button', { name: 'Give access' }));
  await expect(give.getByRole('alert')).toHaveText('Choose at least one thing, or revoke the access.');
  await give.getByRole('checkbox', { name: 'Plan renewal' }).check();
  await give.getByLabel('Last day').fill('2020-01-01');
  await send(page, give.getByRole('button', { name: 'Give access' }));
  await expect(give.getByRole('alert')).toHaveText('The last day lies in the past. Choose today or later.');
  // What was chosen is still there.
  await expect(give.getByLabel('Last day')).toHaveAccessibleDescription(/lies in the past/);
  await expect(give.getByLabel('Last day')).toHaveValue('2020-01-01');
  await expect(give.getByRole('checkbox', { name: 'Plan renewal' })).toBeChecked();
  await expect(give.getByRole('checkbox', { name: 'View members' })).not.toBeChecked();
  await axe(page);
  await give.getByLabel('Last day').fill('');
  await send(page, give.getByRole('button', { name: 'Give access' }));
  await broker.reload();
  await expect(broker.getByRole('heading', { level: 1 })).toHaveText('Tidewater Bicycle Works');

  await page.getByRole('link', { name: 'Who did what' }).click();
  const trail = page.getByRole('region', { name: 'Who did what' });
  await expect(trail.locator('tbody tr').first()).toContainText('Dana Whitfield gave access to Northgate Benefits');
  await expect(trail.locator('tbody tr').nth(1)).toContainText('Dana Whitfield revoked the access of Northgate Benefits');
  await axe(page);
  const downloaded = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download all as CSV' }).click();
  expect((await downloaded).suggestedFilename()).toBe('who-did-what.csv');
  await theirs.close();
});

test('the only primary administrator cannot be revoked', async ({ page }) => {
  await open(page, address);
  const own = card(page, 'Dana Whitfield');
  await own.getByText('Change what Dana Whitfield may do').click();
  await send(page, own.getByRole('button', { name: 'Revoke Dana Whitfield’s access' }));
  await expect(own.getByRole('alert')).toHaveText('This is the only primary administrator. Hand over to somebody else first.');
});

test('what was chosen for somebody stays where it is wrong', async ({ page }) => {
  await open(page, `/employers/${BAYSIDE}/users`);
  const sam = card(page, 'Sam Ortiz');
  await sam.getByText('Change what Sam Ortiz may do').click();
  await sam.getByRole('checkbox', { name: 'View members' }).uncheck();
  await sam.getByRole('checkbox', { name: 'Plan renewal' }).check();
  await sam.getByLabel('Last day').fill('2020-01-01');
  await send(page, sam.getByRole('button', { name: 'Save' }));
  await expect(sam.getByLabel('Last day')).toHaveAccessibleDescription(/lies in the past/);
  await expect(sam.getByLabel('Last day')).toHaveValue('2020-01-01');
  await expect(sam.getByRole('checkbox', { name: 'View members' })).not.toBeChecked();
  await expect(sam.getByRole('checkbox', { name: 'Plan renewal' })).toBeChecked();
  await axe(page);
  await page.reload();
  await expect(sam.getByLabel('Last day')).toHaveValue('');
});

for (const width of [390, 1024, 1440]) {
  test(`at ${width} pixels the users and the trail do not scroll sideways`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    for (const path of [address, `/employers/${TIDEWATER}/trail`]) {
      await open(page, path);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
      expect(sideways, path).toBe(false);
    }
  });
}
