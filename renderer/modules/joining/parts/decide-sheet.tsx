import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConflictQuestion } from '../../../../shared/modules/joining/contract.ts';
import { useNeedsPassword } from '../../../app/use-needs-password.ts';
import { useSignedAct } from '../../../app/use-signed-act.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';

interface DecideSheetProps {
  readonly question: ConflictQuestion;
  /** Title of the matter, as the screen shows it. */
  readonly title: string;
  /** Hash of the side that counts; null lets all stand. */
  readonly upholds: string | null;
  readonly onClose: () => void;
}

/** Why it was decided so; signed as reviewed where there are accounts. */
export function DecideSheet({ question, title, upholds, onClose }: DecideSheetProps) {
  const { t } = useTranslation('joining');
  const signedAct = useSignedAct();
  const isSigned = useNeedsPassword()(true);
  const [reason, setReason] = useState('');
  const decide = useMutation(useApi().joining.conflicts.decide.mutationOptions());
  const nameOf = (hash: string | null) => {
    const side = question.sides.find((one) => one.hash === hash);
    return side === undefined ? t('conflicts.sheet.all') : `${side.actorName}, ${side.workstation}`;
  };
  const sheetTitle = t(upholds === null ? 'conflicts.sheet.letStandTitle' : 'conflicts.sheet.countsTitle');
  const save = async () => {
    const sides = question.sides.map(({ hash }) => hash);
    const input = { stream: question.stream, sides, upholds, reason: reason.trim() };
    const done = await signedAct({
      needsSignature: true,
      title: sheetTitle,
      lines: [
        { label: t('conflicts.sheet.what'), value: title },
        { label: t('conflicts.sheet.side'), value: nameOf(upholds) },
        ...question.sides
          .filter(({ hash }) => upholds !== null && hash !== upholds)
          .map(({ hash }) => ({ label: t('conflicts.sheet.aside'), value: nameOf(hash) })),
        { label: t('conflicts.sheet.reason'), value: input.reason },
      ],
      meaning: 'reviewed',
      act: (signing) => decide.mutateAsync({ ...input, signing }),
    });
    if (done !== null) {
      onClose();
    }
  };
  return (
    <FormSheet
      title={sheetTitle}
      saveLabel={t('conflicts.sheet.save')}
      canSave={reason.trim() !== ''}
      onSave={() => void save().catch(() => undefined)}
      onClose={onClose}
      mutation={isSigned ? { error: null, isPending: decide.isPending } : decide}
    >
      <p>{title}</p>
      <p>{upholds === null ? t('conflicts.letStandMore') : nameOf(upholds)}</p>
      <TextField
        label={t('conflicts.sheet.reason')}
        description={t('conflicts.sheet.reasonMore')}
        value={reason}
        onChange={setReason}
        isRequired
        maxLength={500}
        autoFocus
      />
    </FormSheet>
  );
}
