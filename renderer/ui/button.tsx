import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import styles from './button.module.css';
import { Icon, type IconName } from './icons.tsx';
import { joinClasses } from './join-classes.ts';

export type ButtonLook = 'primary' | 'secondary' | 'quiet' | 'stop';

export interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style'> {
  readonly children?: ReactNode;
  /** One primary a screen, in the action bar where there is one. `stop` is for what takes something out of use. */
  readonly look?: ButtonLook;
  readonly icon?: IconName;
  /** Needed when there is only an icon. */
  readonly 'aria-label'?: string;
  /** A small word at the end, such as the key that does the same. */
  readonly hint?: string;
  readonly isWide?: boolean;
}

/** A button of at least 44 px. While `isPending` it keeps its place and its focus, and can not be pressed twice. */
export function Button({ children, look = 'secondary', icon, hint, isWide = false, ...rest }: ButtonProps) {
  const isIconOnly = children === undefined || children === null;
  return (
    <AriaButton
      {...rest}
      className={joinClasses(styles.button, styles[look], isIconOnly && styles.iconOnly, isWide && styles.wide)}
    >
      {({ isPending }) => (
        <>
          {icon !== undefined && <Icon name={icon} />}
          {!isIconOnly && <span className={styles.label}>{children}</span>}
          {isPending && <span className={styles.pending} aria-hidden="true" />}
          {hint !== undefined && (
            <span className={styles.hint} aria-hidden="true">
              {hint}
            </span>
          )}
        </>
      )}
    </AriaButton>
  );
}
