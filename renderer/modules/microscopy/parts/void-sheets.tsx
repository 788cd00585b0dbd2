import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CountDetail, ScaleRow } from '../../../../shared/modules/microscopy/contract.ts';
import { useNeedsPassword } from '../../../app/use-needs-password.ts';
import { useSignedAct } from '../../../app/use-signed-act.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';

type Signing = { readonly password: string; readonly statement: string } | null;

interface VoidSheetProps {
  readonly title: string;
  readonly mutation: { readonly error: Error | null; readonly isPending: boolean };
  readonly act: (reason: string, signing: Signing) => Promise<unknown>;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** What was recorded does not hold; it stays on record. */
function VoidSheet({ title, mutation, act, onDone, onClose }: VoidSheetProps) {
  const { t } = useTranslation('microscopy');
  const signedAct = useSignedAct();
  const isSigned = useNeedsPassword()(true);
  const [reason, setReason] = useState('');
  const save = async () => {
    const why = reason.trim();
    const done = await signedAct({
      needsSignature: true,
      title,
      lines: [{ label: t('reason'), value: why }],
      meaning: 'performed',
      act: (signing) => act(why, signing),
    });
    if (done !== null) onDone();
  };
  return (
    <FormSheet
      title={title}
      saveLabel={t('void')}
      canSave={reason.trim() !== ''}
      mutation={isSigned ? { error: null, isPending: mutation.isPending } : mutation}
      onClose={onClose}
      onSave={() => void save().catch(() => undefined)}
    >
      <p>{t('voidMore')}</p>
      <TextField label={t('reason')} value={reason} onChange={setReason} isRequired autoFocus maxLength={500} />
    </FormSheet>
  );
}

export function VoidScaleSheet({ row, onClose }: { readonly row: ScaleRow; readonly onClose: () => void }) {
  const { t } = useTranslation('microscopy');
  const { calibrationId, terms } = row;
  const mutation = useMutation(useApi().microscopy.scales.void.mutationOptions());
  return (
    <VoidSheet
      title={t('scale.voidTitle', { objective: terms.objective })}
      mutation={mutation}
      act={(reason, signing) => mutation.mutateAsync({ calibrationId, reason, signing })}
      onDone={onClose}
      onClose={onClose}
    />
  );
}

export function VoidCountSheet({ count, onClose }: { readonly count: CountDetail; readonly onClose: () => void }) {
  const { t } = useTranslation('microscopy');
  const navigate = useNavigate();
  const { countId, instrumentId, slide } = count;
  const mutation = useMutation(useApi().microscopy.counts.void.mutationOptions());
  return (
    <VoidSheet
      title={`${t('void')}: ${t('record.title', { slide: slide.shows })}`}
      mutation={mutation}
      act={(reason, signing) => mutation.mutateAsync({ countId, reason, signing })}
      onDone={() => void navigate({ to: '/instruments/$id/microscopy', params: { id: instrumentId } })}
      onClose={onClose}
    />
  );
}
