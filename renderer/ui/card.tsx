import type { ReactNode } from 'react';
import styles from './card.module.css';
import { joinClasses } from './join-classes.ts';
import type { Tone } from './state-mark.tsx';

interface CardProps {
  /** A heading inside the card; give `action` to put one thing at its right end. */
  readonly title?: ReactNode;
  readonly action?: ReactNode;
  readonly children: ReactNode;
  /** Colours the left edge; the words and the icon inside still say it. */
  readonly tone?: Tone;
  readonly level?: 2 | 3;
}

/** A bordered surface holding one matter. */
export function Card({ title, action, children, tone, level = 2 }: CardProps) {
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <section className={joinClasses(styles.card, tone !== undefined && styles[tone])}>
      {(title !== undefined || action !== undefined) && (
        <div className={styles.head}>
          <Heading>{title}</Heading>
          {action}
        </div>
      )}
      {children}
    </section>
  );
}
