// What the server wrote is taken over as it stands: no complaint, and no figure changes.
import { columns, listed, openDemo, planRows } from '../compare.ts';
import { expect, hydrated, open, test, type Page } from '../fixture.ts';

/**
 * What is read on the page, with the state of its controls. Of the list of plans its first rows: once the
 * page answers, those out of sight are taken away.
 */
const read = (page: Page) =>
  page.locator('main').evaluate((main) => {
    const stays = (el: Element) => {
      const row = el.closest('.plan-list tbody tr');
      return !row || Number(row.getAttribute('aria-rowindex')) <= 11;
    };
    const all = <T extends Element>(selector: string) => [...main.querySelectorAll<T>(selector)].filter(stays);
    return {
      headings: all('h1, h2').map((h) => h.textContent),
      figures: all('.money, td').map((cell) => cell.textContent?.trim()),
      controls: all<HTMLInputElement | HTMLSelectElement>('input:not([type=range]), select').map(
        (field) => `${field.name}: ${field instanceof HTMLInputElement && /radio|checkbox/.test(field.type) ? field.checked : field.value}`,
      ),
    };
  });

/** Loads an address twice, the second time with WASM, and compares. */
async function takenOver(page: Page, address: string) {
  const browser = page.context().browser();
  const plain = await browser?.newContext({ javaScriptEnabled: false, storageState: await page.context().storageState() });
  const before = await plain?.newPage();
  await before?.goto(new URL(address, page.url()).href);
  const written = before && (await read(before));
  await plain?.close();
  await page.goto(address);
  await hydrated(page);
  expect(written?.headings.length).toBeGreaterThan(0);
  expect(await read(page)).toEqual(written);
}

for (const address of ['/', '/compare']) {
  test(`${address} is taken over without a complaint`, async ({ page }) => {
    await open(page, '/');
    await takenOver(page, address);
  });
}

for (const query of [
  '',
  'ee=72.5&sp=0&ch=100',
  'pay=fixed&ee-amount=212.34',
  'pay=reference&ee=90',
  'metal=Gold&metal=Silver&type=HMO&sort=name',
  'hsa=1&deductible=2500.00&sort=deductible',
  'deductible-from=500.00&out-of-pocket=8000.00&budget=20000.00&sort=out-of-pocket&reversed=1',
  'line=Dental',
  'name=no+plan+is+called+this',
  'zip=94506',
  'zip=94506&county=Alameda',
  'zip=99999&effective=2027-01-15',
]) {
  test(`a group with “${query}” is taken over without a complaint`, async ({ page }) => {
    await openDemo(page, query);
    await takenOver(page, page.url());
  });
}

test('plans side by side are taken over without a complaint', async ({ page }) => {
  await openDemo(page);
  const ids = (await listed(page)).slice(0, 4).map(([id]) => id);
  const reference = ids[2];
  await openDemo(page, `pay=reference&reference=${reference}&differences=1&${ids.map((id) => `compare=${id}`).join('&')}`);
  await takenOver(page, page.url());
  await expect(columns(page)).toHaveCount(4);
  await expect(planRows(page).first()).toBeVisible();
});
