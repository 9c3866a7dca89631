// The main journey: bring a roster, put plans side by side, decide what the company pays.
import {
  amount, bring, columns, cents, compareBox, dollars, expectAllFiguresOf, listed, medical, percent, pickFirst,
  slider,
} from '../compare.ts';
import { axe, expect, quiet, quote, test, type Locator, type Page } from '../fixture.ts';
import { file, sample, sampleGroup, samplePeople } from '../rosters.ts';

/** Drags a slider's thumb by the mouse to a part of its track. */
async function drag(page: Page, thumb: Locator, to: number) {
  await thumb.scrollIntoViewIfNeeded();
  const box = await thumb.boundingBox();
  if (!box) throw new Error('the slider is not on the screen');
  const part = await thumb.evaluate((el: HTMLInputElement) => Number(el.value) / Number(el.max));
  const half = box.height / 3;
  const x = (part: number) => box.x + half + part * (box.width - 2 * half);
  await page.mouse.move(x(part), box.y + box.height / 2);
  await page.mouse.down();
  for (const step of [0.25, 0.5, 0.75, 1]) {
    await page.mouse.move(x(part + (to - part) * step), box.y + box.height / 2);
  }
  await page.mouse.up();
}

test('a roster is brought, three plans stand side by side, and every figure answers at once', async ({ page }, info) => {
  const group = sampleGroup(info);
  await bring(page, group);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('roster sample');
  await expect(page.locator('main header')).toContainText('4 employees enrolled, 10 people with their families');

  const first = await quote(group);
  await expectAllFiguresOf(page, first);
  expect(await listed(page), 'each plan once').toHaveLength(medical(first).length);

  await quiet(page, async () => {
    const names = await pickFirst(page, 3);
    const prices = medical(first).map((plan) => plan.monthly_premium_cents);
    const figures = Object.fromEntries(medical(first).map((plan) => [plan.name, plan.monthly_premium_cents]));
    for (const [i, name] of names.entries()) {
      await expect(columns(page).nth(i)).toContainText(name);
      await expect(columns(page).nth(i)).toContainText(dollars(prices[i] ?? figures[name] ?? 0));
    }
    await expect(page).toHaveURL(/(compare=.*){3}/);
  });

  const employee = slider(page, 'Employee');
  await test.step('by keyboard', async () => {
    await quiet(page, async () => {
      await employee.focus();
      for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
      await expect(percent(page, 'Employee')).toHaveValue('65');
      await expectAllFiguresOf(page, await quote(group, { employee: '65%', spouse: '30%', child: '30%' }));
      await page.keyboard.press('End');
      await expectAllFiguresOf(page, await quote(group, { employee: '100%', spouse: '30%', child: '30%' }));
      await page.keyboard.press('Home');
      await expectAllFiguresOf(page, await quote(group, { employee: '0%', spouse: '30%', child: '30%' }));
      await expect(page).toHaveURL(/[?&]ee=0(&|$)/);
    });
  });

  await test.step('by mouse', async () => {
    await quiet(page, async () => {
      await drag(page, employee, 0.75);
      const share = await percent(page, 'Employee').inputValue();
      expect(Number(share), 'where the mouse let go').toBeGreaterThan(70);
      expect(Number(share), 'where the mouse let go').toBeLessThan(80);
      await expectAllFiguresOf(page, await quote(group, { employee: `${share}%`, spouse: '30%', child: '30%' }));
      await expect(page).toHaveURL(new RegExp(`[?&]ee=${share}(&|$)`));
    });
  });

  await test.step('by typing', async () => {
    await quiet(page, async () => {
      await percent(page, 'Employee').fill('62.5');
      await percent(page, 'Spouse or partner').fill('12.25');
      await percent(page, 'Children').fill('0');
      // The slider moves by whole percents, but says what was typed.
      await expect(employee).toHaveAttribute('aria-valuetext', '62.5%');
      await expectAllFiguresOf(page, await quote(group, { employee: '62.5%', spouse: '12.25%', child: '0%' }));
      await expect(page).toHaveURL(/ee=62\.5&sp=12\.25&ch=0/);
    });
  });
  await axe(page);
});

test('what the company and its people pay in the first plan is said beside the sliders', async ({ page }, info) => {
  const group = sampleGroup(info);
  await bring(page, group);
  const [name = ''] = await pickFirst(page, 1);
  await percent(page, 'Employee').fill('80');
  const plan = medical(await quote(group, { employee: '80%', spouse: '30%', child: '30%' })).find((p) => p.name === name);
  const panel = page.getByRole('region', { name: 'What the company pays' });
  await expect(panel).toContainText(name);
  for (const [term, amount] of [
    ['Your company', plan?.employer_cents],
    ['Your people', plan?.employee_cents],
  ] as const) {
    const line = panel.locator('dl > div').filter({ hasText: term });
    await expect(line.getByRole('definition')).toContainText(dollars(amount ?? NaN));
  }
});

test('fixed amounts give the figures of the command line', async ({ page }, info) => {
  const group = sampleGroup(info);
  await bring(page, group);
  await quiet(page, async () => {
    await page.getByRole('radio', { name: 'Fixed $' }).check();
    await expect(amount(page, 'Employee')).toHaveValue('400.00');
    await expectAllFiguresOf(page, await quote(group, { employee: '$400', spouse: '$150', child: '$75' }));
    await amount(page, 'Employee').fill('$212.34');
    await amount(page, 'Children').fill('1,000');
    await slider(page, 'Spouse or partner').focus();
    await page.keyboard.press('ArrowRight');
    await expect(amount(page, 'Spouse or partner')).toHaveValue('155.00');
    await expectAllFiguresOf(page, await quote(group, { employee: '$212.34', spouse: '$155', child: '$1000' }));
    await expect(page).toHaveURL(/pay=fixed/);
  });
});

test('a share of a reference plan gives the figures of the command line', async ({ page }, info) => {
  const group = sampleGroup(info);
  await bring(page, group);
  const reference = medical(await quote(group))[4];
  await quiet(page, async () => {
    await page.getByRole('radio', { name: 'Reference' }).check();
    // Something is chosen to begin with, and the figures are those of what is chosen.
    const chosen = await page.getByLabel('Reference plan').inputValue();
    await expectAllFiguresOf(page, await quote(group, { employee: '60%', spouse: '30%', child: '30%', reference: chosen }));
    await page.getByLabel('Reference plan').selectOption(reference?.plan_id ?? '');
    const shares = { employee: '60%', spouse: '30%', child: '30%', reference: reference?.plan_id ?? '' };
    await expectAllFiguresOf(page, await quote(group, shares));
    await percent(page, 'Employee').fill('90');
    await expectAllFiguresOf(page, await quote(group, { ...shares, employee: '90%' }));
    await expect(page).toHaveURL(/pay=reference&ee=90&reference=/);
  });
});

test('people who are not yet born on the first day are named, and the others are priced', async ({ page }, info) => {
  const group = { ...sampleGroup(info), effective: sample.beforeBirth };
  await bring(page, group);
  const notice = page.getByRole('region', { name: 'Rows that need attention' });
  await expect(notice.getByRole('listitem')).toHaveCount(sample.unbornRows.length);
  for (const [i, row] of sample.unbornRows.entries()) {
    await expect(notice.getByRole('listitem').nth(i)).toContainText(`Row ${row}`);
    await expect(notice.getByRole('listitem').nth(i)).toContainText('nobody can be covered before birth');
  }
  const born = { ...group, census: file(info, 'born.csv', samplePeople(false)) };
  await expectAllFiguresOf(page, await quote(born));
  await axe(page);
});

test('a plan that is picked is measured against the first, with a sign and a percentage', async ({ page }, info) => {
  await bring(page, sampleGroup(info));
  const [, second = ''] = await pickFirst(page, 2);
  const [base = NaN, other = NaN] = (await listed(page)).map(([, [premium]]) => premium);
  const difference = dollars(other - base);
  const head = columns(page).filter({ hasText: second });
  await expect(head).toContainText(`+${difference} (+`);
  expect(cents(await head.innerText())).toBe(other);
  await compareBox(page, second).uncheck();
  await expect(columns(page)).toHaveCount(1);
});
