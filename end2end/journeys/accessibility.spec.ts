// Every page and state, light and dark, looked over by axe.
import { openDemo, openFamilies, percent, pickFirst, placeForm } from '../compare.ts';
import { axe, expect, open, test, type Page } from '../fixture.ts';

const states: Record<string, (page: Page) => Promise<unknown>> = {
  'the front page': (page) => open(page, '/'),
  'the chooser': (page) => open(page, '/compare'),
  'a group with nothing picked': (page) => openDemo(page),
  'a group with one plan picked': async (page) => {
    await openDemo(page);
    await pickFirst(page, 1);
  },
  'four plans, people opened, the chooser opened': async (page) => {
    await openDemo(page);
    await pickFirst(page, 4);
    await openFamilies(page);
    await placeForm(page);
  },
  'only differences': async (page) => {
    await openDemo(page, 'pay=fixed');
    await pickFirst(page, 2);
    await page.getByRole('checkbox', { name: 'Only differences' }).check();
  },
  'a reference plan': (page) => openDemo(page, 'pay=reference'),
  'a list with no plan in it': (page) => openDemo(page, 'name=no+plan+is+called+this'),
  'a share that is refused': async (page) => {
    await openDemo(page);
    await percent(page, 'Employee').fill('162');
    await expect(page.getByText('from 0 to 100')).toBeVisible();
  },
  'an unknown ZIP code and a wrong day': (page) => openDemo(page, 'zip=99999&effective=2027-01-15'),
  'a county to choose': (page) => openDemo(page, 'zip=94506'),
  'nothing at this address': (page) => open(page, '/nowhere'),
  'no such employer': (page) => open(page, '/compare?employer=1'),
};

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [state, reach] of Object.entries(states)) {
    test(`${state}, ${colorScheme}: axe finds nothing`, async ({ page, expected }) => {
      expected.add(404);
      await page.emulateMedia({ colorScheme });
      await reach(page);
      await axe(page);
    });
  }
}
