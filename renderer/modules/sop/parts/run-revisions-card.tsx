import { useTranslation } from 'react-i18next';
import type { RunView } from '../../../../shared/modules/sop/run-contract.ts';
import { formatInstant } from '../../../i18n/time.ts';
import { Card } from '../../../ui/card.tsx';
import { type ShownSignature, SignatureMarks } from '../../../ui/signature-mark.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import styles from './run-page.module.css';
import { VerdictMark } from './run-verdict.tsx';

/** Each revision with its outcome and its signatures, newest first: signatures of an earlier one do not count for it. */
export function RunRevisionsCard({ run }: { readonly run: RunView }) {
  const { t } = useTranslation('sop');
  const newest = run.revisions.at(-1)?.revision;
  return run.revisions.toReversed().map(({ revision, reason, openedBy, openedAt, finished, signatures }) => (
    <Card
      key={revision}
      title={run.revisions.length === 1 ? t('run.finish.result') : t('run.over.revision', { number: revision })}
    >
      {reason !== '' && (
        <p>{t('run.over.revisionOf', { name: openedBy, at: formatInstant(openedAt, 'minutes'), reason })}</p>
      )}
      {finished === null ? (
        <p>{t('run.over.notFinished')}</p>
      ) : (
        <>
          <p>
            <VerdictMark verdict={finished.verdict} why="" />
          </p>
          {finished.verdictReason !== '' && <p>{t('run.finish.because', { steps: finished.verdictReason })}</p>}
          <p className={styles.who}>
            {t('run.over.finished', { name: finished.by, at: formatInstant(finished.at, 'seconds') })}
          </p>
          {finished.note !== '' && <p>{finished.note}</p>}
        </>
      )}
      <SignatureMarks
        signatures={signatures.map(({ by, meaning, at }) => ({
          printedName: by,
          meaning: meaning as ShownSignature['meaning'],
          at,
          isCurrent: revision === newest,
        }))}
      />
    </Card>
  ));
}

/** What was done to the run, newest first. */
export function RunHistoryCard({ run }: { readonly run: RunView }) {
  const { t } = useTranslation('sop');
  return (
    <Card title={t('run.over.history')}>
      <ol className={styles.answers}>
        {run.history.toReversed().map(({ hash, at, by, type, stepTitle, text }) => (
          <li key={hash}>
            <p>{[t(`run.event.${shortType(type)}`, { defaultValue: type }), stepTitle].filter(Boolean).join(': ')}</p>
            {text !== '' && <p>{text}</p>}
            <p className={styles.who}>
              <TimeText at={at} /> {by}
            </p>
          </li>
        ))}
      </ol>
    </Card>
  );
}

/** `sop.run-started` without its module: the words' key. A type without words shows itself. */
const shortType = (type: string) => type.slice(type.indexOf('.') + 1) as 'run-started';
