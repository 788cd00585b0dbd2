import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import styles from './sheet.module.css';

interface SheetProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly children: ReactNode;
  /** Buttons at the bottom right, the primary one last. */
  readonly actions?: ReactNode;
  /** Left of the buttons: where the record is. */
  readonly state?: ReactNode;
  /** `side` slides in from the right (forms, evidence); `middle` is for the palette and short questions. */
  readonly place?: 'side' | 'middle';
  readonly isDismissable?: boolean;
}

/** A sheet over the screen: focus stays inside, Escape closes it, and focus goes back to where it came from. */
export function Sheet(props: SheetProps) {
  const { t } = useTranslation('ui');
  const place = props.place ?? 'side';
  const buttons = useRef<HTMLSpanElement>(null);
  const pressPrimary = (event: KeyboardEvent) => {
    const primary = buttons.current?.querySelector<HTMLButtonElement>('button:last-of-type:not([disabled])');
    if (primary && isForPrimary(event)) {
      event.preventDefault();
      primary.click();
    }
  };
  return (
    <ModalOverlay
      className={styles.veil ?? ''}
      data-place={place}
      isOpen={props.isOpen}
      onOpenChange={props.onOpenChange}
      isDismissable={props.isDismissable ?? true}
    >
      <Modal className={styles.sheet ?? ''} data-place={place}>
        <Dialog className={styles.dialog ?? ''}>
          <header className={styles.head}>
            <Heading slot="title" level={2}>
              {props.title}
            </Heading>
            <Button look="quiet" icon="close" aria-label={t('close')} onPress={() => props.onOpenChange(false)} />
          </header>
          {/* Before the fields see it: a radio button or a tick box keeps the key to itself without any use for it. */}
          <div className={styles.body} onKeyDownCapture={pressPrimary}>
            {props.children}
          </div>
          {(props.actions !== undefined || props.state !== undefined) && (
            <footer className={styles.foot}>
              <span className={styles.state}>{props.state}</span>
              <span ref={buttons} className={styles.actions}>
                {props.actions}
              </span>
            </footer>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** Enter in a field of one line, Ctrl+Enter in one of several; a search field has its own use for it. */
function isForPrimary({ key, ctrlKey, metaKey, target, nativeEvent }: KeyboardEvent): boolean {
  if (key !== 'Enter' || nativeEvent.isComposing || nativeEvent.repeat) {
    return false;
  }
  // A part of the form with a button of its own means that one.
  const isOwn = target instanceof Element && target.closest('[data-own-enter]') !== null;
  if (target instanceof HTMLTextAreaElement || isOwn) {
    return ctrlKey || metaKey;
  }
  return target instanceof HTMLInputElement && target.type !== 'search';
}
