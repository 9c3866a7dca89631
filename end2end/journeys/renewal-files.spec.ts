// What is taken away of a renewal: each file opens, and says what the page says.
import { readFile } from 'node:fs/promises';
import { expect, open, test, type Page } from '../fixture.ts';
import { firstOfMonth } from '../rosters.ts';

const BAYSIDE = '7d1e0a52-5b3c-4c61-9f0e-1d2c3b4a5902';
/** The first of the month after next, when the invented dentists renew. */
const renewsOn = firstOfMonth(2);
const renewal = `/employers/${BAYSIDE}/renewals/${renewsOn}`;

const menu = (page: Page) => page.locator('details').filter({ hasText: 'Take it away' });

/** Takes a file away by its link in the menu. */
async function take(page: Page, label: string) {
  const link = menu(page).getByRole('link', { name: label, exact: true });
  if (!(await link.isVisible())) await menu(page).locator('summary').click();
  const coming = page.waitForEvent('download');
  await link.click();
  const download = await coming;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** Whole cents of the first amount in a text. */
function cents(text: string): number {
  const found = /\$([\d,]+)\.(\d\d)/.exec(text);
  if (!found) throw new Error(`no amount in ${text}`);
  return Number(found[1]?.replaceAll(',', '')) * 100 + Number(found[2]);
}

/** What the page says of a scenario in its own column, in cents: what company and people pay. */
async function onPage(page: Page, scenario: string) {
  const table = page.getByRole('region', { name: 'Table of the scenarios' });
  const names = await table.getByRole('columnheader').allInnerTexts();
  const column = names.findIndex((name) => name.trim().startsWith(scenario));
  const cell = async (row: string) =>
    cents(await table.getByRole('row', { name: new RegExp(`^${row}`) }).getByRole('cell').nth(column).innerText());
  return { company: await cell('Your company pays'), people: await cell('Your people pay') };
}

/** The sums of two columns of a table in cents, as a program would read them. */
function sums(csv: string) {
  const [head = [], ...rows] = csv.replace(/^\uFEFF/, '').trimEnd().split('\r\n').map(record);
  const sum = (column: string) => {
    const at = head.indexOf(column);
    expect(at, column).toBeGreaterThan(-1);
    return rows.reduce((total, row) => total + Math.round(Number(row[at]) * 100), 0);
  };
  return { company: sum('Employer next'), people: sum('Employee next'), rows: rows.length };
}

/** The fields of one line; some are quoted. */
function record(line: string): string[] {
  const fields = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)];
  return fields.map(([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '');
}

test('the list for payroll adds up to what the page says that people pay', async ({ page }) => {
  await open(page, `${renewal}/scenarios`);
  const { name, bytes } = await take(page, 'CSV');
  expect(name).toBe(`bayside-dental-group-${renewsOn}-as-is-people.csv`);
  const { rows, ...paid } = sums(bytes.toString('utf8'));
  expect(rows, 'covered or not').toBe(28);
  expect(paid).toEqual(await onPage(page, 'As is'));
});

test('what is taken away is the scenario that is looked at', async ({ page }) => {
  await open(page, `${renewal}/scenarios`);
  await page.getByRole('button', { name: 'Duplicate As is' }).click();
  await expect(page).toHaveURL(/scenario=[0-9a-f-]{36}/);
  const scenario = new URL(page.url()).searchParams.get('scenario');
  const link = menu(page).locator('a', { hasText: 'CSV' });
  await expect(link).toHaveAttribute('href', `${renewal}/files/people.csv?scenario=${scenario}`);
  const { name, bytes } = await take(page, 'CSV');
  expect(name).not.toContain('as-is-people');
  const { rows, ...paid } = sums(bytes.toString('utf8'));
  expect(rows).toBe(28);
  // A copy of what happens if nothing is done costs the same.
  expect(paid).toEqual(await onPage(page, 'As is'));

  const copy = await page.getByRole('group', { name: 'Scenarios' }).getByRole('button', { pressed: true }).innerText();
  const saved = page.waitForResponse((response) => response.url().endsWith('/api/renewal/save'));
  await page.getByRole('button', { name: `Delete ${copy}`, exact: true }).click();
  await saved;
});

test('paper and workbook are what they say', async ({ page }) => {
  await open(page, renewal);
  const paper = await take(page, 'PDF');
  expect(paper.name).toBe(`bayside-dental-group-${renewsOn}-as-is.pdf`);
  expect(paper.bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-');
  expect(paper.bytes.subarray(-8).toString('latin1')).toContain('%%EOF');

  const workbook = await take(page, 'Excel');
  expect(workbook.name).toBe(`bayside-dental-group-${renewsOn}-as-is.xlsx`);
  // A zip file, from its first entry to the record that ends it, with a sheet of each kind.
  expect(workbook.bytes.subarray(0, 4)).toEqual(Buffer.from('PK\u0003\u0004', 'latin1'));
  expect(workbook.bytes.includes('PK\u0005\u0006')).toBe(true);
  for (const sheet of [1, 2, 3, 4, 5]) expect(workbook.bytes.includes(`xl/worksheets/sheet${sheet}.xml`)).toBe(true);
  expect(workbook.bytes.length).toBeGreaterThan(10_000);
});

test('the calendar has the renewal’s dates, and reminds of the last day', async ({ page }) => {
  await open(page, renewal);
  const { name, bytes } = await take(page, 'Calendar');
  expect(name).toBe('calendar.ics');
  const calendar = bytes.toString('utf8').replaceAll('\r\n ', '');
  const events = calendar.split('BEGIN:VEVENT').slice(1);
  const days = events.map((event) => /DTSTART;VALUE=DATE:(\d{8})/.exec(event)?.[1]);
  const effective = new Date(`${renewsOn}T00:00:00Z`);
  const day = (move: (date: Date) => void) => {
    const date = new Date(effective);
    move(date);
    return date.toISOString().slice(0, 10).replaceAll('-', '');
  };
  expect(days).toEqual([
    day((date) => date.setUTCDate(date.getUTCDate() - 75)),
    day((date) => date.setUTCMonth(date.getUTCMonth() - 1, 15)),
    day((date) => date.setUTCMonth(date.getUTCMonth() - 1, 16)),
    day(() => {}),
  ]);
  expect(events.map((event) => event.includes('BEGIN:VALARM'))).toEqual([false, true, false, false]);
  expect(calendar).toContain(`UID:${BAYSIDE}-${days[1]}-renewal-last-day@groupcover`);
});
