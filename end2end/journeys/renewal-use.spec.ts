// Cost at use: a year of care in each plan, opened, drawn, and checked against itself.
import { alone, axe, expect, open, quiet, test, type Locator, type Page } from '../fixture.ts';

const BAYSIDE = '7d1e0a52-5b3c-4c61-9f0e-1d2c3b4a5902';

/** The first of the month after next month: on this day the invented renewal that is open takes effect. */
function effective(): string {
  const today = new Date();
  return new Date(Date.UTC(today.getFullYear(), today.getMonth() + 2, 1)).toISOString().slice(0, 10);
}

const openUse = (page: Page, query = '') =>
  open(page, `/employers/${BAYSIDE}/renewals/${effective()}/use${query && `?${query}`}`);

const table = (page: Page) => page.getByRole('region', { name: 'Table of plans and years' }).locator('table');
const rows = (page: Page) => table(page).locator('tr[data-plan]');
const draw = (page: Page) => table(page).getByRole('checkbox', { name: /^Draw / });
const legend = (page: Page) => page.locator('figure.lines figcaption > span');
const crossings = (page: Page) =>
  page.getByRole('region', { name: 'Where one plan becomes cheaper than another' }).locator('li');
const opened = (page: Page) => page.getByRole('region', { name: /^How the figures of .* arise$/ });
const shape = (page: Page, name: string) => page.getByRole('radio', { name });

/** An amount in cents, with or without a point. */
function money(text: string): number {
  const amount = /\$([\d,]+)(?:\.(\d\d))?/.exec(text);
  if (!amount) throw new Error(`not an amount: ${text}`);
  return Number(amount[1]?.replaceAll(',', '') + (amount[2] ?? '00'));
}

interface Figure {
  amount: number;
  care: number | undefined;
  lowest: boolean;
}

interface PlanRow {
  id: string;
  figures: Figure[];
}

/** Each row: the premium, four years, three examples. */
async function read(page: Page): Promise<PlanRow[]> {
  const cells = await rows(page).evaluateAll((rows) =>
    rows.map((row) => ({
      id: row.getAttribute('data-plan') ?? '',
      cells: [...row.querySelectorAll('td')].map((cell) => ({
        amount: cell.querySelector('.money')?.textContent ?? '',
        small: [...cell.querySelectorAll('small')].map((small) => small.textContent?.trim() ?? ''),
      })),
    })),
  );
  return cells.map(({ id, cells }) => ({
    id,
    figures: cells.map(({ amount, small }) => {
      const care = small.find((text) => text.startsWith('care '));
      return { amount: money(amount), care: care && money(care), lowest: small.includes('lowest') } as Figure;
    }),
  }));
}

const ofNextYear = (plans: PlanRow[]) => plans.filter(({ id }) => !id.startsWith('now-'));

function expectSound(plans: PlanRow[]) {
  expect(ofNextYear(plans).length, 'plans of next year').toBeGreaterThan(1);
  expect(plans.length, 'plans of this year too').toBeGreaterThan(ofNextYear(plans).length);
  for (const { id, figures } of plans) {
    expect(figures).toHaveLength(8);
    const [premium, low, medium, high, worst] = figures;
    for (const year of [low, medium, high, worst]) {
      expect(year?.amount, `${id}: premium and care`).toBe((premium?.amount ?? NaN) + (year?.care ?? NaN));
    }
    expect(low?.care).toBeLessThanOrEqual(medium?.care ?? NaN);
    expect(medium?.care).toBeLessThanOrEqual(high?.care ?? NaN);
  }
  for (let column = 0; column < 8; column++) {
    const next = ofNextYear(plans).map(({ figures }) => figures[column]);
    const least = Math.min(...next.map((figure) => figure?.amount ?? NaN));
    const differ = next.some((figure) => figure?.amount !== least);
    for (const figure of next) expect(figure?.lowest).toBe(differ && figure?.amount === least);
  }
}

test.beforeEach(({ page }) => alone(page));

test('each year is the premium and the care, whoever is covered, and the lowest is marked', async ({ page }) => {
  await openUse(page, 'shape=single');
  const alone = await read(page);
  expectSound(alone);
  await quiet(page, async () => {
    await shape(page, 'Family with two children').check();
    await expect(page).toHaveURL(/[?&]shape=family(&|$)/);
    expectSound(await read(page));
    await shape(page, 'Employee and spouse or partner').check();
    expectSound(await read(page));
    await shape(page, 'Employee alone').check();
    expect(await read(page)).toEqual(alone);
  });
  await axe(page);
});

test('the company’s part adds to every premium and changes no care', async ({ page }) => {
  await openUse(page, 'order=name');
  const share = await read(page);
  await quiet(page, async () => {
    await page.getByRole('radio', { name: 'With your company’s part' }).check();
    const whole = await read(page);
    expectSound(whole);
    for (const [i, { id, figures }] of whole.entries()) {
      expect(id).toBe(share[i]?.id);
      expect(figures[0]?.amount).toBeGreaterThan(share[i]?.figures[0]?.amount ?? NaN);
      expect(figures.map(({ care }) => care)).toEqual(share[i]?.figures.map(({ care }) => care));
    }
  });
});

test('an average lies between what people pay, and the address tells whose premium it is', async ({ page }) => {
  await openUse(page, 'shape=single&order=name');
  const payer = page.getByRole('combobox', { name: 'Whose premium' });
  const choices = await payer.locator('option').evaluateAll((options) =>
    options.map((option) => (option as HTMLOptionElement).value),
  );
  const people = choices.filter((choice) => choice !== 'average');
  expect(people.length).toBeGreaterThan(1);
  const premiums = async () => (await read(page)).map(({ figures }) => figures[0]?.amount ?? NaN);
  const each: number[][] = [];
  await quiet(page, async () => {
    for (const one of people) {
      await payer.selectOption(one);
      each.push(await premiums());
    }
    await payer.selectOption('average');
    await expect(page).toHaveURL(/[?&]share=average(&|$)/);
  });
  for (const [plan, average] of (await premiums()).entries()) {
    const mean = each.reduce((sum, premiums) => sum + (premiums[plan] ?? NaN), 0) / each.length;
    expect(Math.abs(average - mean), 'half a cent at most').toBeLessThanOrEqual(0.5);
  }
});

test('a plan is opened into deductible, copays and coinsurance, which add up to its care', async ({ page }) => {
  await openUse(page);
  const cells = (row: Locator) => row.locator('td').evaluateAll((cells) => cells.map((cell) => cell.textContent ?? ''));
  await quiet(page, async () => {
    for (let i = 0; i < (await rows(page).count()); i++) {
      const name = rows(page).nth(i).getByRole('button');
      await name.click();
      await expect(name).toHaveAttribute('aria-expanded', 'true');
      await expect(opened(page)).toContainText((await name.innerText()).trim());
      const plan = (await read(page))[i];
      const care = [plan?.figures[1]?.care, plan?.figures[2]?.care, plan?.figures[3]?.care];
      const examples = plan?.figures.slice(5).map(({ amount }) => amount) ?? [];
      const parts = opened(page).locator('tbody tr');
      await expect(parts).toHaveCount(6);
      for (const [course, paid] of [...care, ...examples].entries()) {
        const [priced = NaN, deductible = NaN, copays = NaN, coinsurance = NaN, excluded = NaN, members = NaN, rest = NaN] =
          (await cells(parts.nth(course))).map(money);
        expect(deductible + copays + coinsurance + excluded).toBe(members);
        expect(members + rest).toBe(priced);
        expect(members).toBe(paid);
      }
    }
  });
  await axe(page);
  await opened(page).getByRole('button', { name: 'Close' }).click();
  await expect(opened(page)).toHaveCount(0);
});

test('up to four plans are drawn, and each pair is told apart in a sentence', async ({ page }) => {
  await openUse(page, 'shape=single');
  await quiet(page, async () => {
    await expect(legend(page)).toHaveCount(4);
    await expect(draw(page).and(page.locator(':checked'))).toHaveCount(4);
    expect(await crossings(page).count()).toBeGreaterThan(0);
    // A fifth waits until there is room.
    const free = draw(page).and(page.locator(':not(:checked)')).first();
    await expect(free).toBeDisabled();
    const fifth = ((await free.getAttribute('aria-label')) ?? '').replace(/^Draw /, '');
    await draw(page).and(page.locator(':checked')).first().uncheck();
    await expect(legend(page)).toHaveCount(3);
    await page.getByRole('checkbox', { name: `Draw ${fifth}`, exact: true }).check();
    await expect(legend(page)).toHaveCount(4);
    await expect(legend(page).last()).toContainText(fifth);
  });
  // Without care, a line begins at the premium.
  const behind = page.locator('figure.lines details');
  await behind.locator('summary').click();
  const names = await behind.locator('thead th').allInnerTexts();
  const first = await behind.locator('tbody tr').first().locator('td').allInnerTexts();
  for (const [i, amount] of first.entries()) {
    const row = rows(page).filter({ has: page.getByRole('button', { name: names[i + 1] ?? '', exact: true }) });
    expect(money(amount)).toBe(money(await row.locator('td').first().innerText()));
  }
  // The bars say the figures of the table.
  const bars = page.getByRole('region', { name: 'Premium and care, year by year' }).getByRole('table');
  await expect(bars).toHaveCount(4);
  for (const bar of await bars.all()) {
    const name = await bar.locator('caption').innerText();
    const row = rows(page).filter({ has: page.getByRole('button', { name, exact: true }) });
    const years = (await row.locator('td .money').allInnerTexts()).slice(1, 5);
    expect(await bar.locator('td.number').allInnerTexts()).toEqual(years);
  }
  await axe(page);
});

test('every plan is listed and ordered by what is chosen', async ({ page }) => {
  await openUse(page, 'shape=single');
  const few = await rows(page).count();
  await quiet(page, async () => {
    await page.getByRole('radio', { name: 'Every plan' }).check();
    await expect.poll(() => rows(page).count()).toBeGreaterThan(few);
    for (const [head, column] of [['High use', 3], ['Simple fracture', 7]] as const) {
      const title = table(page).getByRole('columnheader', { name: head });
      await title.getByRole('button').click();
      await expect(title).toHaveAttribute('aria-sort', 'ascending');
      const amounts = ofNextYear(await read(page)).map(({ figures }) => figures[column]?.amount ?? NaN);
      expect(amounts).toEqual([...amounts].sort((a, b) => a - b));
    }
    await expect(page).toHaveURL(/[?&]list=all&order=fracture(&|$)/);
  });
});

test('a plan that is picked elsewhere is listed here', async ({ page }) => {
  await openUse(page, 'list=all');
  const offered = async () => new Set((await read(page)).map(({ id }) => id));
  const all = await offered();
  await openUse(page);
  const few = await offered();
  const picked = [...all].find((id) => !few.has(id) && !id.startsWith('now-')) ?? '';
  await openUse(page, `compare=${picked}`);
  expect(await offered()).toEqual(new Set([...few, picked]));
});

test('what is in a year adds up to what its care is priced at', async ({ page }) => {
  await openUse(page, 'shape=family');
  await rows(page).first().getByRole('button').click();
  const priced = await opened(page).locator('tbody tr').evaluateAll((rows) =>
    rows.map((row) => row.querySelector('td')?.textContent ?? ''),
  );
  await page.getByText('What is in these years?').click();
  const choice = page.getByRole('combobox', { name: 'Services of' });
  const list = page.getByRole('region', { name: 'The services of the year' });
  await quiet(page, async () => {
    for (const [course, amount] of priced.entries()) {
      await choice.selectOption({ index: course });
      const prices = await list.locator('tbody tr td:last-child').allInnerTexts();
      const sum = prices.map(money).reduce((sum, price) => sum + price, 0);
      expect(sum).toBe(money(amount));
      expect(money(await list.locator('tfoot td').innerText())).toBe(sum);
    }
  });
  await axe(page);
});

for (const width of [390, 1024, 1440]) {
  test(`at ${width} pixels the view does not scroll sideways`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await openUse(page);
    await rows(page).first().getByRole('button').click();
    for (const summary of await page.locator('.usage summary').all()) await summary.click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });
}
