import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type StepKind, stepKinds } from '../../../../shared/modules/sop/terms.ts';
import { Button } from '../../../ui/button.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './editor.module.css';
import { plainKinds } from './editor-steps.ts';

interface AddStepProps {
  /** It goes into a repeated block, where fewer kinds may stand. */
  readonly isInner: boolean;
  readonly onAdd: (kind: StepKind, title: string) => void;
  readonly onClose: () => void;
}

/** What a new step asks and which kind of answer it wants, in the place where it will stand. Enter adds, Escape leaves. */
export function AddStep({ isInner, onAdd, onClose }: AddStepProps) {
  const { t } = useTranslation('sop');
  const [title, setTitle] = useState('');
  const [kind, setKind] = useState<StepKind>('confirm');
  const isWhole = title.trim() !== '';
  const add = () => isWhole && onAdd(kind, title.trim());
  const pressKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      onClose();
    } else if (event.key === 'Enter' && event.target instanceof HTMLInputElement && !event.repeat) {
      // Before a choice sees it: that keeps the key to itself without any use for it.
      event.preventDefault();
      event.stopPropagation();
      add();
    }
  };
  return (
    <section className={styles.adding} aria-label={t('editor.addTitle')} data-own-enter onKeyDownCapture={pressKey}>
      <TextField label={t('editor.stepTitle')} value={title} onChange={setTitle} isRequired autoFocus maxLength={200} />
      <ChoiceField
        label={t('editor.kind')}
        layout="row"
        description={t(`editor.kindMore.${kind}`)}
        value={kind}
        choices={(isInner ? plainKinds : stepKinds).map((value) => ({ value, label: t(`editor.kinds.${value}`) }))}
        onChange={setKind}
      />
      <div className={styles.actions}>
        <Button icon="add" isDisabled={!isWhole} onPress={add}>
          {t('editor.addSave')}
        </Button>
        <Button look="quiet" onPress={onClose}>
          {t('editor.addCancel')}
        </Button>
      </div>
    </section>
  );
}
