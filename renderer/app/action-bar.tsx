import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, type ButtonLook } from '../ui/button.tsx';
import type { IconName } from '../ui/icons.tsx';
import styles from './action-bar.module.css';
import { isEnterForPrimary } from './primary-key.ts';

export interface Action {
  readonly label: string;
  readonly onPress: () => void;
  readonly isDisabled?: boolean;
  readonly isPending?: boolean;
  readonly look?: ButtonLook;
  readonly icon?: IconName;
}

export interface ActionBarProps {
  /** Where the record of this screen is: a `RecordMark`, or a short sentence. */
  readonly state?: ReactNode;
  readonly secondary?: readonly Action[];
  readonly primary?: Action;
}

/** The bar at the bottom: state at the left, what to do at the right, the primary last and on Enter. */
export function ActionBar({ state, secondary = [], primary }: ActionBarProps) {
  const { t } = useTranslation('app');
  const isInLongText = useIsInLongText();
  const latest = useRef(primary);
  latest.current = primary;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const action = latest.current;
      if (action === undefined || action.isDisabled || action.isPending || !isEnterForPrimary(event)) {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
      action.onPress();
    };
    // Before the fields see it: some (a radio button) keep the key to themselves without any use for it.
    document.addEventListener('keydown', press, { capture: true });
    return () => document.removeEventListener('keydown', press, { capture: true });
  }, []);
  return (
    <section className={styles.bar} aria-label={t('actions')}>
      <span className={styles.state}>{state}</span>
      <span className={styles.actions}>
        {secondary.map((action) => (
          <Button
            key={action.label}
            look={action.look ?? 'secondary'}
            onPress={action.onPress}
            isDisabled={action.isDisabled ?? false}
            isPending={action.isPending ?? false}
            {...(action.icon === undefined ? {} : { icon: action.icon })}
          >
            {action.label}
          </Button>
        ))}
        {primary !== undefined && (
          <Button
            look={primary.look ?? 'primary'}
            onPress={primary.onPress}
            isDisabled={primary.isDisabled ?? false}
            isPending={primary.isPending ?? false}
            hint={isInLongText ? 'Ctrl+Enter' : 'Enter'}
            {...(primary.icon === undefined ? {} : { icon: primary.icon })}
          >
            {primary.label}
          </Button>
        )}
      </span>
    </section>
  );
}

/** In a long text Enter makes a new line, so the button shows the key that presses it there. */
function useIsInLongText(): boolean {
  const [isInLongText, setIsInLongText] = useState(false);
  useEffect(() => {
    const look = () => setIsInLongText(document.activeElement instanceof HTMLTextAreaElement);
    look();
    document.addEventListener('focusin', look);
    document.addEventListener('focusout', look);
    return () => {
      document.removeEventListener('focusin', look);
      document.removeEventListener('focusout', look);
    };
  }, []);
  return isInLongText;
}
