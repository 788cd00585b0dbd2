import { useTranslation } from 'react-i18next';
import type { RunView } from '../../../../shared/modules/sop/run-contract.ts';
import { ButtonLink } from '../../../app/button-link.tsx';
import { formatInstant } from '../../../i18n/time.ts';
import { Card } from '../../../ui/card.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { toneOfRun } from './run-tones.ts';

/** Which procedure in which version, on what, since when; and where the run and its record are. */
export function RunAboutCard({ run }: { readonly run: RunView }) {
  const { t } = useTranslation('sop');
  const { sopId, versionId } = run;
  return (
    <Card title={t('run.about.title')}>
      <KeyValue
        rows={[
          {
            label: t('run.about.state'),
            value: <StateMark tone={toneOfRun[run.state]}>{t(`run.state.${run.state}`)}</StateMark>,
          },
          { label: t('run.about.record'), value: <RecordMark place={run.place} /> },
          { label: t('run.about.sop'), value: [run.code, run.title].filter(Boolean).join(' ') },
          {
            label: t('run.about.version'),
            value: [String(run.versionNumber), run.isTrial ? t('run.about.trial') : ''].filter(Boolean).join(', '),
          },
          { label: t('run.about.instrument'), value: run.instrumentName },
          {
            label: t('run.about.started'),
            value: t('run.about.by', { at: formatInstant(run.startedAt, 'minutes'), name: run.startedBy }),
          },
          {
            label: t('run.about.changed'),
            value: t('run.about.by', { at: formatInstant(run.changedAt, 'minutes'), name: run.changedBy }),
          },
        ]}
      />
      {[
        ['purpose', run.purpose] as const,
        ['materials', run.materials] as const,
        ['safety', run.safety] as const,
        ['references', run.references] as const,
      ]
        .filter(([, words]) => words !== '')
        .map(([key, words]) => (
          <div key={key}>
            <h3>{t(`run.about.${key}`)}</h3>
            <p>{words}</p>
          </div>
        ))}
      {run.hasWords && (
        <div>
          <ButtonLink to="/procedures/sops/$sopId/versions/$versionId" params={{ sopId, versionId }} look="quiet">
            {t('run.about.open')}
          </ButtonLink>
        </div>
      )}
    </Card>
  );
}
