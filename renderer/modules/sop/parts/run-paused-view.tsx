import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { RunView } from '../../../../shared/modules/sop/run-contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatInstant, formatTimeOfDay } from '../../../i18n/time.ts';
import { Banner } from '../../../ui/banner.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { RunPage } from './run-page.tsx';
import { useKeepRun } from './use-run.ts';

interface RunPausedViewProps {
  readonly run: RunView;
  readonly shown: string;
  readonly onGo: (at: string) => void;
}

/** A run that rests: why, and what whoever goes on with it has to know. */
export function RunPausedView({ run, shown, onGo }: RunPausedViewProps) {
  const { t } = useTranslation('sop');
  const keep = useKeepRun();
  const resume = useMutation(useApi().sop.runs.resume.mutationOptions({ onSuccess: keep }));
  const { handOver } = run;
  return (
    <RunPage
      run={run}
      current={null}
      shown={shown}
      onGo={onGo}
      mark={<RecordMark place={run.place} detail={formatTimeOfDay(run.changedAt, 'seconds')} />}
      primary={{
        label: handOver === null ? t('run.pause.resume') : t('run.handOver.take'),
        isPending: resume.isPending,
        onPress: () => resume.mutate({ runId: run.runId, note: '' }),
      }}
    >
      {handOver === null ? (
        <Banner
          tone="info"
          title={t('run.pause.paused', { name: run.changedBy, at: formatInstant(run.changedAt, 'minutes') })}
        >
          <p>{t('run.pause.kept')}</p>
        </Banner>
      ) : (
        <Banner
          tone="attention"
          title={t('run.handOver.banner', {
            name: handOver.by,
            at: formatInstant(handOver.at, 'minutes'),
            to: handOver.toWhom === '' ? t('run.handOver.anyone') : handOver.toWhom,
          })}
        >
          <p>{handOver.note}</p>
          <p>{t('run.handOver.open', { count: handOver.openSteps })}</p>
        </Banner>
      )}
      <MutationError mutation={resume} />
    </RunPage>
  );
}
