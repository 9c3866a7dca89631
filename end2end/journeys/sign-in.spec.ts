// Signing in: an invitation, a password, one-time codes, passkeys, a new password, and a proof again.
import { createHmac } from 'node:crypto';
import { axe, expect, hydrated, open, send, signIn, test, type Page } from '../fixture.ts';
import type { Browser } from '@playwright/test';

const BAYSIDE = '7d1e0a52-5b3c-4c61-9f0e-1d2c3b4a5902';
const PASSWORD = 'seven blue herons at dusk';
const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const inNewBrowser = async (browser: Browser) => (await browser.newContext()).newPage();

/** The code that an authenticator app shows (RFC 6238), so many steps from now. */
function code(secret: string, steps = 0): string {
  const bits = [...secret.replaceAll(' ', '')]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const mac = createHmac('sha1', key).update(counter).digest();
  const at = mac[19]! & 15;
  return String((mac.readUInt32BE(at) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}

/** The link in the latest mail of a kind to somebody, as the demo's staff can read it. */
async function linkInMail(browser: Browser, baseURL: string, kind: string, name: string) {
  const page = await inNewBrowser(browser);
  await signIn(page.context(), 'staff', baseURL);
  const card = page.getByRole('listitem', { name: `${kind} to ${name}` }).first();
  // What is asked for is written by a job, every few seconds.
  await expect(async () => {
    await open(page, '/staff/mails');
    await expect(card).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 15_000 });
  await card.getByRole('link', { name: `Read the mail to ${name}` }).click();
  await hydrated(page);
  await expect(page.getByRole('main')).toContainText('?token=');
  const text = await page.getByRole('main').innerText();
  await page.context().close();
  const found = /https?:\/\/\S+\?token=[\w-]+/.exec(text)?.[0] ?? '';
  const link = new URL(found);
  return `${link.pathname}${link.search}`;
}

/** Invites somebody new to Bayside. Answers where the invitation leads. */
async function invite(page: Page, browser: Browser, baseURL: string, name: string) {
  const email = `${name.toLowerCase().replace(' ', '.')}@example.org`;
  await open(page, `/employers/${BAYSIDE}/users`);
  const form = page.getByRole('region', { name: 'Invite somebody' });
  await form.getByLabel('Name').fill(name);
  await form.getByLabel('E-mail address').fill(email);
  await form.getByLabel('Plan renewal').check();
  await send(page, form.getByRole('button', { name: 'Send the invitation' }));
  await expect(form.getByRole('status')).toContainText('Invited');
  return { email, link: await linkInMail(browser, baseURL, 'Invitation', name) };
}

/** Sets the password by a link and the app after it. Answers the app's secret. */
async function setUp(page: Page, link: string) {
  await open(page, link);
  await page.getByRole('textbox', { name: 'New password' }).fill(PASSWORD);
  await send(page, page.getByRole('button', { name: 'Continue' }));
  await expect(heading(page)).toHaveText('Set up a second step');
  const secret = (await page.locator('code.secret').innerText()).trim();
  await page.getByLabel('The code that it shows now').fill(code(secret));
  await send(page, page.getByRole('button', { name: 'Finish' }));
  await expect(heading(page)).toHaveText('Your recovery codes');
  const codes = await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allInnerTexts();
  return { secret, codes };
}

async function password(page: Page, email: string, typed: string) {
  await open(page, '/sign-in');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(typed);
  await send(page, page.getByRole('button', { name: 'Continue' }));
}

test('who is invited sets up a password and an app, and signs in with both', async ({ page, browser, baseURL, expected }) => {
  const { email, link } = await invite(page, browser, baseURL!, 'Ines Moreau');
  const users = page.getByRole('listitem', { name: 'Ines Moreau' });
  await expect(users).toContainText('Has not set up sign-in yet');

  const hers = await inNewBrowser(browser);
  await open(hers, link);
  await expect(heading(hers)).toHaveText('Set up your sign-in');
  await axe(hers);
  // What is typed stays where something is wrong, and is said beside its field.
  await hers.getByLabel('Your name').fill('Inês Moreau');
  await hers.getByRole('textbox', { name: 'New password' }).fill('too short');
  await send(hers, hers.getByRole('button', { name: 'Continue' }));
  await expect(hers.getByRole('alert')).toContainText('at least 12 characters');
  await expect(hers.getByLabel('Your name')).toHaveValue('Inês Moreau');
  await hers.getByLabel('Your name').fill('Ines Moreau');
  await hers.getByRole('textbox', { name: 'New password' }).fill(PASSWORD);
  await send(hers, hers.getByRole('button', { name: 'Continue' }));

  // The password alone shows nothing about people.
  await expect(heading(hers)).toHaveText('Set up a second step');
  await axe(hers);
  await hers.goto(`/employers/${BAYSIDE}/renewals`);
  await expect(heading(hers)).toHaveText('Sign in to see this page');
  await open(hers, '/sign-in/second-step');
  const secret = (await hers.locator('code.secret').innerText()).trim();
  await hers.getByLabel('The code that it shows now').fill('000000');
  await send(hers, hers.getByRole('button', { name: 'Finish' }));
  await expect(hers.getByRole('alert')).toContainText('not right');
  await expect(hers.locator('code.secret')).toHaveText(secret);
  await hers.getByLabel('The code that it shows now').fill(code(secret));
  await send(hers, hers.getByRole('button', { name: 'Finish' }));
  await expect(heading(hers)).toHaveText('Your recovery codes');
  await expect(hers.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')).toHaveCount(10);
  await axe(hers);
  await send(hers, hers.getByRole('link', { name: 'I have saved them' }));
  await expect(hers.getByRole('main')).toContainText('Bayside');

  // The link is good once, and so is the code.
  await send(hers, hers.getByRole('button', { name: 'Sign out' }));
  await hers.goto(link);
  await expect(heading(hers)).toHaveText('This invitation is not good any more');
  await password(hers, email.toUpperCase(), PASSWORD);
  await expect(heading(hers)).toHaveText('Second step');
  await axe(hers);
  await hers.getByRole('textbox', { name: 'Code' }).fill(code(secret, 1));
  await send(hers, hers.getByRole('button', { name: 'Continue' }));
  await expect(hers.getByRole('banner')).toContainText('Ines Moreau');
  await open(hers, '/account');
  await axe(hers);
  await expect(hers.getByRole('main')).toContainText('10 are left');
  expected.add(401);
  await hers.context().close();
});

test.describe('with an account of one’s own', () => {
  test.describe.configure({ mode: 'default' });

  test('a recovery code lets in once, and a new password ends every session', async ({ page, browser, baseURL }) => {
    const { email, link } = await invite(page, browser, baseURL!, 'Omar Vance');
    const his = await inNewBrowser(browser);
    const { codes } = await setUp(his, link);
    const other = await inNewBrowser(browser);
    await password(other, email, PASSWORD);
    await other.getByRole('textbox', { name: 'Code' }).fill(codes[0]!.toLowerCase());
    await send(other, other.getByRole('button', { name: 'Continue' }));
    await expect(other.getByRole('banner')).toContainText('Omar Vance');
    await open(other, '/account');
    await expect(other.getByRole('main')).toContainText('9 are left');
    await expect(other.getByRole('region', { name: 'Signed in on these devices' }).getByRole('listitem')).toHaveCount(2);

    const lost = await inNewBrowser(browser);
    await open(lost, '/sign-in');
    await lost.getByRole('link', { name: 'Forgot your password?' }).click();
    await hydrated(lost);
    await axe(lost);
    await lost.getByLabel('E-mail address').fill(email);
    await send(lost, lost.getByRole('button', { name: 'Send a link' }));
    await expect(lost.getByRole('status')).toContainText('If there is an account');
    await expect(lost.getByLabel('E-mail address')).toHaveValue(email);
    const reset = await linkInMail(browser, baseURL!, 'New password', 'Omar Vance');
    await open(lost, reset);
    await lost.getByRole('textbox', { name: 'New password' }).fill('nine green turtles at dawn');
    await send(lost, lost.getByRole('button', { name: 'Continue' }));
    await expect(heading(lost)).toHaveText('Second step');
    await other.reload();
    await expect(heading(other)).toHaveText('Sign in to see this page');
    await password(other, email, PASSWORD);
    await expect(other.getByRole('alert')).toContainText('not right');
    await expect(other.getByLabel('E-mail address')).toHaveValue(email);
    for (const one of [his, other, lost]) await one.context().close();
  });

  test('a passkey signs in alone', async ({ page, browser, baseURL }) => {
    const { link } = await invite(page, browser, baseURL!, 'Petra Lind');
    const hers = await inNewBrowser(browser);
    const devtools = await hers.context().newCDPSession(hers);
    await devtools.send('WebAuthn.enable');
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
        isUserVerified: true, automaticPresenceSimulation: true,
      },
    });
    await open(hers, link);
    await hers.getByRole('textbox', { name: 'New password' }).fill(PASSWORD);
    await send(hers, hers.getByRole('button', { name: 'Continue' }));
    await expect(heading(hers)).toHaveText('Set up a second step');
    await hers.getByLabel('What you call it').fill('Work laptop');
    await send(hers, hers.getByRole('button', { name: 'Add a passkey' }));
    await expect(heading(hers)).toHaveText('Your recovery codes');
    await send(hers, hers.getByRole('link', { name: 'I have saved them' }));
    await send(hers, hers.getByRole('button', { name: 'Sign out' }));

    await send(hers, hers.getByRole('button', { name: 'Use a passkey' }));
    await expect(hers.getByRole('banner')).toContainText('Petra Lind');
    await open(hers, '/account');
    await expect(hers.getByRole('main')).toContainText('Work laptop');
    // It is the only second step: it stays.
    await send(hers, hers.getByRole('button', { name: 'Remove the passkey Work laptop' }));
    await expect(hers.getByRole('alert')).toContainText('only second step');
    await open(hers, '/prove?next=/account');
    await send(hers, hers.getByRole('button', { name: 'Use a passkey' }));
    await expect(heading(hers)).toHaveText('Your account');
    await hers.context().close();
  });
});

test.describe('signed out', () => {
  test.use({ person: 'nobody' });

  test('who guesses is told to wait, whether there is an account or not', async ({ page }) => {
    for (let nth = 1; nth <= 5; nth += 1) {
      await password(page, 'nobody.at.all@example.org', `guess number ${nth}`);
      await expect(page.getByRole('alert')).toContainText('not right');
    }
    await axe(page);
    await password(page, 'nobody.at.all@example.org', 'guess number 6');
    await expect(page.getByRole('alert')).toContainText(/Wait \d+ seconds/);
  });

  for (const width of [390, 1024, 1440]) {
    test(`at ${width} pixels signing in does not scroll sideways`, async ({ page, expected }) => {
      expected.add(404);
      await page.setViewportSize({ width, height: 900 });
      for (const address of ['/sign-in', '/new-password', '/invitation?token=none']) {
        await open(page, address);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        expect(wide, address).toBe(false);
      }
    });
  }
});
