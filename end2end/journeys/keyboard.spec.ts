// Everything without a mouse: what has the focus is seen, and the focus is never lost.
import { DEMOS, chooser, columns, compareBox, families, listedNames, openDemo, percent, pickFirst, sideBySide, slider } from '../compare.ts';
import { expect, open, test, type Locator, type Page } from '../fixture.ts';

/** Whether the element with the focus, or what stands for it, is outlined and on the screen. */
const focusIsSeen = (page: Page) =>
  page.evaluate(() => {
    const focused = document.activeElement;
    if (!focused || focused === document.body) return 'nothing has the focus';
    // A hidden check box is stood for by its text, a number by its frame.
    const marks = [focused, focused.nextElementSibling, focused.closest('label, .number')];
    const seen = marks.some((mark) => {
      if (!mark) return false;
      const { outlineStyle, outlineWidth } = getComputedStyle(mark);
      const box = mark.getBoundingClientRect();
      const onScreen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
      return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && box.width > 0 && onScreen;
    });
    return seen ? 'seen' : `not seen: ${focused.outerHTML.slice(0, 160)}`;
  });

/** Presses Tab until a control has the focus. */
async function tabTo(page: Page, control: Locator) {
  const has = () => control.evaluate((el) => el === document.activeElement);
  for (let i = 0; i < 150 && !(await has()); i++) await page.keyboard.press('Tab');
  await expect(control).toBeFocused();
  expect(await focusIsSeen(page)).toBe('seen');
}

test('the first Tab offers to skip to the content', async ({ page }) => {
  await openDemo(page);
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'To the content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  expect(await focusIsSeen(page)).toBe('seen');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(chooser(page).locator('summary')).toBeFocused();
});

test('a group is found, plans are picked and folded, and shares are moved by keyboard alone', async ({ page }) => {
  await open(page, '/');
  await tabTo(page, page.getByRole('main').getByRole('link', { name: 'Compare plans' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Compare plans for your group');
  await tabTo(page, page.getByRole('link', { name: DEMOS[0] }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(DEMOS[0]);

  await tabTo(page, chooser(page).locator('summary'));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Price the plans' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Price the plans' })).toBeHidden();

  await tabTo(page, slider(page, 'Employee'));
  await page.keyboard.press('ArrowRight');
  await expect(percent(page, 'Employee')).toHaveValue('61');
  await expect(slider(page, 'Employee')).toHaveAttribute('aria-valuetext', '61%');

  const [first = '', second = ''] = await listedNames(page);
  for (const name of [first, second]) {
    await tabTo(page, compareBox(page, name));
    await page.keyboard.press('Space');
    await expect(compareBox(page, name)).toBeChecked();
    await expect(compareBox(page, name), 'the focus stays').toBeFocused();
  }
  await expect(columns(page)).toHaveCount(2);

  const family = families(page).first().getByRole('button');
  await tabTo(page, family);
  await page.keyboard.press('Enter');
  await expect(family).toHaveAttribute('aria-expanded', 'true');
  await expect(family).toBeFocused();

  await page.getByRole('link', { name: 'Home' }).focus();
  await tabTo(page, page.getByRole('checkbox', { name: 'Only differences' }));
  await page.keyboard.press('Space');
  await expect(page.getByRole('checkbox', { name: 'Only differences' })).toBeChecked();
  const fold = sideBySide(page).getByRole('button', { name: 'The yearly limits' });
  await tabTo(page, fold);
  await page.keyboard.press('Enter');
  await expect(fold).toHaveAttribute('aria-expanded', 'false');
  await expect(fold).toBeFocused();
});

test('when a plan is taken away the focus goes to what is left', async ({ page }) => {
  await openDemo(page);
  const [, second = ''] = await pickFirst(page, 3);
  await page.getByRole('button', { name: `Remove ${second} from the comparison` }).focus();
  await page.keyboard.press('Enter');
  await expect(columns(page)).toHaveCount(2);
  expect(await page.evaluate(() => document.activeElement?.tagName), 'where the focus is').not.toBe('BODY');
});

test('every stop of the Tab key on the page is seen', async ({ page }) => {
  await openDemo(page);
  await pickFirst(page, 4);
  await chooser(page).locator('summary').click();
  // From the last place before the page, as after a reload.
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.getByRole('link', { name: 'To the content' }).focus();
  await page.keyboard.press('Shift+Tab');
  const unseen: string[] = [];
  let stops = 0;
  let before = '';
  for (; stops < 250; stops++) {
    await page.keyboard.press('Tab');
    const seen = await focusIsSeen(page);
    if (seen === 'nothing has the focus' && stops > 0) break;
    // Within a date the browser itself marks the part that has the focus.
    const at = await page.evaluate(() => document.activeElement?.id ?? '');
    if (seen !== 'seen' && !(at && at === before)) unseen.push(seen);
    before = at;
  }
  expect(unseen).toEqual([]);
  expect(stops).toBeGreaterThan(40);
});
