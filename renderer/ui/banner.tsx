import type { ReactNode } from 'react';
import styles from './banner.module.css';
import { Icon } from './icons.tsx';
import { joinClasses } from './join-classes.ts';
import type { Tone } from './state-mark.tsx';

interface BannerProps {
  readonly tone: Exclude<Tone, 'not-set-up'>;
  /** What happened, in one sentence. */
  readonly title: ReactNode;
  /** What was kept, what to do. */
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  /** Reads it out at once; only for something a person must not miss. */
  readonly isUrgent?: boolean;
}

/** One sentence about the whole screen, with what to do. */
export function Banner({ tone, title, children, action, isUrgent = false }: BannerProps) {
  return (
    <div className={joinClasses(styles.banner, styles[tone])} role={isUrgent ? 'alert' : 'status'} data-tone={tone}>
      <span className={styles.icon}>
        <Icon name={tone} />
      </span>
      <div className={styles.words}>
        <p className={styles.title}>{title}</p>
        {children !== undefined && <div className={styles.more}>{children}</div>}
      </div>
      {action !== undefined && <div className={styles.action}>{action}</div>}
    </div>
  );
}
