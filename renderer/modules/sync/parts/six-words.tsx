import styles from './sync.module.css';

interface SixWordsProps {
  readonly title: string;
  readonly words: string;
  readonly more?: string;
}

/** Six words of a key, large enough to be read out over a telephone. */
export function SixWords({ title, words, more }: SixWordsProps) {
  return (
    <div>
      <p>{title}</p>
      <p className={styles.six}>{words}</p>
      {more !== undefined && <p className={styles.detail}>{more}</p>}
    </div>
  );
}
