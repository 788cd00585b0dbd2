import { VOLTAGE_SETTING } from '../../../shared/instruments/drivers/cytometry-files/fcs-mapping.ts';
import type { SettingSignal } from '../../../shared/instruments/signals.ts';
import { voltagesStream } from '../../../shared/modules/cytometry/records.ts';
import { voltagesDecider } from '../../../shared/modules/cytometry/rules.ts';
import type { SignalBatch } from '../../host/context.ts';
import type { HostContext } from '../../host/module.ts';
import { instrumentAuthor } from '../authors.ts';

/**
 * Settings of detectors a data file told become a record: one for each way they stood on a day, whatever number of files
 * tell it. A file without a date counts for the day it came.
 */
export function takeVoltages(batch: SignalBatch, { store }: HostContext): void {
  const { instrumentId, messageId, isResend, signals } = batch;
  if (isResend || messageId === null) return;
  const told = signals.filter(
    (signal): signal is SettingSignal =>
      signal.kind === 'setting' && signal.checksum !== 'failed' && signal.setting.startsWith(VOLTAGE_SETTING),
  );
  const first = told[0];
  if (first === undefined) return;
  const message = signals.find((signal) => signal.kind === 'message');
  const on = (first.takenAt || first.at).slice(0, 10);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(on)) return;
  const body = {
    instrumentId,
    messageId,
    on,
    takenAt: first.takenAt,
    serialNumber: (message?.sender?.serialNumber ?? '').slice(0, 80),
    readings: told.slice(0, 30).map(({ setting, reading, unit }) => ({
      detector: setting.slice(VOLTAGE_SETTING.length).slice(0, 20),
      reading: reading.slice(0, 40),
      unit: unit.slice(0, 20),
    })),
  };
  store.records.decide(voltagesDecider, voltagesStream(instrumentId, on), body, instrumentAuthor(instrumentId));
}
