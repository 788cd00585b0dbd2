import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type StepKind, stepKinds } from '../../../../shared/modules/sop/terms.ts';
import { Button } from '../../../ui/button.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { plainKinds } from './editor-steps.ts';

interface AddStepSheetProps {
  /** It goes into a repeated block, where fewer kinds may stand. */
  readonly isInner: boolean;
  readonly onAdd: (kind: StepKind, title: string) => void;
  readonly onClose: () => void;
}

/** What the new step asks, and which kind of answer it wants. */
export function AddStepSheet({ isInner, onAdd, onClose }: AddStepSheetProps) {
  const { t } = useTranslation('sop');
  const [title, setTitle] = useState('');
  const [kind, setKind] = useState<StepKind>('confirm');
  return (
    <Sheet
      title={t('editor.addTitle')}
      isOpen
      onOpenChange={onClose}
      isDismissable={false}
      actions={
        <Button look="primary" hint="Enter" isDisabled={title.trim() === ''} onPress={() => onAdd(kind, title.trim())}>
          {t('editor.addSave')}
        </Button>
      }
    >
      <TextField label={t('editor.stepTitle')} value={title} onChange={setTitle} isRequired autoFocus maxLength={200} />
      <ChoiceField
        label={t('editor.kind')}
        value={kind}
        choices={(isInner ? plainKinds : stepKinds).map((value) => ({
          value,
          label: t(`editor.kinds.${value}`),
          detail: t(`editor.kindMore.${value}`),
        }))}
        onChange={setKind}
      />
    </Sheet>
  );
}
