import type { ReactNode } from 'react';
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

/** A form over the screen: Enter in a field saves, what was refused is said in it, and nothing typed is lost. */
export function FormSheet(props: FormSheetProps) {
  const { canSave, mutation } = props;
  return (
    <Sheet
      title={props.title}
      isOpen
      onOpenChange={props.onClose}
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
      <div className={styles.fields}>{props.children}</div>
      <MutationError mutation={mutation} />
    </Sheet>
  );
}
