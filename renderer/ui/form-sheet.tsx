import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';
import { MutationError } from './loaded.tsx';
import { RecordMark } from './record-mark.tsx';
import styles from './rows.module.css';
import { Sheet } from './sheet.tsx';

interface FormSheetProps {
  readonly title: string;
  readonly saveLabel: string;
  readonly canSave: boolean;
  readonly onSave: () => void;
  readonly onClose: () => void;
  readonly mutation: { readonly error: Error | null; readonly isPending: boolean };
  /** Some field is a long text, where Enter makes a new line: then Ctrl+Enter saves from everywhere. */
  readonly hasLongText?: boolean;
  readonly children: ReactNode;
}

/**
 * A form over the screen: Enter in a field saves, and what was refused is said in it. A long text that was begun is not
 * thrown away by one key: the sheet says first that it is not saved, and closes at the second time.
 */
export function FormSheet(props: FormSheetProps) {
  const { t } = useTranslation('ui');
  const { canSave, mutation } = props;
  const [typed, setTyped] = useState<'nothing' | 'something' | 'warned'>('nothing');
  const close = () => {
    if (props.hasLongText === true && typed === 'something') {
      setTyped('warned');
    } else {
      props.onClose();
    }
  };
  return (
    <Sheet
      title={props.title}
      isOpen
      onOpenChange={close}
      isDismissable={false}
      state={<RecordMark place="draft" />}
      actions={
        <Button
          look="primary"
          isDisabled={!canSave}
          isPending={mutation.isPending}
          hint={props.hasLongText === true ? 'Ctrl+Enter' : 'Enter'}
          onPress={props.onSave}
        >
          {props.saveLabel}
        </Button>
      }
    >
      <div className={styles.fields} onInput={() => setTyped('something')}>
        {props.children}
      </div>
      {typed === 'warned' && (
        <Banner tone="attention" title={t('unsaved.title')} isUrgent>
          {t('unsaved.more')}
        </Banner>
      )}
      <MutationError mutation={mutation} />
    </Sheet>
  );
}
