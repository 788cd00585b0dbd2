import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LinkSettings } from '../../../../shared/instruments/link-settings.ts';
import type { IdentifyCandidateView, IdentifyStep } from '../../../../shared/modules/instruments/identify-contract.ts';
import { useStream } from '../../../data/data-layer.tsx';
import type { PageError } from '../../../data/page-error.ts';
import { useSay, useSayCode } from '../../../i18n/say.ts';
import { Button } from '../../../ui/button.tsx';
import { CheckField } from '../../../ui/check-field.tsx';
import { useDescribeSettings } from '../../../ui/doctor-report.tsx';
import { ErrorBanner } from '../../../ui/loaded.tsx';
import { StateMark, type Tone } from '../../../ui/state-mark.tsx';
import styles from './identify-panel.module.css';

/** Long enough to walk to the analyzer, and for a silent line to be tried with several settings. */
const SECONDS = 300;

const tones: Readonly<Record<IdentifyStep['verdict'], Tone>> = {
  identified: 'good',
  several: 'attention',
  'format-known': 'unknown',
  'waits-for-answer': 'unknown',
  'text-unknown': 'unknown',
  unreadable: 'unknown',
  silent: 'unknown',
};

const confidenceTones: Readonly<Record<IdentifyCandidateView['confidence'], Tone>> = {
  named: 'good',
  fits: 'good',
  reads: 'info',
  framing: 'unknown',
};

interface IdentifyPanelProps {
  readonly link: LinkSettings;
  /** The instrument whose own line this is; its line rests meanwhile. */
  readonly instrumentId: string | null;
  readonly onUse: (candidate: IdentifyCandidateView) => void;
  readonly useLabel: string;
  /** Candidates that can be taken over here; all, unless said otherwise. */
  readonly canUse?: (candidate: IdentifyCandidateView) => boolean;
}

/** Listens on a link and shows what may be there with its evidence; choosing is left to the person. */
export function IdentifyPanel({ link, instrumentId, onUse, useLabel, canUse = () => true }: IdentifyPanelProps) {
  const { t } = useTranslation('findOut');
  const say = useSay();
  const sayCode = useSayCode();
  const [attempt, setAttempt] = useState(0);
  const [isRunning, setRunning] = useState(false);
  const [mayAsk, setMayAsk] = useState(false);
  const [step, setStep] = useState<IdentifyStep | null>(null);
  const [error, setError] = useState<PageError | null>(null);
  useStream<IdentifyStep>(
    isRunning ? `identify ${attempt}` : null,
    (client, signal) => client.instruments.identify({ link, instrumentId, seconds: SECONDS, mayAsk }, { signal }),
    {
      isOnce: true,
      onValue: (value) => {
        setError(null);
        setStep(value);
        if (value.isDone) {
          setRunning(false);
        }
      },
      onError: (failure) => {
        setError(failure);
        setRunning(false);
      },
      onEnd: () => setRunning(false),
    },
  );
  const start = () => {
    setStep(null);
    setError(null);
    setAttempt(attempt + 1);
    setRunning(true);
  };
  return (
    <div className={styles.panel}>
      <p>{t('how')}</p>
      <p className={styles.detail}>
        {mayAsk ? t('mayAskDetail') : t('sendsNothing')} {instrumentId !== null && t('keepsNothing')}
      </p>
      {!isRunning && (
        <CheckField
          label={t('mayAsk')}
          values={mayAsk ? ['ask'] : []}
          choices={[{ value: 'ask', label: t('mayAskChoice'), detail: t('mayAskDetail') }]}
          onChange={(values) => setMayAsk(values.includes('ask'))}
        />
      )}
      <div>
        {isRunning ? (
          <Button onPress={() => setRunning(false)}>{t('stop')}</Button>
        ) : (
          <Button onPress={start}>{t(attempt === 0 ? 'start' : 'again')}</Button>
        )}
      </div>
      {error !== null && <ErrorBanner error={error} />}
      {step !== null && (
        <>
          <div role="status">
            <StateMark tone={tones[step.verdict]} look="chip">
              {say(`identify.verdict.${step.verdict}`)}
            </StateMark>
          </div>
          {step.reason !== null && isRunning && step.linkState !== 'open' && (
            <p>{sayCode({ code: step.reason, data: { where: whereOf(link), path: whereOf(link) } })}</p>
          )}
          <Candidates candidates={step.candidates} onUse={onUse} useLabel={useLabel} canUse={canUse} />
          <Tried step={step} />
        </>
      )}
    </div>
  );
}

function Candidates({
  candidates,
  onUse,
  useLabel,
  canUse,
}: Required<Pick<IdentifyPanelProps, 'onUse' | 'useLabel' | 'canUse'>> & {
  readonly candidates: readonly IdentifyCandidateView[];
}) {
  const { t } = useTranslation('findOut');
  const say = useSay();
  const describe = useDescribeSettings();
  if (candidates.length === 0) {
    return null;
  }
  return (
    <>
      <h3>{t('candidates')}</h3>
      <ol className={styles.candidates}>
        {candidates.map((candidate) => (
          <li key={candidate.definitionKey} className={styles.candidate}>
            <div className={styles.head}>
              <strong>
                {candidate.maker} {candidate.model}
              </strong>
              <StateMark tone={confidenceTones[candidate.confidence]}>
                {say(`identify.confidence.${candidate.confidence}`)}
              </StateMark>
            </div>
            {candidate.settings !== null && <p className={styles.detail}>{describe(candidate.settings)}</p>}
            <ul className={styles.evidence}>
              {candidate.evidence.map(({ key, data }) => (
                <li key={key}>{say(`identify.evidence.${key}`, data)}</li>
              ))}
            </ul>
            {canUse(candidate) && (
              <div>
                <Button
                  onPress={() => onUse(candidate)}
                  aria-label={`${useLabel}: ${candidate.maker} ${candidate.model}`}
                >
                  {useLabel}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}

function Tried({ step }: { readonly step: IdentifyStep }) {
  const { t } = useTranslation('findOut');
  const describe = useDescribeSettings();
  const marks = step.marks.map(({ mark, count }) => `${mark} ${count}`).join(', ');
  const questions = step.asked.map(({ command }) => command).join(', ');
  return (
    <details className={styles.tried} open={step.candidates.length === 0}>
      <summary>{t('tried')}</summary>
      <ol>
        {step.tried.map(({ settings, byteCount, found }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: settings may be tried again, and only the end grows
          <li key={index}>
            {settings !== null && `${describe(settings)}: `}
            {t(`found.${found}`)}
            {byteCount > 0 && `, ${t('bytes', { count: byteCount })}`}
          </li>
        ))}
      </ol>
      {marks !== '' && <p>{t('marks', { marks })}</p>}
      {questions !== '' && <p>{t('asked', { questions })}</p>}
    </details>
  );
}

function whereOf(link: LinkSettings): string {
  if (link.kind === 'serial') {
    return link.path;
  }
  return link.kind === 'tcp-client' ? `${link.host}:${link.port}` : '';
}
