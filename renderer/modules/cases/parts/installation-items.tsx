import { useTranslation } from 'react-i18next';
import type { InstallationDetail } from '../../../../shared/modules/cases/project-contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { KeptPhoto } from '../../../ui/kept-photo.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import { toneOfItem } from './tones.ts';

type Phase = InstallationDetail['phases'][number];
export type InstallationItemDetail = Phase['items'][number];

/** What a line asks for: the lab's own text, or the shipped sentence. */
export function useSayItem(): (item: Pick<InstallationItemDetail, 'key' | 'text'>) => string {
  const say = useSay();
  return ({ key, text }) => (text === '' ? say(`install.${key}`) : text);
}

/** How a line was answered, in one sentence. */
export function useSayProof(): (item: InstallationItemDetail) => string {
  const { t } = useTranslation('installations');
  const say = useSay();
  return ({ proof, verdict }) => {
    if (proof === null) {
      return t('open');
    }
    const outcome = verdict === null ? '' : t(`verdict.${verdict}`);
    switch (proof.kind) {
      case 'not-applicable':
        return t('answer.notApplicable', { reason: proof.reason });
      case 'statement':
        return [outcome, proof.text].filter(Boolean).join(': ');
      case 'record':
        return [outcome, say(`records.type.${proof.type}`), proof.hash.slice(0, 12), proof.note]
          .filter(Boolean)
          .join(', ');
      case 'picture':
        return [outcome, proof.picture.name, proof.note].filter(Boolean).join(', ');
    }
  };
}

interface InstallationItemsProps {
  readonly phase: Phase;
  readonly isOpen: boolean;
  readonly onAnswer: (item: InstallationItemDetail) => void;
}

/** The lines of one phase. */
export function InstallationItems({ phase, isOpen, onAnswer }: InstallationItemsProps) {
  const { t } = useTranslation('installations');
  const sayItem = useSayItem();
  const sayProof = useSayProof();
  const api = useApi().cases;
  return (
    <Card title={t(`phase.${phase.phase}`)}>
      <ul className={styles.rows}>
        {phase.items.map((item) => (
          <li key={item.key} className={styles.withAction}>
            <div className={styles.words}>
              <span className={styles.main}>
                <StateMark tone={toneOfItem[item.state]}>{t(`itemState.${item.state}`)}</StateMark>
                <span className={styles.text}>{sayItem(item)}</span>
                {item.isGate && <span>{t('gate')}</span>}
              </span>
              {item.proof !== null && <span>{sayProof(item)}</span>}
              <span className={styles.rest}>
                <span>
                  {item.source === 'house' || item.source === '' ? t('house') : t('source', { source: item.source })}
                </span>
                {item.answeredAt !== null && (
                  <span>
                    <TimeText at={item.answeredAt} /> {t('by', { actor: item.answeredBy })}
                  </span>
                )}
              </span>
              {item.proof?.kind === 'picture' && (
                <KeptPhoto
                  name={item.proof.picture.name}
                  query={api.picture.queryOptions({
                    input: { sha256: item.proof.picture.sha256 },
                    meta: { topics: [] },
                  })}
                />
              )}
            </div>
            {isOpen && (
              <Button
                aria-label={t(item.proof === null ? 'answer.button' : 'answer.againFor', { item: sayItem(item) })}
                onPress={() => onAnswer(item)}
              >
                {t(item.proof === null ? 'answer.title' : 'answer.again')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
