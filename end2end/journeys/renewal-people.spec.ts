// The people of a renewal: figures that belong together add up, whatever they are.
import { alone, axe, expect, hydrated, open, quiet, test, type Locator, type Page } from '../fixture.ts';

const BAYSIDE = '7d1e0a52-5b3c-4c61-9f0e-1d2c3b4a5902';

/** The first of the month after next, when the invented dentists renew. */
function renewsOn(today = new Date()) {
  const first = new Date(Date.UTC(today.getFullYear(), today.getMonth() + 2, 1));
  return first.toISOString().slice(0, 10);
}

const address = `/employers/${BAYSIDE}/renewals/${renewsOn()}/people`;

const list = (page: Page) => page.getByRole('region', { name: 'List of employees' });
/** The rows that stand for somebody; spacers hold the place of the others. */
const rows = (page: Page) => list(page).locator('tbody tr:not(.spacer)');
const counted = (page: Page) => page.getByRole('status').filter({ hasText: 'employees' });
const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const period = (page: Page, name: string) =>
  page.getByRole('group', { name: 'How often people are paid' }).getByRole('radio', { name });

/** Whole cents of the first amount in a text, with its sign; none without an amount. */
function cents(text: string): number | null {
  const found = /([+−-]?)\$([\d,]+\.\d\d)/.exec(text);
  if (!found) return null;
  const amount = Math.round(Number(found[2]?.replaceAll(',', '')) * 100);
  return ['−', '-'].includes(found[1] ?? '') ? -amount : amount;
}

interface Listed {
  name: string;
  now: number | null;
  next: number | null;
  change: string;
  company: number | null;
}

/** Everybody in sight. A group this small is written whole once it is scrolled through. */
async function listed(page: Page): Promise<Listed[]> {
  const all = new Map<string, Listed>();
  const frame = list(page);
  const height = await frame.evaluate((el) => el.scrollHeight);
  for (let top = 0; top <= height; top += 300) {
    await frame.evaluate((el, at) => el.scrollTo(0, at), top);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const texts = await rows(page).evaluateAll((found) =>
      found.map((row) => ({
        name: row.querySelector('th button')?.textContent?.trim() ?? '',
        cells: [...row.querySelectorAll('td.number')].map((cell) => cell.textContent?.trim() ?? ''),
      })),
    );
    for (const { name, cells } of texts) {
      all.set(name, {
        name,
        now: cents(cells[0] ?? ''),
        next: cents(cells[1] ?? ''),
        change: cells[2] ?? '',
        company: cents(cells[3] ?? ''),
      });
    }
  }
  await frame.evaluate((el) => el.scrollTo(0, 0));
  // Whoever goes on clicks what stands there when the list is back at its beginning.
  const [first] = all.keys();
  if (first) await expect(rows(page).first()).toContainText(first);
  return [...all.values()];
}

/** A table of the panel, as texts of its cells without the notes. */
async function sheet(table: Locator) {
  return table.locator('tbody tr').evaluateAll((found) =>
    found.map((row) => [...row.children].map((cell) => cell.querySelector('span')?.textContent?.trim() ?? '')),
  );
}

/** Opens the first person in the list who is in a plan. */
async function openFirst(page: Page) {
  const button = rows(page).first().getByRole('button');
  const name = (await button.innerText()).trim();
  await button.click();
  await expect(panel(page, name)).toBeVisible();
  return { name, button };
}

test.beforeEach(({ page }) => alone(page));

test('everybody is listed, the hardest hit first, and the change is next less now', async ({ page }) => {
  await open(page, address);
  const people = await listed(page);
  const total = Number(/of (\d+) employees/.exec(await counted(page).innerText())?.[1]);
  expect(people).toHaveLength(total);
  expect(total).toBeGreaterThan(20);
  const paying = people.filter((person) => person.now !== null && person.next !== null);
  expect(paying.length).toBeGreaterThan(10);
  for (const { name, now, next, change } of paying) {
    const rise = (next ?? 0) - (now ?? 0);
    if (rise === 0) expect(change, name).toBe('the same');
    else expect(cents(change), name).toBe(rise);
  }
  const rises = paying.map((person) => (person.next ?? 0) - (person.now ?? 0));
  expect(rises).toEqual([...rises].sort((a, b) => b - a));
  // Whoever is in no plan comes last.
  expect(people.findIndex((person) => person.next === null)).toBe(paying.length);
});

test('the list is sorted, filtered and searched without a request', async ({ page }) => {
  await open(page, address);
  const everybody = await listed(page);
  await quiet(page, async () => {
    await page.getByLabel('Sort by').selectOption('Name');
    const names = (await listed(page)).map((person) => person.name);
    const plain = (a: string, b: string) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1);
    expect(names).toEqual([...names].sort(plain));

    await page.getByLabel('Sort by').selectOption('Pays most next');
    const next = (await listed(page)).flatMap((person) => person.next ?? []);
    expect(next).toEqual([...next].sort((a, b) => b - a));

    for (const [filter, holds] of [
      ['Those who pay more', (p: Listed) => p.change.startsWith('+')],
      ['Those who pay less', (p: Listed) => p.change.startsWith('−')],
      ['Those who declined', (p: Listed) => p.next === null],
    ] as const) {
      await page.getByLabel('Show', { exact: true }).selectOption(filter);
      const wanted = everybody.filter(holds).map((person) => person.name).sort();
      await expect(counted(page)).toHaveText(`${wanted.length} of ${everybody.length} employees`);
      if (wanted.length > 0) {
        expect((await listed(page)).map((person) => person.name).sort(), filter).toEqual(wanted);
      }
    }
    await page.getByLabel('Show', { exact: true }).selectOption('Everybody');

    const sought = everybody[3]?.name ?? '';
    await page.getByRole('searchbox', { name: 'Name' }).fill(sought.toUpperCase());
    await expect(rows(page).first().getByRole('button')).toHaveText(sought);
    await page.getByRole('searchbox', { name: 'Name' }).fill('nobody is called this');
    await expect(page.getByText('Nobody is listed.')).toBeVisible();
    await page.getByRole('button', { name: 'Show everybody' }).click();
    await expect(counted(page)).toHaveText(`${everybody.length} of ${everybody.length} employees`);
  });
});

test('a pay period divides twelve months, in the list and in the panel', async ({ page }) => {
  await open(page, address);
  const monthly = await listed(page);
  await quiet(page, async () => {
    for (const [name, periods] of [['Weekly', 52], ['Every two weeks', 26], ['Twice a month', 24]] as const) {
      await period(page, name).check();
      const byName = new Map((await listed(page)).map((person) => [person.name, person]));
      for (const { name: who, next } of monthly) {
        const expected = next === null ? null : Math.round((next * 12) / periods);
        expect(byName.get(who)?.next, `${who}, ${name}`).toBe(expected);
      }
    }
    await period(page, 'Every two weeks').check();
    const { name } = await openFirst(page);
    await expect(panel(page, name)).toContainText('divided by 26');
  });
});

test('the chart counts everybody once, and its sentence says the same', async ({ page }) => {
  await open(page, address);
  const people = await listed(page);
  const card = page.getByRole('region', { name: 'How the changes spread' });
  await card.getByText('The figures of this chart').click();
  const bars = await card.locator('tbody tr').evaluateAll((found) =>
    found.map((row) => [row.children[0]?.textContent ?? '', Number(row.children[1]?.textContent)] as const),
  );
  const sum = (word: RegExp) => bars.filter(([words]) => word.test(words)).reduce((n, [, count]) => n + count, 0);
  const less = people.filter((person) => person.change.startsWith('−'));
  const more = people.filter((person) => person.change.startsWith('+'));
  expect(sum(/less$/)).toBe(less.length);
  expect(sum(/more$/)).toBe(more.length);
  expect(sum(/same$/)).toBe(people.filter((person) => person.change === 'the same').length);
  const chart = card.getByRole('img');
  await expect(chart).toHaveAccessibleName(new RegExp(more.length ? `${more.length}( people| person)? pays? more` : 'nobody pays more'));
  if (more.length > 0) {
    const most = Math.max(...more.map((person) => cents(person.change) ?? 0));
    expect(cents((await chart.getAttribute('aria-labelledby').then((id) => page.locator(`#${id}`).innerText())).split('at most')[1] ?? '')).toBe(most);
  }
});

test('a person is opened: the causes add up, and so do the members', async ({ page }) => {
  await open(page, address);
  const first = (await listed(page))[0];
  await quiet(page, async () => {
    const { name } = await openFirst(page);
    await expect(page.getByRole('heading', { name, exact: true })).toBeFocused();

    const steps = await sheet(panel(page, name).getByRole('region', { name: 'From now to next, a month' }));
    const [now, family, age, rate, asIs, plan, contribution, next] = steps;
    expect(steps).toHaveLength(8);
    for (const column of [1, 2, 3]) {
      const at = (row?: string[]) => cents(row?.[column] ?? '') ?? NaN;
      expect(at(now) + at(family) + at(age) + at(rate), 'if nothing is done').toBe(at(asIs));
      expect(at(asIs) + at(plan) + at(contribution), 'next').toBe(at(next));
    }
    for (const row of steps) {
      expect((cents(row[2] ?? '') ?? NaN) + (cents(row[3] ?? '') ?? NaN), row[0]).toBe(cents(row[1] ?? ''));
    }
    expect(cents(now?.[3] ?? '')).toBe(first?.now);
    expect(cents(next?.[3] ?? '')).toBe(first?.next);
    expect(cents(next?.[2] ?? '')).toBe(first?.company);

    // Every plan's members add up to the family, and the lines to the person.
    await panel(page, name).getByText('How it is now, member by member').click();
    for (const [year, total] of [['next', next], ['now', now]] as const) {
      const plans = panel(page, name).getByRole('region', { name: new RegExp(`^(Medical|Dental) ${year}: `) });
      let paid = 0;
      for (const table of await plans.all()) {
        const members = await sheet(table);
        const together = members.pop();
        for (const column of [1, 2, 3]) {
          const sum = members.reduce((n, row) => n + (cents(row[column] ?? '') ?? 0), 0);
          expect(sum, `${year}, column ${column}`).toBe(cents(together?.[column] ?? ''));
        }
        paid += cents(together?.[3] ?? '') ?? NaN;
      }
      expect(paid, year).toBe(cents(total?.[3] ?? ''));
    }

    const scenarios = await sheet(panel(page, name).getByRole('region', { name: 'In each scenario, a month' }));
    expect(scenarios[0]?.[0]).toBe('If you do nothing');
    expect(cents(scenarios[0]?.[2] ?? '')).toBe(cents(asIs?.[3] ?? ''));
  });
  await axe(page);
});

test('the panel is closed by button or Escape, and the row takes the focus back', async ({ page }) => {
  await open(page, address);
  await quiet(page, async () => {
    const { name, button } = await openFirst(page);
    await expect(button).toHaveAttribute('aria-expanded', 'true');
    await page.keyboard.press('Escape');
    await expect(panel(page, name)).toHaveCount(0);
    await expect(button).toBeFocused();
    await expect(button).toHaveAttribute('aria-expanded', 'false');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name, exact: true })).toBeFocused();
    await page.getByRole('button', { name: `Close ${name}` }).click();
    await expect(button).toBeFocused();
  });
});

test('who can afford it is said with the percentage, its source and who fails', async ({ page }) => {
  await open(page, address);
  const card = page.getByRole('region', { name: 'Can your people afford it?' });
  const said = /For (\d+) of (\d+) that is affordable: for (\d+) by the rate of pay, for (\d+) by/.exec(await card.innerText());
  const [passing = NaN, judged = NaN, pay = NaN, poverty = NaN] = (said ?? []).slice(1).map(Number);
  expect(pay + poverty).toBe(passing);
  const failing = card.getByRole('region', { name: 'Not affordable for' });
  if (await failing.isVisible()) {
    for (const [name, costs, limit, over] of await sheet(failing)) {
      expect((cents(costs ?? '') ?? NaN) - (cents(limit ?? '') ?? NaN), name).toBe(cents(over ?? ''));
    }
  }
  await card.getByText('What this goes by').click();
  await expect(card).toContainText(/\d+\.\d+% of the pay/);
  await expect(card).toContainText(/Rev\. Proc\. \d{4}-\d+/);
  await expect(card).toContainText('26 U.S.C. 4980H');

  await page.getByLabel('Show', { exact: true }).selectOption('Not affordable for');
  const count = Number(/^(\d+) of/.exec(await counted(page).innerText())?.[1]);
  expect(count, 'all wages are known in this group').toBe(judged - passing);
});

test('the view has everything before its handlers, and axe finds nothing', async ({ page, browser }) => {
  const plain = await browser.newContext({
    javaScriptEnabled: false,
    baseURL: new URL((await open(page, address))?.url() ?? '').origin,
    storageState: await page.context().storageState(),
  });
  const before = await plain.newPage();
  await before.goto(address);
  await expect(before.getByRole('region', { name: 'List of employees' }).locator('tbody tr:not(.spacer)')).not.toHaveCount(0);
  await expect(before.getByRole('region', { name: 'How the changes spread' }).getByRole('img')).toBeVisible();
  await plain.close();
  await hydrated(page);
  await axe(page);
});

test('on a narrow screen nothing scrolls sideways but tables in their frames', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, address);
  await openFirst(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
  await axe(page);
});

test('the address holds who is opened, sought and how the list is sorted', async ({ page }) => {
  await open(page, address);
  await page.getByLabel('Sort by').selectOption('Hit most, in percent');
  const { name } = await openFirst(page);
  await page.getByLabel('Name', { exact: true }).fill(name.slice(0, 3));
  await expect(page).toHaveURL(/sort=percent/);
  await expect(page).toHaveURL(/person=\d+/);
  await expect(page).toHaveURL(/find=/);
  const listedNow = await rows(page).allInnerTexts();
  await page.reload();
  await hydrated(page);
  await expect(panel(page, name)).toBeVisible();
  await expect(page.getByLabel('Sort by')).toHaveValue('1');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(name.slice(0, 3));
  expect(await rows(page).allInnerTexts()).toEqual(listedNow);
});
