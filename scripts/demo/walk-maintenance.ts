import type { Page } from 'playwright-core';
import { goTo, headingOf } from './go-to.ts';
import type { Lab } from './lab.ts';
import type { Camera } from './pictures.ts';

/** What is due and why, the daily tasks done one after the other, a plan from the definition, and the month like on paper. */
export async function walkMaintenance(page: Page, lab: Lab, camera: Camera): Promise<void> {
  const { instrumentId, name } = lab.stations.core;
  await goTo(page, '#/agenda');
  await headingOf(page, 'Agenda').waitFor();
  const why = page.getByRole('button', { name: /^Why\? Sampling valve rinsed/ });
  await why.waitFor();
  await camera.shoot('agenda');
  await why.click();
  await page.getByText(/^Overdue by/).waitFor();
  await camera.shoot('agenda-why');
  await page.keyboard.press('Escape');

  await goTo(page, '#/daily/all');
  for (const task of ['Background', 'Waste emptied']) {
    await headingOf(page, task).waitFor();
    if (task === 'Background') await page.getByLabel('PLT background').fill('3');
    else await page.getByRole('radio', { name: 'Done', exact: true }).check({ force: true });
    if (task === 'Background') await camera.shoot('daily-tasks');
    await page.keyboard.press('Enter');
  }
  await page.getByText('Everything for today is done.').waitFor();
  await camera.shoot('daily-tasks-done');

  await goTo(page, `#/instruments/${instrumentId}/maintenance`);
  await headingOf(page, name).waitFor();
  await page.getByRole('link', { name: /^PASS Background/ }).waitFor();
  await camera.shoot('maintenance');
  await page.getByRole('link', { name: /^PASS Background/ }).click();
  await headingOf(page, 'Background').waitFor();
  await page.getByText('What was found').waitFor();
  await camera.shoot('performed-task');
  await goTo(page, `#/instruments/${instrumentId}/maintenance`);
  await page.getByRole('link', { name: 'Set up: Cleaning with CELLCLEAN AUTO' }).click();
  await page.getByText(/No interval is published/).waitFor();
  await page.getByLabel('Every', { exact: true }).fill('7');
  await page.getByText('Every 7 days').first().waitFor();
  await camera.shoot('new-plan');
  await goTo(page, `#/instruments/${instrumentId}/maintenance`);
  await page.getByRole('link', { name: 'Rule: Air filter' }).click();
  await headingOf(page, 'Air filter').waitFor();
  await page.getByText('Next dates').waitFor();
  await camera.shoot('plan');
  await page.getByRole('button', { name: /^Start the task/ }).click();
  await page.getByText(/^draft saved/).waitFor();
  await camera.shoot('task-sheet');
  await page.getByRole('button', { name: 'Put away' }).click();
  await page.getByRole('button', { name: 'Put it away' }).click();
  await headingOf(page, 'Agenda').waitFor();

  const month = await page.evaluate(() => {
    const at = new Date();
    return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}`;
  });
  await goTo(page, `#/instruments/${instrumentId}/month/${month}`);
  await page.getByText('Gaps').waitFor();
  await camera.shoot('month');
  await goTo(page, '#/place-calendar');
  await headingOf(page, 'Days and shifts').waitFor();
  await camera.shoot('days-and-shifts');
}
