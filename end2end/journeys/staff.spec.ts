// What the carrier's staff see, and that it does not exist for anybody else.
import { axe, expect, open, send, test, type Page } from '../fixture.ts';

const BAYSIDE = '7d1e0a52-5b3c-4c61-9f0e-1d2c3b4a5902';
const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const parts = (page: Page) => page.getByRole('navigation', { name: 'Staff' });

test.use({ person: 'staff' });

test('an employer is found by its group number, with those who act for it and their trail', async ({ page }) => {
  await open(page, '/');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Staff' }).click();
  await expect(heading(page)).toHaveText('Employers');
  await expect(page.locator('tbody tr')).toHaveCount(3);
  await axe(page);
  await page.getByLabel('Name or group number').fill('hh1042');
  await send(page, page.getByRole('button', { name: 'Search' }));
  await expect(page.locator('tbody tr')).toHaveCount(1);
  await page.getByRole('link', { name: 'Bayside Dental Group' }).click();
  await expect(heading(page)).toHaveText('Bayside Dental Group');
  await expect(page.getByRole('main')).toContainText('…0017');
  await expect(page.getByRole('row', { name: /Dana Whitfield/ })).toContainText('Primary administrator');
  await axe(page);
  await page.getByRole('link', { name: 'Who did what' }).click();
  await expect(heading(page)).toHaveText('Who did what for Bayside Dental Group');
  await axe(page);
});

test('nothing found is said', async ({ page }) => {
  await open(page, '/staff?search=no+such+employer');
  await expect(page.getByRole('main')).toContainText('No employer’s name or group number has “no such employer” in it.');
  await axe(page);
});

test('brokerages, mail and what staff did are a link away', async ({ page }) => {
  await open(page, '/staff');
  for (const [link, title] of [['Brokerages', 'Brokerages'], ['Mail', 'Mail'], ['What staff did', 'What staff did']] as const) {
    await parts(page).getByRole('link', { name: link }).click();
    await expect(heading(page)).toHaveText(title);
    await expect(parts(page).getByRole('link', { name: link })).toHaveAttribute('aria-current', 'page');
    await axe(page);
  }
  await open(page, '/staff/brokerages');
  await expect(page.getByRole('listitem').filter({ hasText: 'Northgate Benefits' })).toContainText('lee.marsh@example.com');
  await open(page, '/staff/mails?state=failed');
  await expect(page.getByRole('main')).toContainText('There is no such mail.');
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [390, 1024, 1440]) {
    test(`${colorScheme}, at ${width} pixels: axe finds nothing and no page scrolls sideways`, async ({ page }) => {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      for (const address of ['', `/employers/${BAYSIDE}`, `/employers/${BAYSIDE}/trail`, '/brokerages', '/mails', '/trail']) {
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
    await open(page, '/');
    await expect(page.getByRole('link', { name: 'Staff' })).toHaveCount(0);
    for (const address of ['', `/employers/${BAYSIDE}`, '/brokerages', '/mails', '/trail']) {
      await open(page, `/staff${address}`);
      await expect(heading(page)).toHaveText('There is nothing at this address');
    }
  });
});
