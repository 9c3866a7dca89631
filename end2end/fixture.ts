// A test whose pages may not complain of anything, and what the journeys reach for.
import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { binary, databaseUrl } from './places.ts';

export { expect };
export type { Locator, Page };

/** Statuses of 400 and above that a test asks for on purpose. */
type Expected = Set<number>;

/** Gathers whatever the pages of a browser complain of. */
async function listen(context: BrowserContext, expected: Expected, scripts: boolean, heard: string[]) {
  // A browser that runs no scripts gives up, aloud, what it loads ahead for them.
  const loadedAhead = (text: string) => !scripts && /preloaded using link preload|\.js csp$/.test(text);
  context.on('console', (message) => {
    const text = message.text();
    const asked = [...expected].some((status) => text.includes(`a status of ${status}`));
    if (['error', 'warning'].includes(message.type()) && !asked && !loadedAhead(text)) {
      heard.push(`console ${message.type()}: ${text}`);
    }
  });
  context.on('weberror', (error) => heard.push(`page error: ${error.error()}`));
  context.on('requestfailed', (request) => {
    // Whoever leaves a page gives up what it was still loading.
    const failure = request.failure()?.errorText ?? '';
    const text = `request failed: ${request.url()} ${failure}`;
    if (failure !== 'net::ERR_ABORTED' && !loadedAhead(text)) heard.push(text);
  });
  context.on('response', (response) => {
    if (response.status() >= 400 && !expected.has(response.status())) {
      heard.push(`status ${response.status()}: ${response.url()}`);
    }
  });
  // What the page's policy refuses is not always written to the console.
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (violation) => {
      console.error(`policy ${violation.effectiveDirective} refused ${violation.blockedURI}`);
    });
  });
}

/** The words by which the demo names its people; nobody is signed out. */
export type Person =
  | 'nobody' | 'primary' | 'administrator' | 'members' | 'officer' | 'broker' | 'other' | 'staff';

/** Signs somebody of the demo in, for all pages of a browser. */
export async function signIn(context: BrowserContext, person: Person, baseURL: string) {
  const answer = await context.request.post(`${baseURL}/api/session/demo`, {
    form: { key: person }, headers: { accept: 'application/json' },
  });
  expect(answer.status(), `${person} is signed in`).toBe(200);
}

/** `person` is who is signed in when the test begins: the primary administrator, if it does not say. */
export const test = base.extend<{ expected: Expected; person: Person }>({
  expected: async ({}, use) => use(new Set()),
  person: ['primary', { option: true }],
  context: async ({ context, expected, javaScriptEnabled, person, baseURL }, use) => {
    const heard: string[] = [];
    await listen(context, expected, javaScriptEnabled !== false, heard);
    if (person !== 'nobody') await signIn(context, person, baseURL ?? '');
    await use(context);
    expect(heard, 'the pages complain of nothing').toEqual([]);
  },
});

/** Waits until every handler of the page is attached. */
export async function hydrated(page: Page) {
  await expect(page.locator('html')).toHaveAttribute('data-hydrated', 'true');
}

/** Opens an address and waits until the page answers. */
export async function open(page: Page, address: string) {
  const response = await page.goto(address);
  await hydrated(page);
  return response;
}

/** Sends a plain form and waits until the page that comes answers. */
export async function send(page: Page, button: Locator) {
  const arrived = page.waitForEvent('domcontentloaded');
  await button.click();
  await arrived;
  await hydrated(page);
}

/**
 * Lets a renewal's page hear nothing of what journeys beside this one save in the same renewal: it would read
 * the scenarios again. What it hears, and what it does then, is told in `renewal-scenarios.spec.ts`.
 */
export async function alone(page: Page) {
  const nothing = { contentType: 'text/event-stream', body: 'retry: 3600000\n\n' };
  await page.route('**/employers/*/renewals/*/changes', (route) => route.fulfill(nothing));
}

/** Does something during which nothing at all may be requested. */
export async function quiet(page: Page, act: () => Promise<void>) {
  const asked: string[] = [];
  const note = (request: { method(): string; url(): string }) =>
    asked.push(`${request.method()} ${request.url()}`);
  page.on('request', note);
  await act();
  // What the last change has started would have begun by the time the browser is idle.
  await page.evaluate(() => new Promise<void>((done) => requestIdleCallback(() => done(), { timeout: 1_000 })));
  page.off('request', note);
  expect(asked, 'nothing is requested').toEqual([]);
}

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Whoever cannot see or point finds nothing in the way. */
export async function axe(page: Page) {
  const { violations, passes } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  expect(passes.length, 'rules that were looked at').toBeGreaterThan(10);
  const found = violations.map((v) => ({ rule: v.id, help: v.help, where: v.nodes.map((n) => n.target.join(' ')) }));
  expect(found, 'accessibility').toEqual([]);
}

/** Which people, where and from when. */
export interface Group {
  census: string;
  zip: string;
  county?: string;
  effective: string;
}

/** What the employer pays, as the command line writes it. */
export interface Shares {
  employee: string;
  spouse: string;
  child: string;
  reference?: string;
}

/** What the page begins with. */
export const AT_FIRST: Shares = { employee: '60%', spouse: '30%', child: '30%' };

interface Amounts {
  premium_cents: number;
  employer_cents: number;
  employee_cents: number;
}

export interface QuotedEmployee extends Amounts {
  name: string;
  members: { relationship: string; age: number; charged: boolean; premium_cents: number }[];
}

export interface QuotedPlan {
  plan_id: string;
  name: string;
  metal: string;
  plan_type: string;
  line: string;
  monthly_premium_cents: number;
  employer_cents: number;
  employee_cents: number;
  employees: QuotedEmployee[];
}

export interface Quote {
  employees: number;
  members: number;
  rating_area: string;
  plans: QuotedPlan[];
}

/** The same question, asked of the command line. */
export async function quote(group: Group, shares: Shares = AT_FIRST): Promise<Quote> {
  const args = [
    '--database-url', databaseUrl, 'quote', '--format', 'json',
    '--census', group.census, '--zip', group.zip, '--effective', group.effective,
    '--contribution-employee', shares.employee,
    '--contribution-spouse', shares.spouse,
    '--contribution-child', shares.child,
  ];
  if (group.county) args.push('--county', group.county);
  if (shares.reference) args.push('--reference-plan', shares.reference);
  const { stdout } = await promisify(execFile)(binary, args, { maxBuffer: 64 << 20 });
  return JSON.parse(stdout) as Quote;
}
