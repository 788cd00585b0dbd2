import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunStep, RunView } from '../../../../shared/modules/sop/run-contract.ts';
import type { Action } from '../../../app/action-bar.tsx';
import { useCommands } from '../../../app/commands.ts';
import { useFrameState } from '../../../app/frame-state.ts';
import { Screen } from '../../../app/screen.tsx';
import { toggleBenchMode } from '../../../app/use-frame-keys.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { RunAboutCard } from './run-about-card.tsx';
import { RunBanners } from './run-banners.tsx';
import styles from './run-page.module.css';
import { type RunSheetName, RunSheets } from './run-sheets.tsx';
import { RunStepsCard } from './run-steps-card.tsx';
import { toneOfRun } from './run-tones.ts';

interface RunPageProps {
  readonly run: RunView;
  /** The step that is shown, or null at the end. */
  readonly current: RunStep | null;
  readonly shown: string;
  readonly onGo: (at: string) => void;
  /** Where the record of what is shown is. */
  readonly mark: ReactNode;
  readonly secondary?: readonly Action[];
  readonly primary: Action;
  readonly children: ReactNode;
}

/** What every look at an open run shares: state and place, banners, all steps at the side, and what else can be done. */
export function RunPage(props: RunPageProps) {
  const { run, current, onGo, shown } = props;
  const { t } = useTranslation('sop');
  const isBench = useFrameState((state) => state.isBenchMode);
  const [sheet, setSheet] = useState<RunSheetName | null>(null);
  const isPaused = run.state === 'paused';
  const acts = [
    ...(isPaused ? [] : (['deviation'] as const)),
    'request' as const,
    ...(isPaused ? [] : (['handOver', 'pause'] as const)),
    'abandon' as const,
  ];
  useCommands(
    'run',
    acts.map((name) => ({
      id: `run-${name}`,
      label: t(`run.more.${name}`),
      detail: run.title,
      run: () => setSheet(name),
    })),
    `${run.runId} ${run.state} ${shown}`,
  );
  return (
    <Screen
      title={run.title}
      // At arm's length the step has the room.
      crumbs={
        isBench
          ? []
          : [
              { label: t('run.runs'), to: '/procedures/runs' },
              ...(run.instrumentId === ''
                ? []
                : [{ label: run.instrumentName, to: `/instruments/${run.instrumentId}/now` }]),
            ]
      }
      actions={{
        state: (
          <span className={styles.state}>
            <StateMark tone={toneOfRun[run.state]}>{t(`run.state.${run.state}`)}</StateMark>
            {props.mark}
          </span>
        ),
        secondary: props.secondary ?? [],
        primary: props.primary,
      }}
      {...(isBench
        ? {}
        : {
            side: (
              <>
                <RunStepsCard run={run} shown={shown} onGo={onGo} />
                <RunAboutCard run={run} />
                <Card title={t('run.more.title')}>
                  <div className={styles.acts}>
                    {acts.map((name) => (
                      <Button key={name} look="quiet" onPress={() => setSheet(name)}>
                        {t(`run.more.${name}`)}
                      </Button>
                    ))}
                    <Button look="quiet" hint="F11" onPress={toggleBenchMode}>
                      {t('run.more.benchMode')}
                    </Button>
                  </div>
                </Card>
              </>
            ),
          })}
    >
      <RunBanners run={run} shown={shown} onGo={onGo} />
      {props.children}
      {!isBench && current !== null && !isPaused && (
        <div className={styles.acts}>
          <Button look="quiet" onPress={() => setSheet('deviation')}>
            {t('run.more.deviation')}
          </Button>
          <Button look="quiet" onPress={() => setSheet('request')}>
            {t('run.more.request')}
          </Button>
        </div>
      )}
      {sheet !== null && (
        <RunSheets open={sheet} run={run} current={current} onGo={onGo} onClose={() => setSheet(null)} />
      )}
    </Screen>
  );
}
