import type { ReactNode } from 'react';
import styles from './code-text.module.css';
import { joinClasses } from './join-classes.ts';

interface CodeTextProps {
  readonly children: ReactNode;
  /** `block` keeps line ends and wraps long lines: bytes, records, frames. */
  readonly look?: 'inline' | 'block';
  readonly label?: string;
}

/** Codes, bytes and paths: mono, zero slashed, never hyphenated. */
export function CodeText({ children, look = 'inline', label }: CodeTextProps) {
  if (look === 'inline') {
    return <code className={styles.code}>{children}</code>;
  }
  return (
    // Long evidence scrolls inside its own box, so the box itself takes the keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1)
    <section className={joinClasses(styles.code, styles.block)} aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}

/**
 * Text whose control characters are names in brackets (`<STX>`, `[CR]`): the names get their own look, so that they are
 * not taken for characters that were sent.
 */
export function WireText({ text }: { readonly text: string }) {
  const parts = text.split(/(<[A-Z0-9]{2,5}>)/);
  return (
    <code className={styles.code}>
      {parts.map((part, index) =>
        index % 2 === 1 ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one fixed text have no other identity
          <span key={index} className={styles.control}>
            {part.slice(1, -1)}
          </span>
        ) : (
          part
        ),
      )}
    </code>
  );
}
