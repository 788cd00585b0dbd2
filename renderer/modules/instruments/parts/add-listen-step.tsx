import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DoctorReport } from '../../../../shared/instruments/doctor-verdicts.ts';
import type { LinkSettings, LinkState } from '../../../../shared/instruments/link-settings.ts';
import type { Signal } from '../../../../shared/instruments/signals.ts';
import { useStream } from '../../../data/data-layer.tsx';
import type { PageError } from '../../../data/page-error.ts';
import { formatCount } from '../../../i18n/time.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { DoctorAdvice, DoctorVerdict, type TrySettings } from '../../../ui/doctor-report.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { ErrorBanner } from '../../../ui/loaded.tsx';
import type { AddDraft } from './add-draft.ts';
import styles from './add-steps.module.css';
import { useSignalLine } from './signal-line.ts';

/** Long enough to press "send" on an analyzer and see it arrive. */
const LISTEN_SECONDS = 60;

interface ListenStep {
  readonly linkState: LinkState;
  readonly reason: string | null;
  readonly byteCount: number;
  readonly frameCount: number;
  readonly rejectedCount: number;
  readonly signals: readonly Signal[];
  readonly report: DoctorReport;
  readonly isDone: boolean;
}

interface ListenProps {
  readonly draft: AddDraft;
  readonly link: LinkSettings;
  readonly onTry: (settings: TrySettings) => void;
  /** What the instrument said of itself, once it has. */
  readonly onIdentity: (identity: { readonly model: string; readonly serialNumber: string }) => void;
}

/** Listens on the chosen port and shows what arrives, whether it fits, and what to try when it does not. */
export function Listen({ draft, link, onTry, onIdentity }: ListenProps) {
  const { t } = useTranslation('addInstrument');
  const line = useSignalLine();
  const [attempt, setAttempt] = useState(1);
  const [step, setStep] = useState<ListenStep | null>(null);
  const [error, setError] = useState<PageError | null>(null);
  const [isEnded, setEnded] = useState(false);
  const definitionKey = draft.definition.key;
  useStream<ListenStep>(
    `listen ${attempt} ${definitionKey} ${JSON.stringify(link)}`,
    (client, signal) => client.instruments.listenTest({ definitionKey, link, seconds: LISTEN_SECONDS }, { signal }),
    {
      isOnce: true,
      onValue: (value) => {
        setError(null);
        setEnded(value.isDone);
        setStep(value);
        const sender = readSender(value.signals);
        if (sender !== null) {
          onIdentity(sender);
        }
      },
      onError: (failure) => {
        setError(failure);
        setEnded(true);
      },
      onEnd: () => setEnded(true),
    },
  );
  const again = () => {
    setStep(null);
    setEnded(false);
    setAttempt(attempt + 1);
  };
  const isFit = step?.report.verdict === 'healthy' && step.frameCount > 0;
  return (
    <Card
      title={t(isEnded ? 'listen.ended' : 'listen.running')}
      level={3}
      action={isEnded ? <Button onPress={again}>{t('listen.again')}</Button> : undefined}
    >
      <p>{t('listen.how')}</p>
      <p className={styles.detail}>
        {t(draft.definition.conversation === 'polled' ? 'listen.polled' : 'listen.onlyListens')} {t('listen.notNeeded')}
      </p>
      {error !== null && <ErrorBanner error={error} />}
      {step !== null && (
        <>
          <DoctorVerdict report={step.report} />
          {isFit && <p>{t('listen.fits', { model: `${draft.definition.maker} ${draft.definition.model}` })}</p>}
          <DoctorAdvice report={step.report} onTry={onTry} />
          <KeyValue
            rows={[
              { label: t('listen.bytes'), value: formatCount(step.byteCount) },
              { label: t('listen.frames'), value: formatCount(step.frameCount) },
              { label: t('listen.rejected'), value: formatCount(step.rejectedCount) },
            ]}
          />
          <h3>{t('listen.heard')}</h3>
          {step.signals.length === 0 ? (
            <p className={styles.detail}>{t('listen.nothingYet')}</p>
          ) : (
            <ul className={styles.signals}>
              {step.signals.slice(-8).map((signal, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a short tail that is replaced as a whole at each push
                <li key={index} className={styles.signal}>
                  {line(signal)}
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </Card>
  );
}

function readSender(signals: readonly Signal[]): { readonly model: string; readonly serialNumber: string } | null {
  for (const signal of signals.toReversed()) {
    if (signal.kind === 'message' && signal.sender !== null) {
      return { model: signal.sender.model, serialNumber: signal.sender.serialNumber };
    }
  }
  return null;
}
