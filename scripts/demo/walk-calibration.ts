import type { Page } from 'playwright-core';
import { goTo, headingOf } from './go-to.ts';
import type { Lab } from './lab.ts';
import type { Camera } from './pictures.ts';
import { ownerPassword } from './walk-people.ts';

const closed = (page: Page) => page.getByRole('dialog').waitFor({ state: 'detached' });

/** Calibrations: what is due, one from the question to its review, a verification under way, factors; then standards. */
export async function walkCalibration(page: Page, lab: Lab, camera: Camera): Promise<void> {
  const { calibrations, stations } = lab;
  if (calibrations === null) return;
  await goTo(page, '#/calibration/instruments');
  await headingOf(page, 'Calibration').waitFor();
  await page.getByRole('link', { name: new RegExp(`^${stations.core.name}`) }).waitFor();
  await camera.shoot('calibration');
  await goTo(page, '#/calibration/procedures');
  await page.getByRole('link', { name: /XN-1000/ }).waitFor();
  await camera.shoot('calibration-procedures');
  await goTo(page, '#/calibration-procedures/sysmex-xn-1000');
  await page
    .getByText(/Confirmed by the lab/)
    .first()
    .waitFor();
  await camera.shoot('calibration-procedure');
  await goTo(page, `#/instruments/${stations.night.instrumentId}/calibration`);
  await page
    .getByText(/asks for a verification/)
    .first()
    .waitFor();
  await camera.shoot('verification-due');
  await goTo(page, `#/instruments/${stations.core.instrumentId}/calibration/new/calibration`);
  await page.getByText('Should it be calibrated at all?').waitFor();
  await camera.shoot('start-a-calibration');
  await goTo(page, `#/instruments/${stations.core.instrumentId}/calibration`);
  await page.getByRole('button', { name: /^Go on with the verification/ }).waitFor();
  await camera.shoot('instrument-calibration');
  await walkSessions(page, calibrations, camera);
  await goTo(page, `#/instruments/${stations.core.instrumentId}/calibration/factors`);
  await page.getByRole('slider', { name: /Factor of WBC/ }).waitFor();
  await camera.shoot('factors');
  await walkStandards(page, calibrations, camera);
}

type Calibrations = NonNullable<Lab['calibrations']>;

async function walkSessions(page: Page, calibrations: Calibrations, camera: Camera): Promise<void> {
  const step = (name: string) => page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name });
  await goTo(page, `#/calibrations/${calibrations.verificationId}`);
  await page
    .getByRole('button', { name: /^Take the run of/ })
    .first()
    .waitFor();
  await camera.shoot('verification-levels');
  await step('Precision').click();
  await page.getByText('Runs: 3 of 3').waitFor();
  await page.getByRole('button', { name: 'Set aside run 2' }).click();
  await page.getByRole('dialog', { name: 'Run 2' }).waitFor();
  await camera.shoot('set-aside-a-run');
  await page.keyboard.press('Escape');
  await closed(page);
  await step('Material').click();
  await page
    .getByText(/Linearity material/)
    .first()
    .waitFor();
  await camera.shoot('verification-material');
  await step('Sign').click();
  await page.getByRole('heading', { name: 'How it ends' }).waitFor();
  await camera.shoot('verification-sign');
  await goTo(page, `#/calibrations/${calibrations.calibrationId}`);
  await page.getByText('PASS. Calibrated').waitFor();
  await page.getByRole('button', { name: /^Review and sign/ }).click();
  await page.getByLabel(/Password of Ana Petrova/).fill(ownerPassword);
  await camera.shoot('review-a-calibration');
  await page.keyboard.press('Enter');
  await closed(page);
  await page
    .getByText(/by Ana Petrova, reviewed/)
    .first()
    .waitFor();
  await camera.shoot('calibration-record');
  await page.getByText(/^Whole run set aside by/).scrollIntoViewIfNeeded();
  await camera.shoot('calibration-record-runs');
}

async function walkStandards(page: Page, calibrations: Calibrations, camera: Camera): Promise<void> {
  await goTo(page, '#/calibration/standards');
  await page.getByRole('link', { name: /Thermometer T-12/ }).waitFor();
  await camera.shoot('standards');
  await page.getByRole('button', { name: /^Add a standard/ }).click();
  await page.getByRole('dialog', { name: 'Add a standard' }).waitFor();
  await camera.shoot('add-a-standard');
  await page.keyboard.press('Escape');
  await closed(page);
  await goTo(page, `#/standards/${calibrations.thermometerId}`);
  await headingOf(page, 'Thermometer T-12').waitFor();
  await camera.shoot('standard');
  await goTo(page, `#/standards/${calibrations.thermometerId}/check`);
  await page.getByRole('textbox', { name: /Water bath: this one shows/ }).waitFor();
  await camera.shoot('check-by-points');
  await goTo(page, `#/standards/${calibrations.pipetteId}/check`);
  await page.getByText('Its certificate: Current').waitFor();
  await camera.shoot('pipette-check');
  await goTo(page, `#/standard-checks/${calibrations.pipetteCheckId}`);
  await page.getByText('PASS', { exact: true }).first().waitFor();
  await camera.shoot('pipette-check-record');
  await goTo(page, '#/calibration/certificates');
  await page
    .getByRole('button', { name: /^Add a certificate for/ })
    .first()
    .click();
  await page.getByRole('dialog').waitFor();
  await camera.shoot('add-a-certificate');
  await page.keyboard.press('Escape');
  await closed(page);
  await camera.shoot('certificates');
  await goTo(page, '#/calibration/impact');
  await page.getByRole('link', { name: /Thermometer T-12/ }).waitFor();
  await camera.shoot('impact-reviews');
  await page.getByRole('link', { name: /Thermometer T-12/ }).click();
  await headingOf(page, /Thermometer T-12/).waitFor();
  await camera.shoot('impact-review');
}
