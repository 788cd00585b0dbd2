import { useTranslation } from 'react-i18next';
import type { ContentProblem } from '../../../../shared/modules/sop/library-contract.ts';
import type { Step } from '../../../../shared/modules/sop/terms.ts';
import { useSay } from '../../../i18n/say.ts';
import { Button } from '../../../ui/button.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import styles from './editor.module.css';
import { numberOf } from './editor-steps.ts';

interface ProblemListProps {
  readonly problems: readonly ContentProblem[];
  readonly steps: readonly Step[];
  /** Opens the step a problem is of. */
  readonly onGo?: (key: string) => void;
}

/** What is missing or left open, those first without which it can not be reviewed. */
export function ProblemList({ problems, steps, onGo }: ProblemListProps) {
  const { t } = useTranslation('sop');
  const say = useSay();
  if (problems.length === 0) {
    return <StateMark tone="good">{t('editor.checkNone')}</StateMark>;
  }
  return (
    <ul className={styles.problems}>
      {problems
        .toSorted((a, b) => Number(b.isStopping) - Number(a.isStopping))
        .map((problem) => {
          const number = numberOf(steps, problem.where);
          return (
            <li key={`${problem.code} ${problem.where}`} className={styles.problem}>
              <StateMark tone={problem.isStopping ? 'attention' : 'unknown'}>
                {number === '' ? '' : `${number} ${problem.title}: `}
                {say(`sop.check.${problem.code}`, { title: problem.title, where: problem.where })}
              </StateMark>
              {number !== '' && onGo !== undefined && (
                <Button look="quiet" onPress={() => onGo(problem.where)}>
                  {t('editor.checkGo', { number })}
                </Button>
              )}
            </li>
          );
        })}
    </ul>
  );
}
