import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RtsProof, RtsVerdict } from '../../../../shared/modules/maintenance/service-terms.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { formatInstant } from '../../../i18n/time.ts';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import type { RtsItemDetail } from './service-say-proof.ts';

interface ProveSheetProps {
  readonly rtsId: string;
  readonly item: RtsItemDetail;
  readonly onClose: () => void;
}

/** Proves one item: by a record on this bench, by what was run elsewhere, or by the reason why it does not apply. */
export function ProveSheet({ rtsId, item, onClose }: ProveSheetProps) {
  const { t } = useTranslation('service');
  const say = useSay();
  const api = useApi().maintenance.service.rts;
  const candidates = useQuery(api.candidates.queryOptions({ input: { rtsId, item: item.key } }));
  const queries = useQueryClient();
  const prove = useMutation(
    api.prove.mutationOptions({
      onSuccess: async () => {
        // The list under the sheet is read first: the next Enter is about the next point.
        await queries.invalidateQueries({ queryKey: api.get.queryKey({ input: { rtsId } }) });
        onClose();
      },
    }),
  );
  const [chosenKind, setKind] = useState<RtsProof['kind'] | null>(null);
  const [hash, setHash] = useState<string | null>(null);
  const [text, setText] = useState('');
  const [reason, setReason] = useState('');
  const [note, setNote] = useState('');
  const [outcome, setOutcome] = useState<RtsVerdict | null>(null);
  // Nothing is drawn before it is known whether there is a record: what comes later would take the focus from who types.
  const isReady = candidates.data !== undefined || candidates.error !== null;
  // Where there is a record, it is the proof meant; a person can still say otherwise.
  const kind = chosenKind ?? (!isReady ? null : (candidates.data?.length ?? 0) > 0 ? 'record' : 'statement');
  const records = candidates.data ?? [];
  const record = records.find((candidate) => candidate.hash === hash) ?? records[0];
  // What the bench could not judge, and what was run elsewhere, is judged by the person; nothing passes by itself.
  const isAsked = kind === 'statement' || (kind === 'record' && record?.verdict === 'cannot-evaluate');
  const proof: RtsProof | null =
    kind === 'record'
      ? record === undefined
        ? null
        : { kind, hash: record.hash, type: record.type, note: note.trim() }
      : kind === 'statement'
        ? text.trim() === ''
          ? null
          : { kind, text: text.trim() }
        : kind === null || reason.trim() === ''
          ? null
          : { kind, reason: reason.trim() };
  const verdict: RtsVerdict | null = isAsked
    ? outcome
    : kind === 'record' && record?.verdict === 'fail'
      ? 'fail'
      : 'pass';
  return (
    <FormSheet
      title={t('rts.proveItem', { item: t(`item.${item.key}`) })}
      saveLabel={t('proof.save')}
      canSave={proof !== null && verdict !== null}
      mutation={prove}
      onClose={onClose}
      onSave={() => proof !== null && verdict !== null && prove.mutate({ rtsId, item: item.key, proof, verdict })}
    >
      {item.condition !== '' && <p>{say(`rts.condition.${item.condition}`)}</p>}
      {isReady && (
        <ChoiceField
          label={t('proof.how')}
          value={kind}
          onChange={setKind}
          autoFocus
          choices={(['record', 'statement', 'not-applicable'] as const)
            .filter((value) => value !== 'not-applicable' || item.need === 'conditional')
            .map((value) => ({ value, label: t(`proof.${value}`) }))}
        />
      )}
      {kind === 'record' && (
        <Loaded query={candidates}>
          {(list) =>
            list.length === 0 ? (
              <p>{t('proof.noRecords')}</p>
            ) : (
              <ChoiceField
                label={t('proof.choose')}
                value={record?.hash ?? null}
                onChange={setHash}
                choices={list.map((candidate) => ({
                  value: candidate.hash,
                  label: say(candidate.key, candidate.data),
                  detail: `${formatInstant(candidate.at, 'seconds')}, ${t(`proof.verdict.${candidate.verdict}`)}`,
                }))}
              />
            )
          }
        </Loaded>
      )}
      {kind === 'record' && record !== undefined && (
        <TextField label={t('proof.note')} value={note} onChange={setNote} maxLength={1000} />
      )}
      {kind === 'statement' && (
        <TextField
          label={t('proof.statementLabel')}
          description={t('proof.statementHint')}
          value={text}
          onChange={setText}
          isRequired
          maxLength={2000}
        />
      )}
      {kind === 'not-applicable' && (
        <TextField label={t('proof.why')} value={reason} onChange={setReason} isRequired maxLength={1000} />
      )}
      {isAsked && (
        <ChoiceField
          label={t('proof.outcome')}
          layout="row"
          value={outcome}
          onChange={setOutcome}
          choices={(['pass', 'fail'] as const).map((value) => ({ value, label: t(`proof.${value}`) }))}
        />
      )}
      {verdict === 'fail' && <p>{t('proof.failMore')}</p>}
    </FormSheet>
  );
}
