import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { RunStep, RunView } from '../../../../shared/modules/sop/run-contract.ts';
import type { Step, WireReading } from '../../../../shared/modules/sop/terms.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { readableTest } from '../../../i18n/readable-test.ts';
import { formatInstant } from '../../../i18n/time.ts';
import { Button } from '../../../ui/button.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { MeasuredField } from './run-field-measured.tsx';
import styles from './run-step.module.css';
import type { StepWork } from './use-step-draft.ts';

interface ReadingFieldProps {
  readonly run: RunView;
  readonly current: RunStep;
  readonly step: Extract<Step, { kind: 'reading' }>;
  readonly work: StepWork;
}

/** A value that came down the line, with where it came from: it is taken, not retyped (finding CC17). */
export function ReadingField({ run, current, step, work }: ReadingFieldProps) {
  const { t } = useTranslation('sop');
  const { entry, change } = work;
  const hasWire = run.instrumentId !== '';
  const readings = useQuery({
    ...useApi().sop.runs.wireReadings.queryOptions({
      input: { runId: run.runId, versionHash: run.versionHash, at: current.at, limit: 8 },
      // What arrives while the step is open is there at once.
      meta: { topics: ['messages'] },
    }),
    enabled: hasWire,
  });
  const take = (reading: WireReading) => change({ ...entry, value: reading.rawValue.trim(), reading });
  return (
    <>
      <MeasuredField step={step} work={work} label={t('run.step.number')} />
      {entry.reading !== null && (
        <p className={styles.small} role="status">
          {t('run.reading.from', {
            test: readableTest(entry.reading.test),
            at: formatInstant(entry.reading.at, 'seconds'),
          })}
        </p>
      )}
      {entry.reading === null && entry.value !== null && <p className={styles.small}>{t('run.reading.typed')}</p>}
      {hasWire ? (
        <Loaded query={readings}>
          {(rows) =>
            rows.length === 0 ? (
              <p className={styles.small} role="status">
                {t('run.reading.waiting')}
              </p>
            ) : (
              <ul className={styles.readings} aria-label={t('run.reading.take')}>
                {rows.map((reading) => (
                  <li key={`${reading.messageId} ${reading.test} ${reading.at}`}>
                    <Button icon="plug" onPress={() => take(reading)}>
                      {t('run.reading.use', {
                        value: `${reading.rawValue} ${reading.unit}`.trim(),
                        test: readableTest(reading.test),
                        at: formatInstant(reading.at, 'seconds'),
                      })}
                    </Button>
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      ) : (
        <p className={styles.small}>{t('run.reading.noInstrument')}</p>
      )}
    </>
  );
}
