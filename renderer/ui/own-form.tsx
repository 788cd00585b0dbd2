import type { ReactNode } from 'react';
import styles from './own-form.module.css';

interface OwnFormProps {
  /** What the button of this part does. */
  readonly onSubmit: () => void;
  readonly isDisabled?: boolean;
  readonly children: ReactNode;
}

/** A part of a screen with a button of its own: Enter in its fields presses that one, not the screen's primary. */
export function OwnForm({ onSubmit, isDisabled = false, children }: OwnFormProps) {
  return (
    <form
      className={styles.form}
      data-own-enter
      onSubmit={(event) => {
        event.preventDefault();
        if (!isDisabled) {
          onSubmit();
        }
      }}
    >
      {children}
      {/* A form is submitted by Enter only when it holds a submit button. */}
      <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
    </form>
  );
}
