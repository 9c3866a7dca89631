// A total is opened into people, a person into members, ages and prices.
import { families, groupOnPage, listedNames, medical, members, openDemo, paid, people, pickFirst } from '../compare.ts';
import { expect, quiet, quote, test } from '../fixture.ts';

test('an employee is opened into members whose ages and prices are the quote’s and add up', async ({ page }, info) => {
  await openDemo(page);
  const quoted = await quote(await groupOnPage(page, info));
  const plan = medical(quoted)[0];
  const shown = await paid(page);
  expect(shown.map(([, figures]) => figures)).toEqual(
    plan?.employees.map((e) => [e.premium_cents, e.employer_cents, e.employee_cents]),
  );
  for (const [i, employee] of (plan?.employees ?? []).entries()) {
    const family = await members(families(page).nth(i));
    expect(family.map(({ age, figures }) => [age, figures[0]])).toEqual(
      employee.members.map((member) => [member.age, member.premium_cents]),
    );
    for (const at of [0, 1, 2] as const) {
      expect(family.reduce((sum, { figures }) => sum + figures[at], 0)).toBe(shown[i]?.[1][at]);
    }
  }
});

test('an employee is closed again', async ({ page }) => {
  await openDemo(page);
  await quiet(page, async () => {
    const family = families(page).nth(1);
    await family.getByRole('button').click();
    await expect(family.getByRole('row')).not.toHaveCount(1);
    await family.getByRole('button').click();
    await expect(family.getByRole('row')).toHaveCount(1);
  });
});

test('the people are shown in the plan that is chosen for them', async ({ page }, info) => {
  await openDemo(page);
  const quoted = await quote(await groupOnPage(page, info));
  const figuresIn = (name: string) =>
    medical(quoted)
      .find((plan) => plan.name === name)
      ?.employees.map((e) => [e.premium_cents, e.employer_cents, e.employee_cents]);
  const shown = async () => (await paid(page)).map(([, figures]) => figures);
  const names = await listedNames(page);
  await quiet(page, async () => {
    const chosen = names[7] ?? '';
    await page.getByRole('combobox', { name: 'In' }).selectOption(chosen);
    await expect.poll(shown).toEqual(figuresIn(chosen));
  });
  expect(await people(page).locator('tbody button[aria-expanded="true"]').count(), 'stay open').toBe(quoted.employees);
});

test('the people follow the plan that is picked first', async ({ page }, info) => {
  await openDemo(page, 'sort=name');
  const quoted = await quote(await groupOnPage(page, info));
  const [first = ''] = await pickFirst(page, 1);
  const plan = medical(quoted).find(({ name }) => name === first);
  await expect
    .poll(async () => (await paid(page)).map(([, figures]) => figures[0]))
    .toEqual(plan?.employees.map((employee) => employee.premium_cents));
});
