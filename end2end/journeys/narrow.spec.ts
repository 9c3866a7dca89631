// A telephone: two plans stand beside each other, the second is chosen.
import { columns, openDemo, percent, planRows, sideBySide } from '../compare.ts';
import { axe, expect, quiet, test, type Page } from '../fixture.ts';

/** Opens the smallest group with its first plans picked. */
async function withPicks(page: Page, count: number) {
  await openDemo(page);
  const ids = await planRows(page).evaluateAll((rows) => rows.map((row) => row.getAttribute('data-plan')));
  await openDemo(page, ids.slice(0, count).map((id) => `compare=${id}`).join('&'));
  await expect(columns(page)).toHaveCount(count);
}

const shown = (page: Page) => columns(page).and(page.locator(':visible'));

test('two of four plans stand side by side, and the second is chosen', async ({ page }) => {
  await withPicks(page, 4);
  await expect(shown(page)).toHaveCount(2);
  const beside = page.getByLabel('Compare with');
  const options = await beside.locator('option').allInnerTexts();
  expect(options).toHaveLength(3);
  for (const option of options.toReversed()) {
    await quiet(page, async () => {
      await beside.selectOption(option);
      await expect(shown(page)).toHaveCount(2);
      await expect(shown(page).nth(1)).toContainText(option);
    });
    const level = sideBySide(page).getByRole('row', { name: /^Level / });
    await expect(level.getByRole('cell').and(page.locator(':visible'))).toHaveCount(2);
  }
  await axe(page);
});

test('a share that is typed changes the figures in sight', async ({ page }) => {
  await withPicks(page, 2);
  const company = () => planRows(page).first().getByRole('cell').allInnerTexts();
  const before = await company();
  await percent(page, 'Employee').fill('95');
  await expect.poll(company).not.toEqual(before);
  await expect(page.getByLabel('Compare with')).toHaveCount(0);
  await expect(shown(page)).toHaveCount(2);
});

test('what can be touched is large enough', async ({ page }) => {
  await withPicks(page, 3);
  const small = await page.locator('button:visible, input:visible, select:visible, summary:visible, nav a:visible').evaluateAll((all) =>
    all
      .map((el) => ({ what: el.outerHTML.slice(0, 100), box: el.getBoundingClientRect() }))
      .filter(({ box }) => box.height < 24 || box.width < 24)
      .map(({ what, box }) => `${what} ${box.width}×${box.height}`),
  );
  // A number stands in a frame that is touched as well.
  expect(small.filter((what) => !what.includes('inputmode="decimal"'))).toEqual([]);
});
