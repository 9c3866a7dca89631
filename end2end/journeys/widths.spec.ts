// At no width does a page scroll sideways; tables do, inside their own frames.
import { openDemo, pickFirst, openFamilies } from '../compare.ts';
import { expect, open, test, type Page } from '../fixture.ts';

/** What stands out to the right of the page, but for what scrolls in a frame of its own. */
const tooWide = (page: Page) =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const framed = (el: Element) => {
      for (let frame = el.parentElement; frame; frame = frame.parentElement) {
        if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(frame).overflowX)) return true;
      }
      return false;
    };
    const out = [...document.body.querySelectorAll('*')]
      .filter((el) => el.getBoundingClientRect().right > width + 0.5 && !framed(el))
      .map((el) => `${el.tagName}.${el.className} ${Math.round(el.getBoundingClientRect().right)}`);
    return { scrolls: document.documentElement.scrollWidth - innerWidth, out: out.slice(0, 5) };
  });

const fits = async (page: Page) => {
  const { scrolls, out } = await tooWide(page);
  expect(out).toEqual([]);
  expect(scrolls).toBeLessThanOrEqual(0);
};

for (const width of [390, 1024, 1440]) {
  test(`at ${width} pixels no page scrolls sideways`, async ({ page, expected }) => {
    expected.add(404);
    await page.setViewportSize({ width, height: 900 });
    for (const address of ['/', '/compare', '/nowhere', '/compare?employer=1']) {
      await open(page, address);
      await fits(page);
    }
    await openDemo(page);
    await fits(page);
    await openDemo(page, 'pay=reference&zip=94506&county=Alameda');
    await pickFirst(page, 4);
    await openFamilies(page);
    await page.locator('summary').first().click();
    await fits(page);
    await openDemo(page, 'zip=99999&effective=2027-01-15');
    await fits(page);
  });
}

test('beside each other on a wide screen: the shares and what follows from them', async ({ page }) => {
  await openDemo(page);
  await pickFirst(page, 4);
  const shares = await page.getByRole('region', { name: 'What the company pays' }).boundingBox();
  const table = await page.getByRole('region', { name: 'Plans side by side' }).boundingBox();
  expect((shares?.x ?? Infinity) + (shares?.width ?? Infinity)).toBeLessThanOrEqual(table?.x ?? 0);
});
