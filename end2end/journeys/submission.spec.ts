// A renewal is looked over, submitted, confirmed by a second person, amended and taken back.
import { axe, expect, open, send, signIn, test, type Page } from '../fixture.ts';
import { firstOfMonth } from '../rosters.ts';

const BAYSIDE = '7d1e0a52-5b3c-4c61-9f0e-1d2c3b4a5902';
const address = (page: string) => `/employers/${BAYSIDE}/renewals/${firstOfMonth(2)}/next/${page}`;
const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const signing = (page: Page) => page.getByRole('region', { name: 'Sign and submit' });

/** Gives a reason for each warning. */
async function giveReasons(page: Page) {
  for (const reason of await page.getByLabel(/^Why you submit it all the same/).all()) await reason.fill('We looked at it together.');
}

/**
 * Signs what stands on the page and submits it: again where a journey beside this one changed a scenario of the
 * same renewal meanwhile, which the page says.
 */
async function sign(page: Page, name: string) {
  await expect(async () => {
    await giveReasons(page);
    await page.getByRole('checkbox', { name: /I am authorized to bind the company/ }).check();
    await page.getByLabel('Type your full name to sign').fill(name);
    await send(page, signing(page).getByRole('button', { name: 'Sign and submit' }));
    await expect(heading(page)).toHaveText('Status of your renewal', { timeout: 500 });
  }).toPass({ timeout: 30_000 });
}

// One after the other: all of them work on the same renewal.
test.describe.configure({ mode: 'default' });

test('what is missing is said beside the field, and nothing that was typed is lost', async ({ page }) => {
  await open(page, address('review'));
  await expect(heading(page)).toHaveText('Review and submit');
  await expect(page.getByRole('region', { name: 'What will happen' })).toContainText('Bayside Dental Group renews on');
  await axe(page);
  await send(page, signing(page).getByRole('button', { name: 'Sign and submit' }));
  await expect(page.getByRole('alert')).toContainText('Nothing is submitted yet');
  await expect(page.getByLabel('Type your full name to sign')).toHaveAccessibleDescription(/Type your first and last name/);
  await expect(page.getByRole('checkbox', { name: /I am authorized to bind the company/ })).toHaveAccessibleDescription('Tick this to sign.');
  for (const reason of await page.getByLabel(/^Why you submit it all the same/).all()) await expect(reason).toHaveAccessibleDescription(/Say why/);
  await giveReasons(page);
  await page.getByRole('checkbox', { name: /I am authorized to bind the company/ }).check();
  await send(page, signing(page).getByRole('button', { name: 'Sign and submit' }));
  await expect(page.getByRole('alert')).toContainText('Nothing is submitted yet');
  await page.reload();
  await expect(page.getByLabel('Type your full name to sign')).toHaveAccessibleDescription(/Type your first and last name/);
  await expect(page.getByRole('checkbox', { name: /I am authorized to bind the company/ })).toBeChecked();
  for (const reason of await page.getByLabel(/^Why you submit it all the same/).all()) await expect(reason).toHaveValue('We looked at it together.');
  await axe(page);
});

test('an employer submits, a second person signs, it is amended and taken back', async ({ page, browser, baseURL }) => {
  await open(page, address('status'));
  await expect(page.getByRole('main')).toContainText('Nothing is submitted yet');
  await axe(page);
  await send(page, page.getByRole('button', { name: 'Let two people sign' }));
  await expect(page.getByRole('region', { name: 'Settings' })).toContainText('Two people sign a submission');

  await open(page, address('review'));
  await sign(page, 'Dana Whitfield');
  await expect(heading(page)).toHaveText('Status of your renewal');
  await expect(page.getByRole('heading', { name: /^Submission 1: / })).toHaveText('Submission 1: Waits for a second signature');
  await expect(page.getByRole('main')).toContainText('somebody else with “Submit renewal” has to confirm it');
  await axe(page);

  const theirs = await browser.newContext({ baseURL: baseURL ?? '' });
  await signIn(theirs, 'officer', baseURL ?? '');
  const officer = await theirs.newPage();
  await open(officer, '/renewals');
  await officer.getByRole('link', { name: 'Waits for your second signature.' }).click();
  const confirm = officer.getByRole('region', { name: 'Confirm it as the second' });
  await confirm.getByRole('checkbox', { name: /I am authorized to bind the company/ }).check();
  await confirm.getByLabel('Type your full name to sign').fill('Ruth Abel');
  await axe(officer);
  await send(officer, confirm.getByRole('button', { name: 'Sign and submit' }));
  await expect(officer.getByRole('heading', { name: /^Submission 1: / })).toHaveText('Submission 1: Submitted');
  await expect(officer.getByRole('main')).toContainText('The carrier looks at it, since today.');
  await theirs.close();

  // The page that stood open all the while tells it by itself.
  await expect(page.getByRole('heading', { name: /^Submission 1: / })).toHaveText('Submission 1: Submitted');
  await expect(page.getByRole('status').filter({ hasText: 'Something happened just now' })).toBeVisible();
  await axe(page);
  await page.reload();
  const [paper] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download the PDF' }).click()]);
  expect(paper.suggestedFilename()).toMatch(/^submission-\d{4}-\d\d-\d\d-1-[0-9a-f]{8}\.pdf$/);

  await send(page, page.getByRole('button', { name: 'Let one person sign' }));
  await page.getByRole('link', { name: 'Amend it' }).click();
  await expect(heading(page)).toHaveText('Review and submit');
  await expect(page.getByRole('main')).toContainText('What you submit here takes its place.');
  await sign(page, 'Dana Whitfield');
  await expect(page.getByRole('heading', { name: /^Submission 2: / })).toHaveText('Submission 2: Submitted');
  await expect(page.getByRole('heading', { name: /^Submission 1: / })).toHaveText('Submission 1: Replaced');

  await page.getByText('Take it back', { exact: true }).click();
  await page.getByLabel('Why (you may leave it empty)').fill('One more person joins.');
  await send(page, page.getByRole('button', { name: 'Take the submission back' }));
  await expect(page.getByRole('heading', { name: /^Submission 2: / })).toHaveText('Submission 2: Withdrawn');
  await expect(page.getByRole('main')).toContainText('One more person joins.');
  await axe(page);
});

test('contracts are listed and opened', async ({ page }) => {
  await open(page, `/employers/${BAYSIDE}/renewals`);
  await page.getByRole('link', { name: 'All about your contracts' }).click();
  await expect(heading(page)).toHaveText('Your contracts');
  await axe(page);
  const row = page.getByRole('row').filter({ hasText: 'Current' });
  await row.getByRole('link').first().click();
  await expect(page.getByRole('main')).toContainText('Your company pays');
  await axe(page);
});

test('who may plan sees everything and signs nothing', async ({ browser, baseURL }) => {
  const theirs = await browser.newContext({ baseURL: baseURL ?? '' });
  await signIn(theirs, 'administrator', baseURL ?? '');
  const page = await theirs.newPage();
  await open(page, address('review'));
  await expect(signing(page)).toContainText('Somebody with “Submit renewal” signs and submits it.');
  await expect(page.getByRole('button', { name: 'Sign and submit' })).toHaveCount(0);
  await axe(page);
  await theirs.close();
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [390, 1024, 1440]) {
    test(`${colorScheme}, at ${width} pixels: axe finds nothing and no page scrolls sideways`, async ({ page }) => {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      for (const path of [address('choices'), address('choices/new'), address('review'), address('status'), `/employers/${BAYSIDE}/contracts`]) {
        await open(page, path);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), path).toBeLessThanOrEqual(0);
        await axe(page);
      }
    });
  }
}

test.describe('without WASM', () => {
  test.use({ javaScriptEnabled: false });

  test('what is missing is said all the same', async ({ page }) => {
    await page.goto(address('review'));
    await page.getByRole('button', { name: 'Sign and submit' }).click();
    await expect(page.getByRole('alert')).toContainText('Nothing is submitted yet');
  });
});
