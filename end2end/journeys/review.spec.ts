// What the carrier's staff do about renewals: submissions, what renews as it is, publishing, and the files
// for the core system.
import { axe, expect, open, send, test, type Page } from '../fixture.ts';

const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const parts = (page: Page) => page.getByRole('navigation', { name: 'Staff' });
const main = (page: Page) => page.getByRole('main');

test.use({ person: 'staff' });

test('submissions, renewals and files are a link away', async ({ page }) => {
  await open(page, '/staff');
  for (const [link, title] of [['Submissions', 'Submissions'], ['Renewals', 'Renewals'], ['Files', 'Files']] as const) {
    await parts(page).getByRole('link', { name: link, exact: true }).click();
    await expect(heading(page)).toHaveText(title);
    await expect(parts(page).getByRole('link', { name: link, exact: true })).toHaveAttribute('aria-current', 'page');
    await axe(page);
  }
});

test('submissions and files are shown by state', async ({ page }) => {
  await open(page, '/staff/submissions');
  const states = page.getByRole('navigation', { name: 'Submissions by state' });
  await states.getByRole('link', { name: 'Withdrawn' }).click();
  await expect(states.getByRole('link', { name: 'Withdrawn' })).toHaveAttribute('aria-current', 'page');
  await axe(page);
  await open(page, '/staff/files?state=failed');
  await expect(main(page)).toContainText('There is no such file.');
  await axe(page);
});

test('groups are published to from a catalogue, once', async ({ page }) => {
  await open(page, '/staff/renewals');
  await page.getByRole('link', { name: 'Publish renewals' }).click();
  await expect(heading(page)).toHaveText('Publish renewals');
  await axe(page);
  // Bayside renews on the second of the days that can be chosen.
  await page.getByLabel('Takes effect').selectOption({ index: 1 });
  await send(page, page.getByRole('button', { name: 'Show the groups' }));
  const bayside = page.getByRole('row', { name: /Bayside Dental Group/ });
  await expect(bayside.getByRole('checkbox', { name: 'Bayside Dental Group' })).toBeChecked();
  await expect(bayside).toContainText('44');
  await axe(page);
  await bayside.getByRole('checkbox').uncheck();
  await send(page, page.getByRole('button', { name: 'Publish to those that are ticked' }));
  await expect(main(page)).toContainText('Not published: choose at least one group.');
  await send(page, page.getByRole('button', { name: 'Publish to those that are ticked' }));
  await expect(page.getByRole('status').filter({ hasText: 'Published to 1 group.' })).toBeVisible();
  await expect(bayside).toContainText(/Catalogue \d+/);
  await axe(page);
});

test('what renews as it is is seen before it happens, and binds', async ({ page }) => {
  await open(page, '/staff/renewals');
  await expect(page.getByRole('heading', { name: 'What renews as it is' })).toBeVisible();
  const renew = page.getByRole('button', { name: 'Renew those that are due now' });
  if (await renew.count()) {
    await send(page, renew);
    await expect(page.getByRole('status').filter({ hasText: 'renewed as' })).toBeVisible();
    await axe(page);
  }
  // The jobs may have been first: nobody submitted for whoever's last day is over, so it was renewed either way.
  await open(page, '/staff/submissions?state=accepted');
  const rows = page.locator('tbody tr');
  if (await rows.count()) {
    await rows.first().getByRole('link').click();
    await expect(heading(page)).toContainText('submission 1');
    await expect(main(page)).toContainText('Nobody signed: what was in force renewed as it was.');
    await expect(main(page)).toContainText('SHA-256');
    await axe(page);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download it as a PDF' }).click();
    expect((await download).suggestedFilename()).toMatch(/^submission-.*\.pdf$/);
  }
});

test('a day that is too far is not moved to', async ({ page }) => {
  await open(page, '/staff/renewals');
  const to = page.getByLabel('Move it to');
  await expect(to).toHaveValue(/^\d{4}-\d{2}-\d{2}$/);
  await to.evaluate((field: HTMLInputElement) => { field.removeAttribute('max'); field.value = '2199-01-01'; });
  await send(page, page.getByRole('button', { name: 'Move the day' }));
  await expect(page.getByRole('alert')).toContainText('Not moved: choose a day at most a year from the real one.');
  await axe(page);
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [390, 1024, 1440]) {
    test(`${colorScheme}, at ${width} pixels: axe finds nothing and no page scrolls sideways`, async ({ page }) => {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      for (const address of ['/submissions', '/renewals', '/renewals/publish', '/files']) {
        await open(page, `/staff${address}`);
        const { scrolls, wide } = await page.evaluate(() => ({ scrolls: document.documentElement.scrollWidth - innerWidth, wide: innerWidth }));
        expect(scrolls, `${address} at ${wide}`).toBeLessThanOrEqual(0);
        await axe(page);
      }
    });
  }
}

test.describe('for others', () => {
  test.use({ person: 'primary' });

  test('none of it exists', async ({ page, expected }) => {
    expected.add(404);
    for (const address of ['/submissions', '/renewals', '/renewals/publish', '/files']) {
      await open(page, `/staff${address}`);
      await expect(heading(page)).toHaveText('There is nothing at this address');
    }
  });
});
