import type { ReactNode } from 'react';
import { Icon } from './icons.tsx';
import { joinClasses } from './join-classes.ts';
import styles from './state-mark.module.css';

/** `unknown` means "cannot tell, because ...": it never looks like good, bad, or not set up. */
export type Tone = 'good' | 'attention' | 'stop' | 'unknown' | 'info' | 'not-set-up';

interface StateMarkProps {
  readonly tone: Tone;
  /** The word that goes with the icon and the colour; never left out. */
  readonly children: ReactNode;
  /** `line` is a bare icon and word; `chip` has the tint behind it. */
  readonly look?: 'line' | 'chip';
}

/** State in three ways at once: icon, word, colour. */
export function StateMark({ tone, children, look = 'line' }: StateMarkProps) {
  return (
    <span className={joinClasses(styles.mark, styles[look], styles[tone])} data-tone={tone}>
      <Icon name={tone} />
      <span>{children}</span>
    </span>
  );
}
