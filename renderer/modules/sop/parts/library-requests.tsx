import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChangeRequest } from '../../../../shared/modules/sop/library-contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSession } from '../../../data/session.ts';
import { formatInstant } from '../../../i18n/time.ts';
import { Button } from '../../../ui/button.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import sopStyles from './library.module.css';

interface RequestRowsProps {
  readonly requests: readonly ChangeRequest[];
  /** Whether each names its procedure; on the procedure's own page nothing has to. */
  readonly isNamed: boolean;
}

/** What people do differently, and what was answered. */
export function RequestRows({ requests, isNamed }: RequestRowsProps) {
  const { t } = useTranslation('sop');
  const { may } = useSession();
  const [answering, setAnswering] = useState<ChangeRequest | null>(null);
  return (
    <>
      <ul className={styles.rows}>
        {requests.map((request) => (
          <li key={request.requestId} className={styles.withAction}>
            <RequestWords request={request} isNamed={isNamed} />
            {request.answer === null && may('sop.write') && (
              <Button
                aria-label={t('library.requestAnswerOf', { what: request.practice })}
                onPress={() => setAnswering(request)}
              >
                {t('library.requestAnswer')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {answering !== null && <AnswerSheet request={answering} onClose={() => setAnswering(null)} />}
    </>
  );
}

function RequestWords({ request, isNamed }: { readonly request: ChangeRequest; readonly isNamed: boolean }) {
  const { t } = useTranslation('sop');
  const { sopId, versionId, answer } = request;
  const state = answer?.answer ?? 'open';
  return (
    <span className={styles.words}>
      <span className={styles.main}>
        <StateMark tone={state === 'open' ? 'attention' : state === 'taken' ? 'good' : 'not-set-up'}>
          {t(`library.requestState.${state}`)}
        </StateMark>
        <span className={styles.text}>{request.practice}</span>
      </span>
      {request.why !== '' && <span>{t('library.requestWhy', { why: request.why })}</span>}
      <span className={styles.rest}>
        {isNamed && (
          <Link
            to="/procedures/sops/$sopId/versions/$versionId"
            params={{ sopId, versionId }}
            className={sopStyles.link}
          >
            {t('library.request', { code: request.code, title: request.sopTitle, version: request.versionNumber })}
          </Link>
        )}
        {request.stepTitle !== '' && <span>{t('library.requestStep', { step: request.stepTitle })}</span>}
        <span>{t('library.requestBy', { by: request.askedBy, at: formatInstant(request.askedAt, 'minutes') })}</span>
        {request.runId !== null && <span>{t('library.requestRun')}</span>}
      </span>
      {answer !== null && (
        <span className={styles.rest}>
          <span>
            {t('library.requestBy', { by: answer.by, at: formatInstant(answer.at, 'minutes') })}: {answer.reason}
          </span>
          {answer.inVersionNumber !== null && (
            <span>{t('library.requestTaken', { number: answer.inVersionNumber })}</span>
          )}
        </span>
      )}
    </span>
  );
}

function AnswerSheet({ request, onClose }: { readonly request: ChangeRequest; readonly onClose: () => void }) {
  const { t } = useTranslation('sop');
  const api = useApi().sop;
  const [how, setHow] = useState<'taken' | 'declined' | null>(null);
  const [reason, setReason] = useState('');
  const start = useMutation(api.versions.start.mutationOptions());
  const answer = useMutation(api.requests.answer.mutationOptions({ onSuccess: onClose }));
  const { sopId, requestId } = request;
  const save = async () => {
    if (how === null) {
      return;
    }
    // One that is taken goes into the draft there is, or into a new one.
    const started = how === 'taken' ? (start.data ?? (await start.mutateAsync({ sopId, reason }))) : null;
    await answer.mutateAsync({ sopId, requestId, answer: how, inVersionId: started?.versionId ?? null, reason });
  };
  return (
    <FormSheet
      title={t('library.answerTitle')}
      saveLabel={t('library.answerSave')}
      canSave={how !== null && reason.trim() !== ''}
      onSave={() => void save().catch(() => undefined)}
      onClose={onClose}
      mutation={{ error: start.error ?? answer.error, isPending: start.isPending || answer.isPending }}
    >
      <p>{request.practice}</p>
      <ChoiceField
        label={t('library.answerHow')}
        value={how}
        choices={[
          { value: 'taken', label: t('library.answerTake'), detail: t('library.answerTakeMore') },
          { value: 'declined', label: t('library.answerDecline') },
        ]}
        onChange={setHow}
        autoFocus
      />
      <TextField label={t('library.answerReason')} value={reason} onChange={setReason} isRequired maxLength={1000} />
    </FormSheet>
  );
}
