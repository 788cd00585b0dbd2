import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session, SessionRun } from '../../../../shared/modules/calibration/sessions-contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { useReadSession } from './use-read-session.ts';

interface SetAsideSheetProps {
  readonly session: Session;
  readonly run: SessionRun;
  readonly onClose: () => void;
}

/** No run is left out without a reason, and none is hidden (finding CC22). The same sheet takes it in again. */
export function SetAsideSheet({ session, run, onClose }: SetAsideSheetProps) {
  const { t } = useTranslation('calibration');
  const api = useApi().calibration.sessions;
  const [what, setWhat] = useState<string>('');
  const [reason, setReason] = useState('');
  const away = new Set(run.setAside.map(({ parameter }) => parameter ?? ''));
  const isWholeAway = away.has('');
  const isAway = away.has(what);
  const readAgain = useReadSession(session.sessionId);
  const onSuccess = async () => {
    await readAgain();
    onClose();
  };
  const setAside = useMutation(api.setAsideRun.mutationOptions({ onSuccess }));
  const restore = useMutation(api.restoreRun.mutationOptions({ onSuccess }));
  const labelOf = (key: string) => session.terms.parameters.find((parameter) => parameter.key === key)?.label ?? key;
  const save = () => {
    const input = {
      sessionId: session.sessionId,
      runId: run.runId,
      parameter: what === '' ? null : what,
      reason: reason.trim(),
    };
    if (isAway) restore.mutate(input);
    else setAside.mutate(input);
  };
  return (
    <FormSheet
      title={t('aside.title', { number: run.number })}
      saveLabel={isAway ? t('aside.restore') : t('aside.save')}
      canSave={reason.trim() !== ''}
      mutation={isAway ? restore : setAside}
      onSave={save}
      onClose={onClose}
    >
      <p>{t('aside.more')}</p>
      {run.values.length > 1 && !isWholeAway && (
        <ChoiceField
          label={t('aside.what')}
          value={what}
          onChange={setWhat}
          choices={[
            { value: '', label: t('aside.whole') },
            ...run.values.map(({ parameter, rawValue, unit }) => ({
              value: parameter,
              label: `${labelOf(parameter)} ${rawValue} ${unit}`.trim(),
              ...(away.has(parameter) ? { detail: t('run.isSetAside') } : {}),
            })),
          ]}
        />
      )}
      <TextField
        label={t('reason.label')}
        description={t('aside.reasonMore')}
        value={reason}
        onChange={setReason}
        isRequired
        autoFocus
        maxLength={500}
      />
    </FormSheet>
  );
}
