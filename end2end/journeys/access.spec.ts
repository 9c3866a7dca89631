// Who sees what: signed out, with another employer, with less than is needed, and how a session ends.
import { axe, expect, hydrated, open, send, test, type Page } from '../fixture.ts';

const BAYSIDE = '7d1e0a52-5b3c-4c61-9f0e-1d2c3b4a5902';
const address = `/employers/${BAYSIDE}/renewals`;
const heading = (page: Page) => page.getByRole('heading', { level: 1 });

test.describe('signed out', () => {
  test.use({ person: 'nobody' });

  test('a page about people asks to sign in, and the sign-in leads back to it', async ({ page, expected }) => {
    expected.add(401);
    await open(page, address);
    await expect(heading(page)).toHaveText('Sign in to see this page');
    await expect(page.getByRole('main')).not.toContainText('Bayside');
    await axe(page);
    await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
    await hydrated(page);
    await axe(page);
    await send(page, page.getByRole('button', { name: 'Sign in as Ruth Abel' }));
    await expect(heading(page)).toHaveText('Bayside Dental Group');
    expect(new URL(page.url()).pathname).toBe(address);
    await expect(page.getByRole('banner')).toContainText('Ruth Abel');
  });

  test('nothing is listed for who is nobody', async ({ page, expected }) => {
    expected.add(401);
    await open(page, '/renewals');
    await expect(heading(page)).toHaveText('Sign in to see this page');
    await open(page, '/compare');
    await expect(page.getByRole('main')).not.toContainText('Bayside');
  });
});

test.describe('an administrator of another employer', () => {
  test.use({ person: 'other' });

  test('does not learn that there is such an employer', async ({ page, expected }) => {
    expected.add(404);
    for (const path of [address, `${address}/2027-01-01`, `/compare?employer=${BAYSIDE}`]) {
      await open(page, path);
      await expect(heading(page)).toHaveText('There is nothing at this address');
    }
    await open(page, '/renewals');
    await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(1);
    await expect(page.getByRole('main')).toContainText('Cypress');
  });
});

test.describe('an administrator without the capability', () => {
  test.use({ person: 'members' });

  test('is told which one is needed', async ({ page, expected }) => {
    expected.add(403);
    await open(page, address);
    await expect(heading(page)).toHaveText('“Plan renewal” is not granted to you');
    await axe(page);
  });
});

test('signing out ends the session in every window', async ({ page, expected }) => {
  expected.add(401);
  await open(page, address);
  const other = await page.context().newPage();
  await open(other, address);
  await send(page, page.getByRole('button', { name: 'Sign out' }));
  await expect(heading(page)).toHaveText('Sign in');
  await other.reload();
  await expect(heading(other)).toHaveText('Sign in to see this page');
});

test('who does nothing is warned, may stay, and is signed out', async ({ page }) => {
  await page.clock.install();
  await open(page, address);
  const stay = page.getByRole('button', { name: 'Stay signed in' });
  await expect(stay).toBeHidden();
  await page.clock.fastForward('13:10');
  await expect(stay).toBeVisible();
  await axe(page);
  await stay.click();
  await expect(stay).toBeHidden();
  await page.clock.fastForward('13:10');
  await expect(stay).toBeVisible();
  // The browser's clock alone ran on: for the server the session is alive, and the page comes back.
  await page.clock.fastForward('02:00');
  await expect(stay).toBeHidden();
  await expect(heading(page)).toHaveText('Bayside Dental Group');
});
