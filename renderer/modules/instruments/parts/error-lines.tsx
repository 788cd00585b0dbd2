import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { InstrumentCard } from '../../../../shared/modules/instruments/contract.ts';
import { CodeText } from '../../../ui/code-text.tsx';
import { StateMark, type Tone } from '../../../ui/state-mark.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import styles from './error-lines.module.css';

const toneOf = { info: 'info', warn: 'attention', stop: 'stop' } as const satisfies Record<string, Tone>;

/** Active errors of a card, worst first as the host sorted them; each line opens its error. */
export const ErrorLines = memo(function ErrorLines({ errors }: { readonly errors: InstrumentCard['activeErrors'] }) {
  return (
    <ul className={styles.lines}>
      {errors.map((error) => (
        <li key={error.id}>
          <Link to="/errors/$errorId" params={{ errorId: error.id }} className={styles.line}>
            <StateMark tone={toneOf[error.severity]}>{error.text}</StateMark>
            <span className={styles.rest}>
              <CodeText>{error.code}</CodeText> <TimeText at={error.raisedAt} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
});
