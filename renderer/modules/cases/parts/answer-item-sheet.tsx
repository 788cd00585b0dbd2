import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GivenProof } from '../../../../shared/modules/cases/project-contract.ts';
import { itemVerdict } from '../../../../shared/modules/cases/terms.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { type GivenPhoto, PhotoField } from '../../../ui/photo-field.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { type InstallationItemDetail, useSayItem } from './installation-items.tsx';
import { useSayCandidate } from './say-candidate.ts';

interface AnswerItemSheetProps {
  readonly installationId: string;
  readonly item: InstallationItemDetail;
  readonly onClose: () => void;
}

const kinds = ['record', 'picture', 'statement', 'not-applicable'] as const;

/** Answers one line: by a record, a photo, a statement, or with the reason why it does not apply. */
export function AnswerItemSheet({ installationId, item, onClose }: AnswerItemSheetProps) {
  const { t } = useTranslation('installations');
  const api = useApi().cases.installations;
  const sayItem = useSayItem();
  const sayCandidate = useSayCandidate();
  const [kind, setKind] = useState<GivenProof['kind']>('statement');
  const [hash, setHash] = useState<string | null>(null);
  const [photo, setPhoto] = useState<GivenPhoto | null>(null);
  const [text, setText] = useState('');
  const [verdict, setVerdict] = useState<(typeof itemVerdict.options)[number] | null>(null);
  const candidates = useQuery(
    api.candidates.queryOptions({
      input: { installationId, key: item.key, limit: 100 },
      meta: { topics: ['cases', 'maintenance', 'calibration', 'sop'] },
    }),
  );
  const answer = useMutation(api.answer.mutationOptions({ onSuccess: onClose }));
  const proof = readProof();
  function readProof(): GivenProof | null {
    const said = text.trim();
    switch (kind) {
      case 'record':
        return hash === null ? null : { kind, hash, note: said };
      case 'picture':
        return photo === null ? null : { kind, picture: photo, note: said };
      case 'statement':
        return said === '' ? null : { kind, text: said };
      case 'not-applicable':
        return said === '' ? null : { kind, reason: said };
    }
  }
  // What does not apply has no outcome of its own: it is not failed.
  const outcome = kind === 'not-applicable' ? 'pass' : verdict;
  return (
    <FormSheet
      title={sayItem(item)}
      saveLabel={t('answer.save')}
      canSave={proof !== null && outcome !== null}
      mutation={answer}
      onClose={onClose}
      onSave={() =>
        proof !== null && outcome !== null && answer.mutate({ installationId, key: item.key, proof, verdict: outcome })
      }
    >
      <ChoiceField
        label={t('answer.how')}
        value={kind}
        onChange={setKind}
        autoFocus
        choices={kinds.map((value) => ({ value, label: t(`answer.kinds.${value}`) }))}
      />
      {kind === 'record' &&
        (candidates.data?.length === 0 ? (
          <p>{t('answer.noRecords')}</p>
        ) : (
          <SelectField
            label={t('answer.record')}
            placeholder={t('answer.chooseRecord')}
            value={hash}
            onChange={setHash}
            options={(candidates.data ?? []).map((each) => ({ value: each.hash, ...sayCandidate(each) }))}
          />
        ))}
      {kind === 'picture' && (
        <PhotoField
          label={t('answer.photo')}
          photo={photo === null ? null : { name: photo.name, byteCount: photo.bytes.length }}
          onChange={setPhoto}
        />
      )}
      <TextField
        label={t(kind === 'statement' ? 'answer.statement' : kind === 'not-applicable' ? 'answer.why' : 'answer.note')}
        value={text}
        onChange={setText}
        isRequired={kind === 'statement' || kind === 'not-applicable'}
        maxLength={1000}
      />
      {kind !== 'not-applicable' && (
        <ChoiceField
          label={t('answer.verdict')}
          layout="row"
          value={verdict}
          onChange={setVerdict}
          choices={itemVerdict.options.map((value) => ({ value, label: t(`verdict.${value}`) }))}
        />
      )}
    </FormSheet>
  );
}
